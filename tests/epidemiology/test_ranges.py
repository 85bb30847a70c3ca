"""Ranges of whole unknowns under linear equations, against enumeration."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from epidemiology.ranges import feasible


@settings(deadline=None, max_examples=150)
@given(
    arrays(np.int64, (3, 4), elements=st.integers(-2, 2)),
    arrays(np.int64, 4, elements=st.integers(0, 4)),
    arrays(np.int64, 3, elements=st.integers(0, 2)),
)
def test_ranges_are_those_of_enumeration(matrix, truth, slack) -> None:
    least, most = matrix @ truth - slack, matrix @ truth + slack
    every = np.array(list(itertools.product(range(5), repeat=4)))
    sums = every @ matrix.T
    fits = every[((sums >= least) & (sums <= most)).all(axis=1)]
    found = feasible(matrix, least, most, [0] * 4, [4] * 4)
    assert found.lower.tolist() == fits.min(axis=0).tolist()
    assert found.upper.tolist() == fits.max(axis=0).tolist()
    rough = feasible(matrix, least, most, [0] * 4, [4] * 4, exact=False)
    assert ((rough.lower < rough.upper) == (found.lower < found.upper)).all()
    assert ((rough.lower >= found.lower) & (rough.upper <= found.upper)).all()


def test_numbers_that_need_no_whole_parts() -> None:
    found = feasible([[1, 1]], [4.5], [4.5], [1, 0], [9, np.inf], whole=[True, False])
    assert found.lower.tolist() == [1, 0.5]
    assert found.upper.tolist() == [4, 3.5]


def test_what_is_not_asked_for_is_never_too_narrow() -> None:
    rows = [[1, 1, 0], [0, 1, 1], [1, 0, 1]]
    asked = feasible(rows, [3, 3, 4], [3, 3, 4], [0, 0, 0], [9, 9, 9])
    rough = feasible(rows, [3, 3, 4], [3, 3, 4], [0, 0, 0], [9, 9, 9], wanted=[1, 0, 0])
    assert (asked.lower.tolist(), asked.upper.tolist()) == ([2, 1, 2], [2, 1, 2])
    assert (rough.lower <= asked.lower).all()
    assert (rough.upper >= asked.upper).all()


def test_no_limit_and_no_solution() -> None:
    free = feasible([[1, -1]], [0], [0], [0, 0], [np.inf, np.inf])
    assert free.upper.tolist() == [np.inf, np.inf]
    # Only the block that contradicts itself has no answer.
    found = feasible([[1, 1, 0], [0, 0, 1]], [30, 4], [30, 4], [1, 1, 1], [9, 9, 9])
    assert np.isnan(found.lower).tolist() == [True, True, False]
    # Bounds alone do not see this one: 2 x = 2 y + 1.
    odd = feasible([[2, -2]], [1], [1], [0, 0], [9, 9])
    assert np.isnan(odd.lower).all()


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: feasible([[1, 1]], [1, 2], [1], [0, 0], [1, 1]), "least"),
        (lambda: feasible([[1, 1]], [1], [1], [0], [1, 1]), "lower"),
        (lambda: feasible([[1, 1]], [1], [1], [0, np.nan], [1, 1]), "lower"),
        (lambda: feasible([[1, 1]], [1], [1], [0, 0], [1, 1], wanted=[True]), "wanted"),
    ],
)
def test_bad_arguments_are_named(call, named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}"):
        call()
