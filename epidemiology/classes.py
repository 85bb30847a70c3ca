"""Class breaks for maps: few, readable, and every value in exactly one class."""

from __future__ import annotations

import math
import warnings

import mapclassify
import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CLASSES = 5
_READABLE = (5.0, 2.5, 2.0, 1.0)


def breaks(values: ArrayLike, classes: int = CLASSES, digits: int = 6) -> Floats:
    """The inner cuts between classes: quantiles (mapclassify), rounded to readable numbers.

    Classes are ``(lower, upper]``; the first reaches down and the last up as far as it takes, so
    a value outside the range that made the breaks (an unstable rate, say) still has a class.
    Cuts are multiples of the largest step of 1, 2, 2.5 or 5 times a power of ten that leaves
    every class at least half of its equal share of the values. Where ties do not allow that,
    the largest step under which no class is empty. Fewer distinct values, fewer classes.

    Args:
        values: shape (n,); NaN is left out.
        classes: how many classes at most.
        digits: no cut has more decimals than this.

    Returns:
        Increasing cuts, shape (c - 1,) with 1 <= c <= ``classes``; empty where all values
        are alike or there is none.

    Raises:
        ValueError: a value is infinite, or fewer than two classes are asked for.
    """
    x = np.asarray(values, dtype=float).ravel()
    x = x[~np.isnan(x)]
    if np.isinf(x).any():
        raise ValueError("values has an infinite value")
    if classes < 2:
        raise ValueError(f"classes is {classes}; expected 2 or more")
    for k in range(min(classes, np.unique(x).size), 1, -1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # ties: fewer classes are tried next
            raw = np.unique(mapclassify.Quantiles(x, k=k).bins)
        raw = raw[raw < x.max()]
        if raw.size == k - 1 and (cuts := _rounded(raw, x, digits)) is not None:
            return cuts
    return np.empty(0)


def _rounded(raw: Floats, x: Floats, digits: int) -> Floats | None:
    """The cuts on the coarsest step that keeps the classes filled; None if no step does."""
    fair = x.size / (raw.size + 1) / 2
    filled: Floats | None = None
    for step in _steps(float(x.max() - x.min()), digits):
        # Dividing by a whole number of steps keeps 0.1 x 3 from becoming 0.30000000000000004.
        cuts = np.round(np.round(raw / step) * step, 10) + 0.0
        if np.any(np.diff(cuts) <= 0):
            continue
        smallest = np.bincount(assign(x, cuts), minlength=raw.size + 1).min()
        if smallest >= fair:
            return cuts
        if filled is None and smallest > 0:
            filled = cuts
    return filled


def _steps(spread: float, digits: int) -> list[float]:
    top = math.floor(math.log10(spread)) if spread > 0 else 0
    return [
        factor * 10.0**power
        for power in range(top, -digits - 1, -1)
        for factor in _READABLE
        if factor != 2.5 or power > -digits
    ]


def assign(values: ArrayLike, cuts: ArrayLike) -> NDArray[np.int64]:
    """Class of each value, 0 the lowest; classes are ``(lower, upper]``; -1 for NaN."""
    x = np.asarray(values, dtype=float)
    found = np.searchsorted(np.asarray(cuts, dtype=float), x, side="left")
    return np.where(np.isnan(x), -1, found).astype(np.int64)


def ends(values: ArrayLike) -> tuple[float, float]:
    """Readable numbers at or outside the lowest and the highest value, for a legend.

    Multiples of the power of ten below a tenth of the spread.

    Raises:
        ValueError: there is no value.
    """
    x = np.asarray(values, dtype=float).ravel()
    x = x[~np.isnan(x)]
    if not x.size:
        raise ValueError("values is empty; expected at least one")
    low, high = float(x.min()), float(x.max())
    spread = high - low or abs(high) or 1.0
    unit = 10.0 ** (math.floor(math.log10(spread)) - 1)
    # The guard keeps a rounded end from falling inside the values by the last bit.
    below = min(round(math.floor(low / unit) * unit, 10), low)
    above = max(round(math.ceil(high / unit) * unit, 10), high)
    return below, above
