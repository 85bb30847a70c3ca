"""Tries to work out CDC's hidden counts from everything that is published here, as one set.

CDC's own tables open some of their cells by subtraction (a sex whose count is hidden beside the
other one and their sum). They are republished unchanged, so such cells are counted and listed,
and nothing is derived from the breakdown of that year (:func:`derivable`). What *we* derive may
open nothing: then the audit fails and names the cell.

The reasoning is linear and integer (:mod:`epidemiology.ranges`), over all places, periods, groups
and intents, with the years of potential life lost that CDC prints beside the counts. It does not
use what CDC publishes elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from data_sources import (
    cdc_county_deaths,
    cdc_national_deaths,
    cdc_state_deaths,
    cdc_wisqars,
)
from epidemiology.periods import Period
from epidemiology.rates import PER
from epidemiology.status import Status
from epidemiology.suppression import LEAST, MOST, counts_of_rate
from etl import audit_units, classes, deaths, tract_units
from etl.audit_rules import INTENTS, WHOLE, Cell, Known, System, apply
from etl.fields import FIELDS
from etl.settings import STATE
from etl.tables import SIGNIFICANT_DIGITS

Tables = Mapping[str, pd.DataFrame]

INDICATORS = (WHOLE, *INTENTS)
READ = ("observations", "series", "people_groups")
"""Tables whose rows are read; ``classes`` is made again from them."""
_ABOUT = ("indicators", "sources", "classes")
_PRINTED = {
    cdc_wisqars.DATASET.id: ("nation", "state"),
    cdc_state_deaths.DATASET.id: ("state", "us_state"),
    cdc_national_deaths.DATASET.id: ("nation",),
    cdc_county_deaths.DATASET.id: ("county",),
}
"""CDC dataset -> the levels at which it prints counts: every other row is derived."""
_NO_DEATHS = frozenset({"cdc_places"})
"""CDC datasets that count nobody's death."""
DERIVED = "derived"
"""Flag of a row that is ours although it looks like one of CDC's."""
_BESIDE_HIDDEN = {
    Status.SUPPRESSED: {"denominator"},
    Status.MODELLED: {"denominator", "value", "colour_class"},
    Status.NOT_COVERED: set[str](),
}
"""Numbers that may stand beside a hidden count: CDC's modelled rate is not one over the other."""
_OF_THE_ROW = {
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "colour_class",
    "age_adjusted",
    "years_lost",
}
"""Numbers that say nothing of any other row."""
_ABSENT = {"left out by CDC, read as 0 to 9": float(MOST), "left out by CDC, read as 0": 0.0}
"""Two readings of a row that CDC leaves out of a table; the second knows more."""
_KEY = list(Cell._fields)


@dataclass(frozen=True)
class Recovered:
    """What can be worked out of hidden counts."""

    hidden: int
    ranges: dict[Cell, tuple[float, float]]
    """Smallest and largest count that fits, under the first reading."""
    open_at_source: frozenset[Cell]
    """Opened by CDC's own tables alone, under one reading or the other."""
    contradicted: frozenset[Cell]
    """In tables of CDC that do not fit one another: their ranges say nothing."""
    opened: tuple[Cell, ...]
    """Opened by what is derived here, or touched by it where CDC's tables disagree."""


def check(tables: Tables) -> None:
    """Refuse tables that give a hidden cell back, without working out how wide the others stay.

    Args:
        tables: every table as it is published, masked and conformed.

    Raises:
        ValueError: a hidden cell is open because of something that is not CDC's own, or a row
            made from CDC's counts cannot be read; names indicator, place, period and group.
    """
    _checked(tables, exact=False)


def audit(tables: Tables) -> list[str]:
    """Run the audit over the published tables, and say how wide what is hidden stays.

    Args:
        tables: every table as it is published, masked and conformed.

    Returns:
        Lines for a person; no count is in them.

    Raises:
        ValueError: as in :func:`check`.
    """
    rows, found = _checked(tables, exact=True)
    widths = np.array([1 + high - low for low, high in found.ranges.values()])
    still = widths[widths > 1]
    quantiles = np.quantile(still, [0, 0.5, 1]) if len(still) else np.zeros(3)
    spread = " / ".join(f"{q:.0f}" for q in quantiles)
    derived = int((~rows["verbatim"]).sum()) + len(audit_units.rows(tables))
    lines = [
        f"{found.hidden:,} counts hidden by CDC; {derived} rows derived from them open none",
        f"{len(found.open_at_source):,} open in CDC's own tables; of the others each can be "
        f"{spread} whole numbers (fewest / median / most)",
    ]
    if found.contradicted:
        lines.append(f"{len(found.contradicted)} in tables of CDC that do not fit one another")
    by = sorted(found.open_at_source, key=lambda c: (c.indicator, c.level, c.grouping, c.period))
    for (indicator, level, grouping), cells in groupby(by, lambda c: (c[0], c[1], c.grouping)):
        years = ", ".join(dict.fromkeys(c.period for c in cells))
        lines.append(
            f"open in CDC's own tables: {indicator}, {level}{' by ' + grouping if grouping else ''}"
            f": {years}"
        )
    return lines


def _checked(tables: Tables, exact: bool) -> tuple[pd.DataFrame, Recovered]:
    rows = _rows(tables)
    _check_rows(rows)
    _check_classes(tables)
    hidden = rows[rows["verbatim"] & rows["status"].isin(_BESIDE_HIDDEN)]
    unknown = {Cell(*key) for key in _columns(hidden, _KEY)}
    found = _recover(rows, exact, of_units=audit_units.sums(tables, unknown))
    if found.opened:
        raise ValueError(
            f"{found.opened[0]}: CDC hides this count and what is derived here gives it back "
            f"({len(found.opened)} such cells). Leave the derived row out, or hide a cell of it"
        )
    return rows, found


def derivable(tables: Tables) -> pd.DataFrame:
    """The breakdowns that numbers may be derived from.

    Left out are those of which CDC's own tables open a cell, whatever is made of a row that is
    left out there, and those that contradict other tables of CDC.

    Args:
        tables: at least the tables of :data:`READ` that hold CDC's counts, masked.

    Returns:
        indicator, level, grouping ("" for everyone) and period, sorted, each once.
    """
    rows = _rows(tables)
    rows = rows[rows["verbatim"]]
    found = _recover(rows, exact=False)
    columns = ["indicator", "level", "grouping", "period"]
    every = rows.loc[rows["status"] != Status.NOT_COVERED, columns].drop_duplicates()
    out = {
        (c.indicator, c.level, c.grouping, c.period)
        for c in found.open_at_source | found.contradicted
    }
    kept = [key not in out for key in every.itertuples(index=False, name=None)]
    return (
        every[np.array(kept, dtype=bool)].sort_values(columns, kind="stable").reset_index(drop=True)
    )


def _rows(tables: Tables) -> pd.DataFrame:
    """Every row that CDC printed or that is made from CDC's counts, in one frame.

    Raises:
        ValueError: another table holds numbers of CDC's indicators, or a CDC source is not known.
    """
    parts = []
    for name, frame in tables.items():
        if name not in READ:
            _check_unread(name, frame)
            continue
        sources = frame["source"].str.split()
        cdc = sources.map(lambda ids: any(map(_of_deaths, ids))).astype(bool)
        ours = frame["indicator"].eq(tract_units.INDICATOR)  # read by a module of its own
        part = frame[(cdc & ~ours) | frame["indicator"].isin(INDICATORS)].assign(table=name)
        parts.append(part)
    rows = pd.concat(parts, ignore_index=True)
    for name in ("grouping", "group", "flags"):
        rows[name] = rows[name].fillna("") if name in rows else ""
    for name in sorted(_OF_THE_ROW - set(rows.columns)):
        rows[name] = np.nan
    everyone = rows["grouping"] == deaths.ALL  # one cell, whichever table says it
    rows.loc[everyone, ["grouping", "group"]] = ""
    here = (rows["level"] == "us_state") & (rows["code"] == STATE.fips)
    rows.loc[here, "level"] = "state"
    levels = rows["source"].map(_PRINTED)
    printed = [
        isinstance(some, tuple) and level in some
        for some, level in zip(levels, rows["level"], strict=True)
    ]
    twelve_months = rows["period"].map(lambda p: 364 <= Period.parse(p).days <= 366).astype(bool)
    ours = rows["flags"].str.split().map(lambda flags: DERIVED in flags).astype(bool)
    verbatim = np.array(printed, dtype=bool) & rows["indicator"].isin(INDICATORS) & ~ours
    return rows.assign(verbatim=verbatim & twelve_months)


def _of_deaths(source: str) -> bool:
    return source.startswith("cdc_") and source not in _NO_DEATHS


def _check_unread(name: str, frame: pd.DataFrame) -> None:
    if name in _ABOUT:
        return
    for column in frame.columns:
        if frame[column].isin(INDICATORS).any():
            raise ValueError(
                f"{name}: column {column} names one of CDC's indicators, and the audit does not "
                "read this table; teach etl/audit.py what its numbers are made of"
            )


def _check_rows(rows: pd.DataFrame) -> None:
    """No row by itself says a hidden count.

    Raises:
        ValueError: names the first row that does.
    """
    numbers = [
        name
        for name in rows.columns
        if name in FIELDS and FIELDS[name].type in {"number", "integer"}
    ]
    numbers += [name for name in rows.select_dtypes("number").columns if name not in numbers]
    for status, allowed in _BESIDE_HIDDEN.items():
        hidden = rows[rows["status"] == status]
        for name in numbers:
            if name not in allowed:
                _none(hidden[hidden[name].notna()], f"{name} stands beside a hidden count")
    seen = rows[~rows["status"].isin(_BESIDE_HIDDEN)]
    for name in numbers:
        if name not in _OF_THE_ROW:
            _none(seen[seen[name].notna()], f"the audit does not know what {name} is made of")
    count = seen["numerator"]
    printed = seen["verbatim"]
    small = (count >= LEAST) & (count <= MOST)
    _none(seen[small], f"a count from {LEAST} to {MOST}, which CDC hides")
    _none(seen[printed & (count.isna() | (count != count.round()))], "no whole count")
    made = seen["value"] * seen["denominator"] / PER
    _none(seen[(made - count).abs() > 0.5], "a rate that is not its count over its residents")
    key = rows.groupby(_KEY)["numerator"]
    differs = (key.transform("min") != key.transform("max")) & key.transform("count").gt(0)
    partly = key.transform("count").gt(0) & key.transform("count").ne(key.transform("size"))
    _none(rows[differs | partly], "hidden or another count in another table")


def _none(rows: pd.DataFrame, what: str) -> None:
    if len(rows):
        row = rows.iloc[0]
        raise ValueError(f"{_cell(row)}: {what} (table {row['table']})")


def _cell(row: pd.Series) -> Cell:
    return Cell(*(str(row[name]) for name in _KEY))


def _check_classes(tables: Tables) -> None:
    """The map's classes are those of the published values: hidden ones have no part in them.

    Raises:
        ValueError: names the indicator, level and period.
    """
    if not {"observations", "classes", "indicators"} <= set(tables):
        return
    rows = tables["observations"]
    rows = rows[rows["indicator"].isin(INDICATORS)]
    again, breaks = classes.run(rows.drop(columns="colour_class"), tables["indicators"])
    published = tables["classes"]
    published = published[published["indicator"].isin(INDICATORS)]
    key = [*classes.KEY, "colour_class"]
    both = published.merge(breaks, on=key, how="outer", suffixes=("", "_again"), validate="1:1")
    same = both["places"] == both["places_again"]
    for end in ("lower", "upper"):
        same &= np.isclose(both[end], both[f"{end}_again"], rtol=1e-9, atol=1e-12)
    shade = rows["colour_class"].fillna(-1) == again["colour_class"].fillna(-1)
    off = pd.concat([both.loc[~same, classes.KEY], rows.loc[~shade, classes.KEY]])
    if len(off):
        row = off.iloc[0]
        raise ValueError(
            f"{row['indicator']}, {row['level']}, {row['period']}: expected the map classes of "
            "the published values alone; came others, which can tell of hidden ones"
        )


def _recover(
    rows: pd.DataFrame, exact: bool = True, of_units: Sequence[audit_units.Sum] = ()
) -> Recovered:
    printed = rows[rows["verbatim"] & (rows["status"] != Status.NOT_COVERED)]
    printed = printed.sort_values("years_lost", na_position="first", kind="stable")
    known = {
        Cell(*key): Known(LEAST, MOST, np.nan)
        if np.isnan(count)
        else Known(count, count, float(lost))
        for *key, count, lost in _columns(printed, [*_KEY, "numerator", "years_lost"])
    }
    groups = {
        str(grouping): tuple(sorted(set(some)))
        for grouping, some in printed.groupby("grouping")["group"]
    }
    unsettled = printed[printed["flags"].str.split().map(lambda f: "provisional" in f).astype(bool)]
    provisional = set(_columns(unsettled, ["level", "indicator", "period"]))
    sums = [s for s in _sums(rows[~rows["verbatim"]], set(known)) if s is not None]
    sums += [s for s in of_units if set(s[0]) <= set(known)]
    hidden = [cell for cell, at in known.items() if at.hidden]

    ranges: dict[Cell, tuple[float, float]] = {}
    at_source, contradicted, opened = set[Cell](), set[Cell](), set[Cell]()
    for most in _ABSENT.values():
        system = System(known, groups, most)
        apply(system, provisional)
        for cell in hidden:
            system.count(cell)  # a cell that no rule names
        alone = system.ranges(hidden, exact=exact and not ranges)
        ends = {cell: low for cell, (low, high) in alone.items() if low == high}
        lost = {cell for cell, (low, _) in alone.items() if np.isnan(low)}
        at_source |= set(ends)
        if not ranges:
            ranges, contradicted = alone, lost
        if sums:
            for cells, least, largest in sums:
                system.limit([(1.0, cell) for cell in cells], least, largest)
                opened |= lost.intersection(cells)  # nothing is known of them, so nothing is safe
            for cell, (low, high) in system.ranges(hidden, exact=False).items():
                if cell not in ends and cell not in lost and not low < high:
                    opened.add(cell)
    return Recovered(
        len(hidden),
        {c: r for c, r in ranges.items() if not np.isnan(r[0])},
        frozenset(at_source),
        frozenset(contradicted),
        tuple(sorted(opened)),
    )


def _columns(rows: pd.DataFrame, names: list[str]) -> list[tuple[Any, ...]]:
    frame = rows.reindex(columns=names).drop_duplicates(names)
    return list(frame.itertuples(index=False, name=None))


def _sums(derived: pd.DataFrame, known: set[Cell]) -> list[tuple[list[Cell], float, float] | None]:
    """What each derived row says: a sum of CDC's cells over the years of its period.

    Raises:
        ValueError: a row with a number that is not such a sum.
    """
    return [_sum(row, known) for _, row in derived.iterrows()]


def _sum(row: pd.Series, known: set[Cell]) -> tuple[list[Cell], float, float] | None:
    if row[["numerator", "value", "lower", "upper", "age_adjusted", "years_lost"]].isna().all():
        return None
    cell = _cell(row)
    period = Period.parse(cell.period)
    years = [str(y) for y in range(period.first.year, period.last.year + 1)]
    cells = [cell._replace(period=year) for year in years]
    one = [cell] if cell in known else cells
    whole = (period.first.month, period.first.day, period.last.month, period.last.day) == (
        *(1, 1),
        *(12, 31),
    )
    extra = row[["age_adjusted", "years_lost"]].notna().any()
    if extra or not (set(one) <= known and (whole or cell in known)):
        raise ValueError(
            f"{cell}: made from CDC's counts in a way that the audit cannot follow "
            f"(table {row['table']}, source {row['source']}); teach etl/audit.py what it sums"
        )
    if not np.isnan(row["numerator"]):
        return one, float(row["numerator"]), float(row["numerator"])
    if np.isnan(row["value"]) or np.isnan(row["denominator"]):
        raise ValueError(f"{cell}: a rate or an interval without its count and residents")
    half = 0.5 * 10.0 ** (1 - SIGNIFICANT_DIGITS) * max(float(row["value"]), 1.0)
    least, most = counts_of_rate(row["value"], half, row["denominator"])
    return one, float(least), float(most)
