from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.classes import assign, breaks


def test_five_classes_with_readable_cuts() -> None:
    values = np.linspace(0.3, 41.7, 400)
    assert breaks(values).tolist() == [10.0, 15.0, 25.0, 35.0]


def test_money_is_rounded_to_thousands_or_more() -> None:
    values = np.random.default_rng(1).normal(98_765, 21_234, 500)
    assert (breaks(values) % 1_000 == 0).all()


def test_negative_and_small_numbers() -> None:
    values = np.random.default_rng(1).normal(0, 0.2, 500)
    cuts = breaks(values, digits=2)
    assert cuts.size == 4
    assert (np.round(cuts, 2) == cuts).all()


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ([], 1),
        ([np.nan], 1),
        ([3.0], 1),
        ([3.0, 3.0], 1),
        ([1, 2], 2),
        ([1, 2, 3], 3),
        ([0] * 50 + [5], 2),
        ([0, 0, 0, 0, 1, 2, 3], 4),
    ],
)
def test_few_distinct_values_few_classes(values: list[float], classes: int) -> None:
    assert breaks(values).size + 1 <= classes
    if len(set(values)) > 1:
        assert breaks(values).size >= 1


def test_classes_are_open_below_and_closed_above() -> None:
    assert assign([9.9, 10, 10.1, np.nan], [10.0]).tolist() == [0, 0, 1, -1]


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        breaks([np.inf, 1])
    with pytest.raises(ValueError, match="2 or more"):
        breaks([1, 2], classes=1)


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda v: round(v, 3)), max_size=80))
def test_cuts_increase_no_class_is_empty_and_all_values_are_covered(values: list[float]) -> None:
    cuts = breaks(values)
    assert (np.diff(cuts) > 0).all()
    assert cuts.size <= 4
    found = assign(values, cuts)
    if values:
        assert set(found.tolist()) == set(range(cuts.size + 1))
    assert assign([-1e12, 1e12], cuts).tolist() == [0, cuts.size]
