"""Outlines of the state, its counties, cities and towns, and legislative districts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

from data_sources import _census_api, _shapefiles
from data_sources._dataset import Dataset, SourceError, require
from data_sources._fetch import Fetched
from data_sources._geojson import WGS84, read_features, read_geometry
from data_sources._state import STATE
from data_sources._web import Web

_FOLDER = "census_geography"
FILES = {
    "town": f"{_FOLDER}/towns_{STATE.slug}_2024.geojson",
    "county": f"{_FOLDER}/counties_{STATE.slug}_2024.geojson",
    "house": f"{_FOLDER}/state_house_{STATE.slug}_2024.geojson",
    "senate": f"{_FOLDER}/state_senate_{STATE.slug}_2024.geojson",
    "congress": f"{_FOLDER}/congress_{STATE.slug}_2024.geojson",
    "state": f"{_FOLDER}/state_outline_{STATE.slug}.geojson",
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
    live=("tiger", "census"),
    cadence_days=400,
)
TIGER = 2024
"""The edition of the outlines; the column of :data:`_PARTS` names its Congress."""
ADDRESSES = {
    "town": f"/geo/tiger/TIGER{TIGER}/COUSUB/tl_{TIGER}_{STATE.fips}_cousub.zip",
    "county": f"/geo/tiger/TIGER{TIGER}/COUNTY/tl_{TIGER}_us_county.zip",
    "house": f"/geo/tiger/TIGER{TIGER}/SLDL/tl_{TIGER}_{STATE.fips}_sldl.zip",
    "senate": f"/geo/tiger/TIGER{TIGER}/SLDU/tl_{TIGER}_{STATE.fips}_sldu.zip",
    "congress": f"/geo/tiger/TIGER{TIGER}/CD/tl_{TIGER}_{STATE.fips}_cd119.zip",
}
NAMED = {"town": "NAME", "county": "NAME"}
"""Level -> the column of its name; the others have theirs in NAMELSAD."""
WATER = "00000"
"""Number of the water of a county that belongs to no town."""
CENSUS = ("dec/dhc", 2020, "P1_001N")
"""Product, year and variable of the residents of towns."""

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


def fetch(web: Web, out: Path) -> Fetched:
    """Ask for the outlines of every level, with about as much detail as a map needs.

    Args:
        web: asks the publisher; a key is needed for the residents of towns (``CENSUS_API_KEY``).
        out: the files of :func:`load` are written below it.

    Raises:
        WebError: a file was not to be had whole, or is not in its documented form.
    """
    # First what wants a key: without one nothing large is asked for.
    people = _residents_of_2020(web)
    rows = 0
    for level, address in ADDRESSES.items():
        name = NAMED.get(level, "NAMELSAD")
        parts = tuple(_PARTS[level]) + (("COUSUBFP", "NAMELSAD") if level == "town" else ())
        columns = ("GEOID", name, "STATEFP", *parts)
        frame = _shapefiles.ask(
            web, address, columns, "GEOID",
            bbox=_shapefiles.AROUND_STATE if level == "county" else None,
        )  # fmt: skip
        frame = frame[frame["STATEFP"] == _census_api.STATE]
        names = {"GEOID": "GEOID", name: "name", "STATEFP": "STATEFP"} | {p: p for p in parts}
        if level == "town":
            frame = frame[frame["COUSUBFP"] != WATER].copy()
            frame["population"] = _residents(web, frame, people)
            names |= {"NAMELSAD": "fullName", "population": "population"}
        if frame.empty:
            raise web.error("empty", "tiger", address, "no place of the state is in it")
        frame = _shapefiles.generalised(frame.reset_index(drop=True))
        _shapefiles.write(web, out / FILES[level], frame, names)
        rows += len(frame)
        if level == "county":
            _shapefiles.write_geometry(web, out / FILES["state"], frame.union_all())
    return Fetched(
        files=DATASET.files,
        rows=rows + 1,
        vintage=f"TIGER/Line {TIGER}; {CENSUS[1]} Census",
        data_as_of="",
    )


def _residents_of_2020(web: Web) -> dict[str, str]:
    """Residents by the code of a town, and by county and name.

    A town that has become a city since has another code and the same name.
    """
    product, year, variable = CENSUS
    table = _census_api.table(web, year, "town", (variable,), product=product)
    found: dict[str, str] = {}
    for row in table.rows:
        code = row["GEO_ID"].rpartition("US")[2]
        name = row["NAME"].partition(",")[0].removesuffix(" town").removesuffix(" city")
        found |= {code: row[variable], f"{code[:5]} {plain_name(name)}": row[variable]}
    return found


def _residents(web: Web, towns: gpd.GeoDataFrame, found: Mapping[str, str]) -> list[int]:
    """Residents of each town in the Census of 2020, by its code, or by county and name.

    Raises:
        WebError: a town has no residents there, or a number of residents is none.
    """
    product, year, _ = CENSUS
    out = []
    for code, name in zip(towns["GEOID"], towns["NAME"], strict=True):
        people = found.get(code, found.get(f"{code[:5]} {plain_name(name)}", ""))
        if not people.isdigit():
            path = _census_api.path(year, product)
            problem = f"the town {name} ({code}) has {people or 'no number of'} residents"
            raise web.error("schema", "census", path, problem)
        out.append(int(people))
    return out


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
