"""Ratios and differences of rates against R, and what must always hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.rates import crude_rate
from epidemiology.ratios import rate_difference, rate_ratio

CASES = pd.read_csv(Path(__file__).parents[1] / "reference" / "rate_ratio_difference.csv")
TOLERANCE = 1e-4
counts = st.integers(0, 2_000)
years = st.floats(1e2, 1e8)


@pytest.mark.parametrize("case", list(CASES.itertuples()), ids=CASES["case_id"])
def test_ratios_and_differences_of_r(case) -> None:
    four = (case.x1, case.n1, case.x0, case.n0)
    ratio = [float(part) for part in rate_ratio(*four)]
    # R calls a ratio over no event infinite; here there is none, only its lower bound.
    expected = (case.rr if np.isfinite(case.rr) else np.nan, case.exact_lo, case.exact_hi)
    assert ratio == pytest.approx(expected, rel=TOLERANCE, nan_ok=True)
    difference = [float(part) for part in rate_difference(*four)]
    expected = (case.rd_1e5, case.rd_mover_lo, case.rd_mover_hi)
    assert difference == pytest.approx(expected, rel=TOLERANCE, abs=1e-9)


@pytest.mark.parametrize("case", list(CASES.itertuples()), ids=CASES["case_id"])
def test_interval_and_exact_p_value_agree(case) -> None:
    """The interval of a case that R calls no chance does not hold 1."""
    if case.p_exact < 0.01:
        _, lower, upper = map(float, rate_ratio(case.x1, case.n1, case.x0, case.n0))
        assert not lower <= 1 <= upper
    elif case.p_exact > 0.1:
        _, lower, upper = map(float, rate_ratio(case.x1, case.n1, case.x0, case.n0))
        assert lower <= 1 <= upper


@given(counts, years, counts, years)
def test_intervals_hold_the_estimate(x1: int, n1: float, x0: int, n0: float) -> None:
    ratio = rate_ratio(x1, n1, x0, n0)
    if x0:
        assert 0 <= ratio.lower <= ratio.value * (1 + 1e-9)
        assert ratio.value <= ratio.upper * (1 + 1e-9)
    else:
        assert np.isnan(ratio.value)
        assert ratio.upper == np.inf or not x1
    difference = rate_difference(x1, n1, x0, n0)
    assert difference.lower <= difference.value <= difference.upper


@given(st.integers(1, 2_000), years, st.integers(1, 2_000), years, st.floats(0.1, 10))
def test_turned_round_and_scaled(x1: int, n1: float, x0: int, n0: float, factor: float) -> None:
    one, other = rate_ratio(x1, n1, x0, n0), rate_ratio(x0, n0, x1, n1)
    assert np.array([1 / one.value, 1 / one.upper, 1 / one.lower]) == pytest.approx(
        np.array(other), rel=1e-6
    )
    scaled = np.array(rate_ratio(x1, n1 * factor, x0, n0 * factor))
    assert scaled == pytest.approx(np.array(one), rel=1e-9)
    there, back = rate_difference(x1, n1, x0, n0), rate_difference(x0, n0, x1, n1)
    assert (there.lower, there.upper) == pytest.approx((-back.upper, -back.lower), rel=1e-9)


@given(st.integers(1, 500), years, st.integers(1, 500), years)
def test_ratio_interval_shrinks_with_counts(x1: int, n1: float, x0: int, n0: float) -> None:
    few, many = rate_ratio(x1, n1, x0, n0), rate_ratio(3 * x1, 3 * n1, 3 * x0, 3 * n0)
    assert many.lower >= few.lower * (1 - 1e-9)
    assert many.upper <= few.upper * (1 + 1e-9)


def test_a_reference_without_events_is_no_hindrance_to_a_difference() -> None:
    rate = crude_rate(12, 12_000)
    assert float(rate_difference(12, 12_000, 0, 9_000).value) == pytest.approx(float(rate.value))


def test_missing_and_empty_give_nothing() -> None:
    for four in ((np.nan, 1e5, 4, 1e5), (3, 0, 4, 1e5), (3, 1e5, 4, np.nan), (3, 1e5, np.nan, 1e5)):
        assert np.isnan(np.array(rate_ratio(*four))).all()
        assert np.isnan(np.array(rate_difference(*four))).all()
    assert np.isnan(np.array(rate_ratio(0, 1e5, 0, 1e5))).all()


def test_one_reference_for_all() -> None:
    together = rate_ratio([29, 0], [8123, 12000], 14, 15210)
    assert together.value == pytest.approx([3.87866903501521, 0.0], rel=1e-9)
    assert together.lower[0] == pytest.approx(1.98478572413015, rel=1e-6)


@pytest.mark.parametrize(
    ("four", "named"),
    [
        (([-1], [1], [1], [1]), "^count"),
        (([1], [-1], [1], [1]), "^person_years"),
        (([1], [1], [np.inf], [1]), "^reference_count"),
        (([1], [1], [1], [-1]), "^reference_person_years"),
        (([1, 2], [1], [1], [1]), "^person_years"),
        (([1], [1], [1, 2], [1]), "^reference_count"),
    ],
)
def test_bad_arguments_are_named(four, named: str) -> None:
    for function in (rate_ratio, rate_difference):
        with pytest.raises(ValueError, match=named):
            function(*four)


def test_confidence_is_a_level() -> None:
    with pytest.raises(ValueError, match="confidence"):
        rate_ratio(1, 1, 1, 1, 95)
