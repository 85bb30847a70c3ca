"""Which census tracts a ZCTA of 2020 shares land with, and how much; only where it was fetched."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _relationships
from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._fetch import Fetched
from data_sources._state import STATE
from data_sources._web import Web

DATASET = Dataset(
    id="zcta_to_tract",
    title="2020 ZCTA to 2020 census tract relationship file",
    publisher="US Census Bureau",
    landing_page="https://www.census.gov/geographies/reference-files/time-series/geo/relationship-files.2020.html",
    endpoint="https://www2.census.gov/geo/docs/maps-data/data/rel2020/zcta520/tab20_zcta520_tract20_natl.txt",
    vintage="2020",
    retrieved="live only",
    licence="US Government work, public domain (17 USC 105)",
    citation="US Census Bureau, 2020 ZCTA to 2020 Census Tract Relationship File.",
    files=(f"crosswalks/zcta520_to_tract_2020_{STATE.slug}.csv",),
    caveats=("Shares of area, not of residents.",),
    used_for="Checking which tracts give each ZIP area its residents",
    live=("tiger",),
    cadence_days=3650,
    embedded=False,
)
COLUMNS = {"GEOID_ZCTA5_20": "zcta", "GEOID_TRACT_20": "tract", "AREALAND_PART": "land"}


def fetch(web: Web, out: Path) -> Fetched:
    """Ask for the relationships of the nation's ZCTAs and tracts and keep the state's.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the file was not to be had whole, or is not in its documented form.
    """
    table = _relationships.ask(web, "tract")
    table.write(out / DATASET.files[0])
    return Fetched(files=DATASET.files, rows=len(table.rows), vintage="2020", data_as_of="")


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA and tract that share land or water.

    Returns:
        zcta, tract (GEOID), land (square metres that both share), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, COLUMNS, key=("zcta", "tract"))
    require(rows["zcta"].str.fullmatch(r"\d{5}"), rows, path, "zcta", "five digits")
    require(rows["tract"].str.fullmatch(r"\d{11}"), rows, path, "tract", "eleven digits")
    rows["land"] = parse_column(rows, path, "land", whole_number, "square metres")
    return rows[["zcta", "tract", "land", "source_row"]]
