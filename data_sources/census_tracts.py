"""Census tracts: outline clipped to the shore, residents, race and ethnicity, age."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from data_sources._dataset import Dataset, SourceError, require
from data_sources._geojson import read_features

RACE = "census_geography/tracts_ma_2020_race_acs2022.geojson"
AGE = "census_geography/tracts_ma_2020_age_acs2022.geojson"

DATASET = Dataset(
    id="census_tracts",
    title="Census tracts with residents by race, ethnicity and age (B03002, B01001)",
    publisher="US Census Bureau, American Community Survey",
    landing_page="https://www.census.gov/programs-surveys/acs",
    endpoint="https://api.census.gov/data/2022/acs/acs5?get=group(B03002)&for=tract:*&in=state:25",
    vintage="ACS 2018-2022 on 2020 tracts (cb_2020_25_tract_500k)",
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
)

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
