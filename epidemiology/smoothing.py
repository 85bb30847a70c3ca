"""Empirical Bayes rates: what a small place's count says once the other places are heard too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc
from scipy.stats import gamma, nbinom

from epidemiology.rates import Estimate

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Neighbours = Sequence[Sequence[int]]
"""For each area the 0-based positions of the areas that touch it, itself not among them."""


class Smoothed(NamedTuple):
    """Empirical Bayes rates with the prior behind each; arrays of shape (n,).

    Events per unit of ``population``. NaN where the population is 0 or missing or the count is
    missing: such an area takes no part.
    """

    value: Floats
    mean: Floats
    """Prior mean b."""
    variance: Floats
    """Prior variance a, cut at 0."""


class GammaPrior(NamedTuple):
    """Gamma distribution of the areas' standardised ratios; its mean is ``shape / rate``."""

    shape: float
    """nu; NaN where it cannot be estimated."""
    rate: float
    """alpha, in expected events; NaN where it cannot be estimated."""
    iterations: int
    converged: bool


def global_empirical_bayes(count: ArrayLike, population: ArrayLike) -> Smoothed:
    """Marshall's global estimator: ``b + a (p - b) / (a + b/n)`` (methods, section 2).

    ``p = x/n``, ``b = sum x / sum n``, ``s2 = sum n (p - b)^2 / sum n``,
    ``a = max(0, s2 - b / mean n)``. Marshall RJ (1991), Mapping disease and mortality rates using
    empirical Bayes estimators, J R Stat Soc C 40:283-294. Not ``esda.smoothing.Empirical_Bayes``:
    it leaves out the max(), so that areas that differ less than chance would are pushed away
    from their mean.

    Args:
        count: events x, shape (n,); NaN where not known.
        population: people or person-years n, shape (n,).

    Raises:
        ValueError: see :func:`checked`.
    """
    x, n, used = checked(count, population)
    everyone = np.zeros(used.sum(), dtype=np.intp)
    return _estimates(x, n, used, np.arange(used.sum()), everyone, 1)


def local_empirical_bayes(
    count: ArrayLike, population: ArrayLike, neighbours: Neighbours
) -> Smoothed:
    """Marshall's estimator over each area and its neighbours (methods, section 2).

    Equals ``spdep::EBlocal(geoda = TRUE)``: one mean and one variance a neighbourhood. spdep's
    default, which averages n differently, is another estimator. An area without neighbours and a
    neighbourhood without events (where spdep divides 0 by 0) take the global estimate.

    Args:
        count: events, shape (n,); NaN where not known.
        population: people or person-years, shape (n,).
        neighbours: of length n; areas that take no part are left out of every neighbourhood.

    Raises:
        ValueError: see :func:`checked` and :func:`pairs`.
    """
    x, n, used = checked(count, population)
    place, other = pairs(neighbours, len(x))
    both = used[place] & used[other]
    position = np.cumsum(used) - 1
    place, other = position[place[both]], position[other[both]]
    size = int(used.sum())
    alone = np.bincount(place, minlength=size) == 0
    members = np.concatenate([np.arange(size), other])
    groups = np.concatenate([np.arange(size), place])
    local = _estimates(x, n, used, members, groups, size)
    whole = global_empirical_bayes(x, n)
    silent = np.zeros(len(x), dtype=bool)
    silent[used] = alone
    silent |= local.mean == 0
    return Smoothed(*(np.where(silent, g, v) for g, v in zip(whole, local, strict=True)))


def _estimates(
    x: Floats, n: Floats, used: NDArray[np.bool_], members: Indices, groups: Indices, size: int
) -> Smoothed:
    """Marshall's formula, the moments taken over ``members`` of each of ``size`` groups."""
    count, people = x[used], n[used]
    rate = count / people

    def total(values: Floats) -> Floats:
        return np.bincount(groups, weights=values, minlength=size).astype(float)

    whole = total(people[members])
    with np.errstate(invalid="ignore", divide="ignore"):
        b = total(count[members]) / whole
        s2 = total(people[members] * (rate[members] - b[groups]) ** 2) / whole
        a = np.maximum(0.0, s2 - b / (whole / np.bincount(groups, minlength=size)))
        weight = np.where(a > 0, a / (a + b / people), 0.0)
    outs = []
    for values in (b + weight * (rate - b), b, a):
        out = np.full(len(x), np.nan)
        out[used] = values
        outs.append(out)
    return Smoothed(*outs)


def standardised_rates(count: ArrayLike, population: ArrayLike) -> Floats:
    """Rates in units of their empirical Bayes standard error: ``(p - b) / sqrt(a + b/n)``.

    Assuncao RM, Reis EA (1999), A new proposal to adjust Moran's I for population density, Stat
    Med 18:2147-2162. ``a`` is Marshall's and is not cut at 0; where ``a + b/n`` is not positive,
    ``b/n`` stands for it. As ``esda.smoothing.assuncao_rate`` and ``spdep::EBImoran``, with areas
    left out that ``esda`` would divide by zero for.

    Args:
        count: events, shape (n,); NaN where not known.
        population: people or person-years, shape (n,).

    Returns:
        Shape (n,); NaN where an area takes no part, 0 everywhere where there are no events.

    Raises:
        ValueError: see :func:`checked`.
    """
    x, n, used = checked(count, population)
    out = np.full(len(x), np.nan)
    x, n = x[used], n[used]
    if not len(x) or x.sum() == 0:
        out[used] = 0.0
        return out
    p, b = x / n, x.sum() / n.sum()
    a = (n * (p - b) ** 2).sum() / n.sum() - b / n.mean()
    variance = a + b / n
    out[used] = (p - b) / np.sqrt(np.where(variance > 0, variance, b / n))
    return out


def gamma_prior(
    count: ArrayLike, expected: ArrayLike, max_iterations: int = 5_000, tolerance: float = 1e-12
) -> GammaPrior:
    """Moments of the gamma prior of Clayton and Kaldor, by their iteration.

    With smoothed ratios ``t = (x + nu) / (E + alpha)``, solves ``nu/alpha = mean t`` and
    ``nu/alpha^2 = sum (1 + alpha/E) (t - mean t)^2 / (m - 1)``. Clayton D, Kaldor J (1987),
    Empirical Bayes estimates of age-standardized relative risks for use in disease mapping,
    Biometrics 43:671-681. Starts, counts and stops as ``DCluster::empbaysmooth`` does (whose
    defaults, 20 iterations and 1e-5, stop before it has settled).

    Args:
        count: events, shape (n,); NaN where not known.
        expected: events expected at the mean rate, shape (n,); areas with 0 take no part.
        max_iterations: after so many the prior is returned as not converged.
        tolerance: relative change of mean and variance at which to stop.

    Returns:
        NaN and not converged where fewer than two areas take part or all ratios are equal. Where
        areas differ less than chance would, the rate grows without end: not converged.

    Raises:
        ValueError: see :func:`checked`.
    """
    x, e, used = checked(count, expected, "expected")
    x, e = x[used], e[used]
    ratio = x / e
    if len(x) < 2 or np.ptp(ratio) == 0:
        return GammaPrior(np.nan, np.nan, 0, False)
    mean, variance = float(ratio.mean()), float(ratio.var(ddof=1))
    iterations, settled = 0, False
    nu = alpha = np.nan
    while not settled and iterations <= max_iterations:
        nu, alpha = mean * mean / variance, mean / variance
        smoothed = (x + nu) / (e + alpha)
        m = float(smoothed.mean())
        v = float(((1 + alpha / e) * (smoothed - m) ** 2).sum() / (len(x) - 1))
        settled = abs(m - mean) <= tolerance * (m + mean) and abs(v - variance) <= tolerance * (
            v + variance
        )
        mean, variance = m, v
        iterations += 1
        if not np.isfinite(alpha) or variance <= 0:
            return GammaPrior(nu, alpha, iterations, False)
    return GammaPrior(nu, alpha, iterations, settled)


def posterior(
    count: ArrayLike, expected: ArrayLike, prior: GammaPrior, confidence: float = 0.95
) -> Estimate:
    """Standardised ratio of each area given its count: mean and equal-tailed credible interval.

    The posterior is ``gamma(x + nu, rate E + alpha)`` (Clayton and Kaldor 1987). The prior is
    taken as known: intervals do not hold its own uncertainty.

    Args:
        count: events, shape (n,); NaN gives NaN.
        expected: shape (n,), in the units of :func:`gamma_prior`; 0 gives NaN.
        prior: with NaN, everything is NaN.
        confidence: in (0, 1).

    Raises:
        ValueError: see :func:`checked`; or confidence is outside (0, 1).
    """
    x, e, used = checked(count, expected, "expected")
    tail = _tail(confidence)
    x, e = np.where(used, x, np.nan), np.where(used, e, np.nan)
    shape, rate = x + prior.shape, e + prior.rate
    return Estimate(
        shape / rate,
        gamma.ppf(tail, shape, scale=1 / rate),
        gamma.ppf(1 - tail, shape, scale=1 / rate),
    )


def posterior_of_range(
    low: int, high: int, expected: ArrayLike, prior: GammaPrior, confidence: float = 0.95
) -> Estimate:
    """Standardised ratio of areas of which only ``low <= count <= high`` may be told.

    The mixture of the posteriors of each count in the range, weighted by the chance of that count
    under the prior (negative binomial). It depends on E and the prior alone, so nobody can read
    the count back from it.

    Args:
        low: smallest count of the range.
        high: largest count of the range.
        expected: shape (n,); 0 or NaN gives NaN.
        prior: see :func:`gamma_prior`.
        confidence: in (0, 1).

    Raises:
        ValueError: the range is empty or negative; see :func:`posterior`.
    """
    if not 0 <= low <= high:
        raise ValueError(f"low is {low} and high is {high}; expected 0 <= low <= high")
    ranks = np.arange(low, high + 1)
    _, e, used = checked(np.full(np.shape(np.atleast_1d(expected)), low), expected, "expected")
    tail = _tail(confidence)
    if not used.any() or not np.isfinite(prior.shape):
        return Estimate(*(np.full(len(e), np.nan) for _ in range(3)))
    e = np.where(used, e, 1.0)
    weights = nbinom.pmf(ranks[:, None], prior.shape, prior.rate / (prior.rate + e))
    weights = weights / weights.sum(axis=0)
    shapes, rate = (ranks + prior.shape)[:, None], prior.rate + e
    value = (weights * shapes / rate).sum(axis=0)
    limits = []
    for level in (tail, 1 - tail):
        # Between the quantiles of the smallest and the largest count the mixture has its own.
        below = gamma.ppf(level, low + prior.shape, scale=1 / rate)
        above = gamma.ppf(level, high + prior.shape, scale=1 / rate)
        for _ in range(60):
            middle = (below + above) / 2
            short = (weights * gammainc(shapes, middle * rate)).sum(axis=0) < level
            below, above = np.where(short, middle, below), np.where(short, above, middle)
        limits.append((below + above) / 2)
    return Estimate(*(np.where(used, v, np.nan) for v in (value, *limits)))


def clayton_kaldor(count: ArrayLike, population: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Rates smoothed toward the mean of all areas, with credible intervals (methods, section 2).

    Args:
        count: events, shape (n,); NaN where not known.
        population: people or person-years, shape (n,).
        confidence: in (0, 1).

    Returns:
        Events per unit of population; NaN throughout where the prior does not converge.

    Raises:
        ValueError: see :func:`checked` and :func:`posterior`.
    """
    x, n, used = checked(count, population)
    _tail(confidence)
    if not used.any() or x[used].sum() == 0:
        return Estimate(*(np.full(len(x), np.nan) for _ in range(3)))
    mean = x[used].sum() / n[used].sum()
    prior = gamma_prior(x, n * mean)
    if not prior.converged:
        return Estimate(*(np.full(len(x), np.nan) for _ in range(3)))
    return Estimate(*(v * mean for v in posterior(x, n * mean, prior, confidence)))


def checked(
    count: ArrayLike, population: ArrayLike, name: str = "population"
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The two arrays as floats of shape (n,), and which areas take part.

    An area takes part where its count is known and its population is known and above 0.

    Raises:
        ValueError: an argument is not one-dimensional, is negative or infinite, or the lengths
            differ.
    """
    x, n = (np.atleast_1d(np.asarray(a, dtype=float)) for a in (count, population))
    for label, values in (("count", x), (name, n)):
        if values.ndim != 1:
            raise ValueError(f"{label} has shape {values.shape}; expected one dimension")
        if np.any(values < 0) or np.any(np.isinf(values)):
            raise ValueError(f"{label} has a negative or infinite value")
    if len(x) != len(n):
        raise ValueError(f"count and {name} differ in length: {len(x)}, {len(n)}")
    return x, n, ~np.isnan(x) & (n > 0)


def pairs(neighbours: Neighbours, size: int) -> tuple[Indices, Indices]:
    """Neighbour lists as two aligned arrays: the area, and one area that touches it.

    Raises:
        ValueError: neighbours has another length than size, names an area that is not there, an
            area as its own neighbour, or a neighbour twice.
    """
    if len(neighbours) != size:
        raise ValueError(f"neighbours has {len(neighbours)} entries; expected {size}")
    place = np.repeat(np.arange(size), [len(own) for own in neighbours])
    other = np.array([j for own in neighbours for j in own], dtype=np.intp)
    if np.any((other < 0) | (other >= size)):
        raise ValueError(f"neighbours names an area outside 0 to {size - 1}")
    if np.any(place == other):
        raise ValueError("neighbours has an area that is its own neighbour")
    if len(np.unique(place * np.intp(size) + other)) != len(other):
        raise ValueError("neighbours names one neighbour of an area twice")
    return place, other


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; expected a level between 0 and 1")
    return (1 - confidence) / 2
