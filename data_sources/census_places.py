"""Outlines of the state, its counties, cities and towns, and legislative districts."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from data_sources._dataset import Dataset, SourceError, require
from data_sources._geojson import WGS84, read_features, read_geometry

_FOLDER = "census_geography"
FILES = {
    "town": f"{_FOLDER}/towns_ma_2024.geojson",
    "county": f"{_FOLDER}/counties_ma_2024.geojson",
    "house": f"{_FOLDER}/state_house_ma_2024.geojson",
    "senate": f"{_FOLDER}/state_senate_ma_2024.geojson",
    "congress": f"{_FOLDER}/congress_ma_2024.geojson",
    "state": f"{_FOLDER}/state_outline_ma.geojson",
}

DATASET = Dataset(
    id="census_places",
    title="TIGER/Line counties, county subdivisions and legislative districts; 2020 Census "
    "residents of towns",
    publisher="US Census Bureau",
    landing_page="https://www.census.gov/geographies/mapping-files/time-series/geo/tiger-line-file.html",
    endpoint="https://www2.census.gov/geo/tiger/TIGER2024/",
    vintage="TIGER/Line 2024 (districts of the 2021 plan, 119th Congress); 2020 Census",
    retrieved="2026 (public copies, simplified)",
    licence="US Government work, public domain (17 USC 105); state outline CC0 1.0",
    citation="US Census Bureau, TIGER/Line Shapefiles 2024; 2020 Census, Demographic and Housing "
    "Characteristics, table P1.",
    files=tuple(FILES.values()),
    caveats=(
        "Simplified to about 100 m: a point near a border can fall on the wrong side.",
        "Not clipped to the shore; the maps clip them to the land of the tracts.",
    ),
    used_for="Places, their outlines and the residents of towns in 2020",
)

_KEYS = {"town": 10, "county": 5, "house": 5, "senate": 5, "congress": 4}
"""Characters of a GEOID at each level."""
_PARTS = {
    "town": {"COUNTYFP": "county_part"},
    "county": {},
    "house": {"SLDLST": "part"},
    "senate": {"SLDUST": "part"},
    "congress": {"CD119FP": "part"},
}
NOT_DEFINED = "ZZZ"
"""District number of the water that belongs to no House district."""


def load(folder: Path, level: str) -> gpd.GeoDataFrame:
    """The places of one level, as published.

    Args:
        folder: the source files.
        level: town, county, house, senate, congress or state.

    Returns:
        code (GEOID), name, geometry (EPSG:4326), source_row; towns also have county (GEOID) and
        population (2020 Census); the House file still holds its water feature (see
        :func:`not_defined`). The state has one row with code and name "".

    Raises:
        SourceError: the file is not in its documented form.
    """
    path = folder / FILES[level]
    if level == "state":
        return gpd.GeoDataFrame(
            {"code": [""], "name": [""], "source_row": [1]},
            geometry=[read_geometry(path)],
            crs=WGS84,
        )
    frame = read_features(
        path,
        {"GEOID": "code", "name": "name", "STATEFP": "state"} | _PARTS[level],
        numbers={"population": "population"} if level == "town" else {},
        key="code",
    )
    length = _KEYS[level]
    frame.attrs["published"] = {"code": "GEOID", "name": "name", "population": "population"}
    shaped = (frame["code"].str.len() == length) & (frame["code"].str[:2] == frame["state"])
    require(shaped, frame, path, "code", f"{length} characters that begin with the state's code")
    require(frame["name"].str.strip() != "", frame, path, "name", "a name")
    if level == "town":
        people = frame["population"]
        require(
            (people >= 0) & (people % 1 == 0),
            frame,
            path,
            "population",
            "residents, a whole number",
        )
        frame["population"] = people.astype(int)
        frame["county"] = frame["state"] + frame["county_part"]
        if (frame["county"] != frame["code"].str[:5]).any():
            raise SourceError(
                path,
                "a town's GEOID does not begin with its county",
                "GEOID = STATEFP + COUNTYFP + COUSUBFP",
                column="COUNTYFP",
            )
    return frame.drop(columns=["state", "county_part", "part"], errors="ignore")


def not_defined(districts: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Whether a feature is water that belongs to no district, shape (n,)."""
    return districts["code"].str.endswith(NOT_DEFINED)


def plain_name(town: str) -> str:
    """A town's name without the " Town" that the Census adds to some cities ("Agawam Town")."""
    return town.removesuffix(" Town")
