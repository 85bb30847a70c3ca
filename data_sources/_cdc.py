"""How CDC writes counts, rates and periods in its tables of deaths.

Counts of 1 to 9 are suppressed in each of them. A reader that met such a count in the open would
hold a file that CDC did not mean to publish, so that is an error here, not a number.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from data_sources._dataset import SourceError, parse_column, read_rows, require, whole_number
from data_sources._fetch import Table

SUPPRESSED = "1-9"
SECONDARY = "10-50"
"""A larger count that CDC hides so that a small one beside it stays hidden."""
MISSING_RATE = -999.0
INTENTS = ("FA_Deaths", "FA_Homicide", "FA_Suicide", "All_Homicide", "All_Suicide", "Drug_OD")
TRAILING = "TTM"
"""Trailing twelve months: provisional, and rising as late reports come in."""

_INTERVAL = re.compile(r"^(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)$")
_WINDOW = re.compile(r"^([A-Z][a-z]+), (\d{4}) to ([A-Z][a-z]+), (\d{4})$")
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}


def open_count(text: str) -> float:
    """A count as data.cdc.gov writes it; NaN where suppressed.

    Raises:
        ValueError: not a whole number, or one from 1 to 9, which CDC suppresses.
    """
    if text.strip() in {SUPPRESSED, SECONDARY}:
        return math.nan
    return float(not_small(whole_number(text)))


def not_small(count: int) -> int:
    """The count, if it is one that CDC publishes.

    Raises:
        ValueError: it is between 1 and 9.
    """
    if 0 < count < 10:
        raise ValueError(count)
    return count


def rate(text: str) -> float:
    """A rate per 100,000 as data.cdc.gov writes it; NaN where it is -999.

    The API's float noise ("8.199999999999999") is rounded back to the one published decimal.

    Raises:
        ValueError: not a number, or a negative one other than -999.
    """
    number = float(text)
    if number == MISSING_RATE:
        return math.nan
    if not math.isfinite(number) or number < 0:
        raise ValueError(text)
    return round(number, 1)


def flag(text: str) -> bool:
    """``rate_m``: whether the rate beside it is modelled.

    Raises:
        ValueError: neither 1, 0, -999 nor blank.
    """
    number = float(text or 0)
    if number not in {0.0, 1.0, MISSING_RATE}:
        raise ValueError(text)
    return number == 1


def interval(text: str) -> tuple[float, float]:
    """``rate_m_ci``: both ends of the interval of a modelled rate, NaN where CDC gives none.

    Raises:
        ValueError: neither "low-high" nor -999 or blank, or the ends are the wrong way round.
    """
    cleaned = text.strip()
    if not cleaned or cleaned in {"-999", "-999.0"}:
        return math.nan, math.nan
    match = _INTERVAL.match(cleaned)
    if not match or float(match[1]) > float(match[2]):
        raise ValueError(text)
    return float(match[1]), float(match[2])


def trailing_period(text: str) -> str:
    """``April, 2025 to March, 2026`` as ``2025-04_2026-03``; a calendar year as ``2024``.

    Raises:
        ValueError: the text has another form, or the window is not twelve months long.
    """
    match = _WINDOW.match(text.strip())
    if not match or match[1] not in _MONTHS or match[3] not in _MONTHS:
        raise ValueError(text)
    first, last = (int(match[2]), _MONTHS[match[1]]), (int(match[4]), _MONTHS[match[3]])
    if 12 * (last[0] - first[0]) + last[1] - first[1] != 11:
        raise ValueError(text)
    if first[1] == 1:
        return str(first[0])
    return f"{first[0]}-{first[1]:02}_{last[0]}-{last[1]:02}"


def calendar_year(text: str) -> str:
    """A year of four digits.

    Raises:
        ValueError: anything else, or a year outside 2019-2099.
    """
    if not re.fullmatch(r"20(19|[2-9]\d)", text):
        raise ValueError(text)
    return text


def periods(rows: pd.DataFrame, path: Path) -> pd.Series:
    """Years as they stand, the trailing twelve months by the window that the row names.

    Args:
        rows: columns period and window.

    Raises:
        SourceError: a period is neither a year nor TTM, or a window cannot be read.
    """
    trailing = rows["period"] == TRAILING
    out = pd.Series("", index=rows.index, dtype="str")
    out[~trailing] = parse_column(
        rows[~trailing], path, "period", calendar_year, f"a year from 2019 on, or {TRAILING}"
    )
    out[trailing] = parse_column(
        rows[trailing],
        path,
        "window",
        trailing_period,
        "twelve months, as in 'April, 2025 to March, 2026'",
    )
    return out


def read_either(path: Path, schemas: tuple[dict[str, str], ...]) -> pd.DataFrame:
    """Read a file that has one of several published forms: the first whose columns all stand.

    Raises:
        SourceError: none fits (the error names a column of the form that fits best).
    """
    if not path.is_file():
        raise SourceError(path, "the file is missing", "a CSV file with a header line")
    try:
        header = set(pd.read_csv(path, dtype=str, nrows=0, encoding="utf-8-sig").columns)
    except (pd.errors.EmptyDataError, UnicodeDecodeError):
        header = set()
    best = max(schemas, key=lambda schema: len(header & set(schema)))
    return read_rows(path, best)


def cells(rows: pd.DataFrame, path: Path) -> pd.DataFrame:
    """What a table of small areas says of each area, intent and period.

    Args:
        rows: the text as read: code, intent, period, count, rate, window; perhaps modelled (the
            flag ``rate_m``).

    Returns:
        period, provisional (bool), count (NaN where suppressed), suppressed (bool), rate (NaN
        where CDC has none), modelled (bool: the rate is an estimate for a suppressed count).

    Raises:
        SourceError: a value is not in its documented form, a row is repeated, a count of 1-9
            stands in the open, or the flag contradicts the count.
    """
    require(rows["intent"].isin(INTENTS), rows, path, "intent", ", ".join(INTENTS))
    counts = parse_column(
        rows, path, "count", open_count, f"0, {SUPPRESSED!r} or a whole number from 10 on"
    )
    rates = parse_column(rows, path, "rate", rate, "a rate per 100,000, or -999")
    # This rate is not a modelled one: it would give the hidden count back.
    rates = rates.mask(rows["count"] == SECONDARY)
    when = periods(rows, path)
    check_unique(rows.assign(period=when), path, ["code", "intent", "period"], "code")
    check_open(rows, counts, rates, path)
    suppressed = counts.isna()
    modelled = suppressed & rates.notna()
    if "modelled" in rows:
        flags = parse_column(rows, path, "modelled", flag, "1 (modelled) or 0 (observed)")
        require(~flags | suppressed, rows, path, "modelled", "0 where the count is open")
        require(flags | ~modelled, rows, path, "modelled", "1 where the count is suppressed")
    return pd.DataFrame(
        {
            "period": when,
            "provisional": rows["period"] == TRAILING,
            "count": counts,
            "suppressed": suppressed,
            "rate": rates,
            "modelled": modelled,
        },
        index=rows.index,
    )


def vintage(periods: Collection[str], windows: Collection[str]) -> str:
    """What a fetched table covers, in words.

    Args:
        periods: years, and TTM.
        windows: the twelve months of the TTM rows; blank ones are passed over.
    """
    years = sorted(set(periods) - {TRAILING})
    parts = ["-".join(dict.fromkeys((years[0], years[-1])))] if years else []
    return "; ".join([*parts, *(f"{w} provisional" for w in sorted(set(windows) - {""}))])


def described(table: Table) -> str:
    """:func:`vintage` of a table with the columns period and ttm_date_range."""
    return vintage(
        {row.get("period", "") for row in table.rows} - {""},
        {row.get("ttm_date_range", "") for row in table.rows},
    )


def check_open(rows: pd.DataFrame, counts: pd.Series, rates: pd.Series, path: Path) -> None:
    """An open count has its rate, and none has none.

    Args:
        rows: the text as read, with columns count and rate.

    Raises:
        SourceError: an open count lacks a rate, or 0 deaths has a rate above 0.
    """
    require(counts.isna() | rates.notna(), rows, path, "rate", "a rate where the count is open")
    require((counts != 0) | (rates == 0), rows, path, "rate", "0 where the count is 0")


def check_unique(rows: pd.DataFrame, path: Path, key: list[str], column: str) -> None:
    """Each row of the key once.

    Raises:
        SourceError: names the first repeated line.
    """
    require(~rows.duplicated(key), rows, path, column, f"each {', '.join(key)} once")
