"""Gun Violence Archive's files, in invented rows and in the publisher's own."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from data_sources import gva_incidents, gva_mass_shootings
from data_sources._dataset import SourceError

URL = "http://www.gunviolencearchive.org/incident/"
LISTING = f"""Unnamed: 0,date,state,city_or_county,address,n_killed,n_injured,incident_url,\
source_url,source_split_file
4,"June 19, 2015",Massachusetts,Springfield,1 Any Street,0,1,{URL}900001,example.org,2015_split1.csv
5,"December 1, 2020",Massachusetts,Foxboro ,2 Any Street,1,0,{URL}900002,example.org,2020_split1.csv
"""
HEAD = (
    "incident_id,date,state,city_or_county,address,n_killed,n_injured,incident_url,latitude,longitude,"
    "incident_characteristics,participant_age,participant_type,participant_status"
)
DETAILS = f"""{HEAD}
900001,2015-06-19,Massachusetts,Springfield,1 Any Street,0,1,{URL}900001,42.1,-72.6,\
Shot - Wounded/Injured||Drive-by,0::20,0::Victim,0::Injured
900003,2014-01-01,Massachusetts,Lynn,3 Any Street,0,0,{URL}900003,,,,,,
"""
PARTIAL = f"""{HEAD}
900004,2019-03-08,Massachusetts,Canton,4 Any Street,0,0,{URL}900004,42.182,-71.1021,,,,
"""
POINTS = """address,city,date,id,injured,killed,lat,lng,source,state
2 Any Street,Foxboro,1/1/2020,900002,0,1,42.06,-71.25,example.org,Massachusetts
5 Any Street,Quincy,1/2/2020,900005,0,0,39.9,-91.4,example.org,Massachusetts
"""
FILES = dict(zip(gva_incidents.DATASET.files, (LISTING, DETAILS, PARTIAL, POINTS), strict=True))
MASS = """Incident ID,Incident Date,State,City Or County,Address,Victims Killed,Victims Injured,\
Suspects Killed,latitude,longitude
900101,"July 5, 2026",Massachusetts,Boston,6 Any Street,1,5,0,42.35,-71.05
900102,"January 1, 2014",Massachusetts,Lynn,7 Any Street,0,4,0,42.46,-70.95
"""


def write(folder: Path, name: str = "", old: str = "", new: str = "") -> Path:
    for file, text in {**FILES, gva_mass_shootings.DATASET.files[0]: MASS}.items():
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        if name and name in file:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    return folder


def load(folder: Path) -> None:
    gva_incidents.load_listing(folder)
    gva_incidents.load_details(folder)
    gva_incidents.load_points_2020(folder)
    gva_mass_shootings.load(folder)


def test_listing(tmp_path: Path) -> None:
    rows = gva_incidents.load_listing(write(tmp_path))
    assert rows["incident"].tolist() == ["900001", "900002"]
    assert rows["date"].dt.strftime("%Y-%m-%d").tolist() == ["2015-06-19", "2020-12-01"]
    assert rows["place"].tolist() == ["Springfield", "Foxboro"]
    assert rows[["killed", "injured"]].to_numpy().tolist() == [[0, 1], [1, 0]]


def test_details(tmp_path: Path) -> None:
    rows = gva_incidents.load_details(write(tmp_path))
    assert rows["incident"].tolist() == ["900001", "900003", "900004"]
    assert rows["latitude"].tolist()[0] == 42.1
    assert math.isnan(rows["longitude"].tolist()[1])
    assert rows["source_row"].tolist() == [2, 3, 2]
    assert rows["characteristics"].tolist()[0] == "Shot - Wounded/Injured||Drive-by"


def test_nothing_of_a_person_or_an_address_is_loaded(tmp_path: Path) -> None:
    write(tmp_path)
    for rows in (
        gva_incidents.load_listing(tmp_path),
        gva_incidents.load_details(tmp_path),
        gva_incidents.load_points_2020(tmp_path),
        gva_mass_shootings.load(tmp_path),
    ):
        for word in ("address", "age", "gender", "race", "name", "relationship", "url", "notes"):
            assert not [c for c in rows if word in c.split("_")]


def test_points_of_2020_keep_those_of_other_states(tmp_path: Path) -> None:
    rows = gva_incidents.load_points_2020(write(tmp_path))
    assert rows["latitude"].tolist() == [42.06, 39.9]


def test_mass_shootings(tmp_path: Path) -> None:
    rows = gva_mass_shootings.load(write(tmp_path))
    assert rows["killed"].tolist() == [1, 0]
    assert rows["date"].dt.year.tolist() == [2026, 2014]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("stage1", "n_killed", "killed", "'n_killed'"),
        ("stage1", "0,1,http", "zero,1,http", "line 2, column 'n_killed'"),
        ("stage1", "0,1,http", "0,100,http", "line 2, column 'n_injured'"),
        ("stage1", "June 19, 2015", "2015-06-19", "line 2, column 'date'"),
        ("stage1", "June 19, 2015", "June 19, 2005", "from 2015 to 2020"),
        ("stage1", "/incident/900002", "/incident/900001", "stands twice"),
        ("stage1", "/incident/900002", "/incident/", "line 3, column 'incident_url'"),
        ("stage1", "Massachusetts,Springfield", "Ohio,Springfield", "line 2, column 'state'"),
        ("stage2_2014", "42.1,-72.6", "-72.6,42.1", "line 2, column 'latitude'"),
        ("stage2_2014", "42.1,-72.6", "42.1,", "both coordinates or none"),
        ("stage2_2014", "900003,", "900001,", "stands twice"),
        ("stage2_2014", "900003,", "x,", "line 3, column 'incident_id'"),
        ("stage2_2014", "incident_characteristics", "kind", "'incident_characteristics'"),
        ("partial", "900004,", "900001,", "the file of 2014-2018 does not have"),
        ("partial", "2019-03-08", "2018-03-08", "from 2019 to 2020"),
        ("geocoded", "42.06,-71.25", "-71.25,42.06", "line 2, column 'lat'"),
        ("geocoded", "42.06", "north", "line 2, column 'lat'"),
        ("geocoded", "900005", "900002", "stands twice"),
        ("mass", "1,5,0", "1,2,0", "4 or more people shot"),
        ("mass", "July 5, 2026", "August 5, 2026", "line 2, column 'Incident Date'"),
        ("mass", "900102", "900101", "stands twice"),
        ("mass", "Victims Killed", "Killed", "'Victims Killed'"),
    ],
)
def test_bad_input_is_named(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    write(tmp_path, name, old, new)
    with pytest.raises(SourceError) as error:
        load(tmp_path)
    assert said in str(error.value)


@pytest.mark.parametrize("name", [*FILES, gva_mass_shootings.DATASET.files[0]])
def test_a_missing_or_cut_file_is_named(tmp_path: Path, name: str) -> None:
    path = write(tmp_path) / name
    path.write_text(
        path.read_text(encoding="utf-8").rstrip("\n").rsplit(",", 3)[0], encoding="utf-8"
    )
    with pytest.raises(SourceError, match=path.name):
        load(tmp_path)
    path.unlink()
    with pytest.raises(SourceError, match="missing"):
        load(tmp_path)


def harmed(rows: pd.DataFrame) -> dict[int, tuple[int, int]]:
    sums = rows.groupby(rows["date"].dt.year)[["killed", "injured"]].sum()
    return {
        int(year): (int(k), int(i))
        for year, (k, i) in zip(sums.index, sums.to_numpy(), strict=True)
    }


@pytest.mark.sources
def test_known_counts_of_the_listing(sources: Path) -> None:
    rows = gva_incidents.load_listing(sources)
    assert rows["date"].dt.year.value_counts().sort_index().tolist() == [
        1261, 1454, 1583, 1510, 1130, 937,
    ]  # fmt: skip
    assert harmed(rows) == {
        2015: (109, 382), 2016: (111, 468), 2017: (127, 456),
        2018: (116, 397), 2019: (96, 333), 2020: (143, 390),
    }  # fmt: skip


@pytest.mark.sources
def test_known_counts_of_the_details(sources: Path) -> None:
    rows = gva_incidents.load_details(sources)
    first = rows[rows["source_file"] == gva_incidents.DETAILS]
    by_year = first["date"].dt.year.value_counts().sort_index()
    assert by_year.loc[2014:2017].tolist() == [968, 1338, 1544, 1761]
    known = harmed(first)
    assert [known[y] for y in range(2014, 2018)] == [(101, 315), (109, 382), (112, 468), (128, 456)]
    hurt = first[first["killed"] + first["injured"] > 0]
    found = hurt.groupby(hurt["date"].dt.year)["latitude"].agg(["count", "size"])
    assert [tuple(pair) for pair in found.loc[2014:2017].to_numpy()] == [
        (343, 345), (386, 386), (434, 492), (482, 498),
    ]  # fmt: skip
    assert first["latitude"].isna().sum() == 189
    partial = rows[rows["source_file"] == gva_incidents.DETAILS_PARTIAL]
    assert (len(partial), partial["latitude"].notna().sum()) == (865, 858)


@pytest.mark.sources
def test_known_joins_of_the_stages(sources: Path) -> None:
    listing, details = gva_incidents.load_listing(sources), gva_incidents.load_details(sources)
    points = gva_incidents.load_points_2020(sources)
    assert points["incident"].isin(listing["incident"]).sum() == 273
    both = listing.merge(details, on="incident", suffixes=("", "_2"), validate="1:1")
    agree = (both["killed"] == both["killed_2"]) & (both["injured"] == both["injured_2"])
    assert round(100 * agree.mean(), 2) == 99.96


@pytest.mark.sources
def test_known_counts_of_mass_shootings(sources: Path) -> None:
    rows = gva_mass_shootings.load(sources)
    assert len(rows) == 53
    by_year = rows["date"].dt.year.value_counts()
    assert [by_year[year] for year in range(2020, 2024)] == [8, 4, 3, 7]
