"""How much of each place's outline is another one than before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import shapely

Recut = Mapping[tuple[str, str], float]
"""Level and code -> share of the area that was exchanged; what is not named has the same lines."""
NOTHING: Recut = MappingProxyType({})
"""Every place has the lines that it had."""


def between(old: Path, new: Path, metric_crs: int) -> Recut:
    """Compare the outlines of two editions.

    The share is the area that only one of two outlines has, over the area of the larger one: 0 for
    the same lines, 1 and more where little or nothing is left of the old ones.

    Args:
        old: the folder of an edition.
        new: that of another one.
        metric_crs: EPSG code of a projection in metres.
    """
    found: dict[tuple[str, str], float] = {}
    for path in sorted((new / "boundaries").glob("*.parquet")):
        before = old / "boundaries" / path.name
        if not before.is_file() or before.read_bytes() == path.read_bytes():
            continue
        found |= {(path.stem, code): share for code, share in _shares(before, path, metric_crs)}
    return found


def _shares(old: Path, new: Path, metric_crs: int) -> list[tuple[str, float]]:
    both = _outlines(old, metric_crs).merge(_outlines(new, metric_crs), on="code")
    was, now = both["geometry_x"].to_numpy(), both["geometry_y"].to_numpy()
    exchanged = shapely.area(shapely.symmetric_difference(was, now))
    larger = shapely.area([was, now]).max(axis=0)
    return list(zip(both["code"], (exchanged / larger).tolist(), strict=True))


def _outlines(path: Path, metric_crs: int) -> gpd.GeoDataFrame:
    frame = gpd.read_parquet(path)[["code", "geometry"]].to_crs(metric_crs)
    frame.geometry = shapely.make_valid(frame.geometry.array)
    return frame
