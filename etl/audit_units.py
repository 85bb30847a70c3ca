"""What rates of ZIP areas could tell of CDC's hidden counts of counties and the state.

The rates of :mod:`etl.tract_units` carry no counts. A reader may still take a rate that is not
modelled times the residents for the people killed there, and add up the ZIP areas of a county. For
each count that CDC hides of a larger place this reading gives a smallest number and, where no ZIP
area of the place is modelled or left out, the number itself. The audit adds both to everything
else that is known, and the build stops where one number is left.

A modelled rate is CDC's own and not a count over residents, so it says nothing of the count.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from epidemiology.rates import PER
from epidemiology.status import SHOWS_RATE, Status
from epidemiology.suppression import MOST
from etl.audit_rules import Cell
from etl.settings import STATE
from etl.tract_units import INDICATOR, LEVEL

OF = "firearm_homicides"
"""The indicator of larger places whose deaths the rates are of."""
_ABOUT = ("indicators", "sources", "classes", "observations")
_NEVER = ("numerator", "denominator", "moe", "if_all_located")
_WHOLE = 0.999
"""Share of a ZIP area's residents from which it lies in one county."""
_OPEN = SHOWS_RATE - {Status.MODELLED}
_NONE = {Status.NONE_RECORDED, Status.NO_RESIDENTS}

Sum = tuple[list[Cell], float, float]


class _Parts(NamedTuple):
    """Of the ZIP areas of a larger place: the deaths that can be read, and whether that is all."""

    deaths: float
    complete: bool


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The published rates of ZIP areas.

    Raises:
        ValueError: another table or level has some, or a row has what could make a count of it.
    """
    for name, frame in tables.items():
        if name not in _ABOUT:
            for column in frame.columns:
                if frame[column].isin([INDICATOR]).any():
                    raise ValueError(
                        f"{name}: column {column} names {INDICATOR}. CDC's rates of ZIP areas are "
                        "shown and nothing is made of them; leave them out of this table"
                    )
    if "observations" not in tables:
        return pd.DataFrame(columns=["code", "period", "value", "status"])
    table = tables["observations"]
    found = table[table["indicator"] == INDICATOR]
    for column in _NEVER:
        wrong = found[found[column].notna()] if column in found else found[:0]
        if len(wrong):
            row = wrong.iloc[0]
            raise ValueError(
                f"{INDICATOR}, {row['level']} {row['code']}, {row['period']}: {column} stands "
                "beside a rate of which no count may be made; see etl/tract_units.py"
            )
    if not (found["level"] == LEVEL).all():
        raise ValueError(f"{INDICATOR}: expected ZIP areas only; came {set(found['level'])}")
    return found


def sums(tables: Mapping[str, pd.DataFrame], hidden: Iterable[Cell]) -> list[Sum]:
    """What the rates say of hidden counts of counties and the state.

    Args:
        tables: the published ones.
        hidden: cells whose count CDC hides.

    Returns:
        A cell, the smallest and the largest count that the rates allow.

    Raises:
        ValueError: the rates say more deaths than a hidden count can be.
    """
    found = rows(tables)
    if found.empty:
        return []
    out = []
    for cell in sorted(hidden):
        if (cell.indicator, cell.grouping) != (OF, "") or cell.level not in {"county", "state"}:
            continue
        here = found[found["period"] == cell.period]
        if here.empty:
            continue
        parts = _parts(tables, here, cell)
        least = round(parts.deaths) if parts.complete else math.floor(parts.deaths)
        if least > MOST:
            raise ValueError(
                f"{cell}: CDC hides this count, so it is at most {MOST}; the rates of its ZIP "
                "areas say more. Were the two tables published at different times? Fetch both "
                "again, or leave the units out until they agree"
            )
        out.append(([cell], float(least), float(least) if parts.complete else math.inf))
    return out


def _parts(tables: Mapping[str, pd.DataFrame], found: pd.DataFrame, cell: Cell) -> _Parts:
    residents = tables["places"].loc[lambda t: t["level"] == LEVEL].set_index("code")["population"]
    deaths, complete = 0.0, True
    status = dict(zip(found["code"], found["status"], strict=True))
    value = dict(zip(found["code"], found["value"], strict=True))
    for code, whole in _inside(tables, cell):
        state = status.get(code, Status.NOT_COVERED)
        if state in _NONE:
            continue
        if state in _OPEN and whole:
            deaths += float(value[code]) * float(residents.get(code, 0)) / PER
        else:
            complete = False
    return _Parts(deaths, complete)


def _inside(tables: Mapping[str, pd.DataFrame], cell: Cell) -> Iterator[tuple[str, bool]]:
    """The ZIP areas that share residents with a place, and whether they lie in it whole."""
    if cell.level == "state":
        places = tables["places"]
        if cell.code == STATE.fips:
            for code in places.loc[places["level"] == LEVEL, "code"]:
                yield str(code), True
        return
    pairs = tables["overlaps"]
    pairs = pairs[
        (pairs["from_level"] == LEVEL)
        & (pairs["to_level"] == cell.level)
        & (pairs["to_code"] == cell.code)
        & (pairs["people_share"] > 0)
    ]
    for code, share in zip(pairs["from_code"], pairs["people_share"], strict=True):
        yield str(code), bool(share >= _WHOLE)
