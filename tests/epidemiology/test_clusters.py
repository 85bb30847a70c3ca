"""Moran's I, local and global, against spdep, and what bad input gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epidemiology.clusters import (
    HIGH_HIGH,
    HIGH_LOW,
    LABELS,
    LOW_HIGH,
    LOW_LOW,
    NOT_SIGNIFICANT,
    NOT_TESTED,
    among,
    clusters,
    conditional_p,
    connected,
    false_discovery,
    lag,
    local_moments,
    local_moran,
    moran,
    permutation_p,
    quadrants,
)
from epidemiology.smoothing import standardised_rates

REFERENCE = Path(__file__).parents[1] / "reference"
SPATIAL = json.loads((REFERENCE / "smoothing_spatial.json").read_text())
TOLERANCE = SPATIAL["tolerance_rel"]
WORDS = {"High-High": HIGH_HIGH, "Low-Low": LOW_LOW, "High-Low": HIGH_LOW, "Low-High": LOW_HIGH}

spatial = pytest.mark.parametrize("case", SPATIAL["cases"], ids=lambda c: c["id"])


def neighbours(case: dict[str, Any]) -> list[list[int]]:
    return [[j - 1 for j in own] for own in case["neighbours_1based"]]


def raw(case: dict[str, Any]) -> np.ndarray:
    return np.array(case["count"]) / np.array(case["pop"])


def standardised(case: dict[str, Any]) -> np.ndarray:
    return standardised_rates(case["count"], case["pop"])


def close(got: Any, expected: Any) -> None:
    np.testing.assert_allclose(got, np.array(expected, dtype=float), rtol=TOLERANCE, atol=1e-12)


@spatial
def test_standardised_rates_are_those_of_ebimoran(case: dict[str, Any]) -> None:
    close(standardised(case), case["eb_rate_index_z"])


@spatial
def test_global_moran(case: dict[str, Any]) -> None:
    expected = case["moran_raw"]
    got = moran(raw(case), neighbours(case))
    close(got.i, expected["I"])
    close(got.expected, expected["EI"])
    close(got.variance, expected["VI_randomisation"])
    close(got.z, expected["z_rand"])
    np.testing.assert_allclose(got.p_greater, expected["p_greater_rand"], rtol=TOLERANCE)
    close(got.variance_normality, expected["VI_normality"])
    close(got.z_normality, expected["z_norm"])


@spatial
def test_global_moran_of_standardised_rates(case: dict[str, Any]) -> None:
    near, z = neighbours(case), standardised(case)
    close(moran(z, near).i, case["moran_ebi_z"]["I"])
    close(moran(z, near).i, case["ebimoran_mc_statistic"])
    # spdep can also leave the mean in the numerator; we do not.
    kept = z @ lag(z, near) / ((z - z.mean()) ** 2).sum()
    close(kept, case["ebimoran_mc_statistic_no_mean_subtraction"])


@spatial
@pytest.mark.parametrize("conditional", [True, False])
def test_local_moran_of_raw_rates(case: dict[str, Any], conditional: bool) -> None:
    near, expected = neighbours(case), case["local_moran_raw"]
    ending = "" if conditional else "_total"
    close(local_moran(raw(case), near), expected["Ii"])
    got = local_moments(raw(case), near, conditional=conditional)
    close(got.expected, expected[f"E{ending}"])
    close(got.variance, expected[f"Var{ending}"])
    close(got.p, expected[f"p_two{ending}"])
    if conditional:
        close(got.z, expected["Z"])
        close(false_discovery(got.p), expected["p_fdr_BH"])
    named = [WORDS[word] for word in expected["quadrant_mean"]]
    assert quadrants(raw(case), near, about="mean").tolist() == named


@spatial
def test_local_moran_of_standardised_rates(case: dict[str, Any]) -> None:
    near, expected, z = neighbours(case), case["local_moran_ebz"], standardised(case)
    close(local_moran(z, near), expected["Ii"])
    got = local_moments(z, near)
    close(got.p, expected["p_two"])
    close(false_discovery(got.p), expected["p_fdr_BH"])
    named = [WORDS[word] for word in expected["quadrant_mean"]]
    assert quadrants(z, near, about="mean").tolist() == named


@spatial
def test_permutations_agree_with_the_moments(case: dict[str, Any]) -> None:
    """The normal p is only near: rates are skewed. Ranks and strong areas agree."""
    z, near = standardised(case), neighbours(case)
    drawn, normal = conditional_p(z, near), local_moments(z, near).p
    assert np.corrcoef(drawn, normal)[0, 1] > 0.99
    assert np.abs(drawn - normal).max() < 0.15
    assert permutation_p(z, near) == pytest.approx(moran(z, near).p_greater, abs=0.01)


@spatial
def test_the_same_seed_gives_the_same_answer(case: dict[str, Any]) -> None:
    one, two = (clusters(case["count"], case["pop"], neighbours(case), 199) for _ in range(2))
    np.testing.assert_array_equal(one.p, two.p)
    assert one.moran_p == two.moran_p
    assert (conditional_p(standardised(case), neighbours(case), 199, seed=1) != one.p).any()


# --- labels, islands, odd input ---


def grid(side: int) -> list[list[int]]:
    cells = [(r, c) for r in range(side) for c in range(side)]
    return [
        [j for j, (s, d) in enumerate(cells) if j != i and abs(r - s) < 2 and abs(c - d) < 2]
        for i, (r, c) in enumerate(cells)
    ]


def test_a_group_of_high_rates_is_found_and_named() -> None:
    count = np.full(100, 2.0)
    corner = [10 * r + c for r in range(4) for c in range(4)]
    count[corner] = 40
    got = clusters(count, np.full(100, 10_000), grid(10), 999)
    inner = [10 * r + c for r in range(3) for c in range(3)][1:]  # the corner has 3 neighbours
    assert (got.label[inner] == HIGH_HIGH).all()
    assert set(got.label) <= {HIGH_HIGH, NOT_SIGNIFICANT, LOW_HIGH}
    assert got.moran.i > 0.5
    assert got.moran_p == 0.001
    named = got.label != NOT_SIGNIFICANT
    assert (got.fdr[named] < 0.05).all()
    assert (got.fdr[~named] >= 0.05).all()


def test_a_named_area_has_the_sign_its_name_says() -> None:
    for case in SPATIAL["cases"]:
        got = clusters(case["count"], case["pop"], neighbours(case), 999, rate=0.9)
        alike = np.isin(got.label, [HIGH_HIGH, LOW_LOW])
        apart = np.isin(got.label, [HIGH_LOW, LOW_HIGH])
        assert (got.i[alike] >= 0).all()
        assert (got.i[apart] <= 0).all()


def test_areas_without_people_and_then_islands_drop_out() -> None:
    near = [[1, 5], [0, 2], [1, 3], [2], [], [0]]
    got = clusters([3, 4, np.nan, 9, 2, 7], [100, 0, 100, 80, 90, 70], near, 99)
    # 1 has nobody, 2 no count, 4 touches nothing, 3 touched only 2.
    assert got.tested.tolist() == [True, False, False, False, False, True]
    assert (got.label[~got.tested] == NOT_TESTED).all()
    assert np.isnan(got.p[~got.tested]).all()
    assert np.isnan(got.moran.i)  # two areas are too few


def test_neighbour_lists_of_those_kept_are_numbered_anew() -> None:
    kept = np.array([True, False, True, True])
    assert among([[1, 2], [0], [0, 3], [2]], kept) == [[1], [0, 2], [1]]
    assert connected(kept, [[1], [0, 2], [1, 3], [2]]).tolist() == [False, False, True, True]


@pytest.mark.parametrize("count", [[0, 0, 0, 0, 0], [4, 4, 4, 4, 4]], ids=["zeros", "ties"])
def test_equal_rates_have_no_answer(count: list[float]) -> None:
    ring = [[4, 1], [0, 2], [1, 3], [2, 4], [3, 0]]
    got = clusters(count, [10] * 5, ring, 99)
    assert np.isnan([got.moran.i, got.moran_p]).all()
    assert np.isnan(got.p).all()
    assert set(got.label) == {NOT_SIGNIFICANT}


@pytest.mark.parametrize("size", [0, 1])
def test_one_area_or_none_is_not_tested(size: int) -> None:
    got = clusters([3] * size, [10] * size, [[] for _ in range(size)], 99)
    assert got.label.tolist() == [NOT_TESTED] * size
    assert np.isnan(got.moran.i)


def test_many_ties_do_not_make_an_area_significant() -> None:
    """One area with people shot among many with none: zeros beside zeros are not news."""
    count = np.zeros(100)
    count[0] = 5
    got = clusters(count, np.full(100, 10_000), grid(10), 999)
    assert set(got.label) == {NOT_SIGNIFICANT}
    assert (got.p[50:] == 1).all()


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda: moran([1, np.nan, 2], [[1], [0], [1]]), "values"),
        (lambda: moran([1, np.inf, 2], [[1], [0], [1]]), "values"),
        (lambda: moran([1, 2, 3], [[1], [0], []]), "neighbours has an area without any"),
        (lambda: moran([1, 2, 3], [[1], [0]]), "neighbours has 2 entries"),
        (lambda: conditional_p([1, 2, 3], [[1], [2], [0]], 0), "permutations"),
        (lambda: permutation_p([1, 2, 3], [[1], [2], [0]], 0), "permutations"),
        (lambda: quadrants([1, 2], [[1], [0]], about="median"), "about"),
        (lambda: false_discovery([0.1, 1.2]), "p has a value"),
        (lambda: standardised_rates([-1], [3]), "count"),
        (lambda: clusters([1, 2], [3], [[1], [0]]), "differ in length"),
        (lambda: clusters([1, 2], [3, 4], [[1], [2]]), "outside 0 to 1"),
    ],
)
def test_bad_input_names_the_argument(call: Any, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        call()


# --- what must always hold ---

rates = st.lists(st.integers(0, 30), min_size=25, max_size=25)


@settings(max_examples=30, deadline=None)
@given(rates, st.integers(1, 5))
def test_a_p_is_a_p_and_every_area_has_a_label(count: list[int], seed: int) -> None:
    got = clusters(count, np.arange(25) * 100 + 1000, grid(5), 99, seed)
    assert set(got.label) <= set(LABELS)
    known = ~np.isnan(got.p)
    assert ((got.p[known] >= 2 / 100) & (got.p[known] <= 1)).all()
    assert (got.fdr[known] >= got.p[known] - 1e-12).all()


@settings(max_examples=30, deadline=None)
@given(rates)
def test_moran_is_the_mean_of_the_local_ones(count: list[int]) -> None:
    x = np.array(count, dtype=float)
    if np.ptp(x) > 0:
        assert moran(x, grid(5)).i == pytest.approx(local_moran(x, grid(5)).mean(), abs=1e-10)
        assert moran(x * 7 + 3, grid(5)).i == pytest.approx(moran(x, grid(5)).i, abs=1e-8)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusting_keeps_order_and_never_lowers(p: list[float]) -> None:
    adjusted = false_discovery(p)
    assert (adjusted >= np.array(p) - 1e-15).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()
