"""Members and their districts: names, vacant seats, the real lists."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from etl import legislators, view
from etl.ledger import Ledger


@pytest.mark.parametrize(
    ("published", "key"),
    [
        ("3rd Barnstable District", "3rd barnstable"),
        ("Third Barnstable", "3rd barnstable"),
        ("Thirty-Seventh Middlesex", "37th middlesex"),
        ("Twenty-First Middlesex", "21st middlesex"),
        ("Thirtieth Middlesex", "30th middlesex"),
        ("Eleventh Hampden", "11th hampden"),
        ("Twelfth Hampden", "12th hampden"),
        ("Berkshire-Hampden-Franklin-Hampshire District", "berkshire hampden franklin hampshire"),
        ("Berkshire, Hampden, Franklin & Hampshire", "berkshire hampden franklin hampshire"),
        ("Norfolk and Plymouth", "norfolk plymouth"),
        ("Second Plymouth and Norfolk", "2nd plymouth norfolk"),
        ("Barnstable, Dukes and Nantucket", "barnstable dukes nantucket"),
        ("Cape and Islands District", "cape islands"),
    ],
)
def test_district_key(published: str, key: str) -> None:
    assert legislators.district_key(published) == key


DISTRICTS = pd.DataFrame(
    {"code": ["25001", "25002"], "name": ["1st Able District", "Able and Baker"]}
)


def members(*districts: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "chamber": "house",
            "district": list(districts),
            "name": "Ann Able",
            "party": "Democratic",
            "email": "ann.able@mahouse.gov",
            "phone": "617-722-0001",
            "office": "Room 1, State House",
            "website": "https://malegislature.gov/Legislators/Profile/AAA1",
            "role": "",
        }
    )


def test_a_seat_without_a_member_is_vacant() -> None:
    rows = legislators.seats(members("First Able"), DISTRICTS, "house").set_index("code")
    assert rows.loc["25001", ["name", "role"]].tolist() == ["Ann Able", ""]
    assert rows.loc["25002", ["name", "email", "role"]].tolist() == ["", "", "Vacant"]


def test_a_member_of_no_district_stops_the_build() -> None:
    with pytest.raises(ValueError, match="not there: 9th Able"):
        legislators.seats(members("1st Able", "9th Able"), DISTRICTS, "house")
    with pytest.raises(pd.errors.MergeError):
        legislators.seats(members("1st Able", "First Able"), DISTRICTS, "house")


def test_the_day_of_a_fetched_list(tmp_path: Path) -> None:
    choices = [
        view.Choice("open_states", "fresh", retrieved="2026-11-02"),
        view.Choice("congress_members", "embedded", retrieved="2026-11-02"),
    ]
    folder = view.assemble(tmp_path / "view", tmp_path / "none", choices)
    assert legislators.list_day(folder, "open_states", "2026-08-05") == "2026-11-02"
    assert legislators.list_day(folder, "congress_members", "2026-06-15") == "2026-06-15"
    assert legislators.list_day(tmp_path, "open_states", "2026-08-05") == "2026-08-05"


def congress(**changes: object) -> pd.DataFrame:
    rows = {
        "chamber": ["congress", "us_senate"],
        "state": "MA",
        "district": ["1", ""],
        "name": ["Ann Able", "Ben Baker"],
        "party": "Democrat",
        "phone": "202-225-0001",
        "office": "1 Able Building",
        "website": "https://able.house.gov",
    }
    return pd.DataFrame({**rows, **changes})


def test_members_of_congress() -> None:
    places = pd.DataFrame({"code": ["2501", "2502"], "name": ["1", "2"]})
    rows = legislators.in_congress(congress(), places).fillna("")
    assert rows[["chamber", "code", "name", "party", "role"]].to_numpy().tolist() == [
        ["congress", "2501", "Ann Able", "Democratic", ""],
        ["us_senate", "25", "Ben Baker", "Democratic", ""],
        ["congress", "2502", "", "", "Vacant"],
    ]
    for wrong, said in (
        ({"state": "VT"}, "expected members of MA"),
        ({"district": ["10", ""]}, "came .'2510'"),
        ({"chamber": "congress", "district": ["1", "1"]}, "came more"),
    ):
        with pytest.raises(ValueError, match=said):
            legislators.in_congress(congress(**wrong), places)


def test_precincts_must_name_the_districts_of_the_map() -> None:
    polygons = {
        "house": DISTRICTS,
        "senate": DISTRICTS,
        "congress": pd.DataFrame({"code": ["2501"], "name": ["1"]}),
    }
    listed = ["First Able", "Able & Baker"]
    precincts = pd.DataFrame({"house": listed, "senate": listed, "congress": "1"})
    legislators.check_precincts(precincts, polygons)
    with pytest.raises(
        ValueError, match=r"house districts .* on one side only: .'1st able', '2nd able'"
    ):
        legislators.check_precincts(precincts.replace("First Able", "Second Able"), polygons)
    with pytest.raises(ValueError, match=r"precincts have .'2502'"):
        legislators.check_precincts(precincts.assign(congress="2"), polygons)


@pytest.mark.sources
def test_real_lists(sources: Path) -> None:
    polygons = {}
    for level, stem in (
        ("house", "state_house"),
        ("senate", "state_senate"),
        ("congress", "congress"),
    ):
        path = sources / f"census_geography/{stem}_ma_2024.geojson"
        features = [f["properties"] for f in json.loads(path.read_text())["features"]]
        polygons[level] = pd.DataFrame(
            [(f["GEOID"], f["name"]) for f in features if f.get("SLDLST") != "ZZZ"],
            columns=["code", "name"],
        )
    ledger = Ledger()
    rows = legislators.run(sources, polygons, ledger)
    assert rows["chamber"].value_counts().to_dict() == {
        "house": 160,
        "senate": 40,
        "us_senate": 2,
        "congress": 9,
    }
    named = rows[rows["name"] != ""]
    assert named["chamber"].value_counts().to_dict() == {
        "house": 158,
        "senate": 40,
        "us_senate": 2,
        "congress": 9,
    }
    vacant = rows[rows["role"] == "Vacant"].merge(polygons["house"], on="code", validate="1:1")
    assert vacant["name_y"].tolist() == ["1st Franklin District", "17th Middlesex District"]
    assert set(rows.loc[rows["chamber"] == "us_senate", "code"]) == {"25"}
    assert named["website"].str.contains(r"malegislature\.gov|house\.gov|senate\.gov").all()
    assert set(named["party"]) == {"Democratic", "Republican", "Independent"}
    assert not rows.apply(lambda c: c.str.contains(r"19\d\d-\d\d-\d\d")).any(axis=None)
    assert ledger.rows_left("precinct_districts") == 2383
