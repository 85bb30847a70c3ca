"""How much of an outline was exchanged."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from etl import recut
from etl.settings import STATE

CRS = STATE.metric_crs
WEST, EAST = shapely.box(200_000, 900_000, 201_000, 901_000), shapely.box(
    201_000, 900_000, 202_000, 901_000
)  # fmt: skip


def edition(folder: Path, **shapes: shapely.Geometry) -> Path:
    (folder / "boundaries").mkdir(parents=True)
    frame = gpd.GeoDataFrame({"code": list(shapes)}, geometry=list(shapes.values()), crs=CRS)
    frame.to_crs(4326).to_parquet(folder / "boundaries" / "zcta.parquet")
    return folder


def test_a_border_that_moved_is_told_of_both_sides(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", a=WEST, b=EAST)
    moved = shapely.box(200_000, 900_000, 201_200, 901_000)
    new = edition(tmp_path / "new", a=moved, b=EAST.difference(moved))
    found = recut.between(old, new, CRS)
    assert found["zcta", "a"] == pytest.approx(200 / 1_200, rel=1e-3)
    assert found["zcta", "b"] == pytest.approx(200 / 1_000, rel=1e-3)


def test_the_same_lines_are_not_named_and_another_place_is_wholly_new(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", a=WEST)
    assert recut.between(old, edition(tmp_path / "same", a=WEST), CRS) == {}
    far = recut.between(old, edition(tmp_path / "far", a=EAST), CRS)
    assert far["zcta", "a"] == pytest.approx(2, rel=1e-3)


def test_places_of_one_edition_only_have_no_lines_to_compare(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", a=WEST)
    new = edition(tmp_path / "new", b=EAST, a=WEST)
    assert recut.between(old, new, CRS) == {("zcta", "a"): pytest.approx(0, abs=1e-9)}
