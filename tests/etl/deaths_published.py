"""Invented deaths as CDC publishes them: counts of 1-9 are hidden, with all that stands beside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from epidemiology.rates import crude_rate
from etl.audit_rules import Cell
from etl.tables import TABLES, conform

DATA = Path(__file__).parents[2] / "data"


KEY = list(Cell._fields)


GROUP_FIELDS = TABLES["people_groups"].fields


PEOPLE = 1_000_000.0


SEXES = ("Females", "Males")


ETHNICITIES = ("Hispanic", "Non-Hispanic", "Unknown")


RACES = ("Asian", "Black", "White")


AGES = (*(f"{first} to {first + 4}" for first in range(0, 85, 5)), "85+")


def published_row(indicator: str, count: float, period: str = "2020", **other) -> dict[str, object]:
    """A row as it is published: counts of 1-9 are hidden, and nothing stands beside them."""
    hidden = 1 <= count <= 9
    rate = crude_rate([count], [PEOPLE])
    row = {
        "indicator": indicator,
        "level": "state",
        "code": "25",
        "period": period,
        "grouping": "",
        "group": "",
        "numerator": np.nan if hidden else count,
        "denominator": PEOPLE,
        "value": np.nan if hidden or not count else rate.value[0],
        "years_lost": np.nan,
        "status": "suppressed" if hidden else "value" if count else "none_recorded",
        "flags": "",
        "source": "cdc_wisqars",
    }
    if other.get("level") == "county":
        row["source"] = "cdc_county_deaths"
    return row | other


def published_tables(rows: list[dict[str, object]]) -> dict[str, pd.DataFrame]:
    every = pd.DataFrame(rows)
    plain = every["grouping"] == ""
    series = every[plain].drop(columns=["grouping", "group", "years_lost"])
    groups = every[~plain]
    return {
        "series": conform("series", series),
        "people_groups": conform("people_groups", groups[[c for c in groups if c in GROUP_FIELDS]]),
    }


def by_sex(females: float, males: float, period: str = "2020") -> list[dict[str, object]]:
    name = "firearm_homicides"
    return [
        published_row(name, females + males, period),
        published_row(name, females, period, grouping="sex", group="Females"),
        published_row(name, males, period, grouping="sex", group="Males"),
    ]


def counties(counts: list[int], period: str = "2020", **other) -> list[dict[str, object]]:
    name = "firearm_suicides"
    return [
        published_row(name, sum(counts), period),
        *(
            published_row(name, count, period, level="county", code=f"250{i:02}", **other)
            for i, count in enumerate(counts, 1)
        ),
    ]
