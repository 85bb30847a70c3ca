"""Slope and relative indices and their bootstrap, against other programs (inequality.json)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from epidemiology.bootstrap import SEED, Draws, bootstrap, percentile, wider
from epidemiology.gradient import linear_gradient, poisson_gradient
from epidemiology.inequality import (
    attributable,
    between_groups,
    concentration_index,
    quintile_sums,
    quintiles,
    rank,
)

CASES = json.loads((Path(__file__).parent.parent / "reference" / "inequality.json").read_text())
ORDERED = [case for case in CASES["who_cases"] if "order" in case]
BASE_R = {"rel": CASES["tolerance"]["base_R"]}
HEALTHEQUAL = {"rel": CASES["tolerance"]["healthequal linear sii/rii"]}
PHE = {"rel": CASES["tolerance"]["phe sii, rii, intercept (no transform)"]}
(SYNTHETIC,) = [case for case in CASES["who_cases"] if "count" in case]
R_ERROR = {"rel": 1e-5}
"""R's glm takes standard errors from the weights before its last step, so they agree to six
digits; coefficients agree to the file's own tolerance."""


# --- straight lines ------------------------------------------------------------------------------


def phe_scale(test: str) -> str:
    return next((s for s in ("logit", "log") if f"{s} transform" in test), "linear")


def phe_multiplier(test: str) -> int:
    if "x -100" in test:
        return -100
    if "negative multiplier" in test:
        return -1
    return 100 if "x 100" in test else 1


@pytest.mark.parametrize("case", CASES["phe_test_suite"], ids=lambda c: f"{c['test']}, {c['area']}")
def test_phe_sii(case: dict) -> None:
    """Its SII is the least deprived end minus the most; a negative multiplier turns both round."""
    people = np.array(case["population"])
    found = linear_gradient(
        case["value"], people, rank(case["quantile"], people, "lowest"), phe_scale(case["test"])
    )
    times = phe_multiplier(case["test"])
    assert -times * found.sii == pytest.approx(case["expected_sii"], **PHE)
    if case["sii_lo"] is not None:  # simulated limits: only that ours lies inside
        assert case["sii_lo"] < -times * found.sii < case["sii_hi"]
    if case["expected_rii"] is not None:
        ours = found.rii if times < 0 else 1 / found.rii
        assert ours == pytest.approx(case["expected_rii"], **PHE)
    if case["intercept"] is not None:
        assert found.most == pytest.approx(case["intercept"], **PHE)


@pytest.mark.parametrize("name", ["phe_run_quintile", "phe_run_decile"])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_phe_runs_on_rates_of_people_shot(name: str, scale: str) -> None:
    case = CASES[name]
    expected = case["phe_sii_linear" if scale == "linear" else "phe_sii_log_transform"]
    people = np.array([row["pop"] for row in case["input"]], dtype=float)
    value = np.array([row["v"] for row in case["input"]])
    assert value == pytest.approx(1e5 * np.array(case["count"]) / people, **BASE_R)
    found = linear_gradient(
        value, people, rank([r["q"] for r in case["input"]], people, "lowest"), scale
    )
    assert -found.sii == pytest.approx(expected["sii"], **PHE)
    assert found.most == pytest.approx(expected["intercept"], **PHE)
    assert found.least / found.most == pytest.approx(expected["rii"], **PHE)
    if scale == "linear":
        # A negative rate at the least deprived end: no relative index, and no use for rates.
        assert found.least < 0
        assert np.isnan(found.rii)
    else:
        assert found.rii == pytest.approx(1 / expected["rii"], **PHE)


@pytest.mark.parametrize("case", ORDERED, ids=lambda c: c["id"])
def test_healthequals_straight_line(case: dict) -> None:
    people = np.array(case["pop"])
    ranks = rank(np.arange(5), people, "lowest")
    found, base = linear_gradient(case["est"], people, ranks), case["base_R"]
    assert -found.sii == pytest.approx(base["slope"], **BASE_R)
    assert found.most == pytest.approx(base["intercept"], **BASE_R)
    healthequal = case["healthequal"]
    assert -found.sii == pytest.approx(healthequal["sii_linear"]["estimate"], **HEALTHEQUAL)
    if "not_run" in healthequal["rii_linear"]:
        assert np.isnan(found.rii)
    else:
        ours = found.least / found.most
        assert ours == pytest.approx(healthequal["rii_linear"]["estimate"], **HEALTHEQUAL)


def test_healthequals_logistic_form_is_not_for_rates() -> None:
    """It takes the scale from the size of the value: right for percentages, wrong for rates."""
    logistic = [c for c in ORDERED if "sii_logistic" in c["healthequal"]]
    assert [c["scale"] for c in logistic] == [100]
    (case,) = logistic
    people = np.array(case["pop"])
    ranks = rank(np.arange(5), people, "lowest")
    events = np.array(case["est"]) * people / 100
    ours = poisson_gradient(events, people, ranks, per=100)
    theirs = case["healthequal"]["sii_logistic"]["estimate"]
    # A proportion near 1 bends under a logit and not under a log: their slope is steeper.
    assert theirs > 1.15 * abs(ours.sii.value)


def test_differences_and_ratios_of_the_end_groups() -> None:
    for case in ORDERED:
        first, last = case["est"][0], case["est"][-1]
        least, most = (first, last) if case["favourable"] else (last, first)
        assert most - least == pytest.approx(case["healthequal"]["d"]["estimate"], **BASE_R)
        assert most / least == pytest.approx(case["healthequal"]["r"]["estimate"], **BASE_R)


# --- the log-linear line -------------------------------------------------------------------------


def test_poisson_line_of_base_r() -> None:
    expected = SYNTHETIC["base_R"]["poisson_log"]
    people = np.array(SYNTHETIC["pop"])
    found = poisson_gradient(SYNTHETIC["count"], people, rank(np.arange(5), people, "lowest"))
    assert [found.intercept, found.slope] == pytest.approx(expected["coef"], **BASE_R)
    assert found.rii.value == pytest.approx(expected["RII_most_deprived_over_least"], **BASE_R)
    assert 1 / found.rii.value == pytest.approx(expected["RII_rank1_over_rank0"], **BASE_R)
    assert -found.sii.value == pytest.approx(expected["SII_per_1e5_rank1_minus_rank0"], **BASE_R)
    errors = [found.intercept_error, found.slope_error]
    assert errors == pytest.approx(expected["se"], **R_ERROR)
    limits = [found.rii.lower, found.rii.upper]
    assert limits == pytest.approx(expected["ci95_wald_most_over_least"], **R_ERROR)
    assert found.dispersion == pytest.approx(expected["quasi_dispersion"], **R_ERROR)


def test_under_dispersed_data_do_not_shrink_the_errors() -> None:
    """Dispersion 0.54 would; HC1 errors would too. Ours are scaled by at least 1 (methods, 3)."""
    expected = SYNTHETIC["base_R"]["poisson_log"]
    people = np.array(SYNTHETIC["pop"])
    found = poisson_gradient(SYNTHETIC["count"], people, rank(np.arange(5), people, "lowest"))
    assert found.dispersion < 1
    assert found.intercept_error > expected["se_HC1"][0]
    assert found.slope_error > expected["se_HC1"][1]


def test_over_dispersed_data_as_in_statsmodels() -> None:
    random = np.random.default_rng(3)
    people = random.integers(2_000, 90_000, 60).astype(float)
    ranks = rank(random.normal(size=60), people, "highest")
    events = random.negative_binomial(0.7, 0.7 / (0.7 + people * np.exp(-8 - 2.5 * ranks)))
    found = poisson_gradient(events, people, ranks)
    model = sm.GLM(
        events, sm.add_constant(ranks), family=sm.families.Poisson(), offset=np.log(people)
    ).fit(scale="X2", tol=1e-14)
    assert found.dispersion > 1.5
    assert found.dispersion == pytest.approx(model.scale)
    assert [found.intercept, found.slope] == pytest.approx(model.params)
    assert [found.intercept_error, found.slope_error] == pytest.approx(model.bse)
    assert found.covariance == pytest.approx(model.cov_params()[0, 1])
    lower, upper = model.conf_int()[1]
    assert [found.rii.lower, found.rii.upper] == pytest.approx(np.exp([-upper, -lower]))
    assert found.sii.lower < found.sii.value < found.sii.upper
    assert (found.sii.lower + found.sii.upper) / 2 == pytest.approx(found.sii.value)


@pytest.mark.parametrize(
    ("events", "people", "ranks"),
    [
        ([0, 0, 0], [1, 1, 1], [0, 0.5, 1]),
        ([5], [10], [0.5]),
        ([5, 3], [10, 10], [0.5, 0.5]),
        ([5, 0, 0], [10, 10, 10], [0.2, 0.5, 0.8]),
        ([0, 0, 4], [10, 10, 10], [0.2, 0.5, 0.8]),
        ([5, np.nan, 1], [10, 10, 10], [0.2, 0.5, 0.8]),
        ([5, 3], [10, 0], [0.5, np.nan]),
    ],
    ids=["none", "one area", "ties", "only first", "only last", "suppressed", "one with people"],
)
def test_no_gradient_where_there_is_none(events: list, people: list, ranks: list) -> None:
    found = poisson_gradient(events, people, ranks)
    assert np.isnan([found.slope, *found.sii, *found.rii]).all()


def test_two_areas_have_a_line_but_no_dispersion() -> None:
    found = poisson_gradient([20, 10], [100, 100], [0.25, 0.75])
    assert found.rii.value == pytest.approx(4)
    assert np.isnan(found.dispersion)
    assert found.rii.lower < 4 < found.rii.upper


def test_every_event_in_the_middle_is_a_line_too() -> None:
    found = poisson_gradient([0, 9, 0], [10, 10, 10], [1 / 6, 0.5, 5 / 6])
    assert found.rii.value == pytest.approx(1)


# --- bootstrap -----------------------------------------------------------------------------------


def areas(m: int, k: int = 1, seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    value = random.normal(size=m).round(1)
    people = random.integers(1_000, 60_000, m).astype(float)
    return value, random.poisson(people * np.exp(-7.5 + value), (k, m)), people


@pytest.mark.parametrize("most_deprived", ["highest", "lowest"])
def test_each_sample_is_what_the_plain_functions_say(most_deprived: str) -> None:
    """The vectorised measures equal those computed sample by sample from repeated areas."""
    value, events, people = areas(40, k=2)
    draws = 25
    found = bootstrap(value, events, people, most_deprived, draws=draws)
    drawn = np.random.default_rng(SEED).integers(40, size=(draws, 40))
    for k, d in np.ndindex(2, draws):
        v, x, n = value[drawn[d]], events[k, drawn[d]], people[drawn[d]]
        sums = quintile_sums(quintiles(v, n, most_deprived), x, n)
        ranks = rank(v, n, most_deprived)
        line = poisson_gradient(x, n, ranks, per=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = sums.events / sums.person_years
            ratio = rate[0] / rate[4]
        excess = attributable(sums.events, sums.person_years)
        theil = between_groups(rate, sums.person_years).theil if sums.areas.all() else np.nan
        expected = Draws(
            ratio,
            rate[0] - rate[4],
            excess.fraction,
            excess.excess,
            theil,
            concentration_index(x, n, ranks),
            line.sii.value,
            line.rii.value,
        )
        for name, value_ in expected._asdict().items():
            assert getattr(found, name)[k, d] == pytest.approx(value_, nan_ok=True), name


def test_the_same_seed_gives_the_same_samples_whatever_the_order_of_outcomes() -> None:
    value, events, people = areas(30, k=2)
    both = bootstrap(value, events, people, "highest", draws=50)
    alone = bootstrap(value, events[1], people, "highest", draws=50)
    for name in Draws._fields:
        assert np.array_equal(getattr(both, name)[1], getattr(alone, name)[0], equal_nan=True)
    other = bootstrap(value, events[1], people, "highest", draws=50, seed=1)
    assert not np.array_equal(other.rii, alone.rii)


def test_bootstrap_of_few_areas_has_no_interval() -> None:
    found = bootstrap([1.0], [5], [100], "highest", draws=20)
    assert np.isnan(found.rii).all()
    assert np.isnan(percentile(found.rii[0])).all()
    none = bootstrap([1.0, 2.0], [0, 0], [100, 100], "highest", draws=20)
    assert np.isnan(none.concentration).all()


def test_percentiles() -> None:
    assert percentile(np.arange(1001)) == (25, 975)
    assert percentile([*[1.0] * 90, *[np.inf] * 10]) == (1, np.inf)
    assert np.isnan(percentile([*[1.0] * 90, *[np.nan] * 10])).all()
    assert percentile([*[1.0] * 96, *[np.nan] * 4]) == (1, 1)


def test_the_wider_interval() -> None:
    assert wider((1, 2), (0, 2)) == "bootstrap"
    assert wider((1, 2), (1.2, 1.9)) == "exact"
    # On the log scale 1 to 3 is wider than 10 to 20.
    assert wider((1, 3), (10, 20)) == "bootstrap"
    assert wider((1, 3), (10, 20), ratio=True) == "exact"
    assert wider((1, 3), (2, np.inf), ratio=True) == "bootstrap"
    assert wider((1, 3), (np.nan, np.nan)) == "exact"
    assert wider((np.nan, np.nan), (1, 3)) == "bootstrap"
    assert wider((0, 3), (1, 50), ratio=True) == "exact"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: poisson_gradient([1], [1, 2], [0.5]), "events, person_years and rank differ"),
        (lambda: poisson_gradient([-1], [1], [0.5]), "events has a negative"),
        (lambda: poisson_gradient([np.inf], [1], [0.5]), "events has a negative or infinite"),
        (lambda: poisson_gradient([1], [-1], [0.5]), "person_years has a negative"),
        (lambda: poisson_gradient([1], [np.nan], [0.5]), "person_years has a negative, missing"),
        (lambda: poisson_gradient([1], [0], [0.5]), "person_years is 0 everywhere"),
        (lambda: poisson_gradient([1], [1], [np.nan]), "rank of an area"),
        (lambda: poisson_gradient([1, 2], [1, 1], [0, 1], confidence=95), "confidence is 95"),
        (lambda: linear_gradient([1, 2], [1], [0, 1]), "value, population and rank differ"),
        (lambda: linear_gradient([1, np.nan], [1, 1], [0, 1]), "value is missing"),
        (lambda: linear_gradient([0, 2], [1, 1], [0, 1], "log"), "not possible on the log"),
        (lambda: linear_gradient([0.5, 1], [1, 1], [0, 1], "logit"), "not possible on the logit"),
        (lambda: linear_gradient([1, 2], [1, 1], [0.5, 0.5]), "rank is the same"),
        (lambda: bootstrap([1, 2], [1], [1, 1], "highest"), "value, events and person_years"),
        (lambda: bootstrap([1, np.nan], [1, 1], [1, 1], "highest"), "value is missing"),
        (lambda: bootstrap([1, 2], [1, np.nan], [1, 1], "highest"), "events has a negative, miss"),
        (lambda: bootstrap([1, 2], [1, -1], [1, 1], "highest"), "events has a negative"),
        (lambda: bootstrap([1, 2], [1, 1], [1, 0], "highest"), "person_years has a value"),
        (lambda: bootstrap([1, 2], [1, 1], [1, 1], "highest", draws=0), "draws is 0"),
        (lambda: percentile([]), "draws is empty"),
        (lambda: percentile([1], 0), "confidence is 0"),
    ],
)
def test_impossible_input_names_the_argument(call: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()  # type: ignore[operator]


rows = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(0, 30), st.integers(10, 1000)),
    min_size=3,
    max_size=30,
)


@given(rows, st.floats(0.1, 50))
def test_the_relative_index_is_free_of_scale_and_turns_round(table: list, scale: float) -> None:
    value, events, people = np.array(table, dtype=float).T
    found = poisson_gradient(events, people, rank(value, people, "lowest"))
    assume(not np.isnan(found.slope))
    assert found.rii.lower <= found.rii.value <= found.rii.upper
    assert found.sii.lower <= found.sii.value <= found.sii.upper
    scaled = poisson_gradient(events, people * scale, rank(value, people, "lowest"))
    assert scaled.rii.value == pytest.approx(found.rii.value, rel=1e-6)
    assert scaled.sii.value == pytest.approx(found.sii.value / scale, rel=1e-6, abs=1e-9)
    turned = poisson_gradient(events, people, rank(value, people, "highest"))
    assert turned.rii.value == pytest.approx(1 / found.rii.value, rel=1e-6)
    assert turned.sii.value == pytest.approx(-found.sii.value, rel=1e-6, abs=1e-6)


@given(rows)
def test_the_fitted_line_counts_everyone(table: list) -> None:
    value, events, people = np.array(table, dtype=float).T
    ranks = rank(value, people, "lowest")
    found = poisson_gradient(events, people, ranks)
    assume(not np.isnan(found.slope))
    fitted = people * np.exp(found.intercept + found.slope * ranks)
    assert fitted.sum() == pytest.approx(events.sum())
    assert (fitted * ranks).sum() == pytest.approx((events * ranks).sum(), rel=1e-6, abs=1e-6)


@given(st.integers(2, 6))
def test_more_events_shrink_the_interval(times: int) -> None:
    people, ranks = np.full(5, 1e5), np.linspace(0.1, 0.9, 5)
    few = poisson_gradient(np.array([40, 20, 12, 8, 5]), people, ranks)
    many = poisson_gradient(times * np.array([40, 20, 12, 8, 5]), people, ranks)
    assert many.rii.upper / many.rii.lower < few.rii.upper / few.rii.lower


@settings(max_examples=25, deadline=None)
@given(rows)
def test_bootstrap_measures_keep_their_ranges(table: list) -> None:
    value, events, people = np.array(table, dtype=float).T
    found = bootstrap(value, events, people, "lowest", draws=40)
    index = found.concentration[~np.isnan(found.concentration)]
    assert ((index >= -1 - 1e-9) & (index <= 1 + 1e-9)).all()
    fraction = found.fraction[~np.isnan(found.fraction)]
    assert (fraction <= 1 + 1e-9).all()
    assert (found.theil[~np.isnan(found.theil)] >= -1e-9).all()
    assert (found.rii[~np.isnan(found.rii)] > 0).all()
