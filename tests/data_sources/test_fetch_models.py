"""Two clients against the double: what ``fetch`` writes, ``load`` of the same module reads."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data_sources import boston_shootings, cdc_state_deaths
from data_sources._web import Web
from tests.publishers.double import Double

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


@pytest.mark.sources
def test_the_publishers_own_rows(
    publishers: Double, web: Web, tmp_path: Path, sources: Path
) -> None:
    for module, serve in (
        (cdc_state_deaths, lambda rows: publishers.soda(cdc_state_deaths.TABLE, rows)),
        (boston_shootings, lambda rows: publishers.ckan(boston_shootings.RESOURCE, rows)),
    ):
        with (sources / module.DATASET.files[0]).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        serve(rows)
        fetched = module.fetch(web, tmp_path)
        assert fetched.rows == len(rows)
        ours, theirs = module.load(tmp_path), module.load(sources)
        columns = [name for name in ours if name != "source_row"]
        assert sorted(map(str, ours[columns].values.tolist())) == sorted(
            map(str, theirs[columns].values.tolist())
        )
