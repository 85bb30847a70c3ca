"""Do places with many people shot lie side by side more than chance would have it?"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import false_discovery_control, norm

from epidemiology.smoothing import Neighbours, checked, pairs, standardised_rates

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # numba is optional for esda; permutations here are NumPy's
    from esda.moran import Moran
    from libpysal.weights import W

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

PERMUTATIONS = 9_999
SEED = 20_171_231
"""Of the random permutations, so that every build draws the same."""
FALSE_DISCOVERY_RATE = 0.05

HIGH_HIGH = "high_surrounded_by_high"
LOW_LOW = "low_surrounded_by_low"
HIGH_LOW = "high_surrounded_by_low"
LOW_HIGH = "low_surrounded_by_high"
NOT_SIGNIFICANT = "not_significant"
NOT_TESTED = "not_tested"
LABELS = (HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH, NOT_SIGNIFICANT, NOT_TESTED)

NEEDED = 4
"""Fewer areas have no variance of Moran's I, which divides by n - 3."""


class MoranTest(NamedTuple):
    """Moran's I with its moments under the null; NaN where it is not defined."""

    i: float
    expected: float
    variance: float
    """Under randomisation."""
    z: float
    p_greater: float
    """Chance of an I at least as large, normal approximation."""
    variance_normality: float
    z_normality: float


class LocalMoments(NamedTuple):
    """Expectation and variance of local Moran's I, with z and two-sided p; shape (n,)."""

    expected: Floats
    variance: Floats
    z: Floats
    p: Floats


class Clusters(NamedTuple):
    """Local test of every area, shape (n,), and the global one. NaN where not tested."""

    label: NDArray[np.str_]
    """One of :data:`LABELS`."""
    i: Floats
    p: Floats
    """Two-sided pseudo p from conditional permutations."""
    fdr: Floats
    """p after Benjamini and Hochberg over all tested areas."""
    tested: Booleans
    moran: MoranTest
    moran_p: float
    """Pseudo p of the global I: share of permutations with an I as large, this one included."""


def connected(used: Booleans, neighbours: Neighbours) -> Booleans:
    """The areas of ``used`` that touch another one of them: islands drop out.

    Raises:
        ValueError: see :func:`epidemiology.smoothing.pairs`.
    """
    place, other = pairs(neighbours, len(used))
    touched = np.zeros(len(used), dtype=bool)
    touched[place[used[place] & used[other]]] = True
    return touched


def among(neighbours: Neighbours, kept: Booleans) -> list[list[int]]:
    """Neighbour lists of the kept areas alone, numbered anew in their order."""
    position = np.cumsum(kept) - 1
    return [
        [int(position[j]) for j in own if kept[j]]
        for own, keep in zip(neighbours, kept, strict=True)
        if keep
    ]


def lag(values: ArrayLike, neighbours: Neighbours) -> Floats:
    """Mean of each area's neighbours (row-standardised weights), shape (n,); islands have NaN.

    Raises:
        ValueError: see :func:`epidemiology.smoothing.pairs`.
    """
    x = np.asarray(values, dtype=float)
    place, other = pairs(neighbours, len(x))
    size = np.bincount(place, minlength=len(x))
    total = np.bincount(place, weights=x[other], minlength=len(x))
    out: Floats = np.divide(total, size, out=np.full(len(x), np.nan), where=size > 0)
    return out


def moran(values: ArrayLike, neighbours: Neighbours) -> MoranTest:
    """Moran's I with row-standardised weights, by ``esda.Moran``.

    esda keeps areas without neighbours in n and so waters I down; they are refused here: see
    :func:`connected`. Cliff AD, Ord JK (1981), Spatial Processes.

    Args:
        values: shape (n,), finite.
        neighbours: of length n, none empty.

    Returns:
        NaN throughout under :data:`NEEDED` areas or where all values are equal.

    Raises:
        ValueError: a value is not finite, an area has no neighbour, or see
            :func:`epidemiology.smoothing.pairs`.
    """
    x = _finite(values, neighbours)
    if len(x) < NEEDED or np.ptp(x) == 0:
        return MoranTest(*[np.nan] * 7)
    weights = W({i: list(own) for i, own in enumerate(neighbours)}, silence_warnings=True)
    test = Moran(x, weights, transformation="r", permutations=0)
    return MoranTest(
        float(test.I),
        float(test.EI),
        float(test.VI_rand),
        float(test.z_rand),
        float(norm.sf(test.z_rand)),
        float(test.VI_norm),
        float(test.z_norm),
    )


def local_moran(values: ArrayLike, neighbours: Neighbours) -> Floats:
    """Local Moran's I: ``z_i lag(z)_i / m2``, ``m2 = sum z^2 / n``, z about the mean.

    Anselin L (1995), Local indicators of spatial association, Geogr Anal 27:93-115, as spdep has
    it; the mean over areas is Moran's I. ``esda.Moran_Local`` is (n - 1)/n times this.

    Args:
        values: shape (n,), finite.
        neighbours: of length n, none empty.

    Returns:
        Shape (n,); NaN where all values are equal.

    Raises:
        ValueError: see :func:`moran`.
    """
    x = _finite(values, neighbours)
    z = x - x.mean() if len(x) else x
    if len(x) == 0 or np.ptp(x) == 0:
        return np.full(len(x), np.nan)
    return np.asarray(z * lag(z, neighbours) / np.mean(z**2))


def local_moments(
    values: ArrayLike, neighbours: Neighbours, *, conditional: bool = True
) -> LocalMoments:
    """Moments of local Moran's I without drawing permutations, and their normal p.

    Sokal RR, Oden NL, Thomson BA (1998), Local spatial autocorrelation in a biological model,
    Geogr Anal 30:331-354, with the divisors of ``spdep::localmoran``. A check on the permutations:
    rates of rare events are too skewed for the normal p.

    Args:
        values: shape (n,), finite.
        neighbours: of length n, none empty.
        conditional: permute the other areas only; otherwise all of them.

    Raises:
        ValueError: see :func:`moran`.
    """
    x = _finite(values, neighbours)
    n = len(x)
    if n < NEEDED or np.ptp(x) == 0:
        return LocalMoments(*(np.full(n, np.nan) for _ in range(4)))
    z = x - x.mean()
    m2 = np.mean(z**2)
    w2 = 1 / np.array([len(own) for own in neighbours])  # sum of squared weights; they sum to 1
    if conditional:
        expected = -(z**2) / ((n - 1) * m2)
        variance = (z / m2) ** 2 * n / (n - 2) * (w2 - 1 / (n - 1)) * (m2 - z**2 / (n - 1))
    else:
        b2 = np.mean(z**4) / m2**2
        expected = np.full(n, -1 / (n - 1))
        variance = w2 * (n - b2) / (n - 1) - 1 / (n - 1) ** 2
        variance += (1 - w2) * (2 * b2 - n) / ((n - 1) * (n - 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        score = (local_moran(x, neighbours) - expected) / np.sqrt(variance)
    return LocalMoments(expected, variance, score, 2 * norm.sf(np.abs(score)))


def false_discovery(p: ArrayLike) -> Floats:
    """p adjusted over all areas that have one, shape (n,); NaN stays NaN.

    Benjamini Y, Hochberg Y (1995), Controlling the false discovery rate, J R Stat Soc B
    57:289-300, by ``scipy.stats.false_discovery_control``.

    Raises:
        ValueError: a p is outside 0 to 1.
    """
    values = np.asarray(p, dtype=float)
    if np.any((values < 0) | (values > 1)):
        raise ValueError("p has a value outside 0 to 1")
    out = np.full(values.shape, np.nan)
    known = ~np.isnan(values)
    if known.any():
        out[known] = false_discovery_control(values[known])
    return out


def quadrants(values: ArrayLike, neighbours: Neighbours, about: str = "zero") -> NDArray[np.str_]:
    """Whether each area and the mean of its neighbours are high or low, shape (n,).

    Args:
        values: shape (n,), finite.
        neighbours: of length n, none empty.
        about: what the mean of the neighbours is held against: ``zero``, the mean of all areas,
            so that like beside like always has a positive local I; or ``mean``, the mean of all
            areas' lags, as ``spdep`` has it first.

    Raises:
        ValueError: about is neither; see :func:`moran`.
    """
    if about not in {"zero", "mean"}:
        raise ValueError(f"about is {about!r}; expected 'zero' or 'mean'")
    x = _finite(values, neighbours)
    z = x - x.mean() if len(x) else x
    around = lag(z, neighbours)
    around = around - around.mean() if about == "mean" and len(x) else around
    return np.select(
        [(z > 0) & (around > 0), (z <= 0) & (around <= 0), z > 0],
        [HIGH_HIGH, LOW_LOW, HIGH_LOW],
        default=LOW_HIGH,
    ).astype(str)


def conditional_p(
    values: ArrayLike,
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Floats:
    """Two-sided pseudo p of local Moran's I: each area keeps its value, the others are shuffled.

    ``min(1, 2 (1 + min(#as high, #as low)) / (permutations + 1))``. Ties count on both sides.
    ``esda`` takes p from one side or from percentiles, which is too small, or undefined, where
    many areas have no events and the same value comes again and again.

    Args:
        values: shape (n,), finite.
        neighbours: of length n, none empty.
        permutations: at least 1.
        seed: the same seed gives the same p.

    Returns:
        Shape (n,); NaN where all values are equal or there is one area.

    Raises:
        ValueError: permutations is below 1; see :func:`moran`.
    """
    x = _finite(values, neighbours)
    _positive(permutations)
    n = len(x)
    if n < 2 or np.ptp(x) == 0:
        return np.full(n, np.nan)
    z = (x - x.mean()) / x.std()
    around = lag(z, neighbours)
    most = max(len(own) for own in neighbours)
    rng = np.random.default_rng(seed)
    # One draw of the others, without replacement, serves every area: it leaves itself out.
    drawn = np.empty((permutations, most), dtype=np.intp)
    for row in range(permutations):
        drawn[row] = rng.choice(n - 1, most, replace=False, shuffle=True)
    p = np.empty(n)
    for i, own in enumerate(neighbours):
        others = drawn[:, : len(own)]
        shuffled = z[others + (others >= i)].mean(axis=1)
        high = int((shuffled >= around[i] - 1e-12).sum())
        low = int((shuffled <= around[i] + 1e-12).sum())
        p[i] = min(1.0, 2 * (1 + min(high, low)) / (permutations + 1))
    return p


def permutation_p(
    values: ArrayLike,
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> float:
    """One-sided pseudo p of Moran's I: share of permutations with an I as large, this included.

    Args:
        values: shape (n,), finite.
        neighbours: of length n, none empty.
        permutations: at least 1.
        seed: the same seed gives the same p.

    Raises:
        ValueError: permutations is below 1; see :func:`moran`.
    """
    x = _finite(values, neighbours)
    _positive(permutations)
    n = len(x)
    if n < 2 or np.ptp(x) == 0:
        return float("nan")
    z = (x - x.mean()) / x.std()
    place, other = pairs(neighbours, n)
    weight = 1 / np.bincount(place, minlength=n)[place]
    observed = float((weight * z[place] * z[other]).sum())
    rng = np.random.default_rng(seed)
    larger = 0
    for start in range(0, permutations, 500):
        rows = min(500, permutations - start)
        shuffled = rng.permuted(np.broadcast_to(z, (rows, n)), axis=1)
        larger += int(((shuffled[:, place] * shuffled[:, other]) @ weight >= observed - 1e-9).sum())
    return (1 + larger) / (permutations + 1)


def clusters(
    count: ArrayLike,
    population: ArrayLike,
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    rate: float = FALSE_DISCOVERY_RATE,
) -> Clusters:
    """Global and local Moran's I of rates, tested and named (methods, section 2).

    Areas without a count or without people, then areas without neighbours, drop out first. The
    rest are standardised (:func:`standardised_rates`), tested by conditional permutation and
    adjusted over all of them; only significant areas have a name other than
    :data:`NOT_SIGNIFICANT`.

    Args:
        count: events, shape (n,); NaN where not known.
        population: people or person-years, shape (n,).
        neighbours: of length n.
        permutations: at least 1.
        seed: the same seed gives the same answer.
        rate: false discovery rate below which an area is named.

    Raises:
        ValueError: see :func:`epidemiology.smoothing.checked`, :func:`moran`.
    """
    x, n, used = checked(count, population)
    tested = connected(used, neighbours)
    lists = among(neighbours, tested)
    z = standardised_rates(x[tested], n[tested])
    p = conditional_p(z, lists, permutations, seed)
    fdr = false_discovery(p)
    names = np.where(fdr < rate, quadrants(z, lists), NOT_SIGNIFICANT)
    label = np.full(len(x), NOT_TESTED, dtype=f"<U{max(map(len, LABELS))}")
    label[tested] = names
    return Clusters(
        label,
        i=_spread(local_moran(z, lists), tested),
        p=_spread(p, tested),
        fdr=_spread(fdr, tested),
        tested=tested,
        moran=moran(z, lists),
        moran_p=permutation_p(z, lists, permutations, seed),
    )


def _spread(values: Floats, tested: Booleans) -> Floats:
    out = np.full(len(tested), np.nan)
    out[tested] = values
    return out


def _finite(values: ArrayLike, neighbours: Neighbours) -> Floats:
    x = np.atleast_1d(np.asarray(values, dtype=float))
    if x.ndim != 1 or not np.isfinite(x).all():
        raise ValueError("values is not one row of finite numbers")
    place, _ = pairs(neighbours, len(x))
    if np.any(np.bincount(place, minlength=len(x)) == 0):
        raise ValueError("neighbours has an area without any; leave islands out first")
    return x


def _positive(permutations: int) -> None:
    if permutations < 1:
        raise ValueError(f"permutations is {permutations}; expected at least 1")
