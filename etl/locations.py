"""Which coordinates are locations, and which place each location falls in."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M = 6_371_008.8
PILE_SHARE = 0.05
"""A spot with this share of a source's points stands for a whole city, not for a place in it."""
_SPOT_DEGREES = 1e-6

Bounds = tuple[float, float, float, float]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def haversine(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Floats:
    """Great-circle distance in metres on the sphere of the Earth's mean radius.

    Args:
        lat1, lon1, lat2, lon2: degrees, shapes that broadcast.
    """
    p1, l1, p2, l2 = (np.radians(np.asarray(a, dtype=float)) for a in (lat1, lon1, lat2, lon2))
    a = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin((l2 - l1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(a, 1.0))))


def inside(latitude: ArrayLike, longitude: ArrayLike, bounds: Bounds) -> Mask:
    """Whether a point lies in the box; missing coordinates and (0, 0) or (-1, -1) do not.

    Args:
        latitude, longitude: degrees, shape (n,).
        bounds: west, south, east, north.
    """
    lat, lon = np.asarray(latitude, dtype=float), np.asarray(longitude, dtype=float)
    west, south, east, north = bounds
    with np.errstate(invalid="ignore"):
        return np.asarray((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))


def at_spots(
    latitude: ArrayLike, longitude: ArrayLike, spots: list[tuple[float, float]]
) -> NDArray[np.int_]:
    """Index of the spot that each point stands on, -1 where on none."""
    lat, lon = np.asarray(latitude, dtype=float), np.asarray(longitude, dtype=float)
    out = np.full(lat.shape, -1)
    for i, (y, x) in enumerate(spots):
        with np.errstate(invalid="ignore"):
            out[(np.abs(lat - y) < _SPOT_DEGREES) & (np.abs(lon - x) < _SPOT_DEGREES)] = i
    return out


def check_spots(
    latitude: pd.Series, longitude: pd.Series, spots: Mapping[str, tuple[float, float, int]]
) -> None:
    """Check that known fall-back points hold as many rows as when they were found.

    Raises:
        ValueError: a spot has another number of rows; the file has changed and the list of spots
            has to be looked at again.
    """
    on = at_spots(latitude, longitude, [(y, x) for y, x, _ in spots.values()])
    for i, (name, (y, x, expected)) in enumerate(spots.items()):
        came = int((on == i).sum())
        if came != expected:
            raise ValueError(
                f"fall-back point of {name} ({y}, {x}): expected {expected} rows, came {came}; "
                "look at the file's most frequent points and mend the list of spots"
            )


def piles(latitude: ArrayLike, longitude: ArrayLike, share: float = PILE_SHARE) -> Mask:
    """Whether a point stands on a spot that holds ``share`` or more of all points.

    A spot is the coordinates as published; one row alone is no pile.
    """
    frame = pd.DataFrame(
        {"lat": np.asarray(latitude, dtype=float), "lon": np.asarray(longitude, dtype=float)}
    )
    located = frame.notna().all(axis=1)
    size = frame[located].groupby(["lat", "lon"])["lat"].transform("size")
    total = int(located.sum())
    out = pd.Series(False, index=frame.index)
    out[located] = (size > 1) & (size >= share * total)
    return out.to_numpy(dtype=bool)


def rounding_error_m(decimals: int, latitude: float) -> float:
    """Largest displacement, in metres, of a point whose coordinates were rounded."""
    half = 0.5 * 10.0**-decimals
    north = np.radians(half) * EARTH_RADIUS_M
    return float(np.hypot(north, north * np.cos(np.radians(latitude))))


def assignable(distance_to_boundary_m: ArrayLike, error_m: ArrayLike) -> Mask:
    """Whether a displaced point surely lies in the place it falls in."""
    return np.asarray(np.asarray(distance_to_boundary_m, float) > np.asarray(error_m, float))


def put_into(latitude: pd.Series, longitude: pd.Series, polygons: gpd.GeoDataFrame) -> pd.Series:
    """The code of the polygon that each point falls in.

    A point on a shared border belongs to one place only: the lowest code.

    Args:
        latitude, longitude: degrees, one index; NaN where there is no location.
        polygons: code, geometry (EPSG:4326).

    Returns:
        Codes on the same index, "" where the point is in no polygon or there is none.
    """
    out = np.full(len(latitude), "", dtype=object)
    located = (latitude.notna() & longitude.notna()).to_numpy()
    if not located.any() or polygons.empty:
        return pd.Series(out, index=latitude.index, dtype="str")
    points = shapely.points(longitude.to_numpy()[located], latitude.to_numpy()[located])
    at, of = shapely.STRtree(polygons.geometry.to_numpy()).query(points, predicate="intersects")
    codes = polygons["code"].to_numpy(dtype=object)
    hits = (
        pd.DataFrame({"at": at, "code": codes[of]})
        .sort_values(["at", "code"])
        .drop_duplicates("at")
    )
    out[np.flatnonzero(located)[hits["at"].to_numpy()]] = hits["code"].to_numpy()
    return pd.Series(out, index=latitude.index, dtype="str")
