"""How sure a gradient is: samples of areas with replacement.

Events cluster in places, so an interval that takes each event as independent is too narrow; the
interval of a gradient is the wider of that one and of the one made here (methods, section 3).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from epidemiology.gradient import likeliest_slopes

Floats = NDArray[np.float64]

DRAWS = 2_000
"""Bootstrap samples (methods, section 3)."""
SEED = 20_150_701
"""Seed of the bootstrap: the first day of the statewide period."""
MIN_DEFINED_SHARE = 0.95
"""Below this share of samples in which a measure exists, the bootstrap gives it no interval."""
_WARM_STEPS = 12


class Draws(NamedTuple):
    """A measure in each bootstrap sample, each of shape (k, draws); NaN where it does not exist."""

    ratio: Floats
    """Rate of the most deprived fifth over that of the least; infinite where that one is 0."""
    difference: Floats
    """Their difference, per person-year."""
    fraction: Floats
    """Attributable fraction, as :func:`epidemiology.inequality.attributable`."""
    excess: Floats
    """Attributable events."""
    theil: Floats
    """Theil's T between the fifths; NaN where a fifth is empty."""
    concentration: Floats
    """Concentration index over areas."""
    sii: Floats
    """Per person-year."""
    rii: Floats


def bootstrap(
    value: ArrayLike,
    events: ArrayLike,
    person_years: ArrayLike,
    most_deprived: Literal["highest", "lowest"],
    draws: int = DRAWS,
    seed: int = SEED,
) -> Draws:
    """Every measure of a gradient in samples of areas with replacement.

    Efron B and Tibshirani RJ (1993), An Introduction to the Bootstrap, chapters 6 and 13. Events
    cluster in places, so the area is the unit that is drawn, with its people and all its events.
    Cuts, ranks and slopes are made anew in each sample.

    Args:
        value: the deprivation measure, shape (m,).
        events: of k outcomes, shape (k, m) or (m,).
        person_years: shape (m,).
        most_deprived: which end of ``value`` is deprived.
        draws: number of samples.
        seed: the same seed and number of areas give the same samples.

    Raises:
        ValueError: the shapes differ; a value is missing, negative or infinite (areas without a
            value, people or a count are to be left out before); or draws is below 1.
    """
    v, n = np.asarray(value, dtype=float), np.asarray(person_years, dtype=float)
    x = np.atleast_2d(np.asarray(events, dtype=float))
    if v.ndim != 1 or v.shape != n.shape or x.shape[1:] != v.shape:
        raise ValueError(
            f"value, events and person_years differ in shape: {v.shape}, {x.shape}, {n.shape}"
        )
    if not np.isfinite(v).all():
        raise ValueError("value is missing or infinite")
    if not np.isfinite(x).all() or np.any(x < 0):
        raise ValueError("events has a negative, missing or infinite value")
    if not np.isfinite(n).all() or np.any(n <= 0):
        raise ValueError("person_years has a value that is missing or not positive")
    if draws < 1:
        raise ValueError(f"draws is {draws}; expected at least 1")
    order = np.argsort(v, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(v[order]) > 0])
    times = _resamples(v.size, draws, seed)[:, order]

    def grouped(weights: Floats) -> Floats:
        return np.add.reduceat(times * weights[order], starts, axis=1)

    people = grouped(n)
    upto = people.cumsum(axis=1)
    whole = upto[:, -1:]
    # Ranks run from the most deprived end, cuts always from the lowest value up.
    ranks = (upto - people / 2) / whole
    if most_deprived == "highest":
        ranks = 1 - ranks
    # Of a share just below a cut by rounding alone the cut is reached: as in quintiles().
    cuts = [((upto < whole * (q / 5 - 1e-12)).sum(axis=1)) for q in range(1, 5)]
    at = np.stack([*cuts, np.full(draws, starts.size - 1)], axis=1)
    fifths_people = _between(upto, at, most_deprived)
    out = []
    for row in x:
        hurt = grouped(row)
        fifths = _between(hurt.cumsum(axis=1), at, most_deprived)
        out.append((*_fifths(fifths, fifths_people), *_slope_measures(hurt, people, ranks)))
    return Draws(*(np.stack(measure) for measure in zip(*out, strict=True)))


def percentile(draws: ArrayLike, confidence: float = 0.95) -> tuple[float, float]:
    """Percentile limits of one measure's bootstrap samples, shape (draws,).

    Returns:
        Limits; both NaN where the measure exists in under :data:`MIN_DEFINED_SHARE` of the
        samples; infinite where so many samples have no bound.

    Raises:
        ValueError: confidence is outside (0, 1) or there is no draw.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; expected a level between 0 and 1")
    x = np.asarray(draws, dtype=float)
    if x.size == 0:
        raise ValueError("draws is empty")
    known = np.sort(x[~np.isnan(x)])
    if known.size < MIN_DEFINED_SHARE * x.size:
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2 * (known.size - 1)
    return float(known[int(np.floor(tail))]), float(known[int(np.ceil(known.size - 1 - tail))])


def wider(
    exact: tuple[float, float], resampled: tuple[float, float], *, ratio: bool = False
) -> Literal["exact", "bootstrap"]:
    """Which of two intervals is the wider one: that of ratios on the log scale.

    An interval that does not exist (NaN) is the narrower one; one without a bound the wider.
    """

    def width(limits: tuple[float, float]) -> float:
        lower, upper = limits
        if np.isnan(lower) or np.isnan(upper):
            return -np.inf
        if ratio:
            return float(np.log(upper) - np.log(lower)) if lower > 0 else np.inf
        return upper - lower

    return "bootstrap" if width(resampled) > width(exact) else "exact"


@lru_cache(maxsize=8)
def _resamples(areas: int, draws: int, seed: int) -> Floats:
    """How often each area is drawn in each sample, shape (draws, areas)."""
    drawn = np.random.default_rng(seed).integers(areas, size=(draws, areas))
    flat = (drawn + np.arange(draws)[:, None] * areas).ravel()
    times = np.bincount(flat, minlength=draws * areas).reshape(draws, areas).astype(float)
    times.flags.writeable = False
    return times


def _between(upto: Floats, at: NDArray[np.int64], most_deprived: str) -> Floats:
    """Sums of the fifths from running sums and the position of each cut, most deprived first."""
    reached = np.take_along_axis(upto, at, axis=1)
    sums = np.diff(reached, axis=1, prepend=0.0)
    return sums[:, ::-1] if most_deprived == "highest" else sums


def _fifths(x: Floats, n: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    rate = np.divide(x, n, out=np.full_like(x, np.nan), where=n > 0)
    total, people = x.sum(axis=1), n.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = rate[:, 0] / rate[:, 4]
        excess = total - people * rate[:, 4]
        relative = rate / (total / people)[:, None]
        logs = np.where(relative > 0, np.log(relative), 0.0)
        theil = (n / people[:, None] * relative * logs).sum(axis=1)
        return ratio, rate[:, 0] - rate[:, 4], excess / total, excess, theil


def _slope_measures(x: Floats, n: Floats, ranks: Floats) -> tuple[Floats, Floats, Floats]:
    total = x.sum(axis=1)
    start = likeliest_slopes(
        x.sum(axis=0)[None, :],
        n.sum(axis=0)[None, :],
        ranks.mean(axis=0)[None, :],
        np.zeros(1),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        concentration = 2 * np.einsum("ij,ij->i", x, ranks) / total - 1
        b = likeliest_slopes(x, n, ranks, np.repeat(start, len(x)), _WARM_STEPS)
        expected = np.einsum("ij,ij->i", n, np.exp(b[:, None] * ranks))
        most = total / expected
        return concentration, most * (1 - np.exp(b)), np.exp(-b)
