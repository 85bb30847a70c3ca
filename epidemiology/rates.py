"""Crude rates and their exact intervals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

PER = 100_000
DAYS_PER_YEAR = 365.25

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A point estimate with its interval, each of shape (n,)."""

    value: Floats
    lower: Floats
    upper: Floats


def person_years(population: ArrayLike, days: float) -> Floats:
    """Population times years observed (methods, section 1): ``population * days / 365.25``.

    Args:
        population: residents, shape (n,).
        days: first to last day of the period, inclusive.
    """
    return np.asarray(population, dtype=float) * days / DAYS_PER_YEAR


def garwood(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact Poisson limits of a count.

    Garwood F (1936), Fiducial limits for the Poisson distribution, Biometrika 28:437-442:
    ``lower = chi2(a/2; 2x)/2``, ``upper = chi2(1-a/2; 2x+2)/2``; the lower limit of 0 is 0.

    Args:
        count: events, shape (n,); NaN gives NaN limits.
        confidence: two-sided level in (0, 1).

    Raises:
        ValueError: a count is negative or infinite, or confidence is outside (0, 1).
    """
    x = np.asarray(count, dtype=float)
    if np.any(x < 0) or np.any(np.isinf(x)):
        raise ValueError("count has a negative or infinite value")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; expected a level between 0 and 1")
    tail = (1 - confidence) / 2
    lower = np.where(x == 0, 0.0, chi2.ppf(tail, 2 * np.where(x == 0, 1, x)) / 2)
    upper = chi2.ppf(1 - tail, 2 * x + 2) / 2
    return lower, upper


def crude_rate(
    count: ArrayLike, person_years: ArrayLike, confidence: float = 0.95, per: float = PER
) -> Estimate:
    """Events per ``per`` person-years with Garwood limits (methods, section 1).

    Args:
        count: events, shape (n,).
        person_years: shape (n,); 0 or NaN gives no rate (NaN).

    Raises:
        ValueError: see :func:`garwood`; or person_years is negative.
    """
    n = np.asarray(person_years, dtype=float)
    if np.any(n < 0):
        raise ValueError("person_years has a negative value")
    scale = np.divide(per, n, out=np.full_like(n, np.nan), where=n > 0)
    lower, upper = garwood(count, confidence)
    return Estimate(np.asarray(count, dtype=float) * scale, lower * scale, upper * scale)


def relative_standard_error(count: ArrayLike) -> Floats:
    """RSE of a count in percent, ``100 / sqrt(x)``; NaN at 0 (methods, section 1)."""
    x = np.asarray(count, dtype=float)
    return np.asarray(np.divide(100.0, np.sqrt(x), out=np.full_like(x, np.nan), where=x > 0))
