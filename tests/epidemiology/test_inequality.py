"""Against the ndi package's published cases (tests/reference/ice.json)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.inequality import ice, quintiles

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
