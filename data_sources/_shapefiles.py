"""The Census Bureau's shapefiles: asked for, checked, and written as GeoJSON in EPSG:4326."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from data_sources._fetch import save
from data_sources._geojson import POLYGONS, WGS84
from data_sources._state import STATE
from data_sources._web import Web

NAD83 = 4269
"""Differs from WGS 84 by about a metre here, far below the generalisation of the files."""
METRIC = STATE.metric_crs
"""EPSG code of the state's plane coordinates, in metres."""
AROUND_STATE = STATE.bounds
"""West, south, east and north of a box that holds the state and its water."""
GRID = 1e-5
"""Degrees, about a metre: coordinates are written on it."""
DETAIL = 10.0
"""Metres; the square root of the smallest triangle of a border that is kept."""
Shapes = NDArray[np.object_]


def ask(
    web: Web,
    path: str,
    columns: Sequence[str],
    key: str,
    *,
    bbox: tuple[float, float, float, float] | None = None,
) -> gpd.GeoDataFrame:
    """A shapefile of polygons from the Census Bureau's file server.

    Args:
        path: of the zip on the host ``tiger``.
        columns: columns that must be there; only they are kept.
        key: the one of them that identifies a row.
        bbox: only what reaches into this box, in degrees.

    Returns:
        The columns as text and geometry (EPSG:4326), ordered by ``key``.

    Raises:
        WebError: it was not to be had whole, or is no such shapefile.
    """
    reply = web.get("tiger", path, expect="zip")
    with tempfile.TemporaryDirectory() as folder:
        zipped = Path(folder) / "shapefile.zip"
        zipped.symlink_to(reply.path.resolve())
        try:
            frame = gpd.read_file(zipped, bbox=bbox)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
            raise web.error("syntax", "tiger", path, f"no shapefile is in it ({error})") from None
    absent = [name for name in columns if name not in frame.columns]
    if absent:
        has = ", ".join(map(str, frame.columns))
        problem = f"the column {absent[0]!r} is absent; the file has {has}"
        raise web.error("schema", "tiger", path, problem)
    if frame.crs is None or frame.crs.to_epsg() != NAD83:
        problem = f"the coordinates are {frame.crs}, not NAD83"
        raise web.error("schema", "tiger", path, problem)
    if frame.empty:
        raise web.error("empty", "tiger", path, "no place of the state is in it")
    frame = frame[[*columns, "geometry"]].sort_values(key).reset_index(drop=True)
    frame[list(columns)] = frame[list(columns)].astype(str)
    if frame[key].duplicated().any():
        again = frame.loc[frame[key].duplicated(), key].iloc[0]
        raise web.error("schema", "tiger", path, f"{again!r} stands twice")
    kinds = frame.geometry.geom_type.fillna("none")
    if not kinds.isin(POLYGONS).all():
        problem = f"a geometry is a {kinds[~kinds.isin(POLYGONS)].iloc[0]}"
        raise web.error("schema", "tiger", path, problem)
    return frame.set_crs(WGS84, allow_override=True)


def generalised(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same places with less detail, their shared borders simplified as one."""
    shapes = shapely.coverage_clean(frame.geometry.to_crs(METRIC).to_numpy())
    simple = gpd.GeoSeries(shapely.coverage_simplify(shapes, DETAIL), crs=METRIC)
    return frame.set_geometry(simple.to_crs(WGS84))


def write(web: Web, path: Path, frame: gpd.GeoDataFrame, names: Mapping[str, str]) -> None:
    """Write a FeatureCollection in one step.

    Args:
        web: names the dataset in an error.
        names: column -> property.

    Raises:
        WebError: it cannot be written; what stood there before stays.
    """
    features = [
        {
            "type": "Feature",
            "properties": {theirs: row[ours] for ours, theirs in names.items()},
            "geometry": geometry,
        }
        for row, geometry in zip(
            frame[list(names)].to_dict("records"), _mappings(frame.geometry.to_numpy()), strict=True
        )
    ]
    _write(web, path, {"type": "FeatureCollection", "features": features})


def write_geometry(web: Web, path: Path, shape: shapely.Geometry) -> None:
    """Write one bare geometry in one step.

    Raises:
        WebError: it cannot be written; what stood there before stays.
    """
    _write(web, path, _mappings(np.array([shape], dtype=object))[0])


def _mappings(shapes: Shapes) -> list[Any]:
    """GeoJSON geometries: valid polygons on the grid."""
    on_grid = shapely.set_precision(shapely.make_valid(shapes), GRID)
    return [json.loads(text) for text in shapely.to_geojson(_only_polygons(on_grid))]


def _only_polygons(shapes: Shapes) -> Shapes:
    """The shapes without the lines and points that making them valid can leave."""
    out = shapes.copy()
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    for i in np.flatnonzero(mixed):
        parts = shapely.get_parts(shapes[i])
        out[i] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return out


def _write(web: Web, path: Path, document: object) -> None:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    save(path, text.encode(), web.dataset)
