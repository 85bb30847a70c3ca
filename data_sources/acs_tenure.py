"""ACS 2019-2023, table B25003: homes lived in by their owner or rented, every ZCTA."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._acs import estimate, margin
from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources._state import STATE

DATASET = Dataset(
    id="acs_tenure",
    title="American Community Survey 2019-2023, table B25003, tenure",
    publisher="US Census Bureau",
    landing_page="https://data.census.gov/table/ACSDT5Y2023.B25003",
    endpoint="https://api.census.gov/data/2023/acs/acs5?get=group(B25003)&for=zip%20code%20tabulation%20area:*",
    vintage="ACS 2019-2023",
    retrieved=f"public copy; {STATE.name} rows",
    licence="US Government work, public domain; attribution asked",
    citation="U.S. Census Bureau, American Community Survey 2019-2023, table B25003.",
    files=(f"census_acs/acs5_2023_b25003_{STATE.slug}_zcta.csv",),
    used_for="Homes lived in by their owner, by ZIP code, with margins of error",
)

_COLUMNS = {
    "B25003_001E": "occupied",
    "B25003_001M": "occupied_moe",
    "B25003_002E": "owner",
    "B25003_002M": "owner_moe",
    "B25003_003E": "renter",
    "B25003_003M": "renter_moe",
}


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA; the row of labels and the row of the nation are not ZCTAs.

    Returns:
        zcta (text); occupied, owner, renter (households) and their ``_moe`` (90 %); source_row.

    Raises:
        SourceError: the file is not in its documented form, or owners and renters do not add up.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, {"GEO_ID": "zcta", **_COLUMNS}, key=("zcta",))
    if rows["zcta"].iloc[0] != "Geography":
        raise SourceError(
            path,
            f"the first row is {rows['zcta'].iloc[0]!r}",
            "the row of labels",
            row=2,
            column="GEO_ID",
        )
    rows = rows[~rows["zcta"].isin(["Geography", "0100000US"])].copy()
    require(
        rows["zcta"].str.fullmatch(r"860Z200US\d{5}"), rows, path, "zcta", "860Z200US and a ZCTA"
    )
    for name in _COLUMNS.values():
        parser = margin if name.endswith("_moe") else estimate
        rows[name] = parse_column(rows, path, name, parser, "a number or a Census code")
    adds_up = (rows["owner"] + rows["renter"]) == rows["occupied"]
    require(adds_up, rows, path, "occupied", "owners and renters together")
    rows["zcta"] = rows["zcta"].str[-5:]
    return rows[["zcta", *_COLUMNS.values(), "source_row"]].reset_index(drop=True)
