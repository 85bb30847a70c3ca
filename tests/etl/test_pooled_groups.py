"""Groups over several years: which years, which sums, and what hides them."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.rates import garwood
from epidemiology.status import Status
from etl import pooled_groups
from etl.tables import conform

NAN = math.nan
Counts = dict[str, dict[str, float]]


def yearly(counts: Counts, grouping: str = "race") -> pd.DataFrame:
    """Rows of one grouping: group -> year -> deaths, NaN where hidden."""
    return conform(
        "people_groups",
        pd.DataFrame(
            {
                "indicator": "firearm_homicides",
                "level": "state",
                "code": "25",
                "grouping": grouping,
                "group": group,
                "period": year,
                "numerator": count,
                "denominator": 500_000.0,
                "age_adjusted": 1.0,
                "years_lost": 100.0,
                "status": Status.SUPPRESSED if math.isnan(count) else Status.VALUE,
                "source": "cdc_wisqars",
            }
            for group, by_year in counts.items()
            for year, count in by_year.items()
        ),
    )


def closed(*years: str, grouping: str = "race") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": "firearm_homicides",
            "level": "state",
            "grouping": grouping,
            "period": list(years),
        }
    )


GROUPS: Counts = {
    "Many": {"2021": 40.0, "2022": 50.0, "2023": 60.0},
    "Few": {"2021": 15.0, "2022": 0.0, "2023": 12.0},
    "Hidden": {"2021": 15.0, "2022": 30.0, "2023": NAN},
    "Left out": {"2021": 15.0, "2023": 12.0},
    "None": {"2021": 11.0, "2022": 0.0, "2023": 0.0},
}


def test_a_pool_sums_open_years_and_a_hidden_one_hides_it() -> None:
    rows = pooled_groups.pool(yearly(GROUPS), closed("2021", "2022", "2023")).set_index("group")
    assert set(rows["period"]) == {"2021-2023"}
    many = rows.loc["Many"]
    lower, upper = garwood(150)
    assert many[["numerator", "denominator", "value", "lower", "upper"]].tolist() == pytest.approx(
        [150, 1_500_000, 10, lower / 15, upper / 15]
    )
    assert rows["status"].to_dict() == {
        "Many": Status.VALUE,
        "Few": Status.VALUE,
        "Hidden": Status.SUPPRESSED,
        "Left out": Status.NOT_COVERED,
        "None": Status.UNSTABLE,
    }
    numbers = ["numerator", "denominator", "value", "lower", "upper"]
    assert rows.loc[["Hidden", "Left out"], numbers].isna().all(axis=None)
    assert rows[["age_adjusted", "years_lost"]].isna().all(axis=None)


def test_a_year_that_cdc_opens_is_in_no_pool() -> None:
    rows = pooled_groups.pool(yearly(GROUPS), closed("2021", "2023"))
    assert rows.empty  # single years are what CDC's own rows say
    rows = pooled_groups.pool(yearly(GROUPS), closed("2022", "2023")).set_index("group")
    assert set(rows["period"]) == {"2022-2023"}
    assert rows.loc["None", ["numerator", "status"]].tolist() == [0, Status.NONE_RECORDED]


def test_intents_are_apart_and_race_within_an_age_is_not_pooled() -> None:
    for indicator, groupings in pooled_groups.POOLED.items():
        assert not any(g.endswith("_race") for g in groupings)
        assert indicator != "firearm_deaths" or not {"race", "ethnicity"} & set(groupings)
    of_age = yearly(GROUPS, "age18_25_race")
    years = closed("2021", "2022", "2023", grouping="age18_25_race")
    assert pooled_groups.pool(of_age, years).empty


@given(st.sets(st.integers(2001, 2030)))
def test_periods_are_whole_runs_that_do_not_overlap(years: set[int]) -> None:
    found = pooled_groups.periods(years)
    flat = [year for run in found for year in run]
    assert len(flat) == len(set(flat))
    assert set(flat) <= years
    for run in found:
        assert run == list(range(run[0], run[-1] + 1))
        assert pooled_groups.SHORTEST <= len(run) <= pooled_groups.LONGEST
    alone = years - set(flat)
    if found:
        assert max(flat) >= max((y for y in years if y - 1 in years), default=0)
    assert not {y for y in alone if y + 1 in alone}
