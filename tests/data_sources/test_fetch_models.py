"""Two clients against the double: what ``fetch`` writes, ``load`` of the same module reads."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import data_sources
from data_sources import boston_shootings, cdc_state_deaths
from data_sources._hosts import HOSTS
from data_sources._web import Web
from tests.publishers.double import Double
from tests.publishers.full import csv_rows

WINDOW = "April, 2025 to March, 2026"
STATES = [
    {
        "geoid": code,
        "name": name,
        "intent": intent,
        "period": period,
        "count_sup": "1-9" if intent == "FA_Homicide" else "120",
        "rate": "0.800000000000000" if intent == "FA_Homicide" else "8.199999999999999",
        "data_as_of": "2026-08-12T00:00:00.000",
        "ttm_date_range": WINDOW if period == "TTM" else "",
    }
    for code, name in (("25", "Massachusetts"), ("50", "Vermont"))
    for intent in ("FA_Deaths", "FA_Homicide", "FA_Suicide")
    for period in ("2023", "2024", "TTM")
]
VICTIM = {
    "incident_num": "I152999001-00",
    "shooting_date": "2015-07-04 23:59:00+00",
    "district": "C11",
    "shooting_type_v2": "Non-Fatal",
    "victim_gender": "Male",
    "victim_race": "Unknown",
    "victim_ethnicity_nibrs": "Unknown",
    "multi_victim": "t",
}
VICTIMS = [VICTIM, VICTIM, {**VICTIM, "incident_num": "172999002", "shooting_type_v2": "Fatal"}]


def test_states_come_whole_and_can_be_read(publishers: Double, web: Web, tmp_path: Path) -> None:
    publishers.soda(cdc_state_deaths.TABLE, STATES)
    fetched = cdc_state_deaths.fetch(web, tmp_path)
    assert (fetched.rows, fetched.data_as_of) == (18, "2026-08-12")
    assert fetched.vintage == f"2023-2024; {WINDOW} provisional"
    rows = cdc_state_deaths.load(tmp_path)
    assert len(rows) == 18
    assert rows["suppressed"].sum() == 6
    assert set(rows["period"]) == {"2023", "2024", "2025-04_2026-03"}


def test_people_struck_come_whole_and_nobody_twice_or_never(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    publishers.ckan(boston_shootings.RESOURCE, VICTIMS)
    fetched = boston_shootings.fetch(web, tmp_path)
    assert (fetched.rows, fetched.data_as_of, fetched.note) == (3, "2015-07-04", "")
    assert boston_shootings.load(tmp_path)["killed"].tolist() == [False, False, True]


def test_every_client_says_whom_it_asks_and_how_old_its_data_may_become(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in pkgutil.iter_modules(data_sources.__path__):
        if module.name.startswith("_"):
            continue
        client = importlib.import_module(f"data_sources.{module.name}")
        dataset = client.DATASET
        assert set(dataset.live) <= set(HOSTS), module.name
        if hasattr(client, "ASKED"):  # its fetch is there only where a setting asks for it
            assert not hasattr(client, "fetch"), module.name
            monkeypatch.setenv(client.ASKED, "1")
        if hasattr(client, "fetch"):
            first, second, *more = inspect.signature(client.fetch).parameters.values()
            assert (first.name, second.name) == ("web", "out"), module.name
            assert all(p.default is not p.empty for p in more), module.name
            assert dataset.cadence_days > 0 or hasattr(client, "ASKED"), module.name
        else:
            assert not dataset.live, module.name


def test_files_are_present_or_not(tmp_path: Path) -> None:
    dataset = dataclasses.replace(cdc_state_deaths.DATASET, files=("a/one.csv", "two.csv"))
    assert not dataset.present(tmp_path)
    (tmp_path / "a").mkdir()
    for name in dataset.files:
        (tmp_path / name).write_text("x")
    assert dataset.present(tmp_path)
    assert not dataclasses.replace(dataset, package="no_such_package").present(tmp_path)


@pytest.mark.sources
@pytest.mark.parametrize("module", [cdc_state_deaths, boston_shootings])
def test_the_publishers_own_rows(
    publishers: Double, web: Web, tmp_path: Path, sources: Path, module: ModuleType
) -> None:
    rows = csv_rows(sources / module.DATASET.files[0])
    publishers.soda(cdc_state_deaths.TABLE, rows)
    publishers.ckan(boston_shootings.RESOURCE, rows)
    fetched = module.fetch(web, tmp_path)
    ours, theirs = module.load(tmp_path), module.load(sources)
    assert fetched.rows == len(theirs)
    columns = [name for name in ours if name != "source_row"]
    assert sorted(map(str, ours[columns].values.tolist())) == sorted(
        map(str, theirs[columns].values.tolist())
    )
