"""Residents of each ZCTA of 2010 by race, ethnicity, age and disability."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._state import STATE

DATASET = Dataset(
    id="oeps_population",
    title="Opioid Environment Policy Scan v2, DS01 demographic variables by ZCTA",
    publisher="Healthy Regions and Policies Lab, from the American Community Survey",
    landing_page="https://oeps.healthyregions.org",
    endpoint="https://github.com/healthyregions/oeps (data_final/DS01_Z.csv)",
    vintage="ACS 2014-2018 on ZCTA 2010",
    retrieved="2026 (public copy)",
    licence="Repository GPL-3.0, no separate data licence; cite doi:10.5281/zenodo.5842465",
    citation="Opioid Environment Policy Scan (OEPS) v2, doi:10.5281/zenodo.5842465, from "
    "US Census Bureau, American Community Survey 2014-2018.",
    files=(f"census_acs/oeps_ds01_acs2018_{STATE.slug}_zcta.csv",),
    caveats=(
        "Margins of error are not published by this source.",
        "Race percentages include Hispanic people; ZCTAs of 2010.",
    ),
    used_for="Residents of ZIP areas in the middle of 2014-2018; race, age and disability there",
)

COUNTS = {
    "totPopE": "population",
    "age0_4": "age_0_4",
    "age5_14": "age_5_14",
    "age15_19": "age_15_19",
    "age20_24": "age_20_24",
    "age15_44": "age_15_44",
    "age45_49": "age_45_49",
    "age50_54": "age_50_54",
    "age55_59": "age_55_59",
    "age60_64": "age_60_64",
    "ageOv65": "age_65_plus",
    "ageOv18": "age_18_plus",
    "age18_64": "age_18_64",
}
PERCENTS = {
    "whiteP": "white",
    "blackP": "black",
    "amIndP": "native_american",
    "asianP": "asian",
    "pacIsP": "pacific_islander",
    "otherP": "other",
    "hispP": "hispanic",
    "noHSP": "no_high_school",
    "disbP": "disability",
}


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA of 2010.

    Returns:
        zcta, the counts of ``COUNTS`` (residents), the percentages of ``PERCENTS`` (0 to 100, NaN
        where nobody is counted; races include Hispanic people), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, {"ZCTA": "zcta", "year": "year", **COUNTS, **PERCENTS}, key=("zcta",))
    require(rows["zcta"].str.fullmatch(r"\d{5}"), rows, path, "zcta", "five digits")
    require(rows["year"] == "2018", rows, path, "year", "2018, the last year of ACS 2014-2018")
    for column in COUNTS.values():
        rows[column] = parse_column(rows, path, column, whole_number, "residents, a whole number")
    for column in PERCENTS.values():
        rows[column] = parse_column(rows, path, column, _percent, "a percentage, or blank").astype(
            float
        )
        require(
            rows[column].isna() | rows[column].between(0, 100),
            rows,
            path,
            column,
            "a percentage from 0 to 100",
        )
    return rows.drop(columns="year")


def _percent(text: str) -> float:
    return float(text) if text.strip() else float("nan")
