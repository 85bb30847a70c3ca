"""From census tracts to ZIP areas, towns and districts: counts first, then the division.

A tract's households and residents are spread over the places it lies in by the share of its
people there; a share, a median or an index is computed from the sums. Nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_sources.acs_tract_income import BINS
from data_sources.census_tracts import AGE_COLUMNS, RACE_COLUMNS
from epidemiology.inequality import ice
from epidemiology.survey import binned_median

Floats = NDArray[np.float64]

ICE_LOW_CUT = 35_000
"""Households below this are the deprived extreme of ``ice_income``, in dollars."""
ICE_HIGH_CUT = 200_000
"""Households at or above this are the privileged one. Of the bins that the source has, these
two cuts are nearest the 20th and the 80th percentile of the state's households."""
FEW_HOUSEHOLDS = 100
"""Below this many households a place is mostly its neighbours' tract: its values are flagged."""
MIN_HOUSEHOLDS = 10
"""Below this a place has no value of its own: its households are an accident of the lines."""
CONSERVED = 1e-6
"""How far the sum over places may be from the sum over tracts, as a share of it."""


def apportion(tracts: pd.DataFrame, weights: pd.DataFrame, counts: Sequence[str]) -> pd.DataFrame:
    """Spread counts of tracts over places.

    Args:
        tracts: tract and the columns ``counts`` (people, households; no NaN).
        weights: tract, level, code, share; the shares of a tract add up to 1 in each level.
        counts: columns to spread.

    Returns:
        level, code and the columns ``counts``, sums of share x count; one row a place.

    Raises:
        ValueError: a tract with a count has no weight, or a level's sum is not that of the tracts.
    """
    if tracts[list(counts)].isna().any(axis=None):
        raise ValueError("a count of a tract is missing; expected 0 where there is nobody")
    lonely = ~tracts["tract"].isin(weights["tract"])
    lost = tracts[lonely & (tracts[list(counts)] != 0).any(axis=1)]
    if len(lost):
        raise ValueError(
            f"{len(lost)} tracts have people and no place, the first {lost['tract'].iloc[0]}"
        )
    joined = weights.merge(
        tracts[["tract", *counts]], on="tract", how="inner", validate="m:1"
    ).sort_values(["level", "code", "tract"], kind="stable")
    spread = joined[list(counts)].mul(joined["share"], axis=0)
    sums = spread.groupby([joined["level"], joined["code"]]).sum().reset_index()
    totals = tracts[list(counts)].sum()
    for level, rows in sums.groupby("level"):
        for count in counts:
            came, expected = float(rows[count].sum()), float(totals[count])
            if abs(came - expected) > CONSERVED * max(expected, 1.0):
                raise ValueError(
                    f"{level}: {count} adds up to {came:,.1f}, its tracts to {expected:,.1f}"
                )
    return sums


def income(tracts: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Median household income, income groups and ICE of every place, from summed bins.

    Args:
        tracts: see :func:`data_sources.acs_tract_income.load`.
        weights: see :func:`apportion`.

    Returns:
        indicator, level, code, value, numerator, denominator (households), flags. No value where
        fewer than ``MIN_HOUSEHOLDS`` households live. The numerator of ``ice_income`` is the
        privileged less the deprived extreme; its two shares are ``households_over_200k`` and
        ``households_under_35k``. A median in the open bins carries the flag ``top_coded`` or
        ``bottom_coded`` and the bound as its value.
    """
    places = apportion(tracts, weights, ["households", *BINS])
    households = places["households"].to_numpy()
    enough = households >= MIN_HOUSEHOLDS
    lower = np.array(list(BINS.values()), dtype=float)
    bins = places[list(BINS)].to_numpy()
    median = binned_median(bins, lower)
    under_25k, low, high = (
        bins[:, lower < 25_000].sum(axis=1),
        bins[:, lower < ICE_LOW_CUT].sum(axis=1),
        bins[:, lower >= ICE_HIGH_CUT].sum(axis=1),
    )
    extremes = ice(high, low, bins.sum(axis=1))
    few = np.where(households < FEW_HOUSEHOLDS, "few_households", "").astype(object)
    coded = np.select(
        [median.open == "above", median.open == "below"],
        [" top_coded", " bottom_coded"],
        default="",
    ).astype(object)
    base = _positive(households)
    made: dict[str, tuple[Floats, Floats]] = {
        "median_household_income": (median.value, np.full(len(places), np.nan)),
        "households_under_25k": (100 * under_25k / base, under_25k),
        "households_under_35k": (100 * extremes.deprived_share, low),
        "households_over_200k": (100 * extremes.privileged_share, high),
        "ice_income": (extremes.ice, high - low),
    }
    rows = [
        places[["level", "code"]].assign(
            indicator=indicator,
            value=np.where(enough, value, np.nan),
            numerator=np.where(enough, numerator, np.nan),
            denominator=households,
            flags=few + coded if indicator == "median_household_income" else few,
        )
        for indicator, (value, numerator) in made.items()
    ]
    return pd.concat(rows, ignore_index=True)


GROUPS = (*RACE_COLUMNS.values(), *AGE_COLUMNS.values())
SHARES = (
    "under_18",
    "age_18_24",
    "age_65_plus",
    "white",
    "black",
    "hispanic",
    "asian",
    "people_of_color",
)
"""Groups of residents that are indicators of the same name."""


def residents(tracts: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Residents, and their shares by age, race and ethnicity, of every place.

    Args:
        tracts: see :func:`data_sources.census_tracts.load`.
        weights: see :func:`apportion`.

    Returns:
        indicator, level, code, value (residents, or percent), numerator, denominator (residents).
    """
    counts = tracts[["tract", "population"]].copy()
    for group in GROUPS:
        counts[group] = (tracts[group].fillna(0) / 100 * tracts["population"]).to_numpy()
    counts["people_of_color"] = counts["population"] - counts["white"]
    places = apportion(counts, weights, ["population", *SHARES])
    people = places["population"].to_numpy(dtype=float)
    keys = places[["level", "code"]]
    rows = [keys.assign(indicator="population", value=people)]
    rows += [
        keys.assign(
            indicator=group,
            value=100 * places[group] / _positive(people),
            numerator=places[group],
            denominator=people,
        )
        for group in SHARES
    ]
    return pd.concat(rows, ignore_index=True)


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)
