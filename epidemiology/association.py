"""Do places with more of one thing have more people shot? Counts modelled on one measure."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import polygamma
from scipy.stats import norm
from statsmodels.discrete.discrete_model import NegativeBinomial
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from epidemiology.clusters import MoranTest, among, connected, moran
from epidemiology.rates import PER, Estimate
from epidemiology.smoothing import Neighbours
from epidemiology.status import MIN_PERSON_YEARS

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

MIN_AREAS = 30
MIN_PEOPLE = 100
TOO_FEW_AREAS = "too_few_areas"
TOO_FEW_PEOPLE = "too_few_people"
NO_VARIATION = "no_variation"
NOT_CONVERGED = "not_converged"
REASONS = (TOO_FEW_AREAS, TOO_FEW_PEOPLE, NO_VARIATION, NOT_CONVERGED)


class PoissonFit(NamedTuple):
    """A Poisson regression on a constant and one measure; vectors are (constant, slope)."""

    coefficients: Floats
    errors: Floats
    """Standard errors if the counts were Poisson."""
    covariance: Floats
    """HC0, shape (2, 2)."""
    robust_errors: Floats
    log_likelihood: float
    aic: float
    deviance: float
    pearson: float
    """Pearson chi-squared."""
    degrees: int
    dispersion: float
    """Pearson chi-squared over degrees of freedom; 1 where counts are Poisson."""
    fitted: Floats
    residuals: Floats
    """Pearson residuals, shape (n,)."""
    converged: bool


class NegativeBinomialFit(NamedTuple):
    """A negative binomial regression (variance mu + alpha mu^2); vectors are (constant, slope)."""

    coefficients: Floats
    errors: Floats
    """Standard errors from the expected information at this alpha, as MASS::glm.nb."""
    observed_errors: Floats
    """From the observed information, alpha estimated beside them; NaN where alpha is 0."""
    robust_errors: Floats
    """HC0 with the expected information as bread."""
    alpha: float
    theta_error: float
    """Standard error of 1 / alpha; NaN where alpha is 0."""
    log_likelihood: float
    residuals: Floats
    converged: bool


class Association(NamedTuple):
    """One model with what went in; numbers are NaN where ``reason`` says why there is none."""

    reason: str
    """"" or one of :data:`REASONS`."""
    areas: int
    people: float
    left_out_small: int
    """Areas under :data:`epidemiology.status.MIN_PERSON_YEARS`."""
    left_out_missing: int
    """Areas without count, measure or person-years."""
    mean: float
    deviation: float
    """Mean and standard deviation (n - 1) of the measure over the areas used."""
    ratio: Estimate
    """Rate ratio per standard deviation, robust 95 % interval."""
    dispersion: float
    sensitivity: Estimate
    """The same by the negative binomial."""
    alpha: float
    residual: MoranTest
    """Of Pearson residuals, islands left out."""
    used: Booleans
    fit: PoissonFit | None


def standardise(measure: ArrayLike) -> tuple[Floats, float, float]:
    """``(x - mean) / sd`` with its mean and sd (n - 1), each area counting once.

    Raises:
        ValueError: a value is not finite, or all are equal.
    """
    x = np.asarray(measure, dtype=float)
    if not np.isfinite(x).all():
        raise ValueError("measure has a value that is not finite")
    if len(x) < 2 or np.ptp(x) == 0:
        raise ValueError("measure does not vary")
    mean, deviation = float(x.mean()), float(x.std(ddof=1))
    return (x - mean) / deviation, mean, deviation


def poisson(count: ArrayLike, measure: ArrayLike, person_years: ArrayLike) -> PoissonFit:
    """``log E(count) = b0 + b1 measure + log(person_years)``, by ``statsmodels`` (methods, 7).

    Errors are HC0 (White H 1980; Zou G 2004, Am J Epidemiol 159:702-706). statsmodels' GLM gives
    HC0 under the name HC1 too; HC1 is HC0 times sqrt(n / (n - 2)).

    Args:
        count: shape (n,).
        measure: shape (n,), standardised.
        person_years: shape (n,), above 0.

    Raises:
        ValueError: see :func:`_inputs`.
    """
    y, design, offset = _inputs(count, measure, person_years)
    model = GLM(y, design, family=Poisson(), offset=offset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = model.fit(tol=1e-12, maxiter=200)
        robust = model.fit(tol=1e-12, maxiter=200, cov_type="HC0")
    covariance = np.asarray(robust.cov_params())
    return PoissonFit(
        coefficients=np.asarray(plain.params),
        errors=np.asarray(plain.bse),
        covariance=covariance,
        robust_errors=np.sqrt(np.diag(covariance)),
        log_likelihood=float(plain.llf),
        aic=float(plain.aic),
        deviance=float(plain.deviance),
        pearson=float(plain.pearson_chi2),
        degrees=int(plain.df_resid),
        dispersion=float(plain.pearson_chi2 / plain.df_resid) if plain.df_resid else np.nan,
        fitted=np.asarray(plain.fittedvalues),
        residuals=np.asarray(plain.resid_pearson),
        converged=bool(plain.converged and np.isfinite(plain.params).all()),
    )


def negative_binomial(
    count: ArrayLike, measure: ArrayLike | None, person_years: ArrayLike
) -> NegativeBinomialFit:
    """The same mean with variance ``mu + alpha mu^2``, alpha estimated, by maximum likelihood.

    ``statsmodels.discrete.NegativeBinomial``; ``families.NegativeBinomial`` would fix alpha at 1.
    Where the likelihood falls as alpha leaves 0 (the sum of (y - mu)^2 - y is not positive), counts
    vary no more than Poisson ones: the answer is the Poisson model, with alpha 0.

    Args:
        count: shape (n,).
        measure: shape (n,), standardised; None for a model of the constant alone.
        person_years: shape (n,), above 0.

    Raises:
        ValueError: see :func:`_inputs`.
    """
    y, design, offset = _inputs(count, measure, person_years)
    alpha, observed, settled = 0.0, np.full(design.shape[1], np.nan), True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = GLM(y, design, family=Poisson(), offset=offset).fit(tol=1e-12, maxiter=200)
        coefficients, likelihood = np.asarray(start.params), float(start.llf)
        alpha_now = dispersion_by_moments(y, start.fittedvalues)[0]
        if ((y - start.fittedvalues) ** 2 - y).sum() > 0:
            model = NegativeBinomial(y, design, offset=offset)
            first = np.append(coefficients, max(alpha_now, 0.01))
            rough = model.fit(start_params=first, method="bfgs", maxiter=500, disp=False)
            fit = model.fit(start_params=rough.params, method="newton", maxiter=100, disp=False)
            coefficients, alpha = np.asarray(fit.params)[:-1], float(fit.params[-1])
            observed, likelihood = np.asarray(fit.bse)[:-1], float(fit.llf)
            settled = bool(fit.mle_retvals["converged"]) and alpha > 0
    mean = np.exp(design @ coefficients + offset)
    variance = mean + alpha * mean**2
    bread = np.linalg.inv(design.T @ (design * (mean**2 / variance)[:, None]))
    scores = design * ((y - mean) * mean / variance)[:, None]
    return NegativeBinomialFit(
        coefficients,
        errors=np.sqrt(np.diag(bread)),
        observed_errors=observed,
        robust_errors=np.sqrt(np.diag(bread @ scores.T @ scores @ bread)),
        alpha=alpha,
        theta_error=_theta_error(y, mean, alpha),
        log_likelihood=likelihood,
        residuals=(y - mean) / np.sqrt(variance),
        converged=settled and bool(np.isfinite(coefficients).all()),
    )


def dispersion_by_moments(count: ArrayLike, fitted: ArrayLike) -> tuple[float, float]:
    """alpha and its t by Cameron and Trivedi's auxiliary regression, from a Poisson fit.

    ``((y - mu)^2 - y) / mu`` on ``mu`` without a constant. Cameron AC, Trivedi PK (1990),
    Regression-based tests for overdispersion in the Poisson model, J Econom 46:347-364.

    Args:
        count: shape (n,).
        fitted: mu, shape (n,), above 0.
    """
    y, mu = np.asarray(count, dtype=float), np.asarray(fitted, dtype=float)
    excess = ((y - mu) ** 2 - y) / mu
    squares = (mu**2).sum()
    alpha = (mu * excess).sum() / squares
    error = np.sqrt(((excess - alpha * mu) ** 2).sum() / (len(y) - 1) / squares)
    return float(alpha), float(alpha / error)


def line(fit: PoissonFit, measure: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Fitted rate per 100,000 person-years along the measure, with its band.

    The band is of the mean, by the delta method on the log scale with HC0 covariance: places
    scatter more widely than it.

    Args:
        fit: of :func:`poisson`.
        measure: standardised as for the fit, shape (m,).
        confidence: in (0, 1).

    Raises:
        ValueError: confidence is outside (0, 1).
    """
    x = np.atleast_1d(np.asarray(measure, dtype=float))
    design = np.column_stack([np.ones_like(x), x])
    middle = design @ fit.coefficients
    half = _quantile(confidence) * np.sqrt(((design @ fit.covariance) * design).sum(axis=1))
    return Estimate(*(PER * np.exp(v) for v in (middle, middle - half, middle + half)))


def ratio(coefficient: float, error: float, confidence: float = 0.95) -> Estimate:
    """Rate ratio per unit of a standardised measure with its Wald interval, arrays of shape ().

    Raises:
        ValueError: confidence is outside (0, 1).
    """
    half = _quantile(confidence) * error
    limits = (coefficient, coefficient - half, coefficient + half)
    return Estimate(*(np.exp(np.asarray(v, dtype=float)) for v in limits))


def associate(
    count: ArrayLike, measure: ArrayLike, person_years: ArrayLike, neighbours: Neighbours
) -> Association:
    """The whole of methods, section 7, for one measure.

    Areas without a count, measure or person-years and areas under 5,000 person-years are left out
    and counted. Under 30 areas or 100 people, without variation or without convergence there is no
    model, and ``reason`` says so.

    Args:
        count: events, shape (n,); NaN where not known.
        measure: shape (n,), as published; NaN where not known.
        person_years: shape (n,).
        neighbours: of length n, for the residuals.

    Raises:
        ValueError: lengths differ, or a value is infinite or (but for measure) negative.
    """
    y, x, n = (np.atleast_1d(np.asarray(a, dtype=float)) for a in (count, measure, person_years))
    if not y.shape == x.shape == n.shape or y.ndim != 1:
        raise ValueError(
            f"count, measure and person_years differ in shape: {y.shape}, {x.shape}, {n.shape}"
        )
    for name, values in (("count", y), ("measure", x), ("person_years", n)):
        if np.isinf(values).any() or (name != "measure" and np.any(values < 0)):
            raise ValueError(f"{name} has a negative or infinite value")
    known = ~np.isnan(y) & ~np.isnan(x) & (n > 0)
    used = known & (n >= MIN_PERSON_YEARS)
    nothing = Estimate(*(np.asarray(np.nan) for _ in range(3)))
    out = Association(
        reason="",
        areas=int(used.sum()),
        people=float(y[used].sum()),
        left_out_small=int((known & ~used).sum()),
        left_out_missing=int((~known).sum()),
        mean=np.nan,
        deviation=np.nan,
        ratio=nothing,
        dispersion=np.nan,
        sensitivity=nothing,
        alpha=np.nan,
        residual=MoranTest(*[np.nan] * 7),
        used=used,
        fit=None,
    )
    if out.areas < MIN_AREAS:
        return out._replace(reason=TOO_FEW_AREAS)
    if out.people < MIN_PEOPLE:
        return out._replace(reason=TOO_FEW_PEOPLE)
    if np.ptp(x[used]) == 0:
        return out._replace(reason=NO_VARIATION)
    z, mean, deviation = standardise(x[used])
    fit, other = poisson(y[used], z, n[used]), negative_binomial(y[used], z, n[used])
    if not fit.converged or not other.converged:
        return out._replace(reason=NOT_CONVERGED)
    touching = connected(used, neighbours)
    return out._replace(
        mean=mean,
        deviation=deviation,
        ratio=ratio(fit.coefficients[1], fit.robust_errors[1]),
        dispersion=fit.dispersion,
        sensitivity=ratio(other.coefficients[1], other.errors[1]),
        alpha=other.alpha,
        residual=moran(fit.residuals[touching[used]], among(neighbours, touching)),
        fit=fit,
    )


def _inputs(
    count: ArrayLike, measure: ArrayLike | None, person_years: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Counts, design matrix (constant first) and log offset.

    Raises:
        ValueError: lengths differ, a value is not finite, a count is negative, person_years is not
            above 0, there are no events, or fewer areas than coefficients.
    """
    y, n = (np.atleast_1d(np.asarray(a, dtype=float)) for a in (count, person_years))
    columns = [np.ones(len(y))]
    if measure is not None:
        columns.append(np.atleast_1d(np.asarray(measure, dtype=float)))
    if len({len(a) for a in (y, n, *columns)}) > 1:
        raise ValueError("count, measure and person_years differ in length")
    if not all(np.isfinite(a).all() for a in columns):
        raise ValueError("measure has a value that is not finite")
    if not np.isfinite(y).all() or np.any(y < 0):
        raise ValueError("count has a value that is negative or not finite")
    if not np.isfinite(n).all() or np.any(n <= 0):
        raise ValueError("person_years has a value that is not above 0")
    if len(y) <= len(columns) or y.sum() == 0:
        raise ValueError("count has no events, or too few areas")
    return y, np.column_stack(columns), np.log(n)


def _theta_error(y: Floats, mean: Floats, alpha: float) -> float:
    """Standard error of theta = 1 / alpha from its observed information, as MASS::theta.ml."""
    if alpha <= 0:
        return float("nan")
    theta = 1 / alpha
    information = (
        polygamma(1, theta)
        - polygamma(1, theta + y)
        - 1 / theta
        + 2 / (mean + theta)
        - (y + theta) / (mean + theta) ** 2
    ).sum()
    return float(1 / np.sqrt(information)) if information > 0 else float("nan")


def _quantile(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; expected a level between 0 and 1")
    return float(norm.ppf((1 + confidence) / 2))
