"""Firearm homicides and suicides of county residents, by year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _cdc, _state
from data_sources._dataset import Dataset, require
from data_sources._fetch import Fetched, Table, as_of, soda
from data_sources._web import Web

DATASET = Dataset(
    id="cdc_county_deaths",
    title="Mapping Injury, Overdose, and Violence - County",
    publisher=(
        "Centers for Disease Control and Prevention, National Center for Injury Prevention "
        "and Control"
    ),
    landing_page=(
        "https://data.cdc.gov/Injury-Violence/Mapping-Injury-Overdose-and-Violence-County/psx4-wq38"
    ),
    endpoint=(
        "https://data.cdc.gov/resource/psx4-wq38.json?"
        f"st_geoid={_state.STATE.fips}&$limit=50000&$order=geoid,intent,period"
    ),
    vintage="2019-2023 final, 2024 provisional; export of June 2025",
    retrieved="2025-06 (public copy)",
    licence=(
        "US Government work, public domain; NCHS data use rules: statistics only, counts of "
        "1-9 are not shown or derived"
    ),
    citation="CDC, Mapping Injury, Overdose, and Violence - County, data.cdc.gov, psx4-wq38.",
    files=(
        f"cdc/miovd_county_firearm_homicide_{_state.STATE.slug}.csv",
        f"cdc/miovd_county_firearm_suicide_{_state.STATE.slug}.csv",
    ),
    caveats=(
        "Counts of 1 to 9 are suppressed; the rate beside such a count is CDC's model "
        "estimate, not a count over a population.",
        "By county of residence, not by the place of the shooting.",
        "2024 is provisional: deaths still under investigation are missing or may change intent.",
        "Holds homicides and suicides; all firearm deaths together are not in this export.",
    ),
    used_for="Firearm homicides and suicides by county",
    live=("cdc",),
    cadence_days=45,
)
TABLE = "psx4-wq38"
STATE = _state.STATE.fips
HOMICIDE = "FA_Homicide"
"""The intent of the first file; the second has every other one."""

OLDER = {
    "Period": "period",
    "NAME": "name",
    "Intent": "intent",
    "Count": "count",
    "Rate": "rate",
    "TTM_Date_Range": "window",
    "GEOID": "code",
}
"""Columns of the portal's downloads up to 2025."""
API = {
    "period": "period",
    "name": "name",
    "intent": "intent",
    "count_sup": "count",
    "rate": "rate",
    "ttm_date_range": "window",
    "geoid": "code",
    "rate_m": "modelled",
}
"""Columns of the API (``rate_m`` is a flag: 1 where the rate is modelled)."""


def fetch(web: Web, out: Path) -> Fetched:
    """Ask data.cdc.gov for every county of the state, intent and period.

    The two files of :func:`load` hold the whole table between them.

    Args:
        web: asks the publisher.
        out: the files of :func:`load` are written below it.

    Raises:
        WebError: the table was not to be had whole.
    """
    columns = (*API, "st_geoid", "data_as_of")
    table = soda(web, TABLE, ("geoid", "intent", "period"), columns, where={"st_geoid": STATE})
    for file, first in zip(DATASET.files, (True, False), strict=True):
        rows = tuple(row for row in table.rows if (row["intent"] == HOMICIDE) is first)
        Table(table.columns, rows).write(out / file, columns)
    return Fetched(
        files=DATASET.files,
        rows=len(table.rows),
        vintage=_cdc.described(table),
        data_as_of=as_of(web, "cdc", f"/resource/{TABLE}.json", table.newest("data_as_of")),
        note=table.beyond((*columns, "st_name", "rate_m_ci")),
    )


def load(folder: Path) -> pd.DataFrame:
    """One row a county, intent and period.

    Returns:
        code (county GEOID), name, intent, period (text: a year, or months), provisional (bool),
        count (float; NaN where suppressed), suppressed (bool), rate (per 100,000; NaN where CDC
        has none), modelled (bool: the rate is an estimate for a suppressed count), source_row.

    Raises:
        SourceError: a file is not in one of the two documented forms, or shows a count of 1-9.
    """
    return pd.concat([read(path) for path in DATASET.paths(folder)], ignore_index=True)


def read(path: Path) -> pd.DataFrame:
    """One file of :func:`load`, in the form of either schema."""
    rows = _cdc.read_either(path, (OLDER, API))
    require(
        rows["code"].str.fullmatch(r"\d{5}"), rows, path, "code", "a county GEOID of five digits"
    )
    return pd.concat(
        [rows[["code", "name", "intent"]], _cdc.cells(rows, path), rows[["source_row"]]], axis=1
    )
