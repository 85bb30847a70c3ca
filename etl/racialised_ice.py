"""Concentration at the extremes of income, and of income and race together, with its error.

From table B19001 (households by income) and its forms B (Black alone) and H (White alone, not
Hispanic). ``(A - P) / T``: A households in the privileged extreme, P in the deprived one, T all
households. Krieger N et al. (2016), Am J Public Health 106:256-263; methods, section 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_sources.acs_5year import TABLES
from epidemiology.inequality import ice
from epidemiology.survey import ice_moe, proportion_moe, sum_moe
from etl.tracts import ICE_HIGH_CUT, ICE_LOW_CUT

Floats = NDArray[np.float64]

ALL, BLACK, WHITE = "B19001", "B19001B", "B19001H"
BOUNDS = (
    0, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 45_000, 50_000, 60_000, 75_000,
    100_000, 125_000, 150_000, 200_000,
)  # fmt: skip
"""Lower ends of the income groups, in dollars: lines 002 to 017 of each table."""


@dataclass(frozen=True)
class Count:
    """A count of households and its margin of error, each of shape (n,)."""

    value: Floats
    moe: Floats


@dataclass(frozen=True)
class Index:
    """One index, each of shape (n,)."""

    value: Floats
    moe: Floats
    privileged: Count
    """A."""
    deprived: Count
    """P."""
    total: Count
    """T."""

    def share(self, part: Count) -> tuple[Floats, Floats]:
        """A part of all households in percent, and its margin of error."""
        base = np.where(self.total.value > 0, self.total.value, np.nan)
        moe = proportion_moe(part.value, self.total.value, part.moe, self.total.moe)
        return 100 * part.value / base, 100 * moe


def lines(table: str, *, below: int = 0, least: int = 0) -> list[str]:
    """The lines of a table with incomes below, or of at least, so many dollars."""
    if len(BOUNDS) != TABLES[table] - 1:
        raise ValueError(f"{table} has {TABLES[table]} lines; expected one more than income groups")
    return [
        f"{table}_{number:03d}"
        for number, low in enumerate(BOUNDS, start=2)
        if (low < below if below else low >= least)
    ]


def total_of(counts: pd.DataFrame, names: list[str]) -> Count:
    """The sum of lines, and its margin of error.

    Args:
        counts: ``<line>E`` and ``<line>M``.
    """
    estimates = counts[[f"{name}E" for name in names]].to_numpy(dtype=float)
    moes = counts[[f"{name}M" for name in names]].to_numpy(dtype=float)
    return Count(estimates.sum(axis=1), sum_moe(estimates, moes))


def indices(
    counts: pd.DataFrame, low: int = ICE_LOW_CUT, high: int = ICE_HIGH_CUT
) -> dict[str, Index]:
    """The three indices of every place.

    Households of color with low incomes are all those with low incomes less the White ones who
    are not Hispanic; the margin of error of that difference is that of a sum (handbook, chapter
    8), which leaves out that the two counts share households and so is on the wide side.

    Args:
        counts: ``<line>E`` and ``<line>M`` of the three tables, one row a place.
        low: households below this are the deprived extreme, in dollars.
        high: households at or above this are the privileged one.

    Returns:
        ``ice_income``; ``ice_race_income`` (White households, not Hispanic, with high incomes
        against households of color with low ones); ``ice_black_income`` (against Black ones).
    """
    everyone = total_of(counts, [f"{ALL}_001"])
    poor = total_of(counts, lines(ALL, below=low))
    poor_white = total_of(counts, lines(WHITE, below=low))
    of_color = Count(
        np.maximum(poor.value - poor_white.value, 0.0), np.hypot(poor.moe, poor_white.moe)
    )
    rich_white = total_of(counts, lines(WHITE, least=high))
    return {
        "ice_income": _index(total_of(counts, lines(ALL, least=high)), poor, everyone),
        "ice_race_income": _index(rich_white, of_color, everyone),
        "ice_black_income": _index(rich_white, total_of(counts, lines(BLACK, below=low)), everyone),
    }


def _index(privileged: Count, deprived: Count, total: Count) -> Index:
    value = ice(privileged.value, deprived.value, total.value).ice
    moe = ice_moe(
        privileged.value, deprived.value, total.value, privileged.moe, deprived.moe, total.moe
    )
    return Index(value, moe, privileged, deprived, total)
