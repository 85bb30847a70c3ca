"""Households without internet access by ZCTA, ACS 2015-2019, as compiled by OEPS."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._acs import percent
from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._state import STATE

DATASET = Dataset(
    id="oeps_internet",
    title="Opioid Environment Policy Scan, ZCTA table of 2019",
    publisher="Healthy Regions and Policies Lab, from the US Census Bureau",
    landing_page="https://oeps.healthyregions.org",
    endpoint="https://github.com/healthyregions/oeps",
    vintage="ACS 2015-2019",
    retrieved=f"public copy; {STATE.name} rows",
    licence="Repository GPL-3.0, no separate data licence; cite. Census values are public domain",
    citation="Opioid Environment Policy Scan v2, doi:10.5281/zenodo.5842465.",
    files=(f"census_acs/oeps_zcta2019_{STATE.slug}.csv",),
    caveats=("No margins of error.", "ZCTAs of 2010."),
    used_for="Households without internet access",
)


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA of 2010.

    Returns:
        zcta (text), no_internet (percent of households; NaN where blank), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, {"ZCTA5": "zcta", "NoIntP": "no_internet"}, key=("zcta",))
    require(rows["zcta"].str.fullmatch(r"\d{5}"), rows, path, "zcta", "a ZCTA of five digits")
    rows["no_internet"] = parse_column(
        rows, path, "no_internet", percent, "a percentage from 0 to 100 or blank"
    )
    return rows
