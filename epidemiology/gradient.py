"""Slopes across areas that are ordered by deprivation, and how sure they are.

Rank runs from 0, the most deprived end, to 1, the least deprived; see
:func:`epidemiology.inequality.rank`. Slope and relative index of inequality stand for the most
deprived end against the least: above 0 and above 1 where deprivation goes along with more events.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]

STEPS = 50
"""Newton steps after which a fit is given up."""
_DONE = 1e-6


class Interval(NamedTuple):
    """An estimate and its limits; NaN where there is none, infinity where it has no bound."""

    value: float
    lower: float
    upper: float


class PoissonGradient(NamedTuple):
    """A log-linear line through the rates of areas by rank."""

    intercept: float
    """Log of the rate per person-year at the most deprived end."""
    slope: float
    """Change of that log from the most to the least deprived end."""
    intercept_error: float
    slope_error: float
    """Standard errors, scaled by the root of the dispersion where that is above 1."""
    covariance: float
    """Of intercept and slope, scaled likewise."""
    dispersion: float
    """Pearson chi-square over degrees of freedom; NaN with two areas."""
    sii: Interval
    """Slope index: rate at the most minus rate at the least deprived end, per ``per``."""
    rii: Interval
    """Relative index: the one over the other."""


_NAN = float("nan")
_NO_GRADIENT = PoissonGradient(
    _NAN, _NAN, _NAN, _NAN, _NAN, _NAN, Interval(_NAN, _NAN, _NAN), Interval(_NAN, _NAN, _NAN)
)


def poisson_gradient(
    events: ArrayLike,
    person_years: ArrayLike,
    rank: ArrayLike,
    confidence: float = 0.95,
    per: float = 100_000,
) -> PoissonGradient:
    """Slope and relative index of inequality (SII, RII) by Poisson regression with a log link.

    ``log E(x) = log(person-years) + a + b rank``; ``RII = exp(-b)``,
    ``SII = exp(a) - exp(a + b)``: Moreno-Betancur M et al. (2015), Epidemiology 26:518-527. Events
    cluster, so standard errors are multiplied by ``sqrt(max(1, Pearson chi-square / df))``
    (McCullagh and Nelder 1989, section 6.2). The interval of RII is Wald's on the log scale, that
    of SII the delta method's.

    Args:
        events: shape (m,).
        person_years: shape (m,); areas with 0 have no part in it.
        rank: from 0 (most deprived) to 1, shape (m,).
        confidence: two-sided level in (0, 1).
        per: unit of the SII, in person-years.

    Returns:
        NaN throughout where fewer than two ranks have people, there is no event, a count is
        suppressed (NaN), or no finite slope is the most likely one (all events at one end).

    Raises:
        ValueError: the shapes differ, a value is negative or infinite, an area with people has no
            rank, or confidence is outside (0, 1).
    """
    x, n, r = _valid(events, person_years, rank)
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; expected a level between 0 and 1")
    hurt = r[x > 0]
    if not x.sum() > 0 or r.min() == r.max():
        return _NO_GRADIENT
    if hurt.min() == hurt.max() and hurt.min() in (r.min(), r.max()):
        return _NO_GRADIENT
    b = likeliest_slopes(x[None, :], n[None, :], r[None, :], np.zeros(1))[0]
    a = np.log(x.sum()) - np.log((n * np.exp(b * r)).sum())
    mu = n * np.exp(a + b * r)
    df = x.size - 2
    dispersion = float(((x - mu) ** 2 / mu).sum() / df) if df > 0 else float("nan")
    scale = max(1.0, dispersion) if df > 0 else 1.0
    information = np.array([[mu.sum(), (mu * r).sum()], [(mu * r).sum(), (mu * r * r).sum()]])
    covariance = scale * np.linalg.inv(information)
    z = float(norm.ppf(0.5 + confidence / 2))
    error = float(np.sqrt(covariance[1, 1]))
    most, least = np.exp(a), np.exp(a + b)
    by_parameter = np.array([most - least, -least])
    reach = z * float(np.sqrt(by_parameter @ covariance @ by_parameter))
    sii = float(most - least)
    return PoissonGradient(
        float(a),
        float(b),
        float(np.sqrt(covariance[0, 0])),
        error,
        float(covariance[0, 1]),
        dispersion,
        Interval(per * sii, per * (sii - reach), per * (sii + reach)),
        Interval(float(np.exp(-b)), float(np.exp(-b - z * error)), float(np.exp(-b + z * error))),
    )


class LinearGradient(NamedTuple):
    """A straight line through the values of groups by rank, on the scale of the value."""

    most: float
    """Predicted value at the most deprived end."""
    least: float
    """Predicted value at the least deprived end."""
    sii: float
    """``most - least``."""
    rii: float
    """``most / least``; NaN where either is not positive, because a rate cannot be."""


def linear_gradient(
    value: ArrayLike,
    population: ArrayLike,
    rank: ArrayLike,
    scale: Literal["linear", "log", "logit"] = "linear",
) -> LinearGradient:
    """SII by weighted least squares: a check on :func:`poisson_gradient` only, never published.

    With gradients as steep as those of people shot a straight line predicts negative rates at the
    least deprived end. Regidor E (2004), J Epidemiol Community Health 58:900-903; the method and
    the scales of PHEindicatormethods 2.1.0 ``phe_sii``, which counts the other way round (least
    minus most deprived).

    Args:
        value: rates, proportions (``logit``) or means of groups, shape (k,).
        population: weights, shape (k,).
        rank: from 0 (most deprived) to 1, shape (k,).
        scale: on which the line is straight.

    Raises:
        ValueError: the shapes differ; a value is missing or not possible on the scale; fewer than
            two ranks.
    """
    y, n, r = _valid(value, population, rank, ("value", "population"))
    if np.isnan(y).any():
        raise ValueError("value is missing in a group")
    if (scale != "linear" and np.any(y <= 0)) or (scale == "logit" and np.any(y >= 1)):
        raise ValueError(f"value is not possible on the {scale} scale")
    if np.unique(r).size < 2:
        raise ValueError("rank is the same in all groups; expected at least two")
    fit = {"linear": y, "log": np.log(y) if scale == "log" else y}.get(scale)
    if fit is None:
        fit = np.log(y / (1 - y))
    share = n / n.sum()
    centre, level = (share * r).sum(), (share * fit).sum()
    slope = (share * (r - centre) * (fit - level)).sum() / (share * (r - centre) ** 2).sum()
    ends = level - slope * centre + slope * np.array([0.0, 1.0])
    if scale == "log":
        ends = np.exp(ends)
    elif scale == "logit":
        ends = 1 / (1 + np.exp(-ends))
    most, least = (float(end) for end in ends)
    rii = most / least if min(most, least) > 0 else float("nan")
    return LinearGradient(most, least, most - least, rii)


def likeliest_slopes(x: Floats, n: Floats, r: Floats, start: Floats, steps: int = STEPS) -> Floats:
    """Most likely slope of many samples at once, by Newton's method, the intercept profiled out.

    With ``S_k = sum n r^k exp(b r)`` the profile score is ``sum x r - X S1/S0`` and its slope
    ``-X (S2/S0 - (S1/S0)^2)``. NaN where it does not settle.

    Args:
        x: events of each sample and group, shape (samples, groups); not checked.
        n: person-years, same shape.
        r: ranks, same shape.
        start: first guess of each sample's slope, shape (samples,).
        steps: after how many to give up.

    Returns:
        Shape (samples,).
    """
    total = x.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        mean = np.einsum("ij,ij->i", x, r) / total
        b, settled = start.astype(float).copy(), np.zeros(len(x), dtype=bool)
        for _ in range(steps):
            weight = n * np.exp(b[:, None] * r)
            s0 = weight.sum(axis=1)
            weight *= r
            s1 = weight.sum(axis=1) / s0
            s2 = np.einsum("ij,ij->i", weight, r) / s0
            step = np.clip((mean - s1) / (s2 - s1**2), -5.0, 5.0)
            b += step
            settled = np.abs(step) < _DONE * (1 + np.abs(b))
            if (settled | np.isnan(b)).all():
                break
    return np.where(settled, b, np.nan)


def _valid(
    events: ArrayLike,
    person_years: ArrayLike,
    rank: ArrayLike,
    names: tuple[str, str] = ("events", "person_years"),
) -> tuple[Floats, Floats, Floats]:
    x, n, r = (np.atleast_1d(np.asarray(a, dtype=float)) for a in (events, person_years, rank))
    if not x.shape == n.shape == r.shape or x.ndim != 1:
        raise ValueError(
            f"{names[0]}, {names[1]} and rank differ in shape: {x.shape}, {n.shape}, {r.shape}"
        )
    if np.any(x < 0) or np.isinf(x).any():
        raise ValueError(f"{names[0]} has a negative or infinite value")
    if np.any(n < 0) or not np.isfinite(n).all():
        raise ValueError(f"{names[1]} has a negative, missing or infinite value")
    used = n > 0
    x, n, r = x[used], n[used], r[used]
    if x.size == 0:
        raise ValueError(f"{names[1]} is 0 everywhere")
    if not ((r >= 0) & (r <= 1)).all():
        raise ValueError("rank of an area with people is missing or outside 0 to 1")
    return x, n, r
