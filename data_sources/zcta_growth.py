"""How far each ZCTA of 2020 is the one of 2010 that had the same code."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._state import STATE

DATASET = Dataset(
    id="zcta_growth",
    title="Residents and housing units by ZCTA, 2007-2011 and 2020-2024; change of boundaries",
    publisher="US Census Bureau (B01003, B25001, ZCTA relationship file), compiled by C. Weinfeld",
    landing_page="https://www.census.gov/geographies/reference-files/time-series/geo/relationship-files.2020.html",
    endpoint="https://www2.census.gov/geo/docs/maps-data/data/rel2020/zcta520/tab20_zcta510_zcta520_natl.txt",
    vintage="ACS 2007-2011 and 2020-2024; ZCTA 2010 and 2020",
    retrieved="2026 (public copy)",
    licence="US Government work, public domain (17 USC 105)",
    citation="US Census Bureau, ACS 2007-2011 and 2020-2024, tables B01003 and B25001; "
    "2010 ZCTA to 2020 ZCTA relationship file.",
    files=(f"census_acs/zcta_growth_acs2011_acs2024_{STATE.slug}.csv",),
    caveats=("Margins of error are not published by this source.",),
    used_for="The mark on ZIP areas whose boundary changed between 2010 and 2020",
)

_BOOLEANS = {"True": True, "False": False}


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA of 2020.

    Returns:
        zcta, boundary_changed (bool), same_area_share (0 to 1: share of the land of 2020 that had
        the same code in 2010), population_2024 (residents, ACS 2020-2024; NaN where the code has
        no partner in 2010), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "zcta": "zcta",
            "boundary_changed": "boundary_changed",
            "same_area_share": "same_area_share",
            "pop_2024": "population_2024",
        },
        key=("zcta",),
    )
    require(rows["zcta"].str.fullmatch(r"\d{5}"), rows, path, "zcta", "five digits")
    require(
        rows["boundary_changed"].isin(_BOOLEANS), rows, path, "boundary_changed", "True or False"
    )
    share = parse_column(rows, path, "same_area_share", float, "a share").astype(float)
    require(share.between(0, 1), rows, path, "same_area_share", "a share from 0 to 1")
    people = parse_column(rows, path, "population_2024", _or_missing, "residents, or blank").astype(
        float
    )
    require(people.isna() | (people >= 0), rows, path, "population_2024", "residents, or blank")
    return pd.DataFrame(
        {
            "zcta": rows["zcta"],
            "boundary_changed": rows["boundary_changed"].map(_BOOLEANS).astype(bool),
            "same_area_share": share,
            "population_2024": people,
            "source_row": rows["source_row"],
        }
    )


def _or_missing(text: str) -> float:
    return float(text) if text.strip() else float("nan")
