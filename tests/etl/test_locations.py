"""Points on borders, piles and fall-back points."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from etl import locations

SQUARES = gpd.GeoDataFrame(
    {"code": ["02122", "02121", "02123"]},
    geometry=[
        box(-71.1, 42.2, -71.0, 42.3),
        box(-71.2, 42.2, -71.1, 42.3),
        box(-71.2, 42.3, -71.0, 42.4),
    ],
    crs=4326,
)


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (42.25, -71.05, "02122"),
        (42.25, -71.1, "02121"),
        (42.3, -71.1, "02121"),
        (42.3, -71.05, "02122"),
        (42.4, -71.0, "02123"),
        (42.5, -71.1, ""),
        (np.nan, np.nan, ""),
        (np.nan, -71.1, ""),
    ],
)
def test_each_point_is_in_one_place_the_lowest_code_on_a_border(
    lat: float, lon: float, code: str
) -> None:
    for polygons in (SQUARES, SQUARES.iloc[::-1]):
        found = locations.put_into(
            pd.Series([lat], index=[7]), pd.Series([lon], index=[7]), polygons
        )
        assert found.to_dict() == {7: code}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20))
def test_every_point_of_the_grid_gets_one_code_and_keeps_its_row(
    points: list[tuple[int, int]],
) -> None:
    lat = pd.Series([42.2 + 0.05 * a for a, _ in points])
    lon = pd.Series([-71.2 + 0.05 * b for _, b in points])
    found = locations.put_into(lat, lon, SQUARES)
    assert len(found) == len(points)
    assert (found.str.len() == 5).sum() + (found == "").sum() == len(points)


def test_no_points_and_no_polygons() -> None:
    empty = pd.Series([], dtype=float)
    assert locations.put_into(empty, empty, SQUARES).empty
    assert locations.put_into(
        pd.Series([42.25]), pd.Series([-71.05]), SQUARES.iloc[:0]
    ).tolist() == [""]


def test_a_pile_is_five_percent_and_more_than_one_row() -> None:
    lat = np.r_[np.full(5, 42.0), np.linspace(41.5, 41.9, 95)]
    assert locations.piles(lat, lat - 113).sum() == 5
    lat = np.r_[np.full(4, 42.0), np.linspace(41.5, 41.9, 96)]
    assert locations.piles(lat, lat - 113).sum() == 0
    assert not locations.piles([42.0], [-71.0]).any()
    assert not locations.piles([np.nan, np.nan], [np.nan, np.nan]).any()


def test_known_spots_are_guarded_by_their_number() -> None:
    lat, lon = pd.Series([42.1, 42.1, 42.2]), pd.Series([-72.5, -72.5, -72.5])
    locations.check_spots(lat, lon, {"Anytown": (42.1, -72.5, 2)})
    with pytest.raises(ValueError, match=r"Anytown.*expected 3 rows, came 2"):
        locations.check_spots(lat, lon, {"Anytown": (42.1, -72.5, 3)})
    assert locations.at_spots(lat, lon, [(42.2, -72.5)]).tolist() == [-1, -1, 0]
