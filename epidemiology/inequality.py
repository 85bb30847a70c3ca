"""Inequality between areas: concentration at the extremes and population quintiles."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Extremes(NamedTuple):
    """Concentration at the extremes, each of shape (n,); NaN where nobody is counted."""

    ice: Floats
    """(A - P) / T, from -1 (everyone deprived) to +1 (everyone privileged)."""
    privileged_share: Floats
    """A / T."""
    deprived_share: Floats
    """P / T."""


def ice(privileged: ArrayLike, deprived: ArrayLike, total: ArrayLike) -> Extremes:
    """Index of Concentration at the Extremes (methods, section 3).

    Massey D (2001), The prodigal paradigm returns, in: Does It Take a Village?, 41-48;
    Krieger N et al. (2016), Am J Public Health 106:256-263.

    Args:
        privileged: households in the privileged extreme (A), shape (n,).
        deprived: households in the deprived extreme (P), shape (n,).
        total: all households (T), shape (n,); 0 gives NaN.

    Raises:
        ValueError: a count is negative, or the extremes hold more than the total.
    """
    a, p, t = (np.atleast_1d(np.asarray(x, dtype=float)) for x in (privileged, deprived, total))
    if np.any(a < 0) or np.any(p < 0) or np.any(t < 0):
        raise ValueError("a count is negative")
    # Counts that were spread over areas by shares are not whole: leave room for rounding.
    if np.any(a + p > t * (1 + 1e-9) + 1e-9):
        raise ValueError("the two extremes together hold more households than there are")
    safe = np.where(t > 0, t, np.nan)
    return Extremes((a - p) / safe, a / safe, p / safe)


def quintiles(
    value: ArrayLike, population: ArrayLike, most_deprived: Literal["highest", "lowest"]
) -> NDArray[np.int64]:
    """Population-weighted quintile of each area, 1 the most deprived (methods, section 3).

    Cut q is the smallest value whose cumulative population share reaches q / 5; classes are
    (lower cut, upper cut]. Areas with the same value always share a quintile, so a quintile
    holds a fifth of the people only as nearly as the areas allow.

    Args:
        value: the deprivation measure, shape (n,).
        population: residents, shape (n,).
        most_deprived: which end of ``value`` is deprived: ``highest`` for poverty, ``lowest``
            for income and ICE.

    Returns:
        1 to 5, shape (n,); 0 where the value is missing or nobody lives.

    Raises:
        ValueError: the shapes differ or a population is negative.
    """
    x, n = np.asarray(value, dtype=float), np.asarray(population, dtype=float)
    if x.shape != n.shape:
        raise ValueError(f"value and population differ in shape: {x.shape}, {n.shape}")
    if np.any(n < 0):
        raise ValueError("population has a negative value")
    used = ~np.isnan(x) & (n > 0)
    out = np.zeros(x.shape, dtype=np.int64)
    if not used.any():
        return out
    order = np.argsort(x[used], kind="stable")
    ordered, weights = x[used][order], n[used][order]
    share = weights.cumsum() / weights.sum()
    # A share of 0.6 must reach the cut 3/5 whatever the last bit of the sum says.
    positions = np.searchsorted(share, np.arange(1, 5) / 5 - 1e-12, side="left")
    ascending = 1 + np.searchsorted(ordered[positions], x[used], side="left")
    out[used] = ascending if most_deprived == "lowest" else 6 - ascending
    return out
