"""Do places with more poverty have more people shot? One model an indicator and outcome.

The unit is the place, the outcome its exact count, the offset its person-years: see
:mod:`epidemiology.association`. What is published are ratios, their intervals and a line: nothing
of one place. Smoothed rates are never an outcome. Never a model of race or ethnicity alone: see
:data:`LEFT_OUT`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from epidemiology.association import Association, associate, line
from epidemiology.status import SHOWS_RATE, TOO_FEW_BELOW
from etl import neighbours as touching
from etl.surfaces import regions
from etl.tables import TABLES

OUTCOMES = ("people_shot", "people_killed")
COUNTED = {"zcta": ("2015-07_2017-12",), "town": ("2014-2017", "2018-2020")}
"""Level -> periods of the outcome; statewide, both records."""
LEFT_OUT = frozenset({"svi_minority"})
"""The share of people of color is no economic indicator and no vulnerability."""
STEPS = 41
"""Points of a line, from the smallest to the largest value of the indicator."""

KEY = TABLES["models"].key


@dataclass(frozen=True)
class Models:
    """What this step makes: rows of the tables of these names."""

    models: pd.DataFrame
    lines: pd.DataFrame
    """Fitted rate per 100,000 residents a year along the indicator, with its 95 % band."""


def run(
    observations: pd.DataFrame, indicators: pd.DataFrame, polygons: Mapping[str, gpd.GeoDataFrame]
) -> Models:
    """Model both outcomes on every economic indicator and vintage that a level has.

    Args:
        observations: the table of that name, exact (before masking).
        indicators: the table of that name; those of theme ``economy`` are used.
        polygons: by level, full resolution: ``Geography.polygons``.

    Raises:
        ValueError: an outcome has no rows at a level and period.
    """
    economic = set(indicators.loc[indicators["theme"] == "economy", "id"]) - LEFT_OUT
    measured = observations[
        observations["indicator"].isin(economic) & observations["status"].isin(SHOWS_RATE)
    ]
    rows: list[dict[str, object]] = []
    lines: list[pd.DataFrame] = []
    for level, periods in COUNTED.items():
        here = measured[measured["level"] == level]
        for period in periods:
            frames = {name: _outcome(observations, name, level, period) for name in OUTCOMES}
            near = touching.queen(polygons[level], frames[OUTCOMES[0]]["code"])
            for (indicator, vintage), values in here.groupby(["indicator", "period"]):
                for outcome, counted in frames.items():
                    key = (indicator, vintage, outcome, level, period)
                    for region, inside in regions(counted["source"]).items():
                        if inside.sum() < 2:
                            continue
                        found = _model(counted, values, inside, near)
                        names = {n: str(v) for n, v in zip(KEY, (*key, region), strict=True)}
                        rows.append(names | _row(found[0]))
                        if found[1] is not None:
                            lines.append(found[1].assign(**names))
    return Models(
        pd.DataFrame(rows, columns=list(TABLES["models"].fields)),
        pd.concat(lines, ignore_index=True)[list(TABLES["model_lines"].fields)]
        if lines
        else pd.DataFrame(columns=list(TABLES["model_lines"].fields)),
    )


def _outcome(observations: pd.DataFrame, outcome: str, level: str, period: str) -> pd.DataFrame:
    chosen = (
        (observations["indicator"] == outcome)
        & (observations["level"] == level)
        & (observations["period"] == period)
    )
    rows = observations[chosen].sort_values("code", kind="stable").reset_index(drop=True)
    if rows.empty:
        raise ValueError(f"expected rows of {outcome} at {level}, {period}; came none")
    return rows


def _model(
    counted: pd.DataFrame, values: pd.DataFrame, inside: pd.Series, near: list[list[int]]
) -> tuple[Association, pd.DataFrame | None]:
    measure = counted[["code"]].merge(
        values[["code", "value"]], on="code", how="left", validate="1:1"
    )
    x = measure["value"].to_numpy(dtype=float)
    kept = np.flatnonzero(inside)
    position = {int(old): new for new, old in enumerate(kept)}
    found = associate(
        counted["numerator"].to_numpy(dtype=float)[kept],
        x[kept],
        counted["denominator"].to_numpy(dtype=float)[kept],
        [[position[j] for j in near[i] if j in position] for i in kept],
    )
    if found.fit is None:
        return found, None
    used = x[kept][found.used]
    grid = np.linspace(used.min(), used.max(), STEPS)
    band = line(found.fit, (grid - found.mean) / found.deviation)
    return found, pd.DataFrame({"step": np.arange(STEPS), "x": grid} | band._asdict())


def _row(found: Association) -> dict[str, object]:
    few = 0 < found.people < TOO_FEW_BELOW
    return {
        "reason": found.reason,
        "areas": found.areas,
        "people": np.nan if few else found.people,
        "left_out_small": found.left_out_small,
        "left_out_missing": found.left_out_missing,
        "mean": found.mean,
        "deviation": found.deviation,
        "ratio": float(found.ratio.value),
        "lower": float(found.ratio.lower),
        "upper": float(found.ratio.upper),
        "dispersion": found.dispersion,
        "ratio_nb": float(found.sensitivity.value),
        "lower_nb": float(found.sensitivity.lower),
        "upper_nb": float(found.sensitivity.upper),
        "alpha": found.alpha,
        "residual_moran": found.residual.i,
        "residual_z": found.residual.z,
        "residual_p": found.residual.p_greater,
    }
