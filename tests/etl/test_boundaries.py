"""Outlines for drawing, on invented places."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import boundaries

METRIC = 26986
X, Y = 200e3, 900e3


def wavy(x: float, south: float, north: float, seed: int) -> list[tuple[float, float]]:
    """A border with a point every 20 m that strays up to 15 m."""
    chance = np.random.default_rng(seed)
    heights = np.arange(south, north + 1, 20.0)
    stray = chance.uniform(-15, 15, len(heights))
    stray[[0, -1]] = 0
    return [(X + x + d, Y + h) for d, h in zip(stray, heights, strict=True)]


def places(seed: int = 1, side: float = 4000.0) -> gpd.GeoDataFrame:
    """Two places that share a wavy border, and reach 1 km into the sea in the east."""
    border = wavy(side, 0, side, seed)
    left = shapely.Polygon([(X, Y), *border, (X, Y + side)])
    right = shapely.Polygon([*border, (X + 2 * side, Y + side), (X + 2 * side, Y)])
    return gpd.GeoDataFrame(
        {"code": ["1", "2"], "name": ["Left", "Right"]}, geometry=[left, right], crs=METRIC
    ).to_crs(4326)


def tracts(side: float = 4000.0) -> gpd.GeoDataFrame:
    """Land with a hole (a park without households), its shore 1 km west of the places' end."""
    land = shapely.box(X, Y, X + 2 * side - 1000, Y + side)
    park = shapely.box(X + 500, Y + 500, X + 1000, Y + 1000)
    return gpd.GeoDataFrame(geometry=[land.difference(park)], crs=METRIC).to_crs(4326)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_shared_borders_stay_shared_and_the_sea_is_not_drawn(seed: int) -> None:
    drawn = boundaries.draw({"town": places(seed)}, tracts(), METRIC)["town"]
    assert shapely.coverage_is_valid(drawn.geometry.to_numpy())
    ground = drawn.to_crs(METRIC)
    assert ground.area.sum() == pytest.approx(7000 * 4000, rel=0.005)
    assert ground.total_bounds[2] == pytest.approx(X + 7000, abs=5)
    assert shapely.get_num_coordinates(drawn.geometry.to_numpy()).sum() < 100, "simplified"


def test_holes_between_tracts_are_land() -> None:
    assert boundaries.land(tracts(), METRIC).area == pytest.approx(7000 * 4000, rel=1e-6)


def test_a_small_place_keeps_its_form() -> None:
    frame = places(side=300.0)
    drawn = boundaries.draw({"zcta": frame}, frame[["geometry"]], METRIC)["zcta"].to_crs(METRIC)
    assert (drawn.area > 0.8 * frame.to_crs(METRIC).area).all()


def test_a_place_in_the_water_is_drawn_as_published() -> None:
    islet = gpd.GeoDataFrame(
        {"code": ["3"], "name": ["Islet"]},
        geometry=[shapely.box(X + 9000, Y, X + 9400, Y + 400)],
        crs=METRIC,
    ).to_crs(4326)
    drawn = boundaries.draw({"zcta": islet}, tracts(), METRIC)["zcta"].to_crs(METRIC)
    assert drawn.area.iloc[0] == pytest.approx(400 * 400, rel=0.01)


def test_specks_are_left_out_unless_nothing_else_is_there() -> None:
    speck, island = shapely.box(0, 0, 100, 100), shapely.box(1000, 0, 1500, 500)
    assert boundaries._without_specks(shapely.MultiPolygon([speck, island])).equals(island)
    assert boundaries._without_specks(speck).equals(speck)


def test_borders_that_no_longer_match_stop_the_build() -> None:
    two = np.array([shapely.box(0, 0, 1, 1), shapely.box(0.5, 0, 2, 1)])
    frame = gpd.GeoDataFrame({"code": ["1", "2"], "name": ["1", "2"]}, geometry=two)
    with pytest.raises(ValueError, match="overlap or no longer match"):
        boundaries._check(frame, two)
    with pytest.raises(ValueError, match="2 has vanished"):
        boundaries._check(frame, np.array([two[0], shapely.Polygon()]))


def test_geojson_is_lean_right_handed_and_always_the_same() -> None:
    drawn = boundaries.draw({"town": places()}, tracts(), METRIC)["town"]
    text = boundaries.to_geojson(drawn)
    assert text == boundaries.to_geojson(drawn.copy())
    document = json.loads(text)
    assert [f["properties"] for f in document["features"]] == [
        {"code": "1", "name": "Left"},
        {"code": "2", "name": "Right"},
    ]
    for feature, shape in zip(document["features"], drawn.geometry, strict=True):
        assert shapely.geometry.shape(feature["geometry"]).equals(shape)
        ring = feature["geometry"]["coordinates"][0]
        assert shapely.LinearRing(ring).is_ccw, "RFC 7946: outer rings run counterclockwise"
        assert all(x == round(x, 5) and y == round(y, 5) for x, y in ring)


def test_two_shores_that_meet_on_the_grid_are_mended() -> None:
    neck = shapely.Polygon(
        [(0, 0), (2, 0), (2, 2), (1, 1), (2, 3), (0, 3), (0.5, 2), (1, 1), (0.5, 0.5), (0, 1)]
    )
    whole = shapely.box(5, 0, 6, 1)
    assert not neck.is_valid
    mended = boundaries._mended(np.array([neck, whole], dtype=object))
    assert shapely.is_valid(mended).all()
    assert shapely.get_type_id(mended[0]) in (3, 6)
    assert mended[1] is whole
