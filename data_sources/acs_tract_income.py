"""ACS 2019-2023, profile DP03: households by income in every census tract; no MOE."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._acs import estimate, open_ended
from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._state import STATE

DATASET = Dataset(
    id="acs_tract_income",
    title="American Community Survey 2019-2023, profile DP03, household income by census tract",
    publisher="US Census Bureau",
    landing_page="https://data.census.gov/table/ACSDP5Y2023.DP03",
    endpoint=f"https://api.census.gov/data/2023/acs/acs5/profile?get=group(DP03)&for=tract:*&in=state:{STATE.fips}",
    vintage="ACS 2019-2023",
    retrieved="public copy, byte for byte",
    licence="US Government work, public domain; attribution asked",
    citation="U.S. Census Bureau, American Community Survey 2019-2023, table DP03.",
    files=(f"census_acs/acs5_2023_dp03_income_bins_{STATE.slug}_tract.csv",),
    caveats=("This copy has no margins of error.", "Dollars of 2023."),
    used_for="Median income, income groups and ICE of ZIP codes, towns, counties and districts",
)

BINS = {
    "under_10k": 0,
    "from_10k": 10_000,
    "from_15k": 15_000,
    "from_25k": 25_000,
    "from_35k": 35_000,
    "from_50k": 50_000,
    "from_75k": 75_000,
    "from_100k": 100_000,
    "from_150k": 150_000,
    "from_200k": 200_000,
}
"""Column -> lower bound of household income in dollars; the last one is open."""


def load(folder: Path) -> pd.DataFrame:
    """One row a census tract of 2020.

    Returns:
        tract (11-character GEOID), households, each column of ``BINS`` (households),
        median (dollars; NaN where the Bureau gives none), median_open (bool: only known to be
        above the value), source_row.

    Raises:
        SourceError: the file is not in its documented form, or the bins do not add up.
    """
    (path,) = DATASET.paths(folder)
    published = {f"DP03_{51 + i:04d}E": name for i, name in enumerate(["households", *BINS])}
    rows = read_rows(path, {"GEO_ID": "tract", **published, "DP03_0062E": "median"}, key=("tract",))
    require(
        rows["tract"].str.fullmatch(r"1400000US\d{11}"),
        rows,
        path,
        "tract",
        "1400000US and a tract GEOID",
    )
    for name in published.values():
        rows[name] = parse_column(rows, path, name, whole_number, "a count of households")
    adds_up = rows[list(BINS)].sum(axis=1) == rows["households"]
    require(adds_up, rows, path, "households", "the income groups together")
    rows["median_open"] = rows["median"].map(open_ended).astype(bool)
    rows["median"] = parse_column(rows, path, "median", estimate, "dollars, 250,000+ or -")
    rows["tract"] = rows["tract"].str[-11:]
    order = ["tract", "households", *BINS, "median", "median_open", "source_row"]
    return rows[order]
