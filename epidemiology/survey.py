"""Sampling error of the American Community Survey, and medians from income bins.

Margins of error (MOE) are at 90 % confidence, ``MOE = 1.645 x standard error``. Formulas:
U.S. Census Bureau (2020), Understanding and Using American Community Survey Data: What All
Data Users Need to Know, chapter 8, "Calculating measures of error for derived estimates".
A missing MOE (NaN) gives a missing result: nothing is invented.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

Z90 = 1.645
"""Margin of error over standard error, as the Census Bureau defines it."""
CV_HIGH = 12.0
"""A coefficient of variation up to this, in percent, is of high reliability."""
CV_MEDIUM = 40.0
"""Up to this medium, above it low (Esri's classes, used in methods, section 4)."""


def _floats(values: ArrayLike, name: str) -> Floats:
    out = np.asarray(values, dtype=float)
    if np.isinf(out).any():
        raise ValueError(f"{name} has an infinite value")
    return out


def _moes(values: ArrayLike, name: str) -> Floats:
    out = _floats(values, name)
    if np.any(out < 0):
        raise ValueError(f"{name} has a negative margin of error; jam values are not numbers")
    return out


def sum_moe(estimates: ArrayLike, moes: ArrayLike) -> Floats:
    """MOE of a sum along the last axis: the root of the summed squares.

    Of the estimates that are zero only the largest MOE counts (handbook, chapter 8): the MOE
    of a zero is a model value and adding many of them overstates the error.

    Args:
        estimates: the parts, shape (..., k).
        moes: their margins of error, shape (..., k).

    Returns:
        Shape (...).

    Raises:
        ValueError: the shapes differ, or a MOE is negative or infinite.
    """
    x, m = _floats(estimates, "estimates"), _moes(moes, "moes")
    if x.shape != m.shape:
        raise ValueError(f"estimates and moes differ in shape: {x.shape}, {m.shape}")
    zero = x == 0
    squares = np.where(zero, 0.0, m**2).sum(axis=-1)
    largest = np.where(zero, m, 0.0).max(axis=-1, initial=0.0)
    return np.asarray(np.sqrt(squares + largest**2))


def proportion_moe(
    numerator: ArrayLike,
    denominator: ArrayLike,
    numerator_moe: ArrayLike,
    denominator_moe: ArrayLike,
) -> Floats:
    """MOE of a share ``x / y`` where x is a part of y, as a share (0-1).

    ``sqrt(MOEx^2 - p^2 MOEy^2) / y``; where the radicand is not positive, the ratio's form
    with a plus sign (handbook, chapter 8). NaN where y is 0.

    Args:
        numerator: x, shape (n,).
        denominator: y, shape (n,).
        numerator_moe: shape (n,).
        denominator_moe: shape (n,).
    """
    return _quotient_moe(numerator, denominator, numerator_moe, denominator_moe, part=True)


def ratio_moe(
    numerator: ArrayLike,
    denominator: ArrayLike,
    numerator_moe: ArrayLike,
    denominator_moe: ArrayLike,
) -> Floats:
    """MOE of a ratio ``x / y`` where x is not a part of y: ``sqrt(MOEx^2 + r^2 MOEy^2) / y``.

    Arguments as in :func:`proportion_moe`; NaN where y is 0.
    """
    return _quotient_moe(numerator, denominator, numerator_moe, denominator_moe, part=False)


def _quotient_moe(
    x: ArrayLike, y: ArrayLike, x_moe: ArrayLike, y_moe: ArrayLike, *, part: bool
) -> Floats:
    top, bottom = _floats(x, "numerator"), _floats(y, "denominator")
    top_moe, bottom_moe = _moes(x_moe, "numerator_moe"), _moes(y_moe, "denominator_moe")
    safe = np.where(bottom == 0, np.nan, bottom)
    scaled = (top / safe) ** 2 * bottom_moe**2
    squared = top_moe**2 + scaled
    if part:
        radicand = top_moe**2 - scaled
        squared = np.where(radicand > 0, radicand, squared)
    return np.asarray(np.sqrt(squared) / np.abs(safe))


def product_moe(a: ArrayLike, b: ArrayLike, a_moe: ArrayLike, b_moe: ArrayLike) -> Floats:
    """MOE of a product ``a b``: ``sqrt(a^2 MOEb^2 + b^2 MOEa^2)`` (handbook, chapter 8)."""
    x, y = _floats(a, "a"), _floats(b, "b")
    x_moe, y_moe = _moes(a_moe, "a_moe"), _moes(b_moe, "b_moe")
    return np.asarray(np.sqrt(x**2 * y_moe**2 + y**2 * x_moe**2))


def percent_change_moe(
    earlier: ArrayLike, later: ArrayLike, earlier_moe: ArrayLike, later_moe: ArrayLike
) -> Floats:
    """MOE of ``100 (later - earlier) / earlier``, in percent: that of the ratio, times 100.

    The two estimates must come from periods that do not overlap (handbook, chapter 8).
    """
    return 100.0 * ratio_moe(later, earlier, later_moe, earlier_moe)


def coefficient_of_variation(estimate: ArrayLike, moe: ArrayLike) -> Floats:
    """CV in percent, ``100 (MOE / 1.645) / estimate``; NaN where the estimate is not positive."""
    x, m = _floats(estimate, "estimate"), _moes(moe, "moe")
    positive = np.where(x > 0, x, np.nan)
    return np.asarray(100.0 * (m / Z90) / positive)


def reliability(cv: ArrayLike) -> NDArray[np.str_]:
    """``high`` up to 12 %, ``medium`` up to 40 %, ``low`` above; "" where there is no CV."""
    c = np.asarray(cv, dtype=float)
    # A CV that is exactly at a limit must not be moved over it by rounding in the division.
    with np.errstate(invalid="ignore"):
        return np.select(
            [c <= CV_HIGH * (1 + 1e-12), c <= CV_MEDIUM * (1 + 1e-12), c > CV_MEDIUM],
            ["high", "medium", "low"],
            default="",
        ).astype(str)


class Median(NamedTuple):
    """Medians from bins, each of shape (m,)."""

    value: Floats
    """NaN where there is nobody; the bound of the open bin where ``open`` is not empty."""
    bin: NDArray[np.int64]
    """Index of the bin that holds the median; -1 where there is nobody."""
    open: NDArray[np.str_]
    """``below`` or ``above`` where the median lies in the open bin at that end, else ""."""


def binned_median(counts: ArrayLike, lower_bounds: ArrayLike) -> Median:
    """Median of grouped data by linear interpolation inside the bin that holds it.

    The formula for grouped data, ``L + (N/2 - F) / f x width`` (F = cases below the bin, f =
    cases in it), with bins ``[lower bound, next lower bound)``: Yule GU and Kendall MG (1950),
    An Introduction to the Theory of Statistics, on the median. The bottom and the top bin are
    open: a median that falls there is only known to be below the second bound or above the
    last one. The Census Bureau works from finer bins, so published medians differ a little:
    for the summed tract bins of Massachusetts, 2019-2023, this gives 101,640 (to the nearest
    ten) against 101,341 as published.

    Args:
        counts: cases per bin, shape (m, k) or (k,); need not be whole.
        lower_bounds: lower end of each bin, increasing, shape (k,).

    Raises:
        ValueError: the shapes do not fit, bounds do not increase, or a count is negative,
            missing or infinite.
    """
    n = np.atleast_2d(_floats(counts, "counts"))
    bounds = _floats(lower_bounds, "lower_bounds")
    if n.shape[-1] != bounds.size or bounds.size < 2:
        raise ValueError(
            f"counts have {n.shape[-1]} bins, lower_bounds {bounds.size}; expected the same"
        )
    if np.any(np.diff(bounds) <= 0):
        raise ValueError("lower_bounds do not increase")
    if np.isnan(n).any() or np.any(n < 0):
        raise ValueError("counts has a negative or missing value")
    cumulative = n.cumsum(axis=1)
    half = cumulative[:, -1] / 2
    nobody = half == 0
    # The first bin whose cumulative count reaches half of all; an empty bin never does first.
    index = np.argmax(cumulative >= half[:, None], axis=1)
    last = bounds.size - 1
    rows = np.arange(len(n))
    below = cumulative[rows, index] - n[rows, index]
    width = np.append(np.diff(bounds), np.nan)[index]
    with np.errstate(invalid="ignore", divide="ignore"):
        value = bounds[index] + (half - below) / n[rows, index] * width
    value = np.select([nobody, index == 0, index == last], [np.nan, bounds[1], bounds[last]], value)
    index = np.where(nobody, -1, index)
    ends = np.select([index == 0, index == last], ["below", "above"], default="").astype(str)
    return Median(value, index, ends)


class ParetoMedian(NamedTuple):
    """Medians from bins, each of shape (m,)."""

    value: Floats
    """As :attr:`Median.value`."""
    shape: Floats
    """Theta of the Pareto line inside the bin; NaN where the line is straight instead."""
    scale: Floats
    """Its k, in the unit of the bounds; NaN likewise."""


def pareto_median(counts: ArrayLike, lower_bounds: ArrayLike) -> ParetoMedian:
    """Median of grouped incomes along a Pareto curve inside the bin that holds it.

    ``theta = log((1 - Pa) / (1 - Pb)) / log(b / a)``, ``k = ((Pb - Pa) / (a^-theta -
    b^-theta))^(1 / theta)``, median ``= k 2^(1 / theta)``, with a and b the ends of the bin and Pa,
    Pb the shares below them: U.S. Census Bureau (2020), handbook chapter 8, which uses it for
    incomes in bins wider than $2,500. Nearer to published medians than :func:`binned_median` (Los
    Angeles County 2009-2013: 55,976 against 56,364); the tables here use the straight line, which
    needs no assumption. Straight too where the curve does not exist: a bin that starts at or below
    0, or nobody above it.

    Args and errors as :func:`binned_median`.
    """
    linear = binned_median(counts, lower_bounds)
    n = np.atleast_2d(_floats(counts, "counts"))
    bounds = np.append(_floats(lower_bounds, "lower_bounds"), np.nan)
    share = n.cumsum(axis=1) / np.where(n.sum(axis=1) > 0, n.sum(axis=1), np.nan)[:, None]
    rows, inside = np.arange(len(n)), np.maximum(linear.bin, 0)
    above = share[rows, inside]
    below = np.where(inside > 0, share[rows, np.maximum(inside - 1, 0)], 0.0)
    low, high = bounds[inside], bounds[inside + 1]
    curved = (linear.bin >= 0) & (linear.open == "") & (low > 0) & (above < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = np.where(curved, np.log((1 - below) / (1 - above)) / np.log(high / low), np.nan)
        k = ((above - below) / (low**-theta - high**-theta)) ** (1 / theta)
        value = np.where(curved, k * 2 ** (1 / theta), linear.value)
    return ParetoMedian(value, theta, k)


def ice_moe(
    privileged: ArrayLike,
    deprived: ArrayLike,
    total: ArrayLike,
    privileged_moe: ArrayLike,
    deprived_moe: ArrayLike,
    total_moe: ArrayLike,
) -> Floats:
    """MOE of an Index of Concentration at the Extremes ``(A - P) / T``, on its scale (-1 to 1).

    That of the ratio of the difference ``A - P`` to T: with the plus sign, because the difference
    is no part of T and may be negative (handbook, chapter 8). Where an extreme is the sum of
    several estimates, its MOE is that of :func:`sum_moe`.

    Args:
        privileged: households in the privileged extreme (A), shape (n,).
        deprived: households in the deprived extreme (P), shape (n,).
        total: all households (T), shape (n,); 0 gives NaN.
        privileged_moe, deprived_moe, total_moe: their margins of error, shape (n,).
    """
    a, p = _floats(privileged, "privileged"), _floats(deprived, "deprived")
    both = np.hypot(_moes(privileged_moe, "privileged_moe"), _moes(deprived_moe, "deprived_moe"))
    return ratio_moe(a - p, total, both, total_moe)
