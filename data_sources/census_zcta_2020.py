"""Outlines of the ZIP areas of 2020, where they were fetched; see also ``census_zcta.py``."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from data_sources import _shapefiles
from data_sources._census_api import ZIP_PREFIXES
from data_sources._dataset import Dataset, require
from data_sources._fetch import Fetched
from data_sources._geojson import read_features
from data_sources._state import STATE
from data_sources._web import Web

ADDRESS = "/geo/tiger/GENZ2020/shp/cb_2020_us_zcta520_500k.zip"

DATASET = Dataset(
    id="census_zcta_2020",
    title="ZIP Code Tabulation Areas of 2020: cartographic boundary file, 1 : 500,000",
    publisher="US Census Bureau",
    landing_page="https://www.census.gov/geographies/mapping-files/time-series/geo/cartographic-boundary.html",
    endpoint=f"https://www2.census.gov{ADDRESS}",
    vintage="2020",
    retrieved="live only",
    licence="US Government work, public domain (17 USC 105)",
    citation="US Census Bureau, Cartographic Boundary Files 2020, ZIP Code Tabulation Areas.",
    files=(f"census_geography/zcta520_{STATE.slug}_full.geojson",),
    caveats=(
        "A ZCTA is built of Census blocks; it follows a ZIP code's mail routes only roughly.",
        "Generalised and clipped to the shore.",
    ),
    used_for="Outlines of ZIP areas, in the place of those of 2010",
    live=("tiger",),
    cadence_days=3650,
    embedded=False,
)


def fetch(web: Web, out: Path) -> Fetched:
    """Ask for the outlines of the nation's ZIP areas and keep the state's.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the file was not to be had whole, or is not in its documented form.
    """
    frame = _shapefiles.ask(
        web, ADDRESS, ("ZCTA5CE20",), "ZCTA5CE20", bbox=_shapefiles.AROUND_STATE
    )
    frame = frame[frame["ZCTA5CE20"].str[:3].isin(ZIP_PREFIXES)]
    if frame.empty:
        raise web.error("empty", "tiger", ADDRESS, "no ZIP area of the state is in it")
    _shapefiles.write(web, out / DATASET.files[0], frame, {"ZCTA5CE20": "ZCTA5CE20"})
    return Fetched(files=DATASET.files, rows=len(frame), vintage="2020", data_as_of="")


def load(folder: Path) -> gpd.GeoDataFrame:
    """One row a ZCTA of 2020.

    Returns:
        code (five digits), geometry (EPSG:4326), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    frame = read_features(path, {"ZCTA5CE20": "code"}, key="code")
    frame.attrs["published"] = {"code": "ZCTA5CE20"}
    require(frame["code"].str.fullmatch(r"\d{5}"), frame, path, "code", "five digits")
    return frame
