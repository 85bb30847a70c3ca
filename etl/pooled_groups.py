"""Deaths of state residents by group over several years together.

A single year of one group is a handful of people: tables by race and ethnicity pool years, and
keep intents apart. A pool is a sum of whole years that CDC shows, nothing else:

- only years whose breakdown CDC's own tables leave closed (:func:`etl.audit.derivable`), so a
  grouping has a pool wherever two such years or more follow each other;
- periods of one intent and grouping do not overlap, and no group has another period than the rest;
- one hidden year hides the pool of that group: no count is opened, and none is guessed.

By race, the closed years are few: homicides have two pools, suicides none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np
import pandas as pd

from epidemiology.rates import crude_rate
from epidemiology.status import STABLE_FROM, Status
from etl import audit, privacy
from etl.tables import conform

LONGEST, SHORTEST = 5, 2
"""Years of a pool; a longer run of years is cut, newest first."""
POOLED = {
    "firearm_homicides": ("age", "sex", "race", "ethnicity"),
    "firearm_suicides": ("age", "sex", "race", "ethnicity"),
    "firearm_deaths": ("under18", "age18_25"),
}
"""Intent -> groupings. Of young people CDC's reports have all intents together only; the tables of
race within an age have nothing else either and are not pooled."""


def run(series: pd.DataFrame, people_groups: pd.DataFrame) -> pd.DataFrame:
    """Pool the yearly rows wherever CDC's own tables let it.

    Args:
        series: yearly totals, as :mod:`etl.deaths` makes them.
        people_groups: the yearly rows of that table.

    Returns:
        Rows of ``people_groups`` with periods of several years.
    """
    closed = audit.derivable(
        {"series": privacy.mask(series), "people_groups": privacy.mask(people_groups)}
    )
    return pool(people_groups, closed)


def pool(people_groups: pd.DataFrame, closed: pd.DataFrame) -> pd.DataFrame:
    """Sum the years of each group over the periods that its grouping allows.

    Args:
        people_groups: yearly rows.
        closed: see :func:`etl.audit.derivable`.

    Returns:
        See :func:`run`. Rates are per 100,000 person-years, residents summed over the years, with
        exact limits; there is no age-adjusted rate and no sum of years of life lost. A group with
        a hidden year is ``suppressed``, one that CDC leaves out of some year ``not_covered``.
    """
    rows = [
        _row(group, [str(year) for year in years])
        for indicator, groupings in POOLED.items()
        for grouping in groupings
        for years in periods(_years(closed, indicator, grouping))
        for _, group in _groups(people_groups, indicator, grouping, years)
    ]
    out = pd.DataFrame(rows, columns=["like", "period", "numerator", "denominator", "status"])
    like = people_groups.loc[
        out.pop("like"), ["indicator", "level", "code", "grouping", "group", "source"]
    ].reset_index(drop=True)
    rate = crude_rate(out["numerator"], out["denominator"])
    return conform(
        "people_groups",
        pd.concat([like, out], axis=1).assign(value=rate.value, lower=rate.lower, upper=rate.upper),
    )


def periods(years: Iterable[int]) -> list[list[int]]:
    """Runs of years that follow each other, cut from the newest year on; in order of time.

    >>> periods([2016, 2018, 2019, 2020, 2021, 2022, 2023])
    [[2019, 2020, 2021, 2022, 2023]]
    """
    out = []
    for _, run_ in groupby(enumerate(sorted(years)), lambda pair: pair[1] - pair[0]):
        left = [year for _, year in run_]
        while len(left) >= SHORTEST:
            out.append(left[-LONGEST:])
            left = left[:-LONGEST]
    return sorted(out)


def _years(closed: pd.DataFrame, indicator: str, grouping: str) -> list[int]:
    here = closed[(closed["indicator"] == indicator) & (closed["grouping"] == grouping)]
    return [int(year) for year in here["period"]]


def _groups(
    rows: pd.DataFrame, indicator: str, grouping: str, years: list[int]
) -> Iterator[tuple[object, pd.DataFrame]]:
    here = rows[
        (rows["indicator"] == indicator)
        & (rows["level"] == "state")
        & (rows["grouping"] == grouping)
        & rows["period"].isin([str(year) for year in years])
    ]
    return iter(here.groupby("group"))


def _row(group: pd.DataFrame, years: list[str]) -> tuple[object, str, float, float, Status]:
    """Index of a row of the group, and what the pool of the years says."""
    period = f"{years[0]}-{years[-1]}"
    count, residents = group["numerator"].to_numpy(), group["denominator"].to_numpy()
    like = group.index[0]
    if np.isnan(count).any():
        return like, period, np.nan, np.nan, Status.SUPPRESSED
    if len(group) < len(years):
        return like, period, np.nan, np.nan, Status.NOT_COVERED
    deaths = float(count.sum())
    if deaths == 0:
        return like, period, 0.0, float(residents.sum()), Status.NONE_RECORDED
    status = Status.VALUE if deaths >= STABLE_FROM else Status.UNSTABLE
    return like, period, deaths, float(residents.sum()), status
