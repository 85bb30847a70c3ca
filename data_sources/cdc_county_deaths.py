"""Firearm homicides and suicides of county residents, by year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _cdc
from data_sources._dataset import Dataset, parse_column, require

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
        "st_geoid=25&$limit=50000&$order=geoid,intent,period"
    ),
    vintage="2019-2023 final, 2024 provisional; export of June 2025",
    retrieved="2025-06 (public copy)",
    licence=(
        "US Government work, public domain; NCHS data use rules: statistics only, counts of "
        "1-9 are not shown or derived"
    ),
    citation="CDC, Mapping Injury, Overdose, and Violence - County, data.cdc.gov, psx4-wq38.",
    files=("cdc/miovd_county_firearm_homicide_ma.csv", "cdc/miovd_county_firearm_suicide_ma.csv"),
    caveats=(
        "Counts of 1 to 9 are suppressed; the rate beside such a count is CDC's model "
        "estimate, not a count over a population.",
        "By county of residence, not by the place of the shooting.",
        "2024 is provisional: deaths still under investigation are missing or may change intent.",
        "Holds homicides and suicides; all firearm deaths together are not in this export.",
    ),
    used_for="Firearm homicides and suicides by county",
)

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
    require(rows["intent"].isin(_cdc.INTENTS), rows, path, "intent", ", ".join(_cdc.INTENTS))
    counts = parse_column(
        rows, path, "count", _cdc.open_count, f"0, {_cdc.SUPPRESSED!r} or a whole number from 10 on"
    )
    rates = parse_column(rows, path, "rate", _cdc.rate, "a rate per 100,000, or -999")
    # This rate is not a modelled one: it would give the hidden count back.
    rates = rates.mask(rows["count"] == _cdc.SECONDARY)
    periods = _cdc.periods(rows, path)
    _cdc.check_unique(rows.assign(period=periods), path, ["code", "intent", "period"], "code")
    _cdc.check_open(rows, counts, rates, path)
    suppressed = counts.isna()
    modelled = suppressed & rates.notna()
    if "modelled" in rows:
        flag = parse_column(rows, path, "modelled", _flag, "1 (modelled) or 0 (observed)")
        require(~flag | suppressed, rows, path, "modelled", "0 where the count is open")
        require(flag | ~modelled, rows, path, "modelled", "1 where the count is suppressed")
    return pd.DataFrame(
        {
            "code": rows["code"],
            "name": rows["name"],
            "intent": rows["intent"],
            "period": periods,
            "provisional": rows["period"] == _cdc.TRAILING,
            "count": counts,
            "suppressed": suppressed,
            "rate": rates,
            "modelled": modelled,
            "source_row": rows["source_row"],
        }
    )


def _flag(text: str) -> bool:
    number = float(text or 0)
    if number not in {0.0, 1.0, _cdc.MISSING_RATE}:
        raise ValueError(text)
    return number == 1
