"""What may be said of a number: the states of a value and the thresholds between them.

The thresholds are this atlas's own (methods, section 1). They are defined here and
nowhere else, so that the pipeline, the site and the tests cannot disagree.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

TOO_FEW_BELOW = 5
"""A local count of 1 up to (not including) this is shown as "1-4"."""
RATE_FROM = 10
"""Counts below this carry no rate."""
STABLE_FROM = 20
"""Rates from counts below this are marked unstable."""
MIN_POPULATION = 1_000
MIN_PERSON_YEARS = 5_000
MIN_LOCATED_SHARE = 0.80
"""Below this share of people placed on the map, a town has no ZIP counts for that period."""
FULL_LOCATED_SHARE = 0.95
"""Below this share the page says how much of the record could be placed."""
GROUP_QUARTERS_SHARE = 0.25
"""Above this share of residents in dormitories, prisons and the like a place is flagged."""


class Status(StrEnum):
    """The state of one published value. Each is drawn and worded differently."""

    VALUE = "value"
    UNSTABLE = "unstable"
    COUNT_ONLY = "count_only"
    TOO_FEW = "too_few"
    NONE_RECORDED = "none_recorded"
    NOT_LOCATED = "not_located"
    SUPPRESSED = "suppressed"
    MODELLED = "modelled"
    PROVISIONAL = "provisional"
    SMALL_POPULATION = "small_population"
    NO_RESIDENTS = "no_residents"
    NO_BOUNDARY = "no_boundary"
    NOT_COVERED = "not_covered"


def local_count_status(
    count: ArrayLike, population: ArrayLike, person_years: ArrayLike
) -> NDArray[np.str_]:
    """Status of local counts of people shot (methods, section 1, table).

    Args:
        count: people in the period, shape (n,); NaN where no source covers the place.
        population: residents, shape (n,); NaN where no population exists at that level.
        person_years: shape (n,); NaN where there is no population.

    Returns:
        Array of :class:`Status` values, shape (n,).

    Raises:
        ValueError: a count is negative or infinite, or the shapes differ.
    """
    x, pop, py = (
        np.atleast_1d(np.asarray(a, dtype=float)) for a in (count, population, person_years)
    )
    if not x.shape == pop.shape == py.shape:
        raise ValueError(
            "count, population and person_years differ in shape: "
            f"{x.shape}, {pop.shape}, {py.shape}"
        )
    if np.any(x < 0) or np.any(np.isinf(x)):
        raise ValueError("count has a negative or infinite value")
    with np.errstate(invalid="ignore"):
        # Order matters: the first condition that holds wins.
        return np.select(
            [
                np.isnan(x),
                (x > 0) & (x < TOO_FEW_BELOW),
                pop == 0,
                x == 0,
                x < RATE_FROM,
                np.isnan(py),
                (pop < MIN_POPULATION) | (py < MIN_PERSON_YEARS),
                x < STABLE_FROM,
            ],
            [
                Status.NOT_COVERED,
                Status.TOO_FEW,
                Status.NO_RESIDENTS,
                Status.NONE_RECORDED,
                Status.COUNT_ONLY,
                Status.COUNT_ONLY,
                Status.SMALL_POPULATION,
                Status.UNSTABLE,
            ],
            default=Status.VALUE,
        ).astype(str)


SHOWS_RATE = frozenset({Status.VALUE, Status.UNSTABLE, Status.MODELLED, Status.PROVISIONAL})
"""Statuses under which a rate may stand."""
HIDES_COUNT = frozenset({Status.TOO_FEW, Status.SUPPRESSED, Status.MODELLED})
"""Statuses under which the exact count is never published."""
