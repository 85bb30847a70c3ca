"""The four files of Boston's police, in invented rows and in the publisher's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data_sources import (
    boston_crime_points,
    boston_shootings,
    boston_shootings_recent,
    boston_shots_fired,
)
from data_sources._dataset import Dataset, SourceError

Load = Callable[[Path], pd.DataFrame]
VICTIMS = """incident_num,shooting_date,district,shooting_type_v2,victim_gender,victim_race,\
victim_ethnicity_nibrs,multi_victim
I152999001-00,2015-07-04 23:59:00+00,C11,Non-Fatal,Male,Unknown,Unknown,t
I152999001-00,2015-07-04 23:59:00+00,C11,Non-Fatal,Male,Unknown,Unknown,t
 172999002,2017-12-31 00:30:00+00,B2,Fatal,Female,Unknown,Unknown,f
"""
POINTS = """INCIDENT_NUMBER,OFFENSE_CODE,Lat,Long
I152999001,413,42.31,-71.08
172999002,111,42.32,-71.07
122999003,413,42.33,-71.06
"""
RECENT = """date,fatal,district
2015-01-20,0,E13
2026-04-02,1,B2
"""
SHOTS = """incident_num,incident_date,district,ballistics_evidence
I152999093-00,2015-01-01 04:17:00+00,C11,f
I152999094-00,2015-01-01 23:55:00+00,,t
I152999094-00,2015-01-01 23:55:00+00,External,t
"""
FILES: dict[str, tuple[Dataset, Load, str]] = {
    "victims": (boston_shootings.DATASET, boston_shootings.load, VICTIMS),
    "points": (boston_crime_points.DATASET, boston_crime_points.load, POINTS),
    "recent": (boston_shootings_recent.DATASET, boston_shootings_recent.load, RECENT),
    "shots": (boston_shots_fired.DATASET, boston_shots_fired.load, SHOTS),
}


def read(folder: Path, name: str, old: str = "", new: str = "") -> pd.DataFrame:
    dataset, load, text = FILES[name]
    assert old in text
    path = folder / dataset.files[0]
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("name", FILES)
def test_the_id_is_the_modules_name_and_all_is_said(name: str) -> None:
    dataset, load, _ = FILES[name]
    assert load.__module__ == f"data_sources.{dataset.id}"
    for text in (
        dataset.title,
        dataset.licence,
        dataset.citation,
        dataset.vintage,
        dataset.used_for,
    ):
        assert text


def test_victims_keep_their_twins(tmp_path: Path) -> None:
    rows = read(tmp_path, "victims")
    assert rows["incident"].tolist() == ["152999001", "152999001", "172999002"]
    assert rows["date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2015-07-04",
        "2015-07-04",
        "2017-12-31",
    ]
    assert rows["killed"].tolist() == [False, False, True]
    assert rows["source_row"].tolist() == [2, 3, 4]


def test_points_take_their_year_from_the_number(tmp_path: Path) -> None:
    rows = read(tmp_path, "points")
    assert rows["incident"].tolist() == ["152999001", "172999002", "122999003"]
    assert rows["year"].tolist() == [2015, 2017, 2023]
    assert rows["latitude"].tolist() == [42.31, 42.32, 42.33]


def test_recent_release(tmp_path: Path) -> None:
    rows = read(tmp_path, "recent")
    assert rows["killed"].tolist() == [False, True]
    assert rows["district"].tolist() == ["E13", "B2"]


def test_shots_fired_keep_repeated_reports(tmp_path: Path) -> None:
    rows = read(tmp_path, "shots")
    assert rows["ballistic_evidence"].tolist() == [False, True, True]
    assert rows["district"].tolist() == ["C11", "", "External"]
    assert list(rows) == ["date", "district", "ballistic_evidence", "source_row"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("victims", "shooting_type_v2", "type", "shooting_type_v2"),
        ("victims", "Fatal,Female", "Deadly,Female", "line 4, column 'shooting_type_v2'"),
        ("victims", "2017-12-31 00:30:00+00", "31.12.2017", "line 4, column 'shooting_date'"),
        ("points", "Lat,Long", "Lat,Lng", "'Long'"),
        ("points", "42.31,-71.08", "-71.08,42.31", "line 2, column 'Lat'"),
        ("points", "42.31,-71.08", "42.31,71.08", "line 2, column 'Long'"),
        ("points", "42.31,-71.08", "here,-71.08", "'here' does not fit"),
        ("points", "172999002", "152999001", "each report once"),
        ("points", "172999002", "I152999001", "stands twice"),
        ("points", "172999002", "122999004", "at most one"),
        ("points", "172999002", "992999002", "starts with the year"),
        ("points", "172999002", "1729", "nine digits"),
        ("recent", "2015-01-20,0", "2015-01-20,2", "line 2, column 'fatal'"),
        ("recent", "E13", "Z9", "line 2, column 'district'"),
        ("recent", "2026-04-02", "2014-12-31", "line 3, column 'date'"),
        ("recent", "2026-04-02", "02/04/2026", "line 3, column 'date'"),
        ("recent", "date,fatal", "day,fatal", "'date'"),
        ("shots", "C11,f", "C11,maybe", "line 2, column 'ballistics_evidence'"),
        ("shots", "C11,f", "C99,f", "line 2, column 'district'"),
        ("shots", "2015-01-01 04:17", "1915-01-01 04:17", "a day from 2015"),
    ],
)
def test_bad_input_is_named(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    with pytest.raises(SourceError) as error:
        read(tmp_path, name, old, new)
    assert said in str(error.value)
    assert "Expected" in str(error.value)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_empty_or_cut_file_is_named(tmp_path: Path, name: str) -> None:
    dataset, load, text = FILES[name]
    path = tmp_path / dataset.files[0]
    with pytest.raises(SourceError, match="missing"):
        load(tmp_path)
    path.parent.mkdir()
    for content in ("", text.splitlines()[0] + "\n", text.rstrip("\n").rsplit(",", 1)[0] + "\n"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(SourceError, match=path.name):
            load(tmp_path)


@pytest.mark.sources
def test_known_counts_of_the_victims(sources: Path) -> None:
    rows = boston_shootings.load(sources)
    years = rows["date"].dt.year
    assert len(rows) == 2061
    assert rows["incident"].nunique() == 1719
    by_year = rows.groupby(years)["killed"].agg(["size", "sum"])
    assert [tuple(pair) for pair in by_year.loc[2015:2024].to_numpy()] == [
        (245, 33), (226, 38), (260, 47), (203, 48), (190, 28),
        (274, 44), (196, 25), (180, 32), (143, 26), (129, 19),
    ]  # fmt: skip
    assert (rows["date"] <= "2016-12-03").where(years == 2016).sum() == 212
    assert (rows["date"] <= "2017-12-03").where(years == 2017).sum() == 232


@pytest.mark.sources
def test_known_counts_of_the_points(sources: Path) -> None:
    rows = boston_crime_points.load(sources)
    assert len(rows) == 4254
    # The published list has 97 in 2023 and, apart, one number that starts with 12.
    assert rows["year"].value_counts().sort_index().tolist() == [
        116, 180, 210, 161, 770, 1108, 895, 716, 97 + 1,
    ]  # fmt: skip


@pytest.mark.sources
def test_known_counts_of_the_recent_release(sources: Path) -> None:
    rows = boston_shootings_recent.load(sources)
    by_year = rows.groupby(rows["date"].dt.year)["killed"].agg(["size", "sum"])
    assert len(rows) == 2181
    assert [tuple(pair) for pair in by_year.to_numpy()] == [
        (245, 33), (226, 38), (260, 46), (203, 48), (190, 28), (274, 44),
        (196, 25), (180, 32), (143, 27), (127, 20), (120, 19), (17, 1),
    ]  # fmt: skip
    assert f"{rows['date'].max():%Y-%m-%d}" == "2026-04-02"


@pytest.mark.sources
def test_known_counts_of_shots_fired(sources: Path) -> None:
    rows = boston_shots_fired.load(sources)
    assert len(rows) == 7553
    assert rows["ballistic_evidence"].sum() == 2546
    assert (rows["district"] == "").sum() == 3
    assert f"{rows['date'].max():%Y-%m-%d}" == "2023-02-19"


@pytest.mark.sources
def test_shots_fired_meet_the_flag_only_from_2019(sources: Path) -> None:
    path = sources / boston_shots_fired.DATASET.files[0]
    raw = pd.read_csv(path, dtype=str)
    raw["key"] = raw["incident_num"].map(boston_shootings.incident_key)
    found = raw[raw["ballistics_evidence"] == "t"]
    hit = found["key"].isin(boston_crime_points.load(sources)["incident"])
    share = hit.groupby(found["incident_date"].str[:4]).mean()
    assert (share[:"2018"] < 0.01).all()
    assert share["2019":].mul(100).round().tolist() == [85, 84, 82, 78, 90]
    victims = set(boston_shootings.load(sources)["incident"])
    assert raw.loc[raw["key"].isin(victims), "key"].nunique() == 30
    assert raw["incident_num"].duplicated().sum() == 47
