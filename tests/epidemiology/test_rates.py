"""Rates and intervals against the answers of other programs, and what must always hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.rates import crude_rate, garwood, person_years, relative_standard_error

REFERENCE = Path(__file__).parents[1] / "reference"
CRUDE = pd.read_csv(REFERENCE / "rates_crude_ci.csv")
FACTORS = pd.read_csv(REFERENCE / "count_ci_factors.csv")
PUBLISHED = pd.read_csv(REFERENCE / "published_exact_poisson.csv")
counts = st.integers(0, 5_000)
years = st.floats(1, 1e8)


@pytest.mark.parametrize("case", list(CRUDE.itertuples()), ids=CRUDE["case_id"])
def test_crude_rates_of_r(case) -> None:
    for level in (90, 95, 99):
        rate = crude_rate(case.count, case.person_years, level / 100, case.multiplier)
        expected = (
            case.rate,
            getattr(case, f"garwood{level}_lo"),
            getattr(case, f"garwood{level}_hi"),
        )
        assert tuple(map(float, rate)) == pytest.approx(expected, rel=1e-6, abs=1e-12)
    rse = float(relative_standard_error(case.count))
    assert rse == pytest.approx(case.rse_pct, rel=1e-6, nan_ok=True)


@pytest.mark.parametrize("case", list(FACTORS.itertuples()), ids=lambda c: f"count {c.count}")
def test_limits_as_factors_of_a_count(case) -> None:
    lower, upper = garwood(case.count)
    assert (lower / case.count, upper / case.count) == pytest.approx((case.L, case.U), rel=1e-9)


@pytest.mark.parametrize("case", list(PUBLISHED.itertuples()), ids=lambda c: f"{c.deaths} deaths")
def test_limits_printed_in_papers(case) -> None:
    lower, upper = garwood(case.deaths)
    assert float(lower / case.deaths * case.smr) == pytest.approx(case.calc_lo, abs=1e-4)
    assert float(upper / case.deaths * case.smr) == pytest.approx(case.calc_hi, abs=1e-4)


def test_one_person_in_a_hundred_thousand_for_a_leap_and_three_years() -> None:
    # 1 July 2015 to 31 December 2017 is 915 days.
    assert float(person_years(100_000, 915)) == pytest.approx(250_513.347, abs=1e-3)


@given(counts, years)
def test_intervals_hold_the_rate_and_shrink_with_counts(count: int, denominator: float) -> None:
    rate, lower, upper = map(float, crude_rate(count, denominator))
    assert 0 <= lower <= rate <= upper
    more, more_lower, more_upper = map(float, crude_rate(2 * count + 1, denominator))
    assert (more_upper - more_lower) / more <= (upper - lower) / rate if rate else True


@given(counts, years, st.floats(0.1, 10))
def test_rates_are_scale_free(count: int, denominator: float, factor: float) -> None:
    one = np.array(crude_rate(count, denominator))
    scaled = np.array(crude_rate(count, denominator * factor)) * factor
    assert scaled == pytest.approx(one, rel=1e-9)


def test_no_denominator_gives_no_rate() -> None:
    rate = crude_rate([5, 5, np.nan], [0, np.nan, 1e5])
    assert np.isnan(np.array(rate)).all()


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: garwood([-1]), "count"),
        (lambda: garwood([np.inf]), "count"),
        (lambda: garwood(3, 1.5), "confidence"),
        (lambda: crude_rate(3, -1), "person_years"),
    ],
)
def test_bad_arguments_are_named(call, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        call()
