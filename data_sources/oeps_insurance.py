"""People with health insurance by ZCTA, ACS 2014-2018, as compiled by OEPS."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._acs import percent
from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._state import STATE

DATASET = Dataset(
    id="oeps_insurance",
    title="Opioid Environment Policy Scan, health insurance by ZCTA",
    publisher="Healthy Regions and Policies Lab, from the US Census Bureau",
    landing_page="https://oeps.healthyregions.org",
    endpoint="https://github.com/healthyregions/oeps",
    vintage="ACS 2014-2018",
    retrieved=f"public copy; {STATE.name} rows",
    licence="Repository GPL-3.0, no separate data licence; cite. Census values are public domain",
    citation="Opioid Environment Policy Scan v2, doi:10.5281/zenodo.5842465.",
    files=(f"census_acs/oeps_insurance_acs2018_{STATE.slug}_zcta.csv",),
    caveats=("No margins of error.", "ZCTAs of 2010."),
    used_for="People without health insurance",
)


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA of 2010.

    Returns:
        zcta (text), insured (people), uninsured (percent: 100 minus the published share of
        people with insurance; NaN where that is blank), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {"GEOID": "zcta", "InsuredPop": "insured", "InsuredPopP": "insured_percent"},
        key=("zcta",),
    )
    require(rows["zcta"].str.fullmatch(r"\d{5}"), rows, path, "zcta", "a ZCTA of five digits")
    rows["insured"] = parse_column(rows, path, "insured", whole_number, "a count of people")
    insured = parse_column(
        rows, path, "insured_percent", percent, "a percentage from 0 to 100 or blank"
    )
    # One decimal is published; a subtraction must not add more.
    rows["uninsured"] = (100 - insured).round(4)
    return rows[["zcta", "insured", "uninsured", "source_row"]]
