"""People shot, counted in a small invented state."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources import (
    gva_incidents,
)
from epidemiology.status import Status
from etl import injuries
from etl.ledger import Ledger
from etl.people_shot import CITY_ZIP_PERIOD, STATEWIDE_ZIP_PERIOD
from tests.etl.small_injuries import (
    CITY,
    LYNN,
    SPRINGFIELD,
    at,
    check_counted_again,
    check_form,
    small_geography,
    write_small_sources,
)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[injuries.Injuries, Ledger]:
    monkeypatch.setattr(gva_incidents, "CITY_POINTS", {})
    write_small_sources(tmp_path)
    ledger = Ledger()
    return injuries.run(tmp_path, small_geography(), ledger), ledger


def test_small_state(small: tuple[injuries.Injuries, Ledger]) -> None:
    out, _ = small
    rows = out.observations
    assert at(rows, "zcta", "02121", STATEWIDE_ZIP_PERIOD)["numerator"] == 24
    assert at(rows, "zcta", "02121", STATEWIDE_ZIP_PERIOD)["located_share"] == 24 / 25
    assert at(rows, "zcta", "02122", STATEWIDE_ZIP_PERIOD)["status"] == Status.NOT_LOCATED
    assert at(rows, "zcta", "02133", STATEWIDE_ZIP_PERIOD)["status"] == Status.NO_BOUNDARY
    assert at(rows, "zcta", "01105", STATEWIDE_ZIP_PERIOD)["numerator"] == 3 + 1
    assert at(rows, "zcta", "01901", STATEWIDE_ZIP_PERIOD)["status"] == Status.NOT_LOCATED
    assert at(rows, "zcta", "01105", CITY_ZIP_PERIOD)["status"] == Status.NOT_COVERED
    assert at(rows, "town", SPRINGFIELD, "2014-2017")["numerator"] == 3
    assert at(rows, "town", LYNN, "2014-2017")["numerator"] == 1
    assert at(rows, "town", CITY, "2014-2017")["numerator"] == 1 + 25 + 1
    assert at(rows, "state", "25", "2014-2017")["numerator"] == 27 + 3 + 1 + 1
    assert at(rows, "town_unplaced", "25", "2014-2017")["numerator"] == 1
    assert at(rows, "senate", "25D01", STATEWIDE_ZIP_PERIOD)["numerator"] == 24
    series = out.series
    assert at(series, "town", CITY, "2014")["source"] == "gva_incidents"
    assert at(series, "town", CITY, "2026-01-01_2026-04-02")["status"] == Status.TOO_FEW
    assert at(series, "police_district", "B2", "2016", "people_killed")["numerator"] == 1
    assert at(series, "state", "25", "2014", "mass_shootings")["numerator"] == 1


def test_the_police_record_wins_over_a_linked_incident(
    small: tuple[injuries.Injuries, Ledger],
) -> None:
    out, ledger = small
    assert out.linked == 1
    assert (
        ledger.left["gva_incidents"][
            "incidents outside the city by name that the police record has"
        ]
        == 2
    )


def test_small_ledger_balances(small: tuple[injuries.Injuries, Ledger]) -> None:
    out, ledger = small
    for source, rows in ledger.rows_in.items():
        assert 0 <= ledger.rows_left(source) <= rows
    assert ledger.rows_left("boston_shootings") == 1
    assert ledger.rows_left("boston_crime_points") == 0
    reasons = out.left_out.set_index("reason")["people"].to_dict()
    assert reasons["died by or attempted suicide"] == 1


def test_small_tables_have_their_form(small: tuple[injuries.Injuries, Ledger]) -> None:
    check_form(small[0])


def test_a_number_can_be_counted_again(small: tuple[injuries.Injuries, Ledger]) -> None:
    check_counted_again(small[0])
