"""Which counties a ZCTA of 2020 touches."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _relationships
from data_sources._dataset import Dataset, read_rows, require
from data_sources._fetch import Fetched
from data_sources._state import STATE
from data_sources._web import Web

DATASET = Dataset(
    id="zcta_to_county",
    title="2020 ZCTA to 2020 county relationship file",
    publisher="US Census Bureau",
    landing_page="https://www.census.gov/geographies/reference-files/time-series/geo/relationship-files.2020.html",
    endpoint="https://www2.census.gov/geo/docs/maps-data/data/rel2020/zcta520/tab20_zcta520_county20_natl.txt",
    vintage="2020",
    retrieved="2026 (public copy)",
    licence="US Government work, public domain (17 USC 105); copy MIT",
    citation="US Census Bureau, 2020 ZCTA to 2020 County Relationship File.",
    files=(f"crosswalks/zcta520_to_county_2020_{STATE.slug}.csv",),
    caveats=("Membership only: this copy has no shares of area or residents.",),
    used_for="Checking which counties each ZIP area touches",
    live=("tiger",),
    cadence_days=3650,
)


def fetch(web: Web, out: Path) -> Fetched:
    """Ask for the relationships of the nation's ZCTAs and counties and keep the state's.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the file was not to be had whole, or is not in its documented form.
    """
    table = _relationships.ask(web, "county")
    named = {"GEOID_ZCTA5_20": "zcta", "GEOID_COUNTY_20": "county_fips"}
    _relationships.renamed(table, named).write(out / DATASET.files[0], tuple(named.values()))
    return Fetched(files=DATASET.files, rows=len(table.rows), vintage="2020", data_as_of="")


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA and county that touch.

    Returns:
        zcta, county (GEOID), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, {"zcta": "zcta", "county_fips": "county"}, key=("zcta", "county"))
    for column in ("zcta", "county"):
        require(rows[column].str.fullmatch(r"\d{5}"), rows, path, column, "five digits")
    return rows[["zcta", "county", "source_row"]]
