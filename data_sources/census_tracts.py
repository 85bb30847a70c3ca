"""Census tracts: outline clipped to the shore, residents, race and ethnicity, age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data_sources import _census_api, _shapefiles
from data_sources._acs import estimate
from data_sources._dataset import Dataset, SourceError, require
from data_sources._fetch import Fetched
from data_sources._geojson import read_features
from data_sources._state import STATE
from data_sources._web import Web

RACE = f"census_geography/tracts_{STATE.slug}_2020_race_acs2022.geojson"
AGE = f"census_geography/tracts_{STATE.slug}_2020_age_acs2022.geojson"

DATASET = Dataset(
    id="census_tracts",
    title="Census tracts with residents by race, ethnicity and age (B03002, B01001)",
    publisher="US Census Bureau, American Community Survey",
    landing_page="https://www.census.gov/programs-surveys/acs",
    endpoint=f"https://api.census.gov/data/2022/acs/acs5?get=group(B03002)&for=tract:*&in=state:{STATE.fips}",
    vintage=f"ACS 2018-2022 on 2020 tracts (cb_2020_{STATE.fips}_tract_500k)",
    retrieved="2026 (public copy)",
    licence="US Government work, public domain (17 USC 105)",
    citation="US Census Bureau, American Community Survey 2018-2022, tables B01001 and B03002; "
    "cartographic boundary file of tracts, 2020.",
    files=(RACE, AGE),
    caveats=(
        "Margins of error are not published by this source.",
        "18 tracts that are water or have no households are not in it.",
    ),
    used_for="Weights that spread people over ZIP areas, towns and districts; the land on the maps",
    live=("tiger", "census"),
    cadence_days=3650,
)
YEAR = 2022
"""Last year of the survey: residents of ZIP areas and towns are of the same years."""
ADDRESS = f"/geo/tiger/GENZ2020/shp/cb_2020_{STATE.fips}_tract_500k.zip"
PEOPLE = "B03002_001E"
RACE_LINES = {
    "white_pct": (3,),
    "black_pct": (4,),
    "asian_pct": (6,),
    "multi_pct": (9,),
    "hispanic_pct": (12,),
}
"""Property -> lines of B03002."""
AGE_LINES = {
    "under18_pct": range(3, 7),
    "age18_24_pct": range(7, 11),
    "age25_34_pct": range(11, 13),
    "age35_44_pct": range(13, 15),
    "age45_54_pct": range(15, 17),
    "age55_64_pct": range(17, 20),
    "age65plus_pct": range(20, 26),
}
"""Property -> lines of B01001 for men; those of women are 24 further on."""
WOMEN = 24

RACE_COLUMNS = {
    "white_pct": "white",
    "black_pct": "black",
    "hispanic_pct": "hispanic",
    "asian_pct": "asian",
    "multi_pct": "two_or_more",
}
AGE_COLUMNS = {
    "under18_pct": "under_18",
    "age18_24_pct": "age_18_24",
    "age25_34_pct": "age_25_34",
    "age35_44_pct": "age_35_44",
    "age45_54_pct": "age_45_54",
    "age55_64_pct": "age_55_64",
    "age65plus_pct": "age_65_plus",
}


def fetch(web: Web, out: Path) -> Fetched:
    """Ask for the outlines of tracts and for their residents by race, ethnicity and age.

    Args:
        web: asks the publisher; a key is needed (``CENSUS_API_KEY``).
        out: the files of :func:`load` are written below it.

    Raises:
        WebError: a table was not to be had whole, or people live in tracts without an outline.
    """
    lines = {f"B03002_{n:03d}E" for numbers in RACE_LINES.values() for n in numbers} | {PEOPLE}
    lines |= {
        f"B01001_{n + more:03d}E"
        for numbers in AGE_LINES.values()
        for n in numbers
        for more in (0, WOMEN)
    }
    table = _census_api.table(web, YEAR, "tract", tuple(sorted(lines)))
    shapes = _shapefiles.ask(web, ADDRESS, ("GEOID", "NAME", "NAMELSAD"), "GEOID")
    counts = pd.DataFrame(table.rows)
    counts["GEOID"] = counts["GEO_ID"].str.rpartition("US")[2]
    counts[sorted(lines)] = counts[sorted(lines)].map(estimate)
    lost = counts.loc[~counts["GEOID"].isin(shapes["GEOID"]), PEOPLE].sum()
    if lost or counts[PEOPLE].isna().any():
        where = _census_api.path(YEAR)
        raise web.error("schema", "census", where, f"{lost:,.0f} people live in tracts unknown")
    frame = shapes.merge(counts.drop(columns=["GEO_ID", "NAME"]), on="GEOID", validate="1:1")
    frame["total_pop"] = frame[PEOPLE].astype(int)
    # Which town a tract lies in is worked out from the outlines; the copy's own hint is not known.
    frame["town"] = ""
    names = {"GEOID": "geoid", "NAME": "tract", "NAMELSAD": "namelsad", "town": "town"}
    for file, columns in (
        (RACE, _shares(frame, "B03002", RACE_LINES, (0,))),
        (AGE, _shares(frame, "B01001", AGE_LINES, (0, WOMEN))),
    ):
        properties = names | {name: name for name in ("total_pop", *columns)}
        _shapefiles.write(web, out / file, frame.assign(**columns), properties)
    return Fetched(
        files=DATASET.files,
        rows=len(frame),
        vintage=f"ACS {YEAR - 4}-{YEAR} on 2020 tracts",
        data_as_of="",
    )


def _shares(
    frame: gpd.GeoDataFrame,
    table: str,
    lines: Mapping[str, Iterable[int]],
    more: tuple[int, ...],
) -> dict[str, list[float | None]]:
    """Percent of the residents by property; None where nobody lives."""
    out: dict[str, list[float | None]] = {}
    for name, numbers in lines.items():
        cells = [f"{table}_{n + further:03d}E" for n in numbers for further in more]
        share = 100 * frame[cells].sum(axis=1) / frame[PEOPLE].where(frame[PEOPLE] > 0)
        out[name] = [None if pd.isna(value) else round(float(value), 4) for value in share]
    return out


def load(folder: Path) -> gpd.GeoDataFrame:
    """One row a tract.

    Returns:
        tract (GEOID, 11 digits), town (name, by the copy's own spatial join: a hint, not a key),
        population (residents), the percentages of ``RACE_COLUMNS`` (not Hispanic, apart from
        hispanic) and ``AGE_COLUMNS`` (0 to 100, NaN where nobody lives), geometry (EPSG:4326),
        source_row.

    Raises:
        SourceError: a file is not in its documented form, or the two do not hold the same tracts
            and residents.
    """
    race_path, age_path = DATASET.paths(folder)
    race = _read(race_path, RACE_COLUMNS)
    age = _read(age_path, AGE_COLUMNS)
    both = race.merge(
        pd.DataFrame(age.drop(columns=["geometry", "town", "source_row"])),
        on="tract",
        how="outer",
        validate="1:1",
        suffixes=("", "_age"),
        indicator=True,
    )
    lonely = both[both["_merge"] != "both"]
    if not lonely.empty:
        raise SourceError(
            age_path,
            f"the tract {lonely['tract'].iloc[0]} is in one of the two files only",
            f"the same tracts as {race_path.name}",
            column="geoid",
        )
    differ = both[both["population"] != both["population_age"]]
    if not differ.empty:
        raise SourceError(
            age_path,
            f"the tract {differ['tract'].iloc[0]} has other residents",
            f"the same residents as {race_path.name}",
            column="total_pop",
        )
    return (
        both.drop(columns=["_merge", "population_age"]).sort_values("tract").reset_index(drop=True)
    )


def _read(path: Path, percents: dict[str, str]) -> gpd.GeoDataFrame:
    frame = read_features(
        path,
        {"geoid": "tract", "town": "town"},
        numbers={"total_pop": "population", **percents},
        key="tract",
    )
    frame.attrs["published"] = {"tract": "geoid", "population": "total_pop"} | {
        ours: theirs for theirs, ours in percents.items()
    }
    require(frame["tract"].str.fullmatch(r"\d{11}"), frame, path, "tract", "eleven digits")
    people = frame["population"]
    require(
        (people >= 0) & (people % 1 == 0), frame, path, "population", "residents, a whole number"
    )
    frame["population"] = people.astype(int)
    for column in percents.values():
        share = frame[column]
        require(
            share.isna() | share.between(0, 100), frame, path, column, "a percentage from 0 to 100"
        )
    return frame
