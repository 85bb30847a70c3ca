"""Firearm deaths of residents, by intent, as CDC publishes them.

Everything here is CDC's own number, an exact rate of two of them, or an interval around one.
Nothing is derived by difference: no residual intents, no county from the rest of the state, no
count from a rate. A cell that CDC suppresses has no numerator here at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data_sources import (
    cdc_county_deaths,
    cdc_national_deaths,
    cdc_state_deaths,
    cdc_wisqars,
    county_health_rankings,
)
from epidemiology.rates import PER, crude_rate, garwood
from epidemiology.status import STABLE_FROM, Status
from etl.ledger import Ledger
from etl.settings import STATE, US_STATES
from etl.tables import conform

WISQARS_INDICATORS = {
    cdc_wisqars.ALL: "firearm_deaths",
    "Homicide": "firearm_homicides",
    "Suicide": "firearm_suicides",
    "Unintentional": "firearm_unintentional",
    "Undetermined": "firearm_undetermined",
    "Legal Intervention": "shot_by_police",
}
"""WISQARS intent -> indicator; "Legal Intervention" is its word for shot by police."""
PORTAL_INDICATORS = {
    "FA_Deaths": "firearm_deaths",
    "FA_Homicide": "firearm_homicides",
    "FA_Suicide": "firearm_suicides",
}
"""data.cdc.gov intent -> indicator; its other intents are not of firearms alone."""

POPULATION = "CDC WISQARS"
_PLACES = {cdc_wisqars.STATE: ("state", STATE.fips), cdc_wisqars.NATION: ("nation", "us")}
ALL, EVERYONE = "all", "Everyone"
"""Grouping and group of the totals, which have age-adjusted rates and years lost as well."""
_ONLY = {"": EVERYONE, "under18": "Under 18", "age18_25": "18 to 25"}
"""Name of the group in the reports that have one group only."""
_TWICE_ROUNDED = 0.0055
"""WISQARS rounds to three decimals and then to two: a rate is up to this far from the quotient."""
_KEY = ["indicator", "level", "code", "period"]


@dataclass(frozen=True)
class Deaths:
    """Firearm deaths in the form of the published tables, unmasked."""

    observations: pd.DataFrame
    series: pd.DataFrame
    people_groups: pd.DataFrame
    places: pd.DataFrame
    """Every state, for comparison."""


def run(folder: Path, ledger: Ledger) -> Deaths:
    """Load CDC's files and make the tables.

    Raises:
        SourceError: a file is not in its documented form.
        ValueError: two sources disagree, or a county or year is missing.
    """
    reports = cdc_wisqars.load(folder)
    states = cdc_state_deaths.load(folder)
    nation = cdc_national_deaths.load(folder)
    counties = cdc_county_deaths.load(folder)
    rankings = county_health_rankings.load(folder)
    for dataset, rows in (
        (cdc_wisqars, reports),
        (cdc_state_deaths, states),
        (cdc_national_deaths, nation),
        (cdc_county_deaths, counties),
        (county_health_rankings, rankings),
    ):
        ledger.read(dataset.DATASET.id, len(rows))
    ledger.leave(
        county_health_rankings.DATASET.id,
        "rounded copy from a test fixture; CDC's own county tables are published",
        len(rankings),
    )

    long = wisqars_series(reports)
    newer = portal_series(states, nation, ledger)
    check_overlap(long, newer)
    last = long["period"].max()
    repeated = newer["period"] <= last
    ledger.leave(  # the states' own are published beside one another
        cdc_national_deaths.DATASET.id,
        "equal to WISQARS, which is published for these years",
        int((repeated & (newer["level"] == "nation")).sum()),
    )
    other = ~counties["intent"].isin(PORTAL_INDICATORS)
    ledger.leave(
        cdc_county_deaths.DATASET.id,
        "of overdoses, or of homicides and suicides by all means",
        int(other.sum()),
    )
    by_county = county_series(counties)
    series = conform("series", pd.concat([long, newer[~repeated], by_county], ignore_index=True))
    compared = among_states(states)
    return Deaths(
        conform("observations", pd.concat([newest(series), compared], ignore_index=True)),
        series,
        people_groups(reports),
        states[["code", "name"]].drop_duplicates().assign(level="us_state", flags=""),
    )


def wisqars_series(reports: pd.DataFrame) -> pd.DataFrame:
    """State and nation by intent and year.

    A year and intent that the report leaves out is ``not_covered``: CDC gives no row, so it is
    neither 0 nor a suppressed count.

    Args:
        reports: see :func:`data_sources.cdc_wisqars.load`.

    Raises:
        ValueError: a rate computed here is not the published one.
    """
    rows = reports[reports["grouping"] == ""]
    values = _rated(rows)
    values["level"] = rows["place"].map(lambda p: _PLACES[p][0])
    values["code"] = rows["place"].map(lambda p: _PLACES[p][1])
    values["source"] = cdc_wisqars.DATASET.id
    grid = pd.MultiIndex.from_product(
        [WISQARS_INDICATORS.values(), list(_PLACES.values()), sorted(values["period"].unique())]
    )
    every = pd.DataFrame(
        [(indicator, *place, period) for indicator, place, period in grid], columns=_KEY
    )
    out = every.merge(values, on=_KEY, how="left", validate="1:1")
    absent = out["status"].isna()
    out.loc[absent, "status"] = Status.NOT_COVERED
    out.loc[absent, "source"] = cdc_wisqars.DATASET.id
    return out


def portal_series(states: pd.DataFrame, nation: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """State and nation by intent from data.cdc.gov: years and the trailing twelve months.

    The nation is shown for the state's periods only: its newest year is provisional and overlaps
    the trailing twelve months.

    Args:
        states: see :func:`data_sources.cdc_state_deaths.load`.
        nation: see :func:`data_sources.cdc_national_deaths.load`.
        ledger: told of the rows that are not used, but for those that repeat WISQARS.
    """
    source = cdc_state_deaths.DATASET.id
    here = states["code"] == STATE.fips
    firearm = states["intent"].isin(PORTAL_INDICATORS)
    ledger.leave(
        source, "of overdoses, or of homicides and suicides by all means", int((~firearm).sum())
    )
    state_rows = states[here & firearm].assign(level="state", source=source)

    source = cdc_national_deaths.DATASET.id
    monthly = nation["kind"] == "month"
    ledger.leave(source, "of single months", int(monthly.sum()))
    firearm = nation["intent"].isin(PORTAL_INDICATORS)
    ledger.leave(
        source,
        "of overdoses, or of homicides and suicides by all means",
        int((~monthly & ~firearm).sum()),
    )
    shared = nation["period"].isin(set(state_rows["period"]))
    ledger.leave(
        source,
        "of a provisional year that overlaps the trailing twelve months",
        int((~monthly & firearm & ~shared).sum()),
    )
    # Twelve months that end in December are the year: the row that says it is provisional stays.
    chosen = nation[~monthly & firearm & shared].sort_values("provisional", kind="stable")
    again = chosen.duplicated(["intent", "period"], keep="last")
    ledger.leave(source, "of a year that the trailing twelve months repeat", int(again.sum()))
    nation_rows = chosen[~again].sort_index().assign(level="nation", source=source)
    return _as_published(pd.concat([state_rows, nation_rows], ignore_index=True))


def among_states(states: pd.DataFrame) -> pd.DataFrame:
    """Every state and the District of Columbia by intent and period, this state among them.

    CDC's own counts and rates, unchanged: nothing is summed, ranked or derived across states.

    Args:
        states: see :func:`data_sources.cdc_state_deaths.load`.

    Raises:
        ValueError: there is another number of states, or one lacks an intent or period.
    """
    rows = states[states["intent"].isin(PORTAL_INDICATORS)]
    cells = US_STATES * rows["intent"].nunique() * rows["period"].nunique()
    if rows["code"].nunique() != US_STATES or len(rows) != cells:
        raise ValueError(
            f"expected {US_STATES} states in each intent and period; came "
            f"{rows['code'].nunique()} states and {len(rows)} rows for {cells} cells"
        )
    return _as_published(rows.assign(level="us_state", source=cdc_state_deaths.DATASET.id))


def county_series(counties: pd.DataFrame) -> pd.DataFrame:
    """Every county by intent and year; 2024 was still provisional in this export.

    Args:
        counties: see :func:`data_sources.cdc_county_deaths.load`.

    Raises:
        ValueError: a county lacks an intent or period, or there is another number of counties.
    """
    rows = counties[
        counties["code"].str.startswith(STATE.fips) & counties["intent"].isin(PORTAL_INDICATORS)
    ]
    cells = rows["code"].nunique() * rows["intent"].nunique() * rows["period"].nunique()
    if rows["code"].nunique() != STATE.counties or len(rows) != cells:
        raise ValueError(
            f"expected {STATE.counties} counties in each intent and period; came "
            f"{rows['code'].nunique()} counties and {len(rows)} rows for {cells} cells"
        )
    return _as_published(rows.assign(level="county", source=cdc_county_deaths.DATASET.id))


def check_overlap(long: pd.DataFrame, newer: pd.DataFrame) -> int:
    """WISQARS and data.cdc.gov give the same deaths, and rates equal to the published decimal.

    Returns:
        The number of cells compared.

    Raises:
        ValueError: no cell is in both, or the first cell that differs.
    """
    both = newer.merge(long, on=_KEY, suffixes=("_portal", "_wisqars"), validate="1:1")
    if both.empty:
        raise ValueError("expected years in both WISQARS and data.cdc.gov; came none")
    count_differs = both["numerator_portal"] != both["numerator_wisqars"]
    rate_differs = (both["value_portal"] - both["value_wisqars"]).abs() > 0.05 + _TWICE_ROUNDED
    if (count_differs | rate_differs).any():
        row = both[count_differs | rate_differs].iloc[0]
        raise ValueError(
            f"{row['indicator']}, {row['level']}, {row['period']}: expected the "
            f"{row['numerator_wisqars']:,.0f} "
            f"deaths ({row['value_wisqars']:.2f}) of WISQARS; data.cdc.gov has "
            f"{row['numerator_portal']:,.0f} ({row['value_portal']})"
        )
    return len(both)


def newest(series: pd.DataFrame) -> pd.DataFrame:
    """The newest final year of each indicator and level, and the counties' provisional year too.

    The trailing twelve months stay in the series.
    """
    years = series[series["period"].str.fullmatch(r"\d{4}")]
    last = years.groupby(["indicator", "level"])["period"].transform("max")
    provisional = years["flags"].str.contains("provisional")
    final = years[~provisional].groupby(["indicator", "level"])["period"].transform("max")
    kept = (years["period"] == last) | (years["period"] == final.reindex(years.index))
    return conform("observations", years[kept])


def people_groups(reports: pd.DataFrame) -> pd.DataFrame:
    """State deaths by group, intent and year, as published; of state and nation the totals too.

    Raises:
        ValueError: a rate computed here is not the published one.
    """
    rows = reports
    out = _rated(rows).drop(columns=["denominator_source"])
    out["level"] = rows["place"].map(lambda p: _PLACES[p][0])
    out["code"] = rows["place"].map(lambda p: _PLACES[p][1])
    out["grouping"] = rows["grouping"].replace("", ALL)
    out["group"] = rows["group"].where(rows["group"] != "", rows["grouping"].map(_ONLY))
    out["age_adjusted"], out["years_lost"] = rows["age_adjusted"], rows["years_lost"]
    out["source"] = cdc_wisqars.DATASET.id
    return conform("people_groups", out)


def _rated(rows: pd.DataFrame) -> pd.DataFrame:
    """WISQARS counts with exact rates and intervals; CDC divides by residents, not person-years.

    CDC marks rates from 20 or fewer deaths as unstable; its mark is kept at exactly 20.
    """
    rate = crude_rate(rows["deaths"], rows["population"])
    off = (rate.value - rows["crude_rate"]).abs() > _TWICE_ROUNDED
    if off.any():
        row = rows[off].iloc[0]
        raise ValueError(
            f"{row['file']}, line {row['source_row']}: expected the published rate "
            f"{row['crude_rate']}; "
            f"came {PER * row['deaths'] / row['population']:.4f}"
        )
    status = _status(rows["deaths"], provisional=False)
    status = np.where((status == Status.VALUE) & rows["unstable"], Status.UNSTABLE, status)
    return pd.DataFrame(
        {
            "indicator": rows["intent"].map(WISQARS_INDICATORS),
            "period": rows["year"].astype(str),
            "value": rate.value,
            "lower": rate.lower,
            "upper": rate.upper,
            "numerator": rows["deaths"],
            "denominator": rows["population"],
            "denominator_source": POPULATION,
            "status": status,
        },
        index=rows.index,
    )


def _as_published(rows: pd.DataFrame) -> pd.DataFrame:
    """Rates of data.cdc.gov as they stand, with the exact limits of their counts.

    CDC gives no denominator there, so the interval is the published rate times the limits of the
    count over the count. A modelled rate has no interval: it is not a count over a population.
    """
    count = rows["count"].where(rows["count"] > 0)
    lower, upper = garwood(count)
    provisional = rows["provisional"].to_numpy(dtype=bool)
    status = _status(rows["count"], provisional, rows["rate"])
    few = provisional & (rows["count"] > 0).to_numpy() & (rows["count"] < STABLE_FROM).to_numpy()
    return pd.DataFrame(
        {
            "indicator": rows["intent"].map(PORTAL_INDICATORS),
            "level": rows["level"],
            "code": rows["code"],
            "period": rows["period"],
            "value": rows["rate"],
            "lower": rows["rate"] * lower / count,
            "upper": rows["rate"] * upper / count,
            "numerator": rows["count"],
            "status": status,
            "flags": np.where(
                few, "provisional unstable", np.where(provisional, "provisional", "")
            ),
            "source": rows["source"],
        },
        index=rows.index,
    )


def _status(
    count: pd.Series, provisional: np.ndarray | bool, rate: pd.Series | None = None
) -> np.ndarray:
    """Status of CDC's cells; a missing count is a suppressed one.

    Args:
        count: deaths, shape (n,).
        provisional: whether the period is, shape (n,) or one for all.
        rate: published rates, shape (n,), where a suppressed count may have a modelled one.
    """
    x = count.to_numpy(dtype=float)
    has_rate = np.zeros(len(x), dtype=bool) if rate is None else rate.notna().to_numpy()
    hidden = np.isnan(x)
    return np.select(
        [hidden & has_rate, hidden, x == 0, np.broadcast_to(provisional, x.shape), x < STABLE_FROM],
        [
            Status.MODELLED,
            Status.SUPPRESSED,
            Status.NONE_RECORDED,
            Status.PROVISIONAL,
            Status.UNSTABLE,
        ],
        default=Status.VALUE,
    ).astype(str)
