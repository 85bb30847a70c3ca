"""Two rates compared: their ratio and their difference, with intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta

from epidemiology.rates import PER, Estimate, crude_rate

Floats = NDArray[np.float64]


def rate_ratio(
    count: ArrayLike,
    person_years: ArrayLike,
    reference_count: ArrayLike,
    reference_person_years: ArrayLike,
    confidence: float = 0.95,
) -> Estimate:
    """Ratio of a rate to a reference rate with the exact conditional interval.

    Given all m events, those of the first group are binomial with ``p = r N1 / (r N1 + N0)``;
    the Clopper-Pearson limits of p give those of the ratio r (Przyborowski J and Wilenski H
    (1940), Biometrika 31:313-323; as R's ``poisson.test``).

    With no event in the reference there is no ratio (NaN), only its lower bound; the upper one
    is infinite. With no event in either group there is nothing (NaN).

    Args:
        count: events in the group, shape (n,); NaN where hidden, which gives NaN.
        person_years: shape (n,); 0 or NaN gives NaN.
        reference_count: events in the reference, shape (n,) or one for all.
        reference_person_years: shape (n,) or one for all.
        confidence: two-sided level in (0, 1).

    Raises:
        ValueError: the shapes do not fit; a count or person_years is negative or infinite;
            confidence is outside (0, 1).
    """
    x1, n1, x0, n0 = _checked(
        count, person_years, reference_count, reference_person_years, confidence
    )
    tail = (1 - confidence) / 2
    defined = (n1 > 0) & (n0 > 0) & ~np.isnan(x1) & ~np.isnan(x0) & (x1 + x0 > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(defined, n0 / n1, np.nan)
        value = np.where(x0 > 0, x1 / x0, np.nan) * scale
        lower = beta.ppf(tail, np.where(x1 > 0, x1, 1), x0 + 1)
        upper = beta.ppf(1 - tail, x1 + 1, np.where(x0 > 0, x0, 1))
        lower = np.where(x1 > 0, lower / (1 - lower), 0.0) * scale
        upper = np.where(x0 > 0, upper / (1 - upper), np.inf) * scale
    return Estimate(value, lower, upper)


def rate_difference(
    count: ArrayLike,
    person_years: ArrayLike,
    reference_count: ArrayLike,
    reference_person_years: ArrayLike,
    confidence: float = 0.95,
    per: float = PER,
) -> Estimate:
    """Difference of a rate and a reference rate, with MOVER limits from Garwood's.

    Donner A and Zou GY (2012), Statistical Methods in Medical Research 21:347-359, the method
    of variance estimates recovery: ``d - sqrt((r1-l1)^2 + (u0-r0)^2)`` and
    ``d + sqrt((u1-r1)^2 + (r0-l0)^2)`` with the exact limits l, u of each rate r.

    Args:
        count: events in the group, shape (n,); NaN where hidden, which gives NaN.
        person_years: shape (n,); 0 or NaN gives NaN.
        reference_count: events in the reference, shape (n,) or one for all.
        reference_person_years: shape (n,) or one for all.
        confidence: two-sided level in (0, 1).
        per: person-years of the rates.

    Raises:
        ValueError: as :func:`rate_ratio`.
    """
    x1, n1, x0, n0 = _checked(
        count, person_years, reference_count, reference_person_years, confidence
    )
    one, zero = crude_rate(x1, n1, confidence, per), crude_rate(x0, n0, confidence, per)
    difference = one.value - zero.value
    below = np.hypot(one.value - one.lower, zero.upper - zero.value)
    above = np.hypot(one.upper - one.value, zero.value - zero.lower)
    return Estimate(difference, difference - below, difference + above)


def _checked(
    count: ArrayLike,
    person_years: ArrayLike,
    reference_count: ArrayLike,
    reference_person_years: ArrayLike,
    confidence: float,
) -> list[Floats]:
    arrays = {
        "count": np.asarray(count, dtype=float),
        "person_years": np.asarray(person_years, dtype=float),
        "reference_count": np.asarray(reference_count, dtype=float),
        "reference_person_years": np.asarray(reference_person_years, dtype=float),
    }
    for name, values in arrays.items():
        if np.any(values < 0) or np.any(np.isinf(values)):
            raise ValueError(f"{name} has a negative or infinite value")
    shape = arrays["count"].shape
    for name, values in arrays.items():
        if values.shape not in {shape, ()}:
            raise ValueError(f"{name} has shape {values.shape}; expected {shape}, as count has")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; expected a level between 0 and 1")
    return [np.broadcast_to(values, shape) for values in arrays.values()]
