"""Boston's record: every person keeps their row, many people to one point."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_sources import boston_crime_points, boston_shootings
from etl import boston


def victims() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "incident": ["1", "1", "1", "2", "3"],
            "date": pd.to_datetime(["2016-01-01"] * 3 + ["2016-02-01", "2016-03-01"]),
            "district": "B2",
            "killed": [True, False, False, False, True],
            "source_row": range(2, 7),
        }
    )


def points() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "incident": ["1", "3", "9"],
            "year": 2016,
            "latitude": [42.31, 42.32, 42.33],
            "longitude": [-71.08, -71.07, -71.06],
            "source_row": [2, 3, 4],
        }
    )


def test_many_people_share_one_point_and_nobody_is_lost() -> None:
    located = boston.locate(victims(), points())
    assert located["source_row"].tolist() == [2, 3, 4, 5, 6]
    assert located["latitude"].fillna(0).tolist() == [42.31, 42.31, 42.31, 0, 42.32]
    assert located["point_row"].tolist() == [2, 2, 2, pd.NA, 3]


def test_two_points_of_one_incident_stop_the_join() -> None:
    with pytest.raises(pd.errors.MergeError):
        boston.locate(victims(), pd.concat([points(), points()]))


def test_incidents_count_people() -> None:
    incidents = boston.incidents(boston.locate(victims(), points()))
    assert incidents.index.tolist() == ["1", "2", "3"]
    assert incidents["killed"].tolist() == [1, 0, 1]
    assert incidents["injured"].tolist() == [2, 1, 0]


def test_every_district_has_a_name() -> None:
    assert set(boston.DISTRICT_NAMES) == set(boston_shootings.DISTRICTS)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("I152000196-00", "152000196"),
        (" 152000196", "152000196"),
        ("I 152000196", "152000196"),
        ("152000196", "152000196"),
        ("I152000196-01", "152000196"),
        ("152-000", "152-000"),
    ],
)
def test_incident_key(text: str, key: str) -> None:
    assert boston_shootings.incident_key(text) == key


@pytest.mark.sources
def test_known_join(sources: Path) -> None:
    located = boston.locate(boston_shootings.load(sources), boston_crime_points.load(sources))
    found = located["latitude"].notna()
    assert (found.sum(), len(located)) == (1564, 2061)
    by_year = found.groupby(located["date"].dt.year).agg(["sum", "size"])
    assert [tuple(pair) for pair in by_year.loc[2015:2023].to_numpy()] == [
        (146, 245), (213, 226), (249, 260), (190, 203), (163, 190),
        (250, 274), (174, 196), (154, 180), (25, 143),
    ]  # fmt: skip
    assert by_year.loc[2024:, "sum"].sum() == 0
    inside = located["date"].between("2015-06-15", "2023-03-07")
    assert (found[inside].sum(), inside.sum()) == (1563, 1712)
    shares = found[inside].groupby(located["district"]).mean()
    assert shares.between(0.845, 1).all()
