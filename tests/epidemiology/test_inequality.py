"""Against published cases and other programs (tests/reference: ice.json, inequality.json)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.inequality import (
    Differences,
    attributable,
    between_groups,
    concentration_curve,
    concentration_index,
    ice,
    quintile_sums,
    quintiles,
    rank,
)

CASES = json.loads((Path(__file__).parent.parent / "reference" / "ice.json").read_text())
BOUNDS = [0, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 100, 125, 150, 200]
CUTS = {
    "expected_lt25k_ge100k": (25, 100),
    "expected_lt30k_ge125k": (30, 125),
    "expected_lt35k_ge150k": (35, 150),
    "expected_lt30k_ge150k": (30, 150),
}


def ends(bins: list[int], low: int, high: int) -> tuple[int, int]:
    return sum(bins[: BOUNDS.index(low)]), sum(bins[BOUNDS.index(high) :])


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda c: c["area"])
@pytest.mark.parametrize("cuts", CUTS)
def test_published_cases(case: dict, cuts: str) -> None:
    low_cut, high_cut = CUTS[cuts]
    total = case["B19001_001"]
    low, high = ends(case["B19001_002_017"], low_cut, high_cut)
    white_low, white_high = ends(case["B19001H_002_017"], low_cut, high_cut)
    black_low, _ = ends(case["B19001B_002_017"], low_cut, high_cut)
    computed = {
        "ICE_income": ice(high, low, total),
        "ICE_race_wnh_bnh": ice(case["B03002_003"], case["B03002_004"], case["B03002_001"]),
        "ICE_race_income_wnh_black": ice(white_high, black_low, total),
        "ICE_race_income_wnh_poc": ice(white_high, low - white_low, total),
        "ICE_wnh_only_income": ice(white_high, white_low, total),
    }
    for name, expected in case[cuts].items():
        assert computed[name].ice[0] == pytest.approx(expected, abs=CASES["tolerance_abs"]), name


def test_shares_stand_beside_the_index() -> None:
    found = ice([30, 0], [10, 0], [100, 0])
    assert found.privileged_share[0] == 0.3
    assert found.deprived_share[0] == 0.1
    assert np.isnan([found.ice[1], found.privileged_share[1], found.deprived_share[1]]).all()


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        ice(-1, 0, 10)
    with pytest.raises(ValueError, match="more households"):
        ice(6, 5, 10)


def test_quintiles_by_hand() -> None:
    # Shares add up to 0.2, 0.4, 0.5, 0.8, 1.0: the cuts are 1, 2, 4, 4.
    found = quintiles([1, 2, 3, 4, 5], [20, 20, 10, 30, 20], most_deprived="lowest")
    assert found.tolist() == [1, 2, 3, 3, 5]
    assert quintiles([1, 2, 3, 4, 5], [1] * 5, most_deprived="highest").tolist() == [5, 4, 3, 2, 1]


def test_empty_places_have_no_quintile() -> None:
    assert quintiles([np.nan, 2.0, 3.0], [10, 0, 5], most_deprived="lowest").tolist()[:2] == [0, 0]
    assert quintiles([np.nan], [1], most_deprived="lowest").tolist() == [0]


def test_quintiles_refuse_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        quintiles([1, 2], [1], most_deprived="lowest")
    with pytest.raises(ValueError, match="negative"):
        quintiles([1], [-1], most_deprived="lowest")


areas = st.lists(st.tuples(st.integers(-20, 20), st.integers(1, 1000)), min_size=1, max_size=40)


@given(areas)
def test_quintiles_partition_the_population(pairs: list) -> None:
    value, people = np.array(pairs, dtype=float).T
    found = quintiles(value, people, most_deprived="lowest")
    assert set(found) <= {1, 2, 3, 4, 5}
    # Ordered, ties together, and each cut is the first value that reaches its share.
    for a, b in zip(value, found, strict=True):
        assert (found[value < a] <= b).all()
        assert (found[value == a] == b).all()
    for q in range(1, 5):
        upto = people[found <= q].sum() / people.sum()
        assert upto >= q / 5 - 1e-9
        inside = value[found <= q]
        assert people[value < inside.max()].sum() / people.sum() < q / 5


# --- between groups, rank, concentration (tests/reference/inequality.json) -----------------------

INEQUALITY = json.loads(
    (Path(__file__).parent.parent / "reference" / "inequality.json").read_text()
)
WHO = INEQUALITY["who_cases"]
ORDERED = [case for case in WHO if "order" in case]
BASE_R = {"rel": INEQUALITY["tolerance"]["base_R"]}
"""healthequal prints as many digits; its measures without intervals are held to the same."""


def of(case: dict) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rates, people and events; events in the rate's unit."""
    rate, people = np.array(case["est"]), np.array(case["pop"])
    return rate, people, rate * people


@pytest.mark.parametrize("case", ORDERED, ids=lambda c: c["id"])
def test_ranks_and_concentration_of_ordered_groups(case: dict) -> None:
    _, people, events = of(case)
    ranks = rank(np.arange(5), people, "lowest")
    base, healthequal = case["base_R"], case["healthequal"]
    assert ranks == pytest.approx(base["ridit"], **BASE_R)
    assert events.sum() / people.sum() == pytest.approx(base["mean"], **BASE_R)
    index = concentration_index(events, people, ranks)
    assert index == pytest.approx(base["ci_covariance"], **BASE_R)
    assert index == pytest.approx(healthequal["rci"]["estimate"], **BASE_R)
    absolute = index * events.sum() / people.sum()
    assert absolute == pytest.approx(healthequal["aci"]["estimate"], **BASE_R)
    # The area between the curve and the diagonal, doubled, is the same number.
    share, hurt = concentration_curve(events, people, ranks)
    assert 1 - 2 * np.trapezoid(hurt, share) == pytest.approx(index, **BASE_R)


@pytest.mark.parametrize("case", WHO, ids=lambda c: c["id"])
def test_differences_between_groups(case: dict) -> None:
    rate, people, _ = of(case)
    found, base, healthequal = between_groups(rate, people), case["base_R"], case["healthequal"]
    assert found.theil == pytest.approx(base["theil_T"], **BASE_R)
    assert found.mean_log_deviation == pytest.approx(base["mld"], **BASE_R)
    mean = (rate * people).sum() / people.sum()
    for name, ours in {
        "ti_x1000": 1000 * found.theil,
        "mld_x1000": 1000 * found.mean_log_deviation,
        "bgv": found.variance,
        "bgsd": found.variation * mean,
        "covar_pct": 100 * found.variation,
        "mdmw": found.mean_difference,
        "idisw_pct": 100 * found.mean_difference / mean,
    }.items():
        assert ours == pytest.approx(healthequal[name]["estimate"], **BASE_R), name


@pytest.mark.parametrize("case", WHO, ids=lambda c: c["id"])
def test_attributable_fraction(case: dict) -> None:
    """healthequal's is that of a gain: ours, which is that of a harm, has the other sign.

    Its reference is the best group: the least deprived one where the groups have an order.
    """
    rate, people, events = of(case)
    best = -1
    if "order" not in case:
        best = int(np.argmax(rate) if case["favourable"] else np.argmin(rate))
    found, healthequal = attributable(events, people, best), case["healthequal"]
    assert 100 * found.fraction == pytest.approx(-healthequal["paf_who_pct"]["estimate"], **BASE_R)
    assert found.excess / people.sum() == pytest.approx(
        -healthequal["par_who"]["estimate"], **BASE_R
    )
    if "paf_positive_pct" in case["base_R"]:
        counts = attributable(case["count"], people)
        assert 100 * counts.fraction == pytest.approx(case["base_R"]["paf_positive_pct"], **BASE_R)
        assert counts.excess == pytest.approx(case["base_R"]["excess_cases"], **BASE_R)


def test_healthequals_intervals_mix_scales_and_are_not_ours() -> None:
    """Its Theil is times 1,000, its error is not; likewise its fraction in percent (traps)."""
    for case in WHO:
        theil = case["healthequal"]["ti_x1000"]
        reach = theil["upperci"] - theil["estimate"]
        assert reach == pytest.approx(1.96 * theil["se"], rel=1e-3)
        assert theil["se"] < 0.05 < theil["estimate"]
    assert "upper" not in Differences._fields


def test_ranks_share_ties_and_turn_round() -> None:
    value, people = [3, 1, 3, np.nan, 2], [10, 20, 10, 5, 0]
    up = rank(value, people, "lowest")
    assert up[[0, 1, 2]].tolist() == [0.75, 0.25, 0.75]
    assert np.isnan(up[[3, 4]]).all()
    assert rank(value, people, "highest")[[0, 1, 2]].tolist() == [0.25, 0.75, 0.25]
    assert np.isnan(rank([np.nan], [1], "lowest")).all()


def test_one_area_all_zeros_and_suppressed_counts() -> None:
    one = rank([7], [100], "lowest")
    assert one.tolist() == [0.5]
    assert concentration_index([3], [100], one) == 0
    assert np.isnan(concentration_index([0, 0], [1, 1], [0.25, 0.75]))
    assert np.isnan(concentration_index([1, np.nan], [1, 1], [0.25, 0.75]))
    assert concentration_curve([1, np.nan], [1, 1], [0.25, 0.75])[0].size == 0
    assert np.isnan(attributable([0, 0], [1, 1])).all()
    assert np.isnan(attributable([1, np.nan], [1, 1])).all()
    assert np.isnan(attributable([1, 0], [1, 0])).all()
    assert np.isnan(between_groups([0, 0], [1, 1])).all()
    assert np.isnan(between_groups([1, np.nan], [1, 1])).all()
    zero = between_groups([0, 2], [1, 1])
    assert zero.theil == pytest.approx(np.log(2))
    assert np.isnan(zero.mean_log_deviation)


def test_quintile_sums_add_events_and_people() -> None:
    sums = quintile_sums([1, 1, 5, 0, 2], [2, 3, 0, 99, np.nan], [10, 20, 5, 1, 7])
    assert sums.events[[0, 2, 3, 4]].tolist() == [5, 0, 0, 0]
    assert np.isnan(sums.events[1])
    assert sums.person_years.tolist() == [30, 7, 0, 0, 5]
    assert sums.areas.tolist() == [2, 1, 0, 0, 1]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: quintile_sums([1], [1, 2], [1, 2]), "quintile and events differ"),
        (lambda: quintile_sums([6], [1], [1]), "other than 0 to 5"),
        (lambda: quintile_sums([1], [-1], [1]), "events has a negative"),
        (lambda: quintile_sums([1], [np.inf], [1]), "events has a negative or infinite"),
        (lambda: quintile_sums([1], [1], [np.nan]), "person_years has a negative, missing"),
        (lambda: rank([1, 2], [1], "lowest"), "value and population differ"),
        (lambda: rank([1], [-1], "lowest"), "population has a negative"),
        (lambda: concentration_index([1], [1], [0.5, 0.5]), "rank and events differ"),
        (lambda: concentration_index([1], [1], [np.nan]), "rank of an area"),
        (lambda: concentration_index([1], [1], [1.5]), "rank of an area"),
        (lambda: attributable([1], [1, 2]), "events and person_years differ"),
        (lambda: between_groups([-1], [1]), "rate has a negative"),
        (lambda: between_groups([1], [np.inf]), "population has a negative"),
    ],
)
def test_impossible_input_names_the_argument(call: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()  # type: ignore[operator]


counted = st.lists(
    st.tuples(st.integers(-20, 20), st.integers(0, 50), st.integers(1, 1000)),
    min_size=1,
    max_size=40,
).filter(lambda rows: any(x for _, x, _ in rows))


@given(counted)
def test_concentration_lies_in_minus_one_to_one_and_flips_with_the_order(rows: list) -> None:
    value, events, people = np.array(rows, dtype=float).T
    index = concentration_index(events, people, rank(value, people, "lowest"))
    assert -1 <= index <= 1
    assert concentration_index(events, people, rank(value, people, "highest")) == pytest.approx(
        -index, abs=1e-9
    )


@given(counted, st.floats(0.01, 1000))
def test_indices_are_free_of_scale_and_order_of_rows(rows: list, scale: float) -> None:
    value, events, people = np.array(rows, dtype=float).T
    ranks = rank(value, people, "lowest")
    index = concentration_index(events, people, ranks)
    assert rank(value, people * scale, "lowest") == pytest.approx(ranks)
    assert concentration_index(events * scale, people, ranks) == pytest.approx(index, abs=1e-9)
    back = concentration_index(
        events[::-1], people[::-1], rank(value[::-1], people[::-1], "lowest")
    )
    assert back == pytest.approx(index, abs=1e-9)
    theil = between_groups(events / people, people).theil
    assert theil >= -1e-12
    assert between_groups(events / people * scale, people).theil == pytest.approx(theil, abs=1e-9)


@given(counted)
def test_the_curve_runs_from_0_to_1_and_never_down(rows: list) -> None:
    value, events, people = np.array(rows, dtype=float).T
    for axis in concentration_curve(events, people, rank(value, people, "lowest")):
        assert axis[0] == 0
        assert axis[-1] == pytest.approx(1)
        assert (np.diff(axis) >= -1e-12).all()


@given(counted)
def test_quintile_sums_hold_everyone_once(rows: list) -> None:
    value, events, people = np.array(rows, dtype=float).T
    sums = quintile_sums(quintiles(value, people, "highest"), events, people)
    assert sums.events.sum() == events.sum()
    assert sums.person_years.sum() == pytest.approx(people.sum())
    assert sums.areas.sum() == len(rows)
    assert attributable(sums.events, sums.person_years).fraction <= 1 or sums.areas[4] == 0
