"""Tables whose rows, columns or dates are not as they should be; nothing of them is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_sources import boston_shootings, cdc_state_deaths
from data_sources._web import Web, WebError
from tests.publishers import ckan, faults
from tests.publishers.double import (
    Double,
)
from tests.publishers.fixtures import Time

STATES = [
    {
        "geoid": f"{code:02}",
        "name": f"State {code}",
        "intent": "FA_Deaths",
        "period": "2024",
        "count_sup": str(code + 100),
        "rate": f"{code + 100}.5",
        "data_as_of": "2026-08-12T00:00:00.000",
        "ttm_date_range": "x",
    }
    for code in range(1, 52)
]


VICTIMS = [
    {
        "incident_num": f"17299{number:04}",
        "shooting_date": f"2026-01-{1 + number % 28:02} 23:59:00+00",
        "district": "C11",
        "shooting_type_v2": "Non-Fatal",
        "victim_gender": "x",
        "victim_race": "x",
        "victim_ethnicity_nibrs": "x",
        "multi_victim": "f",
    }
    for number in range(60)
]


Rows = list[dict[str, object]]


TABLES: dict[str, Callable[[Web, Path], object]] = {
    "cdc": cdc_state_deaths.fetch,
    "boston": boston_shootings.fetch,
}


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest, publishers: Double) -> str:
    publishers.soda(cdc_state_deaths.TABLE, STATES)
    publishers.ckan(boston_shootings.RESOURCE, VICTIMS)
    return str(request.param)


def no_table(web: Web, host: str, kind: str, folder: Path) -> str:
    with pytest.raises(WebError) as caught:
        TABLES[host](web, folder)
    assert caught.value.kind == kind, str(caught.value)
    assert not list(folder.rglob("*.csv"))
    return str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows + rows[-1:], "the publisher counts"),
        (lambda rows: rows[:-1], "the publisher counts"),
        (lambda rows: rows[1:] + rows[1:2], "times, so that another one is missing"),
    ],
    ids=["one row more", "one row less", "one twice and one never"],
)
def test_rows_that_are_doubled_or_missing(
    publishers: Double,
    web: Web,
    tmp_path: Path,
    table: str,
    change: Callable[[Rows], Rows],
    said: str,
) -> None:
    publishers.fault(table, faults.rows(lambda rows: change(rows) if rows else rows))
    assert said in no_table(web, table, "paging", tmp_path / "out")


def test_a_table_that_changed_while_it_was_read_is_read_again(
    publishers: Double, web: Web, tmp_path: Path, table: str
) -> None:
    publishers.fault(table, faults.rows(lambda rows: rows[1:] + rows[1:2], times=2))
    TABLES[table](web, tmp_path / "out")
    assert list((tmp_path / "out").rglob("*.csv"))


def test_a_changed_column_is_named(
    publishers: Double, web: Web, tmp_path: Path, table: str
) -> None:
    old = {"cdc": "count_sup", "boston": "shooting_type_v2"}[table]
    publishers.fault(table, faults.renamed(old, "something_new"))
    said = no_table(web, table, "schema", tmp_path / "out")
    assert old in said
    assert "something_new" in said


def test_a_new_column_is_kept_and_noted(
    publishers: Double, web: Web, tmp_path: Path, table: str
) -> None:
    publishers.fault(table, faults.added("a_new_one", "x"))
    fetched = TABLES[table](web, tmp_path / "out")
    assert "a_new_one" in fetched.note  # type: ignore[attr-defined]
    module = {"cdc": cdc_state_deaths, "boston": boston_shootings}[table]
    assert len(module.load(tmp_path / "out")) > 50


def test_a_number_as_text_or_text_as_a_number_is_the_same(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    publishers.soda(cdc_state_deaths.TABLE, STATES)
    cdc_state_deaths.fetch(web, tmp_path / "text")
    publishers.fault("cdc", faults.value("rate", 101.5))
    publishers.fault("cdc", faults.value("count_sup", 101))
    cdc_state_deaths.fetch(web, tmp_path / "number")
    (name,) = cdc_state_deaths.DATASET.files
    assert (tmp_path / "text" / name).read_text() == (tmp_path / "number" / name).read_text()


def test_an_empty_table(publishers: Double, web: Web, tmp_path: Path, table: str) -> None:
    publishers.soda(cdc_state_deaths.TABLE, [])
    publishers.ckan(boston_shootings.RESOURCE, [])
    assert "no rows" in no_table(web, table, "empty", tmp_path / "out")


def test_a_resource_that_was_withdrawn(publishers: Double, web: Web, tmp_path: Path) -> None:
    publishers.serve("boston", ".*", ckan.not_found(boston_shootings.RESOURCE))
    assert "Not found: Resource" in no_table(web, "boston", "refused", tmp_path)


def test_data_of_the_future(publishers: Double, web: Web, tmp_path: Path, table: str) -> None:
    column = {"cdc": "data_as_of", "boston": "shooting_date"}[table]
    publishers.fault(table, faults.value(column, "2099-01-01T00:00:00.000"))
    with pytest.raises(WebError, match="dated 2099-01-01, which is in the future") as caught:
        TABLES[table](web, tmp_path)
    assert caught.value.kind == "future"
    assert not list(tmp_path.rglob("*.csv"))


@pytest.mark.parametrize("ours", [1_000_000_000.0, 3_000_000_000.0], ids=["behind", "ahead"])
def test_a_clock_that_is_wrong_here_stops_nothing(
    publishers: Double, moment: Time, tmp_path: Path, table: str, ours: float
) -> None:
    with Web(clock=lambda: ours, monotonic=moment, sleep=moment.sleep) as web:
        TABLES[table](web, tmp_path)


def test_a_clock_that_is_wrong_there_stops_nothing(
    publishers: Double, web: Web, tmp_path: Path, table: str
) -> None:
    publishers.fault(table, faults.altered(date="Thu, 01 Jan 1970 00:00:00 GMT"))
    TABLES[table](web, tmp_path)
