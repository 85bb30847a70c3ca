"""ZIP Code Tabulation Areas: codes of 2020; polygons of 2010, or of 2020 where the file is there.

The Census tables since 2020 use the 539 codes of 2020, but the polygons at hand are of 2010.
As soon as the national cartographic file of 2020 lies in the folder, it takes over.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from data_sources._dataset import Dataset, SourceError, require
from data_sources._geojson import POLYGONS, WGS84, check_place, read_features
from data_sources._state import STATE

POLYGONS_2010 = f"census_geography/zcta510_{STATE.slug}_full.geojson"
CENTROIDS_2020 = f"census_geography/zcta520_centroids_{STATE.slug}.geojson"
POLYGONS_2020 = "census_geography/cb_2020_us_zcta520_500k.zip"

DATASET = Dataset(
    id="census_zcta",
    title="ZIP Code Tabulation Areas: polygons of 2010, codes and centroids of 2020",
    publisher="US Census Bureau; 2010 polygons by way of Who's On First",
    landing_page="https://www.census.gov/programs-surveys/geography/guidance/geo-areas/zctas.html",
    endpoint="https://www2.census.gov/geo/tiger/GENZ2020/shp/cb_2020_us_zcta520_500k.zip",
    vintage="ZCTA 2010 polygons; ZCTA 2020 codes",
    retrieved="2026 (public copies)",
    licence="US Government work, public domain (17 USC 105); Who's On First attribution",
    citation="US Census Bureau, TIGER/Line 2010 ZCTA5, via Who's On First; 2020 ZCTA Gazetteer.",
    files=(POLYGONS_2010, CENTROIDS_2020),
    caveats=(
        "Polygons are of 2010; seven codes of 2020 have none and 41 were re-cut.",
        "A ZCTA is built of Census blocks; it follows a ZIP code's mail routes only roughly.",
    ),
    used_for="Outlines of ZIP areas and the list of those that the Census tables know",
)


def load_codes(folder: Path) -> gpd.GeoDataFrame:
    """The ZCTAs of 2020.

    Returns:
        code (five characters), geometry (centroid, EPSG:4326), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    path = folder / CENTROIDS_2020
    frame = read_features(path, {"ZCTA5CE20": "code"}, key="code", kinds=("Point",))
    return _five_digits(frame, path, "ZCTA5CE20")


def load_polygons(folder: Path) -> tuple[gpd.GeoDataFrame, str]:
    """The polygons, and the edition that they are of.

    Returns:
        A frame with code, geometry (EPSG:4326) and source_row; and "2020" where the national file
        ``cb_2020_us_zcta520_500k.zip`` is there (cut to the codes of :func:`load_codes`), else
        "2010" (537 polygons with the codes of 2010).

    Raises:
        SourceError: the file is not in its documented form.
    """
    if (folder / POLYGONS_2020).exists():
        return _polygons_2020(folder), "2020"
    path = folder / POLYGONS_2010
    return _five_digits(read_features(path, {"ZCTA5": "code"}, key="code"), path, "ZCTA5"), "2010"


def _polygons_2020(folder: Path) -> gpd.GeoDataFrame:
    path = folder / POLYGONS_2020
    expected = "the Census cartographic file of ZCTAs, a shapefile in a zip, EPSG:4269"
    try:
        frame = gpd.read_file(path)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        OSError,
        ValueError,
    ) as error:
        raise SourceError(path, f"the file cannot be read ({error})", expected) from error
    if "ZCTA5CE20" not in frame.columns:
        raise SourceError(
            path,
            f"the column is absent; the file has {', '.join(map(str, frame.columns))}",
            expected,
            column="ZCTA5CE20",
        )
    if frame.crs is None or frame.crs.to_epsg() != 4269:
        raise SourceError(path, f"the coordinates are {frame.crs}", expected)
    frame = frame.rename(columns={"ZCTA5CE20": "code"})[["code", "geometry"]]
    frame["source_row"] = range(1, len(frame) + 1)
    known = load_codes(folder)["code"]
    frame = frame[frame["code"].isin(known)].sort_values("code").reset_index(drop=True)
    if frame.empty:
        raise SourceError(
            path, "the file has none of the known codes", expected, column="ZCTA5CE20"
        )
    if frame["code"].duplicated().any():
        again = frame.loc[frame["code"].duplicated()].iloc[0]
        raise SourceError(
            path,
            f"{again['code']!r} stands twice",
            "each ZCTA once",
            row=int(again["source_row"]),
            column="ZCTA5CE20",
        )
    for row, geometry in zip(frame["source_row"], frame.geometry, strict=True):
        if geometry is None or geometry.is_empty or geometry.geom_type not in POLYGONS:
            raise SourceError(
                path, "the geometry is no polygon", expected, row=int(row), column="geometry"
            )
        check_place(path, int(row), geometry)
    # NAD83 and WGS84 differ by about a metre here, far below the file's own generalisation.
    frame = frame.set_crs(WGS84, allow_override=True)
    frame.geometry = shapely.make_valid(frame.geometry.array)
    return frame


def _five_digits(frame: gpd.GeoDataFrame, path: Path, column: str) -> gpd.GeoDataFrame:
    frame.attrs["published"] = {"code": column}
    require(frame["code"].str.fullmatch(r"\d{5}"), frame, path, "code", "five digits")
    return frame
