"""Outlines for drawing: clipped to land, simplified together, so shared borders stay shared."""

from __future__ import annotations

import json
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

FINE, COARSE = 60.0, 200.0
"""Metres; the square root of the smallest triangle that Visvalingam and Whyatt's method keeps.
Borders between two wide places are drawn coarsely, those of small places and the shore finely."""
WIDE = 10e6
"""Square metres from which a place counts as wide."""
DECIMALS = 5
"""Of a degree, about a metre: a grid on which every level is drawn."""
SMALLEST_ISLAND = 20_000.0
"""Square metres; smaller parts of a place are not drawn, unless nothing else is left of it."""

Shapes = NDArray[np.object_]


def only_polygons(shapes: Shapes) -> Shapes:
    """The shapes without the stray points and lines that an intersection can leave."""
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    out = shapes.copy()
    for i in np.flatnonzero(mixed):
        parts = shapely.get_parts(shapes[i])
        out[i] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return out


def land(tracts: gpd.GeoDataFrame, metric_crs: int) -> shapely.Geometry:
    """The land of the state: its shoreline-clipped tracts, with the holes between them filled.

    Tracts without households (parks, ponds) are absent from the source and leave holes.
    """
    joined = shapely.union_all(tracts.geometry.to_crs(metric_crs).to_numpy())
    parts = shapely.get_parts(joined)
    return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))


def draw(
    polygons: Mapping[str, gpd.GeoDataFrame], tracts: gpd.GeoDataFrame, metric_crs: int
) -> dict[str, gpd.GeoDataFrame]:
    """Outlines of every level.

    Args:
        polygons: code, name, geometry by level (EPSG:4326).
        tracts: geometry, clipped to the shore.
        metric_crs: EPSG code of a projection in metres.

    Returns:
        code, name, geometry (EPSG:4326, rings as RFC 7946 wants them, 5 decimals), by level.

    Raises:
        ValueError: borders no longer match, or a place has vanished.
    """
    ground = land(tracts, metric_crs)
    return {level: simplify(frame, ground, metric_crs) for level, frame in polygons.items()}


def simplify(
    frame: gpd.GeoDataFrame, ground: shapely.Geometry, metric_crs: int
) -> gpd.GeoDataFrame:
    """One level clipped to land and simplified as a coverage (see :func:`draw`)."""
    shapes = frame.geometry.to_crs(metric_crs).to_numpy()
    dry = only_polygons(shapely.intersection(shapes, ground))
    # An islet or a wharf that the tracts leave in the water is drawn as published.
    clipped = shapely.coverage_clean(np.where(shapely.area(dry) > 0, dry, shapes))
    simple = shapely.coverage_simplify(clipped, FINE)
    wide = shapely.area(clipped) > WIDE
    if wide.any():
        simple[wide] = shapely.coverage_simplify(simple[wide], COARSE, simplify_boundary=False)
    simple = np.array([_without_specks(shape) for shape in simple], dtype=object)
    degrees = gpd.GeoSeries(simple, crs=metric_crs).to_crs(4326).to_numpy()
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, DECIMALS))
    out = shapely.orient_polygons(_mended(rounded))
    _check(frame, out)
    return gpd.GeoDataFrame(frame[["code", "name"]].copy(), geometry=out, crs=4326)


def _mended(shapes: Shapes) -> Shapes:
    """The shapes, with those mended whose two shores meet on the grid."""
    out = shapes.copy()
    crossed = ~shapely.is_valid(out)
    if crossed.any():
        out[crossed] = only_polygons(shapely.make_valid(out[crossed]))
    return out


def _without_specks(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_dimensions(parts) == 2]
    sizes = shapely.area(parts)
    kept = parts[(sizes >= SMALLEST_ISLAND) | (sizes == sizes.max(initial=0))]
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)


def _check(frame: gpd.GeoDataFrame, shapes: Shapes) -> None:
    vanished = shapely.area(shapes) <= 0
    if vanished.any():
        raise ValueError(f"{frame['code'][vanished].iloc[0]} has vanished in simplification")
    invalid = ~shapely.is_valid(shapes)
    if invalid.any():
        code = frame["code"][invalid].iloc[0]
        raise ValueError(f"{code}: {shapely.is_valid_reason(shapes[invalid][0])}")
    if not shapely.coverage_is_valid(shapes):
        raise ValueError(f"borders of {len(shapes)} places overlap or no longer match")


def to_geojson(frame: gpd.GeoDataFrame) -> str:
    """The outlines as GeoJSON (RFC 7946), the same bytes for the same outlines."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": _rounded(shape),
        }
        for code, name, shape in zip(frame["code"], frame["name"], frame.geometry, strict=True)
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _rounded(shape: shapely.Geometry) -> dict[str, object]:
    def ring(line: shapely.LinearRing) -> list[list[float]]:
        return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in line.coords]

    polygons = [
        [ring(part.exterior), *(ring(hole) for hole in part.interiors)]
        for part in shapely.get_parts(shape)
    ]
    if shape.geom_type == "Polygon":
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}
