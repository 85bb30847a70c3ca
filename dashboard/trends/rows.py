"""Yearly rows of places and of groups of people, and what a drawing and a table make of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.lookups import is_year, observations_of
from dashboard.records import Observation
from dashboard.sentences import value_words
from dashboard.words import _
from epidemiology.periods import Period
from epidemiology.rates import garwood
from epidemiology.status import HIDES_COUNT, SHOWS_RATE, Status

DAYS_A_YEAR = 365.25
PARTIAL = "partial_year"
_PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Group:
    """One row of ``people_groups``; numbers are None where the table is empty."""

    group: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    years_lost: float | None
    status: str
    source: str
    flags: str = ""


Row = Observation | Group
"""A row of a place or of a group of people."""
R = TypeVar("R", Observation, Group)


@lru_cache(maxsize=1024)
def yearly(atlas: Atlas, indicator: str, level: str, code: str) -> tuple[Observation, ...]:
    """The years of a place, oldest first."""
    return observations_of(atlas.series_of(indicator, level, code))


@lru_cache(maxsize=4)
def _groups(atlas: Atlas) -> dict[tuple[str, str], tuple[Group, ...]]:
    table = atlas.people_groups
    names = [name for name in Group.__dataclass_fields__ if name != "flags"]
    state = table[table["level"] == "state"]
    rows = state[names].astype(object).where(state[names].notna(), None)
    found: dict[tuple[str, str], list[Group]] = {}
    keys = zip(state["indicator"], state["grouping"], strict=True)
    for key, row in zip(keys, rows.itertuples(index=False, name=None), strict=True):
        found.setdefault(key, []).append(Group(*row))
    return {
        key: tuple(sorted(group, key=lambda row: (row.period, _age(row.group))))
        for key, group in found.items()
    }


def groups(atlas: Atlas, indicator: str, grouping: str) -> tuple[Group, ...]:
    """The state's rows of a grouping, every period, as published."""
    return _groups(atlas).get((indicator, grouping), ())


def group_periods(atlas: Atlas, indicator: str, grouping: str) -> list[str]:
    """Years and pools of years of a grouping that have a rate, newest first, single years first
    where they end alike."""
    shown = {row.period for row in groups(atlas, indicator, grouping) if has_rate(row)}
    return sorted(shown, key=lambda p: (Period.parse(p).last, is_year(p)), reverse=True)


def pools(atlas: Atlas, indicator: str, grouping: str) -> list[str]:
    """Periods of several years, newest first; a pool is there even where all is hidden in it."""
    found = {row.period for row in groups(atlas, indicator, grouping) if not is_year(row.period)}
    return sorted(found, reverse=True)


def _age(group: str) -> tuple[int, str]:
    digits = group.split()[0].rstrip("+")
    return (int(digits), "") if digits.isdigit() else (0, group)


def has_rate(row: Row) -> bool:
    """Whether a rate of the row may stand."""
    return row.value is not None and row.status in SHOWS_RATE


def count_of(row: Row) -> float | None:
    """The count, where it is published."""
    return None if row.status in HIDES_COUNT else row.numerator


def hollow(row: Row) -> bool:
    """Whether a value is unstable, provisional or modelled."""
    return row.status in {Status.UNSTABLE, Status.MODELLED} or provisional(row)


def provisional(row: Row) -> bool:
    """Whether the source is still counting."""
    return row.status == Status.PROVISIONAL or _PROVISIONAL in row.flags.split()


def at(period: str) -> float:
    """Where a period stands on an axis on which a year stands at its own number."""
    if is_year(period):
        return float(period)
    centre = Period.parse(period).centre
    return round(centre.year + centre.timetuple().tm_yday / DAYS_A_YEAR - 0.5, 2)


def limits(count: float) -> tuple[float, float]:
    """Exact limits of a count."""
    lower, upper = garwood([count])
    return float(lower[0]), float(upper[0])


def point(row: Row, *, count: bool) -> drawings.Point:
    """A row as a point of a line; without a number it is a gap."""
    when = formats.period_short(row.period)
    value: float | None
    if count:
        value = count_of(row) or None
        lower, upper = limits(value) if value else (None, None)
    else:
        value, lower, upper = (
            (row.value, row.lower, row.upper) if has_rate(row) else (None, None, None)
        )
    said = f"{when}: {count_text(row) if count else rate_text(row)}"
    return drawings.Point(at(row.period), value, lower, upper, said, hollow(row))


def line(name: str, rows: Sequence[Row], role: str, *, count: bool) -> drawings.Line:
    """Rows as a line; a year that is not over stands apart from it."""
    points = []
    for row in rows:
        here = point(row, count=count)
        if PARTIAL in row.flags.split():
            if count:
                continue
            points.append(drawings.Point(here.year - 0.5, None, None, None, ""))
        points.append(here)
    return drawings.Line(name, tuple(points), role)  # type: ignore[arg-type]


def lines(
    drawn: Sequence[drawings.Line], *, count: bool, breaks: Sequence[drawings.Break] = ()
) -> drawings.Lines:
    """Lines on a scale of rates or of people."""
    title = _("people a year") if count else _("per 100,000 residents a year")
    return drawings.Lines(tuple(drawn), title, tuple(breaks))


def by_period(rows: Sequence[R]) -> dict[str, R]:
    """Rows by their period."""
    return {row.period: row for row in rows}


def sources(*tables: Sequence[Row]) -> tuple[str, ...]:
    """Ids of the sources of rows, each once."""
    return tuple(
        dict.fromkeys(id for table in tables for row in table for id in row.source.split())
    )


def period(rows: Sequence[Row]) -> str:
    """First to last full year of rows, as periods are written."""
    years = [row.period for row in rows if is_year(row.period)] or [rows[0].period]
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else years[0]


def both_text(row: Row | None) -> str:
    """A count and its rate in one cell."""
    if row is None or not has_rate(row):
        return count_text(row)
    return _("{people}; {rate}").format(people=formats.number(row.numerator), rate=rate_text(row))


def rate_text(row: Row | None) -> str:
    """A rate with its interval for a table, or what stands in its place."""
    if row is None:
        return formats.NOTHING
    if not has_rate(row):
        return absent_text(row)
    text = formats.number(row.value, 1)
    ends = formats.interval(row.lower, row.upper, digits=1)
    text += f" ({ends})" if ends else ""
    return _marked(text, row)


def count_text(row: Row | None) -> str:
    """A count for a table, or what stands in its place."""
    if row is None:
        return formats.NOTHING
    count = count_of(row)
    if not count:
        return absent_text(row)
    return _provisional(formats.number(count), row)


def _marked(text: str, row: Row) -> str:
    if row.status == Status.UNSTABLE:
        return _("{value}, unstable").format(value=text)
    if row.status == Status.MODELLED:
        return _("{value}, modelled").format(value=text)
    return _provisional(text, row)


def _provisional(text: str, row: Row) -> str:
    if provisional(row):
        return _("{value}, provisional").format(value=text)
    return text


def absent_text(row: Row) -> str:
    """Why there is no number, in a few words."""
    if row.status == Status.SUPPRESSED:
        if is_year(row.period):
            return _("1-9, hidden")
        return _("hidden: 1-9 in a year")
    if row.status == Status.NOT_COVERED and not is_year(row.period):
        return _("a year not published")
    if row.status == Status.COUNT_ONLY:
        return _("{n}, no rate").format(n=formats.number(row.numerator))
    if row.status == Status.TOO_FEW:
        return formats.TOO_FEW
    return value_words.status_name(row.status).lower()
