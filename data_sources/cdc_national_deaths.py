"""Firearm deaths of residents of the United States by intent, for comparison."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data_sources import _cdc
from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._fetch import Fetched, as_of, soda
from data_sources._web import Web

DATASET = Dataset(
    id="cdc_national_deaths",
    title="Mapping Injury, Overdose, and Violence - National",
    publisher=(
        "Centers for Disease Control and Prevention, National Center for Injury Prevention "
        "and Control"
    ),
    landing_page=(
        "https://data.cdc.gov/Injury-Violence/Mapping-Injury-Overdose-and-Violence-National/"
        "t6u2-f84c"
    ),
    endpoint="https://data.cdc.gov/resource/t6u2-f84c.json?$limit=5000&$order=intent,type,period",
    vintage="2019-2024 final; 2025 and April 2025 - March 2026 provisional",
    retrieved="2026-08 (public copy)",
    licence=(
        "US Government work, public domain; NCHS data use rules: statistics only, counts of "
        "1-9 are not shown or derived"
    ),
    citation="CDC, Mapping Injury, Overdose, and Violence - National, data.cdc.gov, t6u2-f84c.",
    files=("cdc/miovd_national_2026_08.csv",),
    caveats=("The trailing twelve months and the newest year are provisional.",),
    used_for="The nation's firearm deaths by intent, beside the state's",
    live=("cdc",),
    cadence_days=45,
)
TABLE = "t6u2-f84c"

API = {
    "geoid": "code",
    "intent": "intent",
    "period": "period",
    "count": "count",
    "rate": "rate",
    "type": "kind",
    "ttm_date_range": "window",
}
KINDS = ("month", "year", _cdc.TRAILING)


def fetch(web: Web, out: Path) -> Fetched:
    """Ask data.cdc.gov for every intent, month, year and the trailing twelve months.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the table was not to be had whole.
    """
    columns = (*API, "data_as_of")
    table = soda(web, TABLE, ("geoid", "intent", "type", "period"), columns)
    table.write(out / DATASET.files[0], columns)
    return Fetched(
        files=DATASET.files,
        rows=len(table.rows),
        vintage=_cdc.vintage(
            {row["period"][:4] for row in table.rows if row["type"] == "year"},
            {row.get("ttm_date_range", "") for row in table.rows},
        ),
        data_as_of=as_of(web, "cdc", f"/resource/{TABLE}.json", table.newest("data_as_of")),
        note=table.beyond(columns),
    )


def load(folder: Path) -> pd.DataFrame:
    """One row an intent and a month, a year or the trailing twelve months: never add the three.

    Returns:
        code ("us"), intent, kind (month, year, TTM), period (text: 2024, 2026-03_2026-03 or
        2025-04_2026-03), provisional (bool: TTM), count (float; NaN where suppressed), suppressed
        (bool), rate (per 100,000 a year), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, API)
    require(rows["code"] == "USA", rows, path, "code", "USA")
    require(rows["intent"].isin(_cdc.INTENTS), rows, path, "intent", ", ".join(_cdc.INTENTS))
    require(rows["kind"].isin(KINDS), rows, path, "kind", ", ".join(KINDS))
    _cdc.check_unique(rows, path, ["intent", "kind", "period"], "period")
    counts = parse_column(rows, path, "count", _cdc.open_count, "a whole number")
    rates = parse_column(rows, path, "rate", _cdc.rate, "a rate per 100,000, or -999")
    _cdc.check_open(rows, counts, rates, path)
    days = parse_column(rows, path, "period", _first_day, "a day, as in '2024-01-01T00:00:00.000'")
    periods = days.str[:7] + "_" + days.str[:7]
    year, trailing = rows["kind"] == "year", rows["kind"] == _cdc.TRAILING
    require(~year | days.str.endswith("-01-01"), rows, path, "period", "1 January for a year")
    periods[year] = days[year].str[:4]
    periods[trailing] = parse_column(
        rows[trailing],
        path,
        "window",
        _cdc.trailing_period,
        "twelve months, as in 'April, 2025 to March, 2026'",
    )
    return pd.DataFrame(
        {
            "code": "us",
            "intent": rows["intent"],
            "kind": rows["kind"],
            "period": periods,
            "provisional": trailing,
            "count": counts,
            "suppressed": counts.isna(),
            "rate": rates,
            "source_row": rows["source_row"],
        }
    )


def _first_day(text: str) -> str:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])-01T00:00:00\.000", text):
        raise ValueError(text)
    return text[:10]
