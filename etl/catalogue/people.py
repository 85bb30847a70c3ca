"""Residents by age, race and ethnicity, as context. Built by ``etl/economy.py``."""

from __future__ import annotations

from etl.catalogue._indicator import Feed, Indicator, only_with
from etl.catalogue._surveys import (
    BOSTON,
    CHECKED,
    LOCAL,
    NO_MOE,
    PROFILES,
    RACISM,
    SAMPLE,
    SOME_MOE,
    boston,
    boston_share,
    town_share,
    zip_number,
    zips,
)

_TRACT_SUMS = (
    "Towns, counties, districts and the state in 2018-2022 are sums of census tracts, shared "
    "out by where people live."
)
_RACE_MOE = only_with(
    PROFILES,
    "90 % margin of error for Boston's ZIP codes, towns and the state in 2017-2021; for the other "
    "values: margin of error not published by this source",
    NO_MOE,
)
_NOT_HISPANIC = "People who are Hispanic or Latino are counted there, whatever their race."


def _age(id_: str, title: str, short: str, words: str, *feeds: Feed) -> Indicator:
    return Indicator(
        id=id_,
        title=title,
        short_title=short,
        sentence=f"{{value}} of the people in {{place}} are {words}.",
        unit="percent",
        theme="context",
        better="neither",
        digits=1,
        interval=SOME_MOE if len(feeds) > 1 else NO_MOE,
        caveats=(SAMPLE, _TRACT_SUMS, *((LOCAL,) if len(feeds) > 1 else ()), CHECKED),
        feeds=feeds,
    )


def _race(id_: str, title: str, short: str, words: str, column: str, *caveats: str) -> Indicator:
    return Indicator(
        id=id_,
        title=title,
        short_title=short,
        sentence=f"{{value}} of the people in {{place}} are {words}.",
        unit="percent",
        theme="context",
        better="neither",
        digits=1,
        interval=_RACE_MOE,
        caveats=(RACISM, *caveats, SAMPLE, _TRACT_SUMS, CHECKED),
        feeds=(
            boston_share(id_, "population"),
            town_share(id_),
            town_share(id_, "state"),
            zips(column, "population"),
        ),
    )


INDICATORS = (
    Indicator(
        id="population",
        title="Residents",
        short_title="Residents",
        sentence="{value} people live in {place}.",
        unit="people",
        theme="context",
        better="neither",
        interval=_RACE_MOE,
        caveats=(
            SAMPLE,
            LOCAL and f"For ZIP codes, {LOCAL}",
            _TRACT_SUMS,
            "2020-2024 lacks ZIP areas that are new since 2010."
            if not LOCAL
            else "2020-2024 lacks seven ZIP areas that are new since 2010.",
        ),
        feeds=(
            boston("population"),
            Feed("mapc_race", "town", BOSTON, "population", "population_moe"),
            Feed("mapc_race", "state", BOSTON, "population", "population_moe"),
            zip_number("population"),
            Feed("zcta_growth", "zcta", "2020-2024", "population_2024", state="sum"),
        ),
    ),
    Indicator(
        id="density",
        title="Residents per square mile",
        short_title="Density",
        sentence="{value} people live on each square mile of land in {place}.",
        unit="people per square mile",
        theme="context",
        better="neither",
        interval=NO_MOE,
        caveats=(SAMPLE, "Land only, without water."),
        feeds=(zip_number("population_density", "land_area_sq_mi"),),
    ),
    Indicator(
        id="median_age",
        title="Median age",
        short_title="Median age",
        sentence="Half of the residents of {place} are older than {value}, half are younger.",
        unit="years",
        theme="context",
        better="neither",
        digits=1,
        interval=SOME_MOE,
        caveats=(
            SAMPLE,
            "A median cannot be added up: there is no value for towns, districts or the state.",
            LOCAL,
            CHECKED,
        ),
        feeds=(boston("median_age"), zip_number("median_age")),
    ),
    _age(
        "under_18",
        "Residents under 18",
        "Under 18",
        "under 18",
        boston_share("under_18", "population"),
        zips("pct_under_18", "population"),
    ),
    _age(
        "age_18_24",
        "Residents aged 18 to 24",
        "Aged 18 to 24",
        "18 to 24 years old",
        zips("pct_age_18_to_24", "population"),
    ),
    _age(
        "age_65_plus",
        "Residents aged 65 or over",
        "Aged 65 or over",
        "65 or older",
        boston_share("age_65_plus", "population"),
        zips("pct_65_plus", "population"),
    ),
    _race(
        "white", "White residents", "White", "White and not Hispanic", "pct_white", _NOT_HISPANIC
    ),
    _race(
        "black", "Black residents", "Black", "Black and not Hispanic", "pct_black", _NOT_HISPANIC
    ),
    _race(
        "hispanic",
        "Hispanic or Latino residents",
        "Hispanic or Latino",
        "Hispanic or Latino",
        "pct_hispanic",
    ),
    _race(
        "asian", "Asian residents", "Asian", "Asian and not Hispanic", "pct_asian", _NOT_HISPANIC
    ),
    _race(
        "native_american",
        "Native American residents",
        "Native American",
        "Native American",
        "pct_native_american",
        _NOT_HISPANIC,
        "Few people in most places: the survey can miss them all. People of more than one race are "
        "not counted here.",
    ),
    _race(
        "people_of_color",
        "Residents of color",
        "Residents of color",
        "people of color",
        "pct_people_of_color",
        "Everyone but White residents who are not Hispanic. Being a person of color is not a "
        "vulnerability.",
    ),
    Indicator(
        id="median_home_value",
        title="Median value of homes lived in by their owner",
        short_title="Home value",
        sentence="Half of the homes in {place} that their owners live in are worth more than "
        "{value}.",
        unit="dollars",
        theme="context",
        better="neither",
        interval=SOME_MOE,
        caveats=(
            SAMPLE,
            "What owners say their home would sell for. Values above $2,000,000 are only known to "
            "be above it.",
            "A median cannot be added up: there is no value for towns, districts or the state.",
            LOCAL,
            CHECKED,
        ),
        feeds=(boston("median_home_value"), zip_number("median_home_value")),
    ),
)
