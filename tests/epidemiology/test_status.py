"""The table of methods, section 1: what is shown for which count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.status import Status, local_count_status

BIG = (30_000, 75_000)


@pytest.mark.parametrize(
    ("count", "population", "person_years", "status"),
    [
        (0, *BIG, Status.NONE_RECORDED),
        (1, *BIG, Status.TOO_FEW),
        (4, *BIG, Status.TOO_FEW),
        (5, *BIG, Status.COUNT_ONLY),
        (9, *BIG, Status.COUNT_ONLY),
        (10, *BIG, Status.UNSTABLE),
        (19, *BIG, Status.UNSTABLE),
        (20, *BIG, Status.VALUE),
        (np.nan, *BIG, Status.NOT_COVERED),
        (25, 999, 75_000, Status.SMALL_POPULATION),
        (25, 1_000, 4_999, Status.SMALL_POPULATION),
        (25, 1_000, 5_000, Status.VALUE),
        (0, 0, 0, Status.NO_RESIDENTS),
        (12, 0, 0, Status.NO_RESIDENTS),
        (3, 0, 0, Status.TOO_FEW),
        (25, np.nan, np.nan, Status.COUNT_ONLY),
        (2, np.nan, np.nan, Status.TOO_FEW),
    ],
)
def test_status_of_a_local_count(count, population, person_years, status) -> None:
    assert local_count_status(count, population, person_years)[0] == status


@given(st.integers(1, 4), st.integers(0, 10**7))
def test_one_to_four_people_are_never_told_apart(count: int, population: int) -> None:
    assert local_count_status(count, population, population * 2.5)[0] == Status.TOO_FEW


@pytest.mark.parametrize("count", [-1, np.inf])
def test_impossible_counts_are_refused(count: float) -> None:
    with pytest.raises(ValueError, match="count"):
        local_count_status(count, 1, 1)


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="shape"):
        local_count_status([1, 2], [1], [1])
