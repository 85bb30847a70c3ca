"""Age-standardised rates: direct, US 2000 standard population, Fay-Feuer gamma interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import gamma

from epidemiology.rates import PER
from epidemiology.status import STABLE_FROM

Floats = NDArray[np.float64]

US2000 = {
    "<1": 3_794_901,
    "1-4": 15_191_619,
    "5-9": 19_919_840,
    "10-14": 20_056_779,
    "15-19": 19_819_518,
    "20-24": 18_257_225,
    "25-29": 17_722_067,
    "30-34": 19_511_370,
    "35-39": 22_179_956,
    "40-44": 22_479_229,
    "45-49": 19_805_793,
    "50-54": 17_224_359,
    "55-59": 13_307_234,
    "60-64": 10_654_272,
    "65-69": 9_409_940,
    "70-74": 8_725_574,
    "75-79": 7_414_559,
    "80-84": 4_900_234,
    "85+": 4_259_173,
}
"""US 2000 standard population by age, persons: Census Bureau, P25-1130, projected to 2000; the
standard of NCHS (Anderson and Rosenberg 1998, National Vital Statistics Reports 47(3))."""

AGES_11 = {
    "<1": ("<1",),
    "1-4": ("1-4",),
    "5-14": ("5-9", "10-14"),
    "15-24": ("15-19", "20-24"),
    "25-34": ("25-29", "30-34"),
    "35-44": ("35-39", "40-44"),
    "45-54": ("45-49", "50-54"),
    "55-64": ("55-59", "60-64"),
    "65-74": ("65-69", "70-74"),
    "75-84": ("75-79", "80-84"),
    "85+": ("85+",),
}
"""The eleven age groups of NCHS, as groups of :data:`US2000`."""


class Standardised(NamedTuple):
    """One age-standardised rate with its interval, or the reason why there is none."""

    value: float
    lower: float
    upper: float
    reason: str
    """Empty where there is a rate; else ``hidden cells``, ``fewer than 20 events`` or
    ``no residents in an age group``, and the three numbers are NaN."""


def standard(groups: tuple[tuple[str, ...], ...]) -> Floats:
    """Persons of the US 2000 standard in merged age groups.

    Args:
        groups: one tuple of names of :data:`US2000` a group, shape (k,).

    Returns:
        Shape (k,).

    Raises:
        ValueError: a name is not an age group of the standard, or is in two groups.
    """
    names = [name for group in groups for name in group]
    if unknown := [name for name in names if name not in US2000]:
        raise ValueError(f"groups has {unknown}; expected names of US2000")
    if len(set(names)) < len(names):
        raise ValueError("groups names an age group twice")
    return np.array([sum(US2000[name] for name in group) for group in groups], dtype=float)


def age_standardised(
    count: ArrayLike,
    person_years: ArrayLike,
    standard: ArrayLike,
    confidence: float = 0.95,
    per: float = PER,
) -> Standardised:
    """The rate that may be published: all age cells open and 20 events or more (methods, 1).

    Args:
        count: events by age, shape (k,); NaN where the cell is hidden.
        person_years: by age, shape (k,).
        standard: weights of the standard population by age, shape (k,).
        confidence: two-sided level in (0, 1).
        per: person-years of the rate.

    Raises:
        ValueError: see :func:`fay_feuer`.
    """
    x, n, w = _checked(count, person_years, standard, confidence)
    nothing = (float("nan"),) * 3
    if np.isnan(x).any():
        return Standardised(*nothing, "hidden cells")
    if x.sum() < STABLE_FROM:
        return Standardised(*nothing, f"fewer than {STABLE_FROM} events")
    if np.any((w > 0) & ~(n > 0)):
        return Standardised(*nothing, "no residents in an age group")
    return Standardised(*fay_feuer(x, n, w, confidence, per), "")


def fay_feuer(
    count: ArrayLike,
    person_years: ArrayLike,
    standard: ArrayLike,
    confidence: float = 0.95,
    per: float = PER,
) -> tuple[float, float, float]:
    """Directly standardised rate and its gamma interval, whatever the number of events.

    Fay MP and Feuer EJ (1997), Confidence intervals for directly standardized rates: a method
    based on the gamma distribution, Statistics in Medicine 16:791-801. With w the standard's
    shares over person-years, ``y = sum w x``, ``v = sum w^2 x``, ``m = max w``:
    ``lower = G(a/2; y^2/v, v/y)``, ``upper = G(1-a/2; (y+m)^2/(v+m^2), (v+m^2)/(y+m))``.
    The lower limit of no events is 0. One age group with few residents makes m, and with it the
    upper limit, very large: small places are not age-standardised.

    Args:
        count: events by age, shape (k,); a hidden cell (NaN) gives NaN.
        person_years: by age, shape (k,); 0 or NaN where the standard has people gives NaN.
        standard: weights of the standard population by age, shape (k,).
        confidence: two-sided level in (0, 1).
        per: person-years of the rate.

    Returns:
        value, lower and upper per ``per`` person-years.

    Raises:
        ValueError: the shapes differ or are not one-dimensional; a count or person_years is
            negative or infinite; a weight of the standard is not a number from 0 on, or all are
            0; confidence is outside (0, 1).
    """
    x, n, w = _checked(count, person_years, standard, confidence)
    n, x, w = n[w > 0], x[w > 0], w[w > 0] / w.sum()
    if np.isnan(x).any() or not np.all(n > 0):
        return float("nan"), float("nan"), float("nan")
    weight = w / n
    y, v, most = float(weight @ x), float(weight**2 @ x), float(weight.max())
    tail = (1 - confidence) / 2
    lower = float(gamma.ppf(tail, y**2 / v, scale=v / y)) if y > 0 else 0.0
    spread = (v + most**2) / (y + most)
    upper = float(gamma.ppf(1 - tail, (y + most) / spread, scale=spread))
    return per * y, per * lower, per * upper


def _checked(
    count: ArrayLike, person_years: ArrayLike, standard: ArrayLike, confidence: float
) -> tuple[Floats, Floats, Floats]:
    x, n, w = (np.asarray(a, dtype=float) for a in (count, person_years, standard))
    if x.ndim != 1 or not x.shape == n.shape == w.shape:
        raise ValueError(
            f"count, person_years and standard differ in shape: {x.shape}, {n.shape}, {w.shape}"
        )
    for name, values in (("count", x), ("person_years", n)):
        if np.any(values < 0) or np.any(np.isinf(values)):
            raise ValueError(f"{name} has a negative or infinite value")
    if not np.all(np.isfinite(w) & (w >= 0)) or not w.sum() > 0:
        raise ValueError("standard has a value that is no weight, or only zeros")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; expected a level between 0 and 1")
    return x, n, w
