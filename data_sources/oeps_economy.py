"""Poverty, unemployment and income per head by ZCTA, ACS 2014-2018, as compiled by OEPS."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._acs import estimate, percent
from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._state import STATE

DATASET = Dataset(
    id="oeps_economy",
    title="Opioid Environment Policy Scan v2, economic conditions (EC03) by ZCTA",
    publisher="Healthy Regions and Policies Lab, from the US Census Bureau",
    landing_page="https://oeps.healthyregions.org",
    endpoint="https://github.com/healthyregions/oeps",
    vintage="ACS 2014-2018",
    retrieved=f"public copy; {STATE.name} rows",
    licence="Repository GPL-3.0, no separate data licence; cite. Census values are public domain",
    citation="Opioid Environment Policy Scan v2, doi:10.5281/zenodo.5842465.",
    files=(f"census_acs/oeps_ec03_acs2018_{STATE.slug}_zcta.csv",),
    caveats=("No margins of error.", "ZCTAs of 2010.", "Dollars of 2018."),
    used_for="Poverty, unemployment and income per person near the middle of the 2010s",
)


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA of 2010.

    Returns:
        zcta (text), unemployment and poverty (percent), per_capita_income (dollars of 2018);
        NaN where the publisher leaves a blank; source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "ZCTA": "zcta",
            "year": "year",
            "unempP": "unemployment",
            "povP": "poverty",
            "pciE": "per_capita_income",
        },
        key=("zcta",),
    )
    require(rows["zcta"].str.fullmatch(r"\d{5}"), rows, path, "zcta", "a ZCTA of five digits")
    require(rows["year"] == "2018", rows, path, "year", "2018, the last year of ACS 2014-2018")
    for name in ("unemployment", "poverty"):
        rows[name] = parse_column(rows, path, name, percent, "a percentage from 0 to 100 or blank")
    rows["per_capita_income"] = parse_column(
        rows, path, "per_capita_income", estimate, "dollars or blank"
    )
    return rows.drop(columns="year")
