"""Smoothed rates of people shot, and groups of places with more or fewer than elsewhere.

**Smoothing.** Each place's rate is drawn toward the mean of the places that the same source
counts, the more so the fewer residents it has: Clayton and Kaldor's empirical Bayes, whose
posterior gives value and interval alike. Not over neighbourhoods, for two reasons. A third of the
ZIP areas have nobody shot in them or beside them; they would take the global estimate and be shown
with a higher rate than areas beside one where somebody was shot. And the rates of neighbourhoods
that overlap would open their members' small counts by subtraction.

**Small counts.** Local counts of 1 to 4 are shown as "1-4". A rate smoothed from the exact count
could be solved for it, because everything else in the formula is public. So such a place is
smoothed from "1 to 4" itself (:func:`epidemiology.smoothing.posterior_of_range`): places with the
same residents and 1, 2, 3 or 4 people have the same smoothed rate. Two numbers of the prior and
the tests of clusters are of exact counts; of these only labels and p are published, for whole
groups of places, no statistic of one place.

**Where.** Only places with residents that a source covers and locates; under the thresholds of
rates (1,000 residents, 5,000 person-years) the smoothed rate would be the mean of all under
another name, so there is none. Nor is there one where the places of a source differ less than
chance would have it (few people shot in all): nothing says how far each is to be drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from epidemiology.clusters import (
    HIGH_HIGH,
    HIGH_LOW,
    LOW_HIGH,
    LOW_LOW,
    NOT_TESTED,
    PERMUTATIONS,
    SEED,
    clusters,
)
from epidemiology.periods import Period
from epidemiology.rates import DAYS_PER_YEAR, PER, Estimate
from epidemiology.smoothing import GammaPrior, gamma_prior, posterior, posterior_of_range
from epidemiology.status import MIN_PERSON_YEARS, MIN_POPULATION, TOO_FEW_BELOW, Status
from etl import neighbours as touching
from etl import settings
from etl.tables import TABLES

OUTCOME = "people_shot"
SMOOTHED = "people_shot_smoothed"
FLAG = "smoothed"
OWN_RATE = "own_rate"
"""Flag of the one place that a source counts at a level: there is nothing to draw it toward."""
LEVELS = ("zcta", "town")
STATE, OUTSIDE, CITY = settings.STATE.fips, settings.WITHOUT_CITY, settings.CITY
REGIONS = (STATE, OUTSIDE, CITY)
"""Everything; what Gun Violence Archive counts; what the police record counts.

The first two are one where no police of the state publish a record."""
MIN_AREAS = 10
"""Fewer places of one source are not smoothed."""
MIN_TESTED = 20
"""Fewer places of a region are not tested for clusters."""
_NO_CLUSTERS = pd.DataFrame(columns=list(TABLES["clusters"].fields))
_SILENT = (Status.NOT_COVERED, Status.NO_BOUNDARY, Status.NO_RESIDENTS, Status.NOT_LOCATED)


@dataclass(frozen=True)
class Surfaces:
    """What this step makes: rows of the tables of these names."""

    observations: pd.DataFrame
    """Rows of :data:`SMOOTHED`; without numerator, which stands in the rows of people shot."""
    priors: pd.DataFrame
    clusters: pd.DataFrame
    tests: pd.DataFrame


def run(observations: pd.DataFrame, polygons: Mapping[str, gpd.GeoDataFrame]) -> Surfaces:
    """Smooth and test every level and period of people shot that has enough places.

    Args:
        observations: the table of that name, exact (before masking).
        polygons: by level, full resolution: ``Geography.polygons``.

    Raises:
        ValueError: there are no rows of people shot at a level.
    """
    shot = observations[(observations["indicator"] == OUTCOME) & observations["level"].isin(LEVELS)]
    if missing := set(LEVELS) - set(shot["level"]):
        raise ValueError(f"expected rows of {OUTCOME} at {sorted(missing)}; came none")
    smoothed, priors, groups, tests = [], [], [], []
    for (level, _), unsorted in shot.groupby(["level", "period"]):
        rows = unsorted.sort_values("code", kind="stable").reset_index(drop=True)
        if rows["numerator"].notna().sum() < MIN_AREAS:
            continue
        surface, prior = smooth(rows)
        smoothed.append(surface)
        priors += prior
        near = touching.queen(polygons[str(level)], rows["code"])
        for region, inside in regions(rows["source"]).items():
            found = test(rows, near, region, inside)
            if found is not None:
                groups.append(found[0])
                tests.append(found[1])
    return Surfaces(
        pd.concat([shot.iloc[:0], *smoothed], ignore_index=True),
        pd.DataFrame(priors, columns=list(TABLES["priors"].fields)),
        pd.concat([_NO_CLUSTERS, *groups], ignore_index=True),
        pd.DataFrame(tests, columns=list(TABLES["cluster_tests"].fields)),
    )


def regions(sources: pd.Series) -> dict[str, pd.Series]:
    """Which places belong to each region; the state stands apart only where it mixes sources.

    A place without a source belongs to none but the state.
    """
    police = sources.str.contains("boston_")
    parts = {OUTSIDE: ~police & (sources != ""), CITY: police}
    parts = {name: inside for name, inside in parts.items() if inside.any()}
    whole = pd.Series(True, index=sources.index)
    return {STATE: whole, **parts} if len(parts) > 1 else parts


def smooth(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """Smoothed rows of one level and period, and the prior of each region.

    Args:
        rows: of people shot, exact, each place once.

    Raises:
        ValueError: a count stands under a status that has none.
    """
    out = rows.assign(
        indicator=SMOOTHED,
        numerator=np.nan,
        value=np.nan,
        lower=np.nan,
        upper=np.nan,
        if_all_located=np.nan,
    )
    days = Period.parse(str(rows["period"].iloc[0])).days
    years = rows["denominator"].to_numpy(dtype=float)
    small = (years < MIN_PERSON_YEARS) | (years * DAYS_PER_YEAR / days < MIN_POPULATION)
    speaks = ~rows["status"].isin(_SILENT) & rows["numerator"].notna() & (years > 0)
    status = rows["status"].where(rows["status"].isin(_SILENT), Status.NO_RESIDENTS)
    status = status.mask(speaks & small, Status.SMALL_POPULATION)
    out["status"] = status.mask(speaks & ~small, Status.VALUE).astype(str)
    flags = (rows["flags"].fillna("") + f" {FLAG}").str.strip()
    priors = []
    for region, inside in regions(rows["source"]).items():
        if region == STATE != OUTSIDE:
            continue
        counted = inside & rows["numerator"].notna() & (years > 0)
        shown = (counted & speaks & ~small).to_numpy()
        if counted.sum() < MIN_AREAS:
            own = pd.Series(shown, index=rows.index)
            stable = own & (rows["status"] == Status.VALUE)
            rate = ["value", "lower", "upper"]
            out.loc[stable, rate] = rows.loc[stable, rate].astype(float)
            out.loc[own & ~stable, "status"] = Status.COUNT_ONLY
            flags = flags.where(~stable, flags + f" {OWN_RATE}")
            continue
        count = rows["numerator"].where(counted).to_numpy(dtype=float)
        mean = float(np.nansum(count) / years[counted].sum())
        prior = gamma_prior(count, years * mean)
        if not prior.converged:
            out.loc[shown, "status"] = Status.COUNT_ONLY
            continue
        estimate = _posterior(count, years * mean, prior)
        for name, values in zip(("value", "lower", "upper"), estimate, strict=True):
            out.loc[shown, name] = values[shown] * mean * PER
        key = [rows[name].iloc[0] for name in ("level", "period")]
        areas = int(counted.sum())
        row = (SMOOTHED, *key, region, areas, mean * PER, prior.shape, prior.rate)
        priors.append(dict(zip(TABLES["priors"].fields, row, strict=True)))
    return out.assign(flags=flags), priors


def _posterior(count: np.ndarray, expected: np.ndarray, prior: GammaPrior) -> Estimate:
    """Of each place given its count; of those with 1 to 4 given only that."""
    exact = posterior(count, expected, prior)
    ranged = posterior_of_range(1, TOO_FEW_BELOW - 1, expected, prior)
    few = (count > 0) & (count < TOO_FEW_BELOW)
    return Estimate(*(np.where(few, r, e) for r, e in zip(ranged, exact, strict=True)))


def test(
    rows: pd.DataFrame, near: list[list[int]], region: str, inside: pd.Series
) -> tuple[pd.DataFrame, dict[str, object]] | None:
    """Clusters of one level, period and region, and the global test; None for too few places.

    Args:
        rows: of people shot, exact.
        near: neighbours of the rows.
        region: its name.
        inside: the rows that belong to it.
    """
    counts = rows["numerator"].where(inside).to_numpy(dtype=float)
    years = rows["denominator"].to_numpy(dtype=float)
    if ((years > 0) & ~np.isnan(counts)).sum() < MIN_TESTED:
        return None
    found = clusters(counts, years, near)
    key = {
        "indicator": OUTCOME,
        "level": rows["level"].iloc[0],
        "period": rows["period"].iloc[0],
        "region": region,
    }
    places = rows[["code"]].assign(**key, label=found.label, p=found.p, fdr=found.fdr)
    numbers = pd.Series(found.label).value_counts()
    row = key | {
        "areas": int(found.tested.sum()),
        "left_out": int(inside.sum() - found.tested.sum()),
        "moran": found.moran.i,
        "moran_expected": found.moran.expected,
        "p": found.moran_p,
        "permutations": PERMUTATIONS,
        "seed": SEED,
        "high_high": int(numbers.get(HIGH_HIGH, 0)),
        "low_low": int(numbers.get(LOW_LOW, 0)),
        "high_low": int(numbers.get(HIGH_LOW, 0)),
        "low_high": int(numbers.get(LOW_HIGH, 0)),
    }
    kept = places[inside.to_numpy() | (places["label"] != NOT_TESTED).to_numpy()]
    return kept.reset_index(drop=True), row
