"""The tables that ship, against the totals that are known of their sources.

These run in every clone, with or without the publishers' files.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from epidemiology.status import Status
from etl import validation
from etl.people_shot import MEASURES
from etl.publishing import read
from etl.settings import STATE

DATA = Path(__file__).parent.parent / "data"
TEXT = re.compile(r"[A-Za-z0-9 ]{3,}")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return read(DATA)


def value(tables: dict[str, pd.DataFrame], observation: str, table: str = "series") -> pd.Series:
    indicator, level, code, period = observation.split("/")
    rows = tables[table]
    found = rows[
        (rows["indicator"] == indicator)
        & (rows["level"] == level)
        & (rows["code"] == code)
        & (rows["period"] == period)
    ]
    assert len(found) == 1, f"{observation}: {len(found)} rows"
    return found.iloc[0]


def test_every_check_of_the_pipeline_holds(tables) -> None:
    assert len(validation.check(tables)) >= 10


BOSTON = {
    "2015": (245, 33), "2016": (226, 38), "2017": (260, 46), "2018": (203, 48), "2019": (190, 28),
    "2020": (274, 44), "2021": (196, 25), "2022": (180, 32), "2023": (143, 27), "2024": (127, 20),
    "2025": (120, 19),
}  # fmt: skip


@pytest.mark.parametrize("year", BOSTON)
def test_people_shot_in_boston_are_those_of_the_police_record(tables, year: str) -> None:
    shot, killed = BOSTON[year]
    assert value(tables, f"people_shot/town/{STATE.police_record_town}/{year}")["numerator"] == shot
    assert (
        value(tables, f"people_killed/town/{STATE.police_record_town}/{year}")["numerator"]
        == killed
    )


DEATHS = {
    "firearm_deaths": [226, 213, 242, 262, 258, 247, 268, 247, 263, 270, 287],
    "firearm_homicides": [90, 86, 89, 103, 104, 95, 130, 99, 106, 121, 96],
    "firearm_suicides": [130, 118, 140, 152, 148, 142, 134, 136, 149, 147, 184],
}


@pytest.mark.parametrize("intent", DEATHS)
def test_firearm_deaths_of_the_state_are_those_of_cdc(tables, intent: str) -> None:
    came = [value(tables, f"{intent}/state/25/{year}")["numerator"] for year in range(2014, 2025)]
    assert came == DEATHS[intent]


def test_02121_is_as_the_sources_say(tables) -> None:
    shot = value(tables, "people_shot/zcta/02121/2015-07_2017-12", "observations")
    assert (shot["numerator"], shot["status"]) == (92, Status.VALUE)
    assert shot["lower"] < shot["value"] < shot["upper"]
    assert 0.90 < shot["located_share"] < 0.95
    killed = value(tables, "people_killed/zcta/02121/2015-07_2017-12", "observations")
    assert (killed["numerator"], killed["status"]) == (19, Status.UNSTABLE)


def test_springfield_zip_is_not_covered_today_and_says_so(tables) -> None:
    row = value(tables, "people_shot/zcta/01105/2018-01_2023-02", "observations")
    assert row["status"] == Status.NOT_COVERED
    assert pd.isna(row["numerator"])
    assert pd.isna(row["value"])


POPULATIONS = {
    "Census 2020": 7_029_917, "ACS 2014-2018": 6_830_133, "ACS 2017-2021": 6_991_852,
    "ACS 2018-2022": 6_984_205,
}  # fmt: skip


@pytest.mark.parametrize("vintage", POPULATIONS)
def test_residents_of_the_state(tables, vintage: str) -> None:
    rows = tables["populations"]
    state = rows[(rows["level"] == "state") & (rows["vintage"] == vintage)]
    assert state["residents"].tolist() == [POPULATIONS[vintage]]


def test_households_and_tenure_of_the_state(tables) -> None:
    owners = value(tables, "owner_occupied/state/25/2019-2023", "observations")
    assert (owners["numerator"], owners["denominator"]) == (1_728_972, 2_762_056)
    median = value(tables, "median_household_income/state/25/2019-2023", "observations")
    assert round(median["value"], -1) == 101_640


def test_zips_without_a_polygon_keep_their_numbers_and_say_so(tables) -> None:
    bare = {"01144", "01380", "01965", "02133", "02205", "02325", "02350"}
    places = tables["places"].query("level == 'zcta'")
    assert set(places.loc[places["flags"].str.contains("no_boundary"), "code"]) == bare
    shot = tables["observations"].query(
        "indicator == 'people_shot' and level == 'zcta' and period == '2015-07_2017-12'"
    )
    assert set(shot.loc[shot["status"] == Status.NO_BOUNDARY, "code"]) == bare


def test_every_zip_of_the_crosswalk_is_answered(tables) -> None:
    zips = tables["zip_codes"].set_index("zip")
    assert len(zips) == 680
    assert zips.loc["02112", "kind"] == "po_box"
    assert zips.loc["02112", "zcta"] != "02112"
    assert set(zips["kind"]) == {"standard", "po_box", "unique"}


def test_members_fill_every_seat_or_it_is_vacant(tables) -> None:
    members = tables["legislators"]
    assert members["chamber"].value_counts().to_dict() == {
        "house": 160, "senate": 40, "congress": 9, "us_senate": 2,
    }  # fmt: skip
    vacant = members[members["name"] == ""]
    assert set(vacant["role"]) <= {"Vacant"}


def test_nothing_below_a_zip_code_is_published(tables) -> None:
    """No point, address, incident number or single day of a shooting in any table."""
    for name, frame in tables.items():
        allowed = {"places": {"latitude", "longitude"}, "literature": {"address"}}.get(name, set())
        columns = set(frame.columns)
        assert not (columns & {"latitude", "longitude", "address", "incident", "date"}) - allowed
    for name in ("observations", "series"):
        counts = tables[name][tables[name]["indicator"].isin({*MEASURES, "shots_fired"})]
        assert len(counts) > 1000
        assert not counts["period"].str.fullmatch(r"(\d{4}-\d\d-\d\d)(_\1)?").any()


def test_suicide_is_never_below_the_county(tables) -> None:
    for name in ("observations", "series"):
        rows = tables[name][tables[name]["indicator"] == "firearm_suicides"]
        assert set(rows["level"]) <= {"nation", "us_state", "state", "county"}


def test_the_states_stand_beside_each_other_and_on_no_map(tables) -> None:
    places = tables["places"].query("level == 'us_state'")
    assert len(places) == 51
    assert set(places["code"]) >= {"25", "11"}
    rows = tables["observations"].query("level == 'us_state'")
    assert set(rows["indicator"]) == {"firearm_deaths", "firearm_homicides", "firearm_suicides"}
    assert rows["colour_class"].isna().all()
    assert len(rows) == 51 * 3 * 7
    levels = tables["indicators"].set_index("id")["levels"].str.split()
    assert all("us_state" in levels[i] for i in set(rows["indicator"]))


def test_laws_in_force_follow_from_their_changes(tables) -> None:
    changes = tables["law_changes"]
    assert set(changes["year"]) <= set(range(1992, 2018))
    step = changes["change"].map({"added": 1, "removed": -1}).groupby(changes["year"]).sum()
    inforce = tables["series"].query("indicator == 'firearm_laws'").set_index("period")["value"]
    for year in range(1992, 2018):
        assert inforce[str(year)] - inforce[str(year - 1)] == step.get(year, 0)


def test_groups_over_several_years_are_sums_of_open_years(tables) -> None:
    groups = tables["people_groups"]
    key = ["indicator", "level", "code", "grouping", "group"]
    pools = groups[groups["period"].str.contains("-")].dropna(subset="numerator")
    years = groups.set_index([*key, "period"])["numerator"]
    assert len(pools) > 30
    for pool in pools.to_dict("records"):
        first, last = map(int, pool["period"].split("-"))
        parts = [years[(*(pool[k] for k in key), str(y))] for y in range(first, last + 1)]
        assert sum(parts) == pool["numerator"]  # a hidden year would make this a NaN
        if pool["value"] > 0:
            assert pool["lower"] < pool["value"] < pool["upper"]
    assert (
        not pools["indicator"]
        .isin(["firearm_deaths"])
        .where(pools["grouping"].isin(["race", "ethnicity"]), False)
        .any()
    )  # intents apart


def test_years_of_life_lost_of_the_state_by_intent(tables) -> None:
    totals = tables["people_groups"].query("grouping == 'all' and level == 'state'")
    row = totals.set_index(["indicator", "period"])
    assert row.loc[("firearm_deaths", "2023"), "years_lost"] == 6553
    assert row.loc[("firearm_suicides", "2023"), "age_adjusted"] == 1.89


def test_every_reader_facing_text_is_there(tables) -> None:
    for column in ("title", "short_title", "sentence", "unit", "interval", "caveats", "sources"):
        assert tables["indicators"][column].str.contains(TEXT).all(), column
    for column in (
        "title",
        "publisher",
        "landing_page",
        "licence",
        "citation",
        "used_for",
        "vintage",
    ):
        assert tables["sources"][column].str.contains(TEXT).all(), column
