"""Firearm deaths by intent in every state: the newest years and the trailing twelve months."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _cdc
from data_sources._dataset import Dataset, parse_column, require
from data_sources._fetch import Fetched, as_of, soda
from data_sources._web import Web

DATASET = Dataset(
    id="cdc_state_deaths",
    title="Mapping Injury, Overdose, and Violence - State",
    publisher=(
        "Centers for Disease Control and Prevention, National Center for Injury Prevention "
        "and Control"
    ),
    landing_page=(
        "https://data.cdc.gov/Injury-Violence/Mapping-Injury-Overdose-and-Violence-State/fpsi-y8tj"
    ),
    endpoint=(
        "https://data.cdc.gov/resource/fpsi-y8tj.json?$limit=5000&$order=geoid,intent,period"
    ),
    vintage="2019-2024 final; April 2025 - March 2026 provisional",
    retrieved="2026-08 (public copy)",
    licence=(
        "US Government work, public domain; NCHS data use rules: statistics only, counts of "
        "1-9 are not shown or derived"
    ),
    citation="CDC, Mapping Injury, Overdose, and Violence - State, data.cdc.gov, fpsi-y8tj.",
    files=("cdc/miovd_state_us_2026_08.csv",),
    caveats=(
        "By state of residence. Crude rates with one decimal.",
        "The trailing twelve months are provisional and rise as late reports come in.",
    ),
    used_for=(
        "Firearm deaths by intent in 2024 and the trailing twelve months; every state from 2019 "
        "on, for comparison; 2019-2023 as a check of WISQARS"
    ),
    live=("cdc",),
    cadence_days=45,
)
TABLE = "fpsi-y8tj"

OLDER = {
    "Period": "period",
    "NAME": "name",
    "Intent": "intent",
    "Count": "count",
    "Rate": "rate",
    "TTM_Date_Range": "window",
    "GEOID": "code",
}
API = {
    "period": "period",
    "name": "name",
    "intent": "intent",
    "count_sup": "count",
    "rate": "rate",
    "ttm_date_range": "window",
    "geoid": "code",
}


def fetch(web: Web, out: Path) -> Fetched:
    """Ask data.cdc.gov for every state, intent and period.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the table was not to be had whole.
    """
    table = soda(web, TABLE, ("geoid", "intent", "period"), (*API, "data_as_of"))
    newest = as_of(web, "cdc", f"/resource/{TABLE}.json", table.newest("data_as_of"))
    table.write(out / DATASET.files[0], (*API, "data_as_of"))
    years = sorted({row["period"] for row in table.rows if row["period"] != _cdc.TRAILING})
    windows = sorted({row.get("ttm_date_range", "") for row in table.rows} - {""})
    return Fetched(
        files=DATASET.files,
        rows=len(table.rows),
        vintage="; ".join([f"{years[0]}-{years[-1]}", *(f"{w} provisional" for w in windows)]),
        data_as_of=newest,
        note=table.beyond((*API, "data_as_of")),
    )


def load(folder: Path) -> pd.DataFrame:
    """One row a state, intent and period.

    Returns:
        code (two digits), name, intent, period (text), provisional (bool), count (float; NaN
        where suppressed), suppressed (bool), rate (per 100,000; NaN where CDC has none),
        source_row.

    Raises:
        SourceError: the file is not in one of the two documented forms, or shows a count of 1-9.
    """
    (path,) = DATASET.paths(folder)
    rows = _cdc.read_either(path, (API, OLDER))
    require(rows["code"].str.fullmatch(r"\d{2}"), rows, path, "code", "a state code of two digits")
    require(rows["intent"].isin(_cdc.INTENTS), rows, path, "intent", ", ".join(_cdc.INTENTS))
    counts = parse_column(
        rows, path, "count", _cdc.open_count, f"0, {_cdc.SUPPRESSED!r} or a whole number from 10 on"
    )
    rates = parse_column(rows, path, "rate", _cdc.rate, "a rate per 100,000, or -999")
    periods = _cdc.periods(rows, path)
    _cdc.check_unique(rows.assign(period=periods), path, ["code", "intent", "period"], "code")
    _cdc.check_open(rows, counts, rates, path)
    return pd.DataFrame(
        {
            "code": rows["code"],
            "name": rows["name"],
            "intent": rows["intent"],
            "period": periods,
            "provisional": rows["period"] == _cdc.TRAILING,
            "count": counts,
            "suppressed": counts.isna(),
            "rate": rates,
            "source_row": rows["source_row"],
        }
    )
