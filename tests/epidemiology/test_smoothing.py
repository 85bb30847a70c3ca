"""Smoothed rates against spdep, DCluster and MASS, and what must always hold of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epidemiology.smoothing import (
    GammaPrior,
    clayton_kaldor,
    gamma_prior,
    global_empirical_bayes,
    local_empirical_bayes,
    pairs,
    posterior,
    posterior_of_range,
)

REFERENCE = Path(__file__).parents[1] / "reference"
SPATIAL = json.loads((REFERENCE / "smoothing_spatial.json").read_text())
GAMMA = json.loads((REFERENCE / "clayton_kaldor.json").read_text())


def neighbours(case: dict[str, Any]) -> list[list[int]]:
    return [[j - 1 for j in own] for own in case["neighbours_1based"]]


spatial = pytest.mark.parametrize("case", SPATIAL["cases"], ids=lambda c: c["id"])
by_id = pytest.mark.parametrize("case", GAMMA["cases"], ids=lambda c: c["id"])


def close(got: Any, expected: Any, tolerance: float) -> None:
    np.testing.assert_allclose(got, np.array(expected, dtype=float), rtol=tolerance, atol=0)


@spatial
def test_global_is_marshall_as_spdep_has_it(case: dict[str, Any]) -> None:
    got = global_empirical_bayes(case["count"], case["pop"])
    expected, tolerance = case["global_eb"], SPATIAL["tolerance_rel"]
    close(np.divide(case["count"], case["pop"]), expected["raw"], tolerance)
    close(got.value, expected["est"], tolerance)
    close(got.mean, np.full(len(got.mean), expected["b"]), tolerance)
    close(got.variance, np.full(len(got.mean), expected["a"]), tolerance)


@spatial
def test_local_is_spdep_with_geoda(case: dict[str, Any]) -> None:
    """Where a neighbourhood has no events spdep divides 0 by 0; ours is the global estimate."""
    got = local_empirical_bayes(case["count"], case["pop"], neighbours(case))
    expected, tolerance = case["local_eb_geoda"], SPATIAL["tolerance_rel"]
    silent = np.array([value is None for value in expected["est"]])
    assert silent.sum() == (case["id"] == "nc_sids79_ncCR85")
    whole = np.array(case["global_eb"]["est"])
    close(got.value, np.where(silent, whole, expected["est"]), tolerance)
    a = np.where(silent, case["global_eb"]["a"], expected["a"])
    close(got.variance, a, tolerance)


@spatial
def test_local_is_not_the_default_of_spdep(case: dict[str, Any]) -> None:
    """The file keeps both: the default has the same means and another variance."""
    got = local_empirical_bayes(case["count"], case["pop"], neighbours(case))
    default = {name: np.array(values, dtype=float) for name, values in case["local_eb"].items()}
    heard = default["m"] > 0
    close(got.mean[heard], default["m"][heard], SPATIAL["tolerance_rel"])
    assert not np.allclose(got.variance[heard], default["a"][heard], rtol=1e-6, atol=0)
    b, a, n = default["m"], default["a"], np.array(case["pop"])
    p = np.array(case["count"]) / n
    with np.errstate(invalid="ignore"):
        shrunk = b + a * (p - b) / (a + b / n)
    close(shrunk[heard], default["est"][heard], SPATIAL["tolerance_rel"])
    assert (default["est"][~heard] == 0).all()


@by_id
@pytest.mark.parametrize("run", ["dcluster_default", "dcluster_converged"])
def test_moments_are_those_of_dcluster(case: dict[str, Any], run: str) -> None:
    expected, tolerance = case[run], GAMMA["tolerance_rel"]
    prior = gamma_prior(case["count"], case["expected"], expected["maxiter"], expected["tol"])
    close([prior.shape, prior.rate], [expected["nu"], expected["alpha"]], tolerance)
    assert prior.iterations == expected["niter"]
    got = posterior(case["count"], case["expected"], prior)
    close(got.value, expected["smr_smoothed"], tolerance)
    if "ci95_lo" in expected:
        close(got.lower, expected["ci95_lo"], tolerance)
        close(got.upper, expected["ci95_hi"], tolerance)


@by_id
def test_expected_counts_are_those_at_the_mean_rate(case: dict[str, Any]) -> None:
    pop = next(c["pop"] for c in SPATIAL["cases"] if c["id"] == case["id"])
    mean = sum(case["count"]) / sum(pop)
    close(np.array(pop) * mean, case["expected"], GAMMA["tolerance_rel"])
    got = clayton_kaldor(case["count"], pop)
    converged = case["dcluster_converged"]
    for values, name in zip(got, ("smr_smoothed", "ci95_lo", "ci95_hi"), strict=True):
        close(values / mean, converged[name], GAMMA["tolerance_rel"])


# --- what is told of a range instead of a count ---


def test_a_range_of_one_is_that_count() -> None:
    prior, expected = GammaPrior(2.0, 1.5, 1, True), [0.3, 2.0, 40.0]
    for got, want in zip(
        posterior_of_range(3, 3, expected, prior),
        posterior([3, 3, 3], expected, prior),
        strict=True,
    ):
        close(got, want, 1e-9)


def test_a_range_is_the_mean_of_what_a_simulation_finds() -> None:
    prior, expected = GammaPrior(0.8, 0.6, 1, True), 2.0
    rng = np.random.default_rng(1)
    ratio = rng.gamma(prior.shape, 1 / prior.rate, 400_000)
    count = rng.poisson(ratio * expected)
    kept = ratio[(count >= 1) & (count <= 4)]
    value, lower, upper = (v[0] for v in posterior_of_range(1, 4, [expected], prior))
    assert value == pytest.approx(kept.mean(), rel=0.01)
    assert (lower, upper) == pytest.approx(tuple(np.quantile(kept, [0.025, 0.975])), rel=0.02)


# --- bad and odd input ---


def test_areas_that_differ_less_than_chance_take_the_mean() -> None:
    """esda.smoothing.Empirical_Bayes, without the max(), pushes them away from it."""
    got = global_empirical_bayes([5, 5, 5, 6], [1000, 1000, 1000, 1000])
    close(got.value, [21 / 4000] * 4, 1e-12)
    assert not gamma_prior([5, 5, 5, 6], [5.25] * 4).converged
    assert np.isnan(clayton_kaldor([5, 5, 5, 6], [1000] * 4).value).all()


@pytest.mark.parametrize(
    ("count", "population", "value"),
    [
        ([0, 0], [10, 20], [0, 0]),
        ([3], [10], [0.3]),
        ([3, 1], [10, 0], [0.3, np.nan]),
        ([3, np.nan], [10, 10], [0.3, np.nan]),
        ([3, 1], [10, np.nan], [0.3, np.nan]),
        ([], [], []),
        ([1, 1], [0, 0], [np.nan, np.nan]),
    ],
    ids=["all zero", "one area", "nobody", "no count", "no population", "none", "nobody at all"],
)
def test_the_defined_answers(count: list[float], population: list[float], value: Any) -> None:
    np.testing.assert_allclose(global_empirical_bayes(count, population).value, value)
    lists: list[list[int]] = [[] for _ in count]
    np.testing.assert_allclose(local_empirical_bayes(count, population, lists).value, value)
    assert clayton_kaldor(count, population).value.shape == (len(value),)


def test_islands_and_silent_neighbourhoods_take_the_global_estimate() -> None:
    count, population = [9, 2, 0, 0, 4], [100, 300, 200, 50, 80]
    near = [[1], [0], [3], [2], []]
    whole, local = (
        global_empirical_bayes(count, population),
        local_empirical_bayes(count, population, near),
    )
    np.testing.assert_array_equal(local.value[2:], whole.value[2:])
    assert (local.value[:2] != whole.value[:2]).all()


def test_areas_without_people_are_nobodys_neighbour() -> None:
    with_empty = local_empirical_bayes([9, 2, 7], [100, 300, 0], [[1, 2], [0], [0]])
    without = local_empirical_bayes([9, 2], [100, 300], [[1], [0]])
    np.testing.assert_array_equal(with_empty.value[:2], without.value)
    assert np.isnan(with_empty.value[2])


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda: global_empirical_bayes([-1, 2], [3, 4]), "count"),
        (lambda: global_empirical_bayes([1, np.inf], [3, 4]), "count"),
        (lambda: global_empirical_bayes([1, 2], [3, -4]), "population"),
        (lambda: global_empirical_bayes([1, 2], [3]), "differ in length"),
        (lambda: global_empirical_bayes([[1, 2]], [[3, 4]]), "one dimension"),
        (lambda: gamma_prior([1, 2], [3, np.inf]), "expected"),
        (lambda: posterior([1], [1], GammaPrior(1, 1, 1, True), 1.0), "confidence"),
        (lambda: clayton_kaldor([1, 5], [9, 9], 0), "confidence"),
        (lambda: posterior_of_range(4, 1, [1], GammaPrior(1, 1, 1, True)), "low is 4"),
        (lambda: local_empirical_bayes([1, 2], [3, 4], [[1]]), "neighbours has 1 entries"),
        (lambda: pairs([[1], [2]], 2), "outside 0 to 1"),
        (lambda: pairs([[0], [0]], 2), "its own neighbour"),
        (lambda: pairs([[1, 1], [0]], 2), "twice"),
    ],
)
def test_bad_input_names_the_argument(call: Any, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        call()


# --- what must always hold ---

areas = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 100_000)), min_size=2, max_size=25
).map(lambda rows: tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True)))


@settings(deadline=None)
@given(areas)
def test_smoothing_keeps_between_raw_and_mean(both: tuple[np.ndarray, np.ndarray]) -> None:
    count, population = both
    ring = [[(i - 1) % len(count), (i + 1) % len(count)] for i in range(len(count))]
    ring = [sorted(set(own) - {i}) for i, own in enumerate(ring)]
    raw = count / population
    for got in (
        global_empirical_bayes(count, population),
        local_empirical_bayes(count, population, ring),
    ):
        slack = 1e-12 + 1e-9 * np.maximum(raw, got.mean)
        assert (got.value >= np.minimum(raw, got.mean) - slack).all()
        assert (got.value <= np.maximum(raw, got.mean) + slack).all()
        assert (got.variance >= 0).all()


@settings(deadline=None)
@given(areas, st.floats(0.01, 1000))
def test_smoothing_does_not_know_the_unit(
    both: tuple[np.ndarray, np.ndarray], scale: float
) -> None:
    count, population = both
    small = global_empirical_bayes(count, population)
    np.testing.assert_allclose(
        global_empirical_bayes(count, population * scale).value * scale,
        small.value,
        rtol=1e-6,
        atol=1e-9,
    )


@settings(deadline=None)
@given(areas)
def test_intervals_hold_the_estimate(both: tuple[np.ndarray, np.ndarray]) -> None:
    count, population = both
    expected = population * count.sum() / population.sum()
    if count.sum() == 0:
        assert np.isnan(clayton_kaldor(count, population).value).all()
        return
    prior = GammaPrior(2.0, 2.0, 1, True)
    for got in (posterior(count, expected, prior), posterior_of_range(1, 4, expected, prior)):
        assert (got.lower <= got.value).all()
        assert (got.value <= got.upper).all()
    raw = count / expected
    value = posterior(count, expected, prior).value
    assert (value >= np.minimum(raw, 1) - 1e-12).all()
    assert (value <= np.maximum(raw, 1) + 1e-12).all()
