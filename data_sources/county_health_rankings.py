"""Rounded firearm death rates by county. Read and checked, but not published: see the caveats."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._state import STATE

DATASET = Dataset(
    id="county_health_rankings",
    title="County Health Rankings: firearm fatalities",
    publisher="University of Wisconsin Population Health Institute",
    landing_page=(
        "https://www.countyhealthrankings.org/health-data/methodology-and-sources/"
        "data-documentation"
    ),
    endpoint=(
        "https://www.countyhealthrankings.org/health-data/methodology-and-sources/"
        "data-documentation"
    ),
    vintage="Editions labelled 2021 and 2022 (five years pooled)",
    retrieved="public copy of a test fixture",
    licence="Copy under MIT; the publisher's own terms to be confirmed",
    citation=(
        "University of Wisconsin Population Health Institute, County Health Rankings & Roadmaps."
    ),
    files=(f"cdc/chr_{STATE.slug}_county_firearm_fatalities.csv",),
    caveats=(
        "Not published: this copy comes from a test fixture, its rates are rounded to whole "
        "numbers, "
        "it lacks Dukes and Nantucket, and CDC's own county tables are at hand.",
    ),
    used_for="Nothing: CDC's own county tables are published instead",
)


def load(folder: Path) -> pd.DataFrame:
    """One row a county and edition.

    Returns:
        code (county GEOID), name, period (text), rate (firearm deaths per 100,000, whole),
        source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "time_period": "period",
            "county_fips": "code",
            "county_name": "name",
            "race_and_ethnicity": "group",
            "gun_deaths_per_100k": "rate",
        },
        key=("period", "code"),
    )
    require(rows["period"].str.fullmatch(r"20\d\d"), rows, path, "period", "a year")
    require(
        rows["code"].str.fullmatch(r"\d{5}"), rows, path, "code", "a county GEOID of five digits"
    )
    require(rows["group"] == "All", rows, path, "group", "All")
    rates = parse_column(rows, path, "rate", float, "a rate per 100,000")
    require(rates.between(0, 200), rows, path, "rate", "a rate per 100,000 from 0 to 200")
    return rows[["code", "name", "period"]].assign(rate=rates, source_row=rows["source_row"])
