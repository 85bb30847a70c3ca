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


class QuintileSums(NamedTuple):
    """What was counted in each quintile, most deprived first, each of shape (5,)."""

    events: Floats
    """NaN where an area's count is suppressed."""
    person_years: Floats
    areas: NDArray[np.int64]


def quintile_sums(quintile: ArrayLike, events: ArrayLike, person_years: ArrayLike) -> QuintileSums:
    """Sum events and person-years within each quintile (methods, section 3).

    Rates are made from these sums; the rates of areas are never averaged. A quintile without an
    area has sums of 0.

    Args:
        quintile: 1 to 5 as :func:`quintiles` gives it, 0 for areas that are left out, shape (m,).
        events: shape (m,); NaN for a suppressed count, which hides its quintile.
        person_years: shape (m,).

    Raises:
        ValueError: the shapes differ, a value is negative or infinite, person_years is missing, or
            a quintile is not 0 to 5.
    """
    q = np.asarray(quintile)
    x, n = _counts(events, person_years)
    if q.shape != x.shape:
        raise ValueError(f"quintile and events differ in shape: {q.shape}, {x.shape}")
    if not np.isin(q, np.arange(6)).all():
        raise ValueError("quintile has a value other than 0 to 5")
    member = q[None, :] == np.arange(1, 6)[:, None]
    return QuintileSums(
        np.where(member, x, 0.0).sum(axis=1),
        np.where(member, n, 0.0).sum(axis=1),
        member.sum(axis=1),
    )


def rank(
    value: ArrayLike, population: ArrayLike, most_deprived: Literal["highest", "lowest"]
) -> Floats:
    """Population-weighted rank of each area, from 0 the most deprived to 1 the least.

    The middle of the share of the people that the area takes up when all are lined up by
    ``value`` (ridit: Bross IDJ (1958), Biometrics 14:18-38). Areas with the same value share the
    middle of what they take up together, so that the order of the rows does not matter.

    Args:
        value: the deprivation measure, shape (m,).
        population: residents or person-years, shape (m,).
        most_deprived: which end of ``value`` is deprived.

    Returns:
        Shape (m,); NaN where the value is missing or nobody lives.

    Raises:
        ValueError: the shapes differ, or a population is negative, missing or infinite.
    """
    x, n = np.asarray(value, dtype=float), np.asarray(population, dtype=float)
    if x.shape != n.shape:
        raise ValueError(f"value and population differ in shape: {x.shape}, {n.shape}")
    if np.any(n < 0) or not np.isfinite(n).all():
        raise ValueError("population has a negative, missing or infinite value")
    used = ~np.isnan(x) & (n > 0)
    out = np.full(x.shape, np.nan)
    if not used.any():
        return out
    _, block = np.unique(x[used], return_inverse=True)
    people = np.bincount(block, weights=n[used])
    middle = (people.cumsum() - people / 2) / people.sum()
    out[used] = (middle if most_deprived == "lowest" else 1 - middle)[block]
    return out


def concentration_index(events: ArrayLike, person_years: ArrayLike, rank: ArrayLike) -> float:
    """Relative concentration index, from -1 (all at the deprived end) to +1.

    ``2 cov(rate, rank) / mean rate`` with population weights, which is ``2 sum(x R) / sum(x) - 1``:
    Kakwani N, Wagstaff A, van Doorslaer E (1997), J Econometrics 77:87-103.

    Args:
        events: shape (m,).
        person_years: shape (m,); areas with 0 have no part in it.
        rank: as :func:`rank` gives it for the same areas and person-years, shape (m,).

    Returns:
        The index; NaN where there is no event or a count is suppressed (NaN).

    Raises:
        ValueError: the shapes differ, a value is negative or infinite, or an area with people has
            no rank from 0 to 1.
    """
    x, n, r = _ranked(events, person_years, rank)
    total = x.sum()
    if not total > 0:
        return float("nan")
    return float(2 * (x * r).sum() / total - 2 * (n * r).sum() / n.sum())


def concentration_curve(
    events: ArrayLike, person_years: ArrayLike, rank: ArrayLike
) -> tuple[Floats, Floats]:
    """Cumulative share of people and of events, from the most deprived area on.

    Args:
        events: shape (m,).
        person_years: shape (m,).
        rank: as :func:`rank` gives it, shape (m,).

    Returns:
        Share of people and share of events, both from 0 to 1 with as many points as there are
        different ranks, and one more for the start; empty where there is no event or a count is
        suppressed (NaN).

    Raises:
        ValueError: as :func:`concentration_index`.
    """
    x, n, r = _ranked(events, person_years, rank)
    if not x.sum() > 0:
        return np.empty(0), np.empty(0)
    _, block = np.unique(r, return_inverse=True)
    people, hurt = (np.bincount(block, weights=w).cumsum() for w in (n, x))
    return np.r_[0.0, people / people[-1]], np.r_[0.0, hurt / hurt[-1]]


class Attributable(NamedTuple):
    """What would differ at the reference's rate. Arithmetic, not a forecast."""

    fraction: float
    """Share of all events, at most 1; negative where the reference's rate is above the mean."""
    excess: float
    """Events."""


def attributable(events: ArrayLike, person_years: ArrayLike, reference: int = -1) -> Attributable:
    """Events that would not have been, had every group the rate of one of them.

    ``PAF = (mean rate - reference rate) / mean rate``: Rockhill B, Newman B, Weinberg C (1998),
    Am J Public Health 88:15-19, with the least deprived group as the unexposed.

    Args:
        events: shape (k,); need not be whole.
        person_years: shape (k,).
        reference: index of the group whose rate all others are given.

    Returns:
        NaN where a count is suppressed (NaN), there is no event, or the reference has no people.

    Raises:
        ValueError: the shapes differ, or a value is negative or infinite.
    """
    x, n = _counts(events, person_years)
    total = x.sum()
    if not total > 0 or n[reference] == 0:
        return Attributable(float("nan"), float("nan"))
    excess = total - n.sum() * x[reference] / n[reference]
    return Attributable(float(excess / total), float(excess))


class Differences(NamedTuple):
    """How far rates of groups are apart, whatever the order of the groups."""

    theil: float
    """Theil's T; 0 where all rates are equal."""
    mean_log_deviation: float
    """NaN where a group has no event."""
    variance: float
    """Between-group variance, in the square of the rate's unit."""
    variation: float
    """Its root over the mean."""
    mean_difference: float
    """Mean absolute distance from the mean, in the rate's unit."""


def between_groups(rate: ArrayLike, population: ArrayLike) -> Differences:
    """Summaries of the differences between groups, weighted by population.

    Theil H (1967), Economics and Information Theory: ``T = sum s y log(y)`` with s the share of
    people and y the rate over the mean rate; the mean log deviation is ``-sum s log(y)``. The
    intervals that the R package healthequal 1.0.1 prints for them mix two scales and are not used.

    Args:
        rate: shape (k,).
        population: residents or person-years, shape (k,); groups with 0 have no part in it.

    Returns:
        NaN throughout where a rate is missing or the mean rate is 0.

    Raises:
        ValueError: the shapes differ, or a value is negative or infinite.
    """
    h, n = _counts(rate, population, names=("rate", "population"))
    h, n = h[n > 0], n[n > 0]
    mean = (h * n).sum() / n.sum() if n.size else np.nan
    if not mean > 0:
        return Differences(*[float("nan")] * 5)
    share, relative = n / n.sum(), h / mean
    logs = np.log(relative, out=np.full_like(relative, -np.inf), where=relative > 0)
    theil = (share * relative * np.where(relative > 0, logs, 0.0)).sum()
    mld = -(share * logs).sum()
    variance = (share * (h - mean) ** 2).sum()
    return Differences(
        float(theil),
        float(mld) if np.isfinite(mld) else float("nan"),
        float(variance),
        float(np.sqrt(variance) / mean),
        float((share * np.abs(h - mean)).sum()),
    )


def _counts(
    events: ArrayLike, person_years: ArrayLike, names: tuple[str, str] = ("events", "person_years")
) -> tuple[Floats, Floats]:
    """Both as floats of one shape (m,); the first may be NaN, the second must be known."""
    x = np.atleast_1d(np.asarray(events, dtype=float))
    n = np.atleast_1d(np.asarray(person_years, dtype=float))
    if x.shape != n.shape or x.ndim != 1:
        raise ValueError(f"{names[0]} and {names[1]} differ in shape: {x.shape}, {n.shape}")
    if np.any(x < 0) or np.isinf(x).any():
        raise ValueError(f"{names[0]} has a negative or infinite value")
    if np.any(n < 0) or not np.isfinite(n).all():
        raise ValueError(f"{names[1]} has a negative, missing or infinite value")
    return x, n


def _ranked(
    events: ArrayLike, person_years: ArrayLike, rank: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    x, n = _counts(events, person_years)
    r = np.atleast_1d(np.asarray(rank, dtype=float))
    if r.shape != x.shape:
        raise ValueError(f"rank and events differ in shape: {r.shape}, {x.shape}")
    used = n > 0
    x, n, r = x[used], n[used], r[used]
    if not ((r >= 0) & (r <= 1)).all():
        raise ValueError("rank of an area with people is missing or outside 0 to 1")
    return x, n, r
