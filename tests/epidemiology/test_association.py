"""Count models against R (glm, MASS, sandwich, spdep) and statsmodels, and what bad input gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from epidemiology.association import (
    NO_VARIATION,
    TOO_FEW_AREAS,
    TOO_FEW_PEOPLE,
    associate,
    dispersion_by_moments,
    line,
    negative_binomial,
    poisson,
    ratio,
    standardise,
)
from epidemiology.clusters import among, connected, moran

REFERENCE = Path(__file__).parents[1] / "reference"
MODELS = json.loads((REFERENCE / "count_models.json").read_text())
GAMMA = json.loads((REFERENCE / "clayton_kaldor.json").read_text())
TOLERANCE = 1e-6
assert TOLERANCE in MODELS["tolerance"].values()

cases = pytest.mark.parametrize("case", MODELS["cases"], ids=lambda c: c["id"])


def close(got: Any, expected: Any, tolerance: float = TOLERANCE) -> None:
    np.testing.assert_allclose(got, np.array(expected, dtype=float), rtol=tolerance, atol=0)


def inputs(case: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.array(case["y"]), np.array(case["x_std"]), np.exp(case["log_offset"])


@cases
def test_the_measure_is_standardised_with_n_minus_1(case: dict[str, Any]) -> None:
    assert case["x_standardisation"] == "(x-mean)/sd, sd with n-1"
    z, mean, deviation = standardise(case["x_raw"])
    np.testing.assert_allclose(z, case["x_std"], rtol=1e-9, atol=1e-9)
    close(z * deviation + mean, case["x_raw"])


@cases
def test_poisson(case: dict[str, Any]) -> None:
    fit, expected = poisson(*inputs(case)), case["poisson"]
    size = len(case["y"])
    close(fit.coefficients, expected["coef"])
    close(fit.errors, expected["se"], 1e-6)
    close(fit.robust_errors, expected["se_HC0"])
    hc1 = fit.robust_errors * np.sqrt(size / (size - 2))
    close(hc1, expected["se_HC1"])
    close(fit.log_likelihood, expected["loglik"])
    close(fit.aic, expected["aic"])
    close(fit.deviance, expected["deviance"])
    close(fit.pearson, expected["pearson_chi2"])
    assert fit.degrees == expected["df_resid"]
    close(fit.dispersion, expected["dispersion"])
    slope = fit.coefficients[1]
    close(ratio(slope, fit.errors[1]).value, expected["irr_per_sd"])
    close(ratio(slope, fit.errors[1])[1:], expected["irr_ci_model"])
    close(ratio(slope, hc1[1])[1:], expected["irr_ci_HC1"])


@cases
def test_quasi_poisson_is_poisson_with_scaled_errors(case: dict[str, Any]) -> None:
    """R's numbers are of the weights one step before the last, where its glm stops.

    Its own two numbers for one dispersion, here and in the block above, differ by 1.5e-5. Its
    stopping rule repeated gives its numbers; the settled ones are as near as that.
    """
    fit, expected = poisson(*inputs(case)), case["quasipoisson"]
    dispersion, errors = _as_summary_glm(case)
    close(dispersion, expected["dispersion"])
    close(errors, expected["se"])
    close(fit.dispersion, expected["dispersion"], 2e-5)
    close(fit.errors * np.sqrt(fit.dispersion), expected["se"], 2e-5)


def _as_summary_glm(case: dict[str, Any]) -> tuple[float, np.ndarray]:
    """Dispersion and standard errors from what R's glm.fit leaves when it stops."""
    y, x, n = inputs(case)
    design, offset = np.column_stack([np.ones_like(x), x]), np.log(n)
    mean, deviance = y + 0.1, np.inf
    while True:
        weights, working = mean, np.log(mean) - offset + (y - mean) / mean
        root = np.sqrt(weights)[:, None]
        beta = np.linalg.lstsq(design * root, working * root[:, 0], rcond=None)[0]
        mean = np.exp(design @ beta + offset)
        with np.errstate(divide="ignore", invalid="ignore"):
            now = 2 * (np.where(y > 0, y * np.log(y / mean), 0) - (y - mean)).sum()
        if abs(now - deviance) / (abs(now) + 0.1) < 1e-8:
            dispersion = (weights * ((y - mean) / mean) ** 2).sum() / (len(y) - 2)
            bread = np.linalg.inv(design.T @ (design * weights[:, None]))
            return float(dispersion), np.sqrt(dispersion * np.diag(bread))
        deviance = now


@cases
def test_negative_binomial(case: dict[str, Any]) -> None:
    fit, expected = negative_binomial(*inputs(case)), case["negbin"]
    close(fit.coefficients, expected["coef"])
    close(fit.errors, expected["se_glm.nb"])
    close(fit.robust_errors, expected["se_HC0"], 0.03)
    close(1 / fit.alpha, expected["theta"])
    close(fit.theta_error, expected["se_theta"])
    close(fit.alpha, expected["alpha"])
    close(fit.log_likelihood, expected["loglik"])
    close(6 - 2 * fit.log_likelihood, expected["aic"])
    got = ratio(fit.coefficients[1], fit.errors[1])
    close(got.value, expected["irr_per_sd"])
    close(got[1:], expected["irr_ci"])
    statistic = 2 * (fit.log_likelihood - poisson(*inputs(case)).log_likelihood)
    close(statistic, expected["LR_vs_poisson"])
    close(chi2.sf(statistic, 1) / 2, expected["p_LR_halfchi2"])


@cases
def test_negative_binomial_is_that_of_statsmodels(case: dict[str, Any]) -> None:
    fit, expected = negative_binomial(*inputs(case)), case["statsmodels_nb_discrete"]
    close(fit.coefficients, expected["coef"])
    close(fit.alpha, expected["alpha"])
    close(fit.observed_errors, expected["se_observed_information"])
    close(fit.log_likelihood, expected["loglik"])


@cases
def test_dispersion_by_moments(case: dict[str, Any]) -> None:
    y, *_ = inputs(case)
    alpha, t = dispersion_by_moments(y, poisson(*inputs(case)).fitted)
    close(alpha, case["cameron_trivedi_nb2"]["alpha"])
    close(t, case["cameron_trivedi_nb2"]["t"])


@cases
@pytest.mark.parametrize("model", ["poisson", "negbin"])
def test_moran_of_residuals(case: dict[str, Any], model: str) -> None:
    near = [[j - 1 for j in own] for own in case["neighbours_1based"]]
    fit = poisson if model == "poisson" else negative_binomial
    kept = connected(np.ones(len(near), dtype=bool), near)
    got = moran(fit(*inputs(case)).residuals[kept], among(near, kept))
    expected = case[f"moran_pearson_{model}"]
    close(got.i, expected["I"])
    close(got.z, expected["z"])
    close(got.p_greater, expected["p_greater"])


@pytest.mark.parametrize("case", GAMMA["cases"], ids=lambda c: c["id"])
def test_the_gamma_prior_by_maximum_likelihood(case: dict[str, Any]) -> None:
    """glm.nb on a constant alone gives the other prior of clayton_kaldor.json."""
    expected = case["glm_nb_ml"]
    fit = negative_binomial(case["count"], None, case["expected"])
    mean, theta = np.exp(fit.coefficients[0]), 1 / fit.alpha
    close(theta, expected["theta"])
    close(theta, expected["nu"])
    close(mean, expected["mu"])
    close(theta / mean, expected["alpha"])
    close(fit.log_likelihood, expected["loglik"])
    smoothed = (np.array(case["count"]) + theta) / (np.array(case["expected"]) + theta / mean)
    close(smoothed, expected["smr_smoothed"])


# --- the whole of it ---


def ring(size: int) -> list[list[int]]:
    return [[(i - 1) % size, (i + 1) % size] for i in range(size)]


def some(size: int = 40, seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(12, 4, size)
    n = rng.integers(6_000, 60_000, size).astype(float)
    return rng.poisson(n * 3e-4 * np.exp(0.1 * (x - 12))).astype(float), x, n


def test_what_went_in_and_what_was_left_out_is_counted() -> None:
    y, x, n = some(40)
    n[:3] = 4_999
    y[3], x[4], n[5], n[6] = np.nan, np.nan, 0, np.nan
    got = associate(y, x, n, ring(40))
    assert got.reason == ""
    assert (got.areas, got.left_out_small, got.left_out_missing) == (33, 3, 4)
    assert got.people == y[got.used].sum()
    assert got.mean == pytest.approx(x[got.used].mean())
    assert got.ratio.lower < got.ratio.value < got.ratio.upper
    assert got.fit is not None
    again = poisson(y[got.used], (x[got.used] - got.mean) / got.deviation, n[got.used])
    np.testing.assert_allclose(got.fit.coefficients, again.coefficients)


def test_the_line_passes_through_the_mean_of_the_measure() -> None:
    y, x, n = some()
    got = associate(y, x, n, ring(40))
    assert got.fit is not None
    drawn = line(got.fit, [-1.0, 0.0, 1.0])
    assert drawn.value[1] == pytest.approx(1e5 * np.exp(got.fit.coefficients[0]))
    assert drawn.value[2] / drawn.value[1] == pytest.approx(float(got.ratio.value))
    assert (drawn.lower < drawn.value).all()
    assert (drawn.value < drawn.upper).all()


def test_counts_that_vary_less_than_poisson_have_alpha_0() -> None:
    n = np.full(40, 10_000.0)
    x = np.linspace(0, 1, 40)
    y = np.round(n * 1e-3 * np.exp(0.4 * x))
    got = associate(y, x, n, ring(40))
    assert got.alpha == 0
    assert got.sensitivity.value == pytest.approx(float(got.ratio.value))
    assert got.dispersion < 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda y, x, n: (y[:29], x[:29], n[:29]), TOO_FEW_AREAS),
        (lambda y, x, n: (y[:1], x[:1], n[:1]), TOO_FEW_AREAS),
        (lambda y, x, n: (y * 0, x, n), TOO_FEW_PEOPLE),
        (
            lambda y, x, n: (np.where(y == y.max(), 99, 0) / (y == y.max()).sum(), x, n),
            TOO_FEW_PEOPLE,
        ),
        (lambda y, x, n: (y, x * 0 + 3, n), NO_VARIATION),
        (lambda y, x, n: (y, x * np.nan, n), TOO_FEW_AREAS),
        (lambda y, x, n: (y, x, n * 0), TOO_FEW_AREAS),
    ],
)
def test_no_model_and_why(change: Any, reason: str) -> None:
    y, x, n = change(*some())
    got = associate(y, x, n, ring(len(y)))
    assert got.reason == reason
    assert np.isnan([got.ratio.value, got.dispersion, got.alpha, got.residual.i]).all()
    assert got.fit is None
    assert got.areas + got.left_out_small + got.left_out_missing == len(y)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda y, x, n: associate(y[:-1], x, n, ring(40)), "differ in shape"),
        (lambda y, x, n: associate(y - 100, x, n, ring(40)), "count"),
        (lambda y, x, n: associate(y, x / 0, n, ring(40)), "measure"),
        (lambda y, x, n: associate(y, x, -n, ring(40)), "person_years"),
        (lambda y, x, n: associate(y, x, n, ring(39)), "neighbours"),
        (lambda y, x, n: poisson(y, x[:-1], n), "differ in length"),
        (lambda y, x, n: poisson(y, x * np.nan, n), "measure"),
        (lambda y, x, n: poisson(y * np.nan, x, n), "count"),
        (lambda y, x, n: poisson(y, x, n * 0), "person_years"),
        (lambda y, x, n: poisson(y * 0, x, n), "no events"),
        (lambda y, x, n: negative_binomial(y[:2], x[:2], n[:2]), "too few areas"),
        (lambda y, x, n: standardise([2.0, 2.0]), "does not vary"),
        (lambda y, x, n: standardise([2.0, np.nan]), "not finite"),
        (lambda y, x, n: ratio(1, 1, 0), "confidence"),
        (lambda y, x, n: line(poisson(y, x, n), [0], 2), "confidence"),
    ],
)
def test_bad_input_names_the_argument(call: Any, names: str) -> None:
    with (
        np.errstate(divide="ignore", invalid="ignore"),
        pytest.raises(ValueError, match=names),
    ):
        call(*some())


# --- what must always hold ---


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 1000), st.floats(-50, 50))
def test_neither_unit_nor_zero_of_the_measure_matters(
    seed: int, scale: float, shift: float
) -> None:
    y, x, n = some(seed=seed)
    one = associate(y, x, n, ring(40))
    other = associate(y, x * scale + shift, n, ring(40))
    assert other.ratio.value == pytest.approx(float(one.ratio.value), rel=1e-6)
    assert other.ratio.lower == pytest.approx(float(one.ratio.lower), rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_turning_the_measure_round_inverts_the_ratio(seed: int) -> None:
    y, x, n = some(seed=seed)
    one, turned = associate(y, x, n, ring(40)), associate(y, -x, n, ring(40))
    assert turned.ratio.value == pytest.approx(1 / float(one.ratio.value), rel=1e-6)
    assert turned.ratio.lower == pytest.approx(1 / float(one.ratio.upper), rel=1e-6)
    assert turned.residual.i == pytest.approx(one.residual.i, abs=1e-6)
