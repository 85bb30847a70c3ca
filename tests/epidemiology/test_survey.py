"""Against the Census handbook's own examples and published programs (tests/reference)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.survey import (
    Z90,
    binned_median,
    coefficient_of_variation,
    ice_moe,
    pareto_median,
    percent_change_moe,
    product_moe,
    proportion_moe,
    ratio_moe,
    reliability,
    sum_moe,
)

CASES = json.loads((Path(__file__).parent.parent / "reference" / "acs_moe.json").read_text())
EXACT = {"rel": CASES["tolerance_rel"]}


@pytest.mark.parametrize("case", CASES["handbook_cases"], ids=lambda c: c["name"])
def test_handbook(case: dict) -> None:
    pairs, (value, moe) = case["in"], case["expected"]
    if case["op"] == "sum":
        estimates, moes = np.array(pairs, dtype=float).T
        assert estimates.sum() == value
        assert sum_moe(estimates, moes) == pytest.approx(moe, **EXACT)
        assert "handbook_print" not in case
        return
    (x, x_moe), (y, y_moe) = pairs
    derived = {
        "proportion": (x / y, proportion_moe(x, y, x_moe, y_moe)),
        "ratio": (x / y, ratio_moe(x, y, x_moe, y_moe)),
        "product": (x * y, product_moe(x, y, x_moe, y_moe)),
        "percent_change": (100 * (y - x) / x, percent_change_moe(x, y, x_moe, y_moe)),
    }
    assert derived[case["op"]] == (pytest.approx(value, **EXACT), pytest.approx(moe, **EXACT))
    if printed := case.get("handbook_print"):
        decimals = 0 if case["op"] == "product" else 3
        assert [round(float(part), decimals) for part in derived[case["op"]]] == printed


@pytest.mark.parametrize("case", CASES["moe_sum_zero_cases"])
def test_only_the_largest_zero_moe_counts(case: dict) -> None:
    assert sum_moe(case["est"], case["moe"]) == pytest.approx(
        case["handbook_largest_zero_once"], **EXACT
    )


def test_tidycensus_counts_each_different_zero_moe_and_we_do_not() -> None:
    """Its rule gives 51.90 where the handbook gives 47.01 (methods, section 4)."""
    differ = 0
    for case in CASES["moe_sum_zero_cases"]:
        x, moes = np.array(case["est"]), np.array(case["moe"], dtype=float)
        theirs = np.hypot(
            np.sqrt((moes[x != 0] ** 2).sum()), np.sqrt((np.unique(moes[x == 0]) ** 2).sum())
        )
        assert theirs == pytest.approx(case["tidycensus_unique_zero_moes"], **EXACT)
        assert sum_moe(x, moes) <= theirs + 1e-9
        differ += bool(sum_moe(x, moes) < theirs - 1e-9)
    assert differ == 1


@pytest.mark.parametrize("case", CASES["moe_proportion_cases"])
def test_proportions(case: dict) -> None:
    inputs = (case["num"], case["den"], case["moe_num"], case["moe_den"])
    assert proportion_moe(*inputs) == pytest.approx(case["tidycensus_moe_prop"], **EXACT)
    assert ratio_moe(*inputs) == pytest.approx(case["tidycensus_moe_ratio"], **EXACT)
    assert case["num"] / case["den"] == pytest.approx(case["prop"], **EXACT)
    radicand = case["moe_num"] ** 2 - (case["num"] / case["den"]) ** 2 * case["moe_den"] ** 2
    assert radicand == pytest.approx(case["radicand"], **EXACT)
    assert case["fallback_to_ratio"] is False


def test_proportion_falls_back_on_the_ratio_where_the_radicand_is_not_positive() -> None:
    assert proportion_moe(90, 100, 9, 10) == ratio_moe(90, 100, 9, 10)
    assert proportion_moe(95, 100, 5, 10) == ratio_moe(95, 100, 5, 10)


@pytest.mark.parametrize("case", CASES["median_cases"], ids=lambda c: c["id"])
def test_medians(case: dict) -> None:
    found = binned_median(case["n"], case["lower_bounds"])
    assert found.value[0] == pytest.approx(case["linear"]["median"], **EXACT)
    assert found.open[0] == ""
    assert found.bin[0] == case["linear"]["bin"] - 1  # R counts from one


@pytest.mark.parametrize("case", CASES["median_cases"], ids=lambda c: c["id"])
def test_pareto_medians(case: dict) -> None:
    found, expected = pareto_median(case["n"], case["lower_bounds"]), case["pareto"]
    assert found.value[0] == pytest.approx(expected["median"], **EXACT)
    if expected["method"] == "linear":
        assert np.isnan([found.shape[0], found.scale[0]]).all()
    else:
        assert found.shape[0] == pytest.approx(expected["theta"], **EXACT)
        assert found.scale[0] == pytest.approx(expected["k"], **EXACT)


def test_the_census_data_aggregators_bins_end_a_dollar_early_and_ours_do_not() -> None:
    case = CASES["median_cases"][0]
    assert round(binned_median(case["n"], case["lower_bounds"]).value[0], 2) == 56_364.22
    # Its bins end at 59,999: the width is one dollar short (reference file, traps).
    half, n = sum(case["n"]) / 2, case["n"]
    theirs = 50_000 + (half - sum(n[:9])) / n[9] * 9_999
    assert round(theirs, 2) == 56_363.59


def test_pareto_median_is_straight_where_there_is_no_curve() -> None:
    open_ends = [[9, 1, 1], [1, 1, 9], [0, 0, 0]]
    found = pareto_median(open_ends, [0, 10, 20])
    assert found.value[:2].tolist() == [10, 20]
    assert np.isnan(found.value[2])
    assert np.isnan(found.shape).all()
    # A bin from below 0 to 10, and one with nobody above it.
    assert pareto_median([1, 4, 1], [-20, -10, 10]).value[0] == 0
    assert pareto_median([0, 5, 0], [0, 10, 20]).value[0] == 15


def test_median_in_an_open_bin_is_only_a_bound() -> None:
    found = binned_median([[9, 1, 1], [1, 1, 9], [0, 0, 0]], [0, 10, 20])
    assert found.value[:2].tolist() == [10, 20]
    assert np.isnan(found.value[2])
    assert found.open.tolist() == ["below", "above", ""]
    assert found.bin.tolist() == [0, 2, -1]


def test_median_of_the_states_summed_tract_bins() -> None:
    bins = [119101, 97443, 155517, 141421, 212299, 335983, 303224, 488475, 326064, 582543]
    bounds = [0, 10_000, 15_000, 25_000, 35_000, 50_000, 75_000, 100_000, 150_000, 200_000]
    assert round(binned_median(bins, bounds).value[0], -1) == 101_640


@pytest.mark.parametrize("case", CASES["cv_cases"])
def test_coefficients_of_variation(case: dict) -> None:
    cv = coefficient_of_variation(case["estimate"], case["moe90"])
    if case["cv_pct"] is None:
        assert np.isnan(cv)
        assert reliability(cv) == ""
    else:
        assert cv == pytest.approx(case["cv_pct"], **EXACT)
        assert reliability(cv) == case["esri_class"]
    assert case["moe90"] / Z90 == pytest.approx(case["se"], **EXACT)


def test_a_cv_of_40_is_still_medium() -> None:
    """The file's other scheme calls 40 % low; our classes are Esri's (methods, section 4)."""
    (differ,) = [c for c in CASES["cv_cases"] if c["esri_class"] != c["hac_class"]]
    assert (differ["cv_pct"], differ["hac_class"]) == (40.0, "low")
    assert reliability(coefficient_of_variation(differ["estimate"], differ["moe90"])) == "medium"


@pytest.mark.parametrize("case", CASES["ice_moe_cases"])
def test_moe_of_a_concentration_index(case: dict) -> None:
    parts = np.array(case["high"] + case["low"], dtype=float)
    high, low = (sum(e for e, _ in case[end]) for end in ("high", "low"))
    total, total_moe = case["total"]
    assert (high - low) / total == pytest.approx(case["ice"], **EXACT)
    moe = ratio_moe(high - low, total, sum_moe(parts[:, 0], parts[:, 1]), total_moe)
    assert moe == pytest.approx(case["moe90"], **EXACT)
    ends = [sum_moe(*np.array(case[end], dtype=float).T) for end in ("high", "low")]
    assert ice_moe(high, low, total, *ends, total_moe) == pytest.approx(case["moe90"], **EXACT)


def test_a_missing_moe_gives_a_missing_result() -> None:
    assert np.isnan(sum_moe([1, 2], [3, np.nan]))
    assert np.isnan(proportion_moe(1, 2, np.nan, 1))
    assert np.isnan(proportion_moe(1, 0, 1, 1))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sum_moe([1, 2], [1]), "differ in shape"),
        (lambda: sum_moe([1, 2], [1, -555555555]), "negative margin"),
        (lambda: sum_moe([1, np.inf], [1, 1]), "infinite"),
        (lambda: coefficient_of_variation(1, -1), "negative margin"),
        (lambda: ice_moe(1, 1, 4, -1, 1, 1), "privileged_moe has a negative"),
        (lambda: pareto_median([1, -2], [0, 1]), "negative"),
        (lambda: binned_median([1, 2], [0, 1, 2]), "bins"),
        (lambda: binned_median([1, 2], [1, 0]), "increase"),
        (lambda: binned_median([1, -2], [0, 1]), "negative"),
        (lambda: binned_median([1, np.nan], [0, 1]), "missing"),
    ],
)
def test_impossible_input_is_refused(call: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()  # type: ignore[operator]


parts = st.lists(
    st.tuples(st.integers(0, 10_000), st.floats(0, 1_000, allow_nan=False)), min_size=1, max_size=8
)


@given(parts)
def test_moe_of_a_sum_lies_between_its_largest_part_and_all_parts_together(pairs: list) -> None:
    estimates, moes = np.array(pairs, dtype=float).T
    moe = sum_moe(estimates, moes)
    assert moes.max() - 1e-9 <= moe <= moes.sum() + 1e-9


@given(parts, st.randoms())
def test_moe_of_a_sum_does_not_depend_on_the_order(pairs: list, random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    a, b = (sum_moe(*np.array(p, dtype=float).T) for p in (pairs, shuffled))
    assert a == pytest.approx(b)


@given(st.lists(st.integers(0, 1_000), min_size=3, max_size=12).filter(any))
def test_half_lie_at_or_below_the_bin_of_the_median(counts: list[int]) -> None:
    found = binned_median(counts, np.arange(len(counts)))
    upto = sum(counts[: found.bin[0] + 1])
    assert upto * 2 >= sum(counts)
    assert (upto - counts[found.bin[0]]) * 2 < sum(counts)
    assert found.bin[0] <= found.value[0] <= found.bin[0] + 1
