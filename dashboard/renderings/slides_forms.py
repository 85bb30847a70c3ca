"""What a native chart holds, whatever it draws: series, axes, how numbers are written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

RATE, SMALL_RATE = "[<9.95]0.0;#,##0", "[<1]0.00;[<9.95]0.0;#,##0"
"""One decimal below 10, none from there, as elsewhere; two below 1 where rates are divided."""
PLAIN = "General"
WHOLE, SHARE = "#,##0", "0%"
FEW, MANY = 8, 24
"""More rows than these are set smaller, and otherwise."""
LOG_BASE = 3.0
"""Each mark of a scale of ratios is three times the one below."""
_ROOM = 1.04
Value = float | None


@dataclass(frozen=True)
class Series:
    """Values with limits; of points also where each stands from left to right, and its name.

    ``hollow`` are places of values that are unstable, provisional or modelled, ``leading`` those
    that the figure is about, where others stand beside them.
    """

    name: str
    values: Sequence[Value]
    lower: Sequence[Value] = ()
    upper: Sequence[Value] = ()
    x: Sequence[float] = ()
    names: Sequence[str] = ()
    hollow: frozenset[int] = frozenset()
    leading: frozenset[int] = frozenset()
    sizes: Sequence[float] = ()
    colour: str = "injury"
    look: Literal["bar", "dots", "line", "marked"] = "dots"
    dash: str = ""
    label: Literal["", "values", "name"] = ""
    label_at: int = -1
    """Which value the name stands beside; the last unless told."""


@dataclass(frozen=True)
class Axis:
    """A scale of numbers: its title, how numbers are written, its ends."""

    title: str = ""
    format: str = PLAIN
    low: float | None = 0.0
    high: float | None = None
    log: bool = False


@dataclass(frozen=True)
class Chart:
    """All that a native chart is made of; ``notes`` are words that the slide must add."""

    kind: Literal["bars", "columns", "lines", "points"]
    series: Sequence[Series]
    y: Axis
    categories: Sequence[str] = ()
    labels: str = RATE
    """How values beside bars and dots are written."""
    x: Axis = Axis()
    notes: tuple[str, ...] = ()
    square: bool = False


def high(*values: Iterable[Value], least: float = 0.0) -> float:
    """A round number that holds every value."""
    top = max([v for some in values for v in some if v is not None] + [least]) * _ROOM
    if top <= 0:
        return 1.0
    step: float = 10.0 ** math.floor(math.log10(top))
    return next(n * step for n in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if n * step >= top)


def unit(prefix: str, suffix: str, plain: str = PLAIN) -> str:
    """How numbers with these signs are written; ``plain`` where there is none."""
    before, after = (sign.replace('"', "") for sign in (prefix, suffix))
    if not before and not after:
        return plain
    return (f'"{before}"' if before else "") + WHOLE + (f'"{after}"' if after else "")
