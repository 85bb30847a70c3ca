"""Age-standardised rates against other programs, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.rates import crude_rate
from epidemiology.standardised import AGES_11, US2000, age_standardised, fay_feuer, standard

REFERENCE = Path(__file__).parents[1] / "reference"
DSR = json.loads((REFERENCE / "rates_dsr.json").read_text(encoding="utf-8"))
WEIGHTS = pd.read_csv(REFERENCE / "us2000_standard_population.csv")
TOLERANCE = DSR["tolerance_rel"]


@pytest.mark.parametrize("case", DSR["cases"], ids=lambda c: c["id"])
def test_rates_of_epitools(case) -> None:
    x, n, w = case["count"], case["person_years"], case["stdpop"]
    value, lower, upper = fay_feuer(x, n, w, case["confidence"])
    # epitools has no lower limit for no events (NaN); the rule is 0.
    expected_lower = case["epitools_fayfeuer_lo_1e5"] or 0.0
    assert value == pytest.approx(case["epitools_adj_1e5"], rel=TOLERANCE, abs=1e-12)
    assert lower == pytest.approx(expected_lower, rel=TOLERANCE, abs=1e-12)
    assert upper == pytest.approx(case["epitools_fayfeuer_hi_1e5"], rel=TOLERANCE)
    crude = float(crude_rate(sum(x), sum(n)).value)
    assert crude == pytest.approx(case["epitools_crude_1e5"], rel=TOLERANCE, abs=1e-12)
    if case["phe_dsr_value_1e5"] is not None:
        assert value == pytest.approx(case["phe_dsr_value_1e5"], rel=TOLERANCE)
        # The Dobson-Byar limits are another method: near the gamma limits, not equal to them.
        assert lower == pytest.approx(case["phe_dobson_lo_1e5"], rel=0.3)


@pytest.mark.parametrize("case", DSR["cases"], ids=lambda c: c["id"])
def test_only_twenty_events_or_more_are_published(case) -> None:
    rate = age_standardised(case["count"], case["person_years"], case["stdpop"], case["confidence"])
    if sum(case["count"]) < 20:
        assert rate.reason == "fewer than 20 events"
        assert np.isnan(rate[:3]).all()
    else:
        assert rate.reason == ""
        assert rate.value == pytest.approx(case["epitools_adj_1e5"], rel=TOLERANCE)


@pytest.mark.parametrize(
    "row", list(WEIGHTS.itertuples()), ids=lambda r: f"{r.scheme} {r.age}".replace(" ", "_")
)
def test_standard_population(row) -> None:
    weights = {age: float(standard((names,))[0]) for age, names in AGES_11.items()} | US2000
    if row.scheme == "19_groups_P25_1130_persons":
        assert US2000[row.age] == row.weight_per_million
    else:  # rounded to a million; the file says within 2 of the persons' shares
        share = 1e6 * weights[row.age] / sum(US2000.values())
        assert share == pytest.approx(row.weight_per_million, abs=2)


def test_the_standard_is_whole() -> None:
    assert sum(US2000.values()) == 274_633_642
    assert standard(tuple(AGES_11.values())).sum() == 274_633_642


strata = st.lists(
    st.tuples(st.integers(0, 300), st.floats(1e3, 1e7), st.floats(1, 1e6)), min_size=1, max_size=12
)


@given(strata)
def test_interval_holds_the_rate(rows) -> None:
    x, n, w = zip(*rows, strict=True)
    value, lower, upper = fay_feuer(x, n, w)
    assert 0 <= lower <= value * (1 + 1e-9)
    assert value <= upper


@given(strata, st.floats(0.1, 10))
def test_rates_are_scale_free_and_weights_only_shares(rows, factor: float) -> None:
    x, n, w = (np.array(part, dtype=float) for part in zip(*rows, strict=True))
    one = fay_feuer(x, n, w)
    assert fay_feuer(x, n, w * factor) == pytest.approx(one, rel=1e-6)
    scaled = [limit * factor for limit in fay_feuer(x, n * factor, w)]
    assert scaled == pytest.approx(one, rel=1e-6)


@given(st.integers(1, 400), st.floats(1e3, 1e7))
def test_one_age_group_is_the_crude_rate(count: int, person_years: float) -> None:
    crude = [float(part) for part in crude_rate(count, person_years)]
    assert fay_feuer([count], [person_years], [1.0]) == pytest.approx(crude, rel=1e-6)


@pytest.mark.parametrize(
    ("count", "person_years", "reason"),
    [
        ([30, np.nan], [1e5, 1e5], "hidden cells"),
        ([19, 0], [1e5, 1e5], "fewer than 20 events"),
        ([0, 0], [1e5, 1e5], "fewer than 20 events"),
        ([20, 5], [1e5, 0], "no residents in an age group"),
        ([20, 5], [1e5, np.nan], "no residents in an age group"),
    ],
)
def test_no_rate_has_its_reason(count, person_years, reason: str) -> None:
    rate = age_standardised(count, person_years, [1, 1])
    assert rate.reason == reason
    assert np.isnan(rate[:3]).all()


def test_ages_the_standard_leaves_out_do_not_count() -> None:
    assert fay_feuer([20, 7], [1e5, 0], [1, 0]) == fay_feuer([20], [1e5], [1])


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: fay_feuer([1, 2], [1e5], [1, 1]), "shape"),
        (lambda: fay_feuer(3, 1e5, 1), "shape"),
        (lambda: fay_feuer([-1], [1e5], [1]), "count"),
        (lambda: fay_feuer([np.inf], [1e5], [1]), "count"),
        (lambda: fay_feuer([1], [-1e5], [1]), "person_years"),
        (lambda: fay_feuer([1], [1e5], [0]), "standard"),
        (lambda: fay_feuer([1], [1e5], [np.nan]), "standard"),
        (lambda: fay_feuer([1], [1e5], [1], 0.0), "confidence"),
        (lambda: age_standardised([1], [1e5, 1], [1]), "shape"),
        (lambda: standard((("5-14",),)), "groups"),
        (lambda: standard((("<1",), ("<1", "1-4"))), "groups"),
    ],
)
def test_bad_arguments_are_named(call, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        call()
