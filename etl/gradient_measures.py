"""The measures of one gradient: estimates, the wider interval of each, and why one has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from epidemiology.bootstrap import DRAWS, SEED, Draws, percentile, wider
from epidemiology.gradient import linear_gradient, poisson_gradient
from epidemiology.inequality import (
    QuintileSums,
    attributable,
    between_groups,
    concentration_curve,
    concentration_index,
)
from epidemiology.rates import PER, crude_rate
from epidemiology.ratios import rate_difference, rate_ratio
from epidemiology.status import RATE_FROM, SHOWS_RATE, TOO_FEW_BELOW, Status

Floats = NDArray[np.float64]

MIN_PEOPLE = 100
"""Below this many people shot no line is fitted (as for models: methods, section 7)."""
CURVE_STEP = 0.05
"""Points of a concentration curve stand about this share of the residents apart."""


class Summary(NamedTuple):
    """One measure with its interval; NaN and a reason where it has none."""

    value: float
    lower: float
    upper: float
    method: str = ""
    reason: str = ""
    inputs: str = ""


def over_fifths(
    sums: QuintileSums, status: NDArray[np.str_], draws: Draws, years: float
) -> dict[str, Summary]:
    """The measures that are made from the rates of the fifths.

    The interval is the wider of the one that takes people as independent (exact or MOVER) and of
    the bootstrap over areas. A measure that needs the rate of a fifth with too few people for a
    rate is null.

    Args:
        sums: of the fifths, most deprived first.
        status: of the fifths, shape (5,).
        draws: bootstrap samples, each measure of shape (draws,).
        years: length of the period.
    """
    x, n = sums.events, sums.person_years
    rest_x, rest_n = float(x[:4].sum()), float(n[:4].sum())
    # Of the most deprived fifth and of all four others, against the least deprived one. The
    # attributable fraction and the excess are functions of the second comparison.
    ratios = rate_ratio([x[0], rest_x], [n[0], rest_n], x[4], n[4])
    apart = rate_difference([x[0], rest_x], [n[0], rest_n], x[4], n[4], per=1.0)
    ratio, rest_ratio = ([float(part[i]) for part in ratios] for i in (0, 1))
    difference, rest_apart = ([float(part[i]) for part in apart] for i in (0, 1))
    least = f"least deprived fifth {_told(x[4], n[4])}"
    ends = f"most deprived fifth {_told(x[0], n[0])}; {least}"
    others = f"other four fifths {_told(rest_x, rest_n)}; {least}"
    no_ends, no_least = _missing(status, sums, (0, 4)), _missing(status, sums, (4,))
    found = attributable(x, n)
    theil = between_groups(x / n, n).theil if (n > 0).all() else float("nan")
    out = {
        "rate_ratio": _wider(ratio, draws.ratio, "exact conditional", ends, no_ends, ratio=True),
        "rate_difference": _wider(
            [PER * part for part in difference], PER * draws.difference, "MOVER", ends, no_ends
        ),
        "attributable_fraction": _wider(
            [found.fraction, *(1 - n.sum() / (n[4] + rest_n * limit) for limit in rest_ratio[1:])],
            draws.fraction,
            "exact conditional",
            others,
            no_least,
        ),
        "excess_people": _wider(
            [found.excess / years, *(rest_n * limit / years for limit in rest_apart[1:])],
            draws.excess / years,
            "MOVER",
            f"{others}; {years:.6g} years",
            no_least,
        ),
        "theil": _wider(
            [theil, float("nan"), float("nan")],
            draws.theil,
            "",
            "rates of the five fifths",
            _missing(status, sums, range(5)),
        ),
    }
    if x[4] == 0 and n[4] > 0 and status[0] in SHOWS_RATE:
        sampled = percentile(draws.ratio)[0]
        lower = sampled < ratio[1]
        out["rate_ratio"] = Summary(
            float("nan"),
            sampled if lower else ratio[1],
            float("nan"),
            "bootstrap over areas" if lower else "exact conditional",
            "nobody recorded in quintile 5: no ratio, only its lower bound",
            f"{ends}; exact conditional from {ratio[1]:.6g}; bootstrap from {sampled:.6g}",
        )
    return out


def over_areas(
    counts: Floats, person_years: Floats, ranks: Floats, draws: Draws
) -> dict[str, Summary]:
    """The measures over all areas: slope and relative index, concentration index.

    Null with fewer than :data:`MIN_PEOPLE` people.

    Args:
        counts: people by area, shape (m,).
        person_years: shape (m,).
        ranks: from 0 (most deprived) to 1, shape (m,).
        draws: bootstrap samples, each measure of shape (draws,).
    """
    few = f"fewer than {MIN_PEOPLE} people in all areas" if counts.sum() < MIN_PEOPLE else ""
    line = poisson_gradient(counts, person_years, ranks)
    straight = linear_gradient(PER * counts / person_years, person_years, ranks)
    told = (
        f"log(people) = log(person-years) + {line.intercept:.6f} + {line.slope:.6f} rank; "
        f"dispersion {line.dispersion:.4f}; {counts.size} areas; check by a straight line: "
        f"{straight.most:.4g} to {straight.least:.4g} per 100,000"
    )
    index = concentration_index(counts, person_years, ranks)
    model = "Poisson regression"
    return {
        "sii": _wider(list(line.sii), PER * draws.sii, model, told, few),
        "rii": _wider(list(line.rii), draws.rii, model, told, few, ratio=True),
        "concentration_index": _wider(
            [index, float("nan"), float("nan")],
            draws.concentration,
            "",
            f"{counts.sum():,.0f} people in {counts.size} areas",
            few,
        ),
    }


def rate_of(sums: QuintileSums, status: NDArray[np.str_], quintile: int) -> Summary:
    """The rate of one fifth, 1 to 5; null with the reason where its status allows none."""
    x, n = sums.events[quintile - 1], sums.person_years[quintile - 1]
    if missing := _missing(status, sums, (quintile - 1,)):
        return Summary(float("nan"), float("nan"), float("nan"), reason=missing)
    value, lower, upper = (float(part) for part in crude_rate(x, n))
    return Summary(value, lower, upper, "exact Poisson", "", _told(x, n))


def curve(counts: Floats, person_years: Floats, ranks: Floats) -> tuple[Floats, Floats]:
    """Points of the concentration curve that may be shown: share of residents, share of people.

    Points stand about :data:`CURVE_STEP` apart, and no step holds fewer than five people, so that
    no area's 1-4 can be read from it. Empty with too few people for a rate.
    """
    share, hurt = concentration_curve(counts, person_years, ranks)
    kept = list(_points(share, hurt * counts.sum())) if counts.sum() >= RATE_FROM else []
    return share[kept], hurt[kept]


def _points(share: Floats, people: Floats) -> Iterator[int]:
    yield 0
    last, end = 0, share.size - 1
    for i in range(1, end):
        far = share[i] - share[last] >= CURVE_STEP - 1e-9
        enough = people[i] - people[last] >= TOO_FEW_BELOW - 1e-6
        after = people[end] - people[i] >= TOO_FEW_BELOW - 1e-6
        if far and enough and after:
            yield i
            last = i
    yield end


def _told(x: float, n: float) -> str:
    return f"{x:,.0f} people in {n:,.0f} person-years"


def _why(quintile: int, status: str) -> str:
    words = {
        Status.TOO_FEW: f"fewer than {TOO_FEW_BELOW} people",
        Status.COUNT_ONLY: f"fewer than {RATE_FROM} people",
        Status.NONE_RECORDED: "nobody recorded",
        Status.NO_RESIDENTS: "no area",
        Status.NOT_COVERED: "a suppressed count",
        Status.SMALL_POPULATION: "too few residents for a rate",
    }
    return f"quintile {quintile + 1}: {words[Status(status)]}"


def _missing(status: NDArray[np.str_], sums: QuintileSums, needed: Iterable[int]) -> str:
    """Why a measure that needs the rates of some fifths cannot be computed; "" where it can."""
    for q in range(5):
        if sums.areas[q] == 0:
            return f"quintile {q + 1}: no area"
        if np.isnan(sums.events[q]):
            return f"quintile {q + 1}: a suppressed count"
    return "; ".join(_why(q, status[q]) for q in needed if status[q] not in SHOWS_RATE)


def _wider(
    direct: list[float],
    draws: Floats,
    method: str,
    inputs: str,
    missing: str,
    *,
    ratio: bool = False,
) -> Summary:
    """A measure with the wider of its two intervals; null with the reason where something lacks.

    Where a few areas decide, samples can lie to one side of the estimate: the interval then ends
    at the estimate.
    """
    value, lower, upper = direct
    if missing or np.isnan(value):
        reason = missing or "not defined for these counts"
        return Summary(float("nan"), float("nan"), float("nan"), reason=reason)
    sampled = percentile(draws)
    told = [inputs]
    if method:
        told.append(f"{method} {lower:.6g} to {upper:.6g}")
    told.append(f"bootstrap ({DRAWS:,} samples, seed {SEED}) {sampled[0]:.6g} to {sampled[1]:.6g}")
    if not method or wider((lower, upper), sampled, ratio=ratio) == "bootstrap":
        lower, upper, method = *sampled, "bootstrap over areas"
    reason = ""
    if np.isnan(lower) or np.isnan(upper):
        method, reason = "", "no interval: too few samples have the measure"
    else:
        lower, upper = min(lower, value), max(upper, value)
    if np.isinf(upper):
        upper, reason = float("nan"), "no upper bound: some samples have nobody in quintile 5"
    return Summary(value, lower, upper, method, reason, "; ".join(told))
