"""Loud reading of GeoJSON, for every source module that has polygons or points."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data_sources._dataset import SourceError

LONGITUDES = (-180.0, -60.0)
LATITUDES = (15.0, 72.0)
"""The United States with its islands; swapped coordinates fall outside."""
WGS84 = 4326
POLYGONS = ("Polygon", "MultiPolygon")


def read_features(
    path: Path,
    text: Mapping[str, str],
    *,
    numbers: Mapping[str, str] | None = None,
    key: str = "",
    kinds: tuple[str, ...] = POLYGONS,
) -> gpd.GeoDataFrame:
    """Read a GeoJSON FeatureCollection.

    Args:
        path: the file.
        text: published property -> our column, for properties that must be text.
        numbers: the same for properties that must be numbers (null becomes NaN).
        key: our name of the text column that identifies a feature, if one does.
        kinds: geometry types that may occur.

    Returns:
        Our columns, geometry (EPSG:4326) and ``source_row``, the 1-based number of the feature.

    Raises:
        SourceError: no file, not GeoJSON, a property is absent or of another type, a key is
            repeated, a geometry is empty, invalid, of another kind or outside the country.
    """
    features = _document(path, "FeatureCollection").get("features")
    if not isinstance(features, list) or not features:
        raise SourceError(path, "the file has no features", "at least one feature")
    numbers = numbers or {}
    rows: list[dict[str, Any]] = []
    geometries: list[BaseGeometry] = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        row: dict[str, Any] = {"source_row": number}
        for theirs, ours in {**text, **numbers}.items():
            if theirs not in properties:
                raise SourceError(
                    path,
                    f"feature {number} lacks the property",
                    "every feature to have it",
                    column=theirs,
                )
            value = properties[theirs]
            if theirs in text and not isinstance(value, str):
                raise SourceError(
                    path, f"feature {number}: {value!r} is not text", "text", column=theirs
                )
            if theirs in numbers:
                if isinstance(value, bool) or not isinstance(value, int | float | None):
                    raise SourceError(
                        path,
                        f"feature {number}: {value!r} is not a number",
                        "a number",
                        column=theirs,
                    )
                value = float("nan") if value is None else float(value)
            row[ours] = value
        rows.append(row)
        geometries.append(_geometry(path, number, feature.get("geometry"), kinds))
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=geometries, crs=WGS84)
    if key and frame[key].duplicated().any():
        again = frame.loc[frame[key].duplicated()].iloc[0]
        theirs = next(name for name, ours in text.items() if ours == key)
        raise SourceError(
            path,
            f"feature {again['source_row']}: {again[key]!r} stands twice",
            f"each {theirs} once",
            column=theirs,
        )
    return frame


def read_geometry(path: Path, kinds: tuple[str, ...] = POLYGONS) -> BaseGeometry:
    """Read a file that holds one bare geometry, in EPSG:4326.

    Raises:
        SourceError: no file, not GeoJSON, or the geometry is wrong (see :func:`read_features`).
    """
    return _geometry(path, 1, _document(path, *kinds), kinds)


def _document(path: Path, *types: str) -> dict[str, Any]:
    if not path.is_file():
        raise SourceError(path, "the file is missing", f"GeoJSON ({' or '.join(types)})")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise SourceError(
            path, f"the file cannot be read and may be cut short ({error})", "GeoJSON in UTF-8"
        ) from error
    if not isinstance(document, dict) or document.get("type") not in types:
        raise SourceError(
            path, "the file is another kind of JSON", f"GeoJSON ({' or '.join(types)})"
        )
    return document


def _geometry(path: Path, number: int, mapping: Any, kinds: tuple[str, ...]) -> BaseGeometry:
    expected = f"a valid {' or '.join(kinds)} as longitude, latitude"
    try:
        geometry = shape(mapping)
    except (
        TypeError,
        ValueError,
        KeyError,
        AttributeError,
        IndexError,
        shapely.errors.ShapelyError,
    ) as error:
        raise SourceError(
            path, f"feature {number} has no readable geometry", expected, column="geometry"
        ) from error
    if geometry.is_empty or geometry.geom_type not in kinds:
        raise SourceError(
            path,
            f"feature {number} is an empty geometry or a {geometry.geom_type}",
            expected,
            column="geometry",
        )
    check_place(path, number, geometry)
    if not geometry.is_valid:
        raise SourceError(
            path,
            f"feature {number}: {shapely.is_valid_reason(geometry)}",
            expected,
            column="geometry",
        )
    return geometry


def check_place(path: Path, number: int, geometry: BaseGeometry) -> None:
    """Stop at a geometry outside the country, as swapped coordinates give.

    Raises:
        SourceError: names the file, the feature and its bounds.
    """
    west, south, east, north = geometry.bounds
    inside = (
        LONGITUDES[0] <= west <= east <= LONGITUDES[1]
        and LATITUDES[0] <= south <= north <= LATITUDES[1]
    )
    if not inside:
        raise SourceError(
            path,
            f"feature {number} spans longitudes {west:.2f} to {east:.2f}, "
            f"latitudes {south:.2f} to {north:.2f}",
            f"longitudes {LONGITUDES[0]:.0f} to {LONGITUDES[1]:.0f} and "
            f"latitudes {LATITUDES[0]:.0f} to "
            f"{LATITUDES[1]:.0f}; are they swapped?",
            column="geometry",
        )
