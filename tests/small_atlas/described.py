"""What the small atlas says of its measures and sources, and who holds its seats."""

from __future__ import annotations

import pandas as pd

from epidemiology.periods import Period
from etl.tables import TABLES
from tests.small_atlas.land import (
    DISTRICTS,
)

INDICATORS = [
    (
        "people_shot",
        "People shot",
        "People shot",
        "{value} people were shot in {place}",
        "per 100,000 residents a year",
        "firearm_injury",
        "lower",
        "zcta town county state house senate congress",
        1,
        "95 % exact Poisson",
        "Counts where people were shot, not where they lived.",
        "boston_shootings gva_stage1",
    ),
    (
        "people_killed",
        "People shot and killed",
        "People killed",
        "{value} people were shot and killed in {place}",
        "per 100,000 residents a year",
        "firearm_injury",
        "lower",
        "zcta town county state",
        1,
        "95 % exact Poisson",
        "",
        "boston_shootings gva_stage1",
    ),
    (
        "firearm_homicides",
        "Firearm homicides",
        "Firearm homicides",
        "{value} firearm homicides of residents of {place}",
        "per 100,000 residents",
        "firearm_injury",
        "lower",
        "county state nation",
        1,
        "95 % exact Poisson",
        "By place of residence.",
        "cdc_miovd",
    ),
    (
        "shots_fired",
        "Shots fired with ballistic evidence",
        "Shots fired",
        "{value} reports of shots fired in {place}",
        "reports",
        "firearm_injury",
        "lower",
        "police_district town",
        0,
        "none",
        "Nobody was struck.",
        "boston_shots_fired",
    ),
    (
        "median_household_income",
        "Median household income",
        "Household income",
        "Half of the households in {place} have less than {value} a year",
        "dollars a year",
        "economy",
        "higher",
        "zcta town county state",
        0,
        "90 % margin of error",
        "",
        "acs_2022",
    ),
    (
        "poverty",
        "Residents in poverty",
        "Poverty",
        "{value} of residents of {place} live in poverty",
        "percent of residents",
        "economy",
        "lower",
        "zcta town county state",
        1,
        "Margin of error not published by this source",
        "",
        "acs_2022",
    ),
    (
        "population",
        "Residents",
        "Residents",
        "{value} people live in {place}",
        "people",
        "context",
        "neither",
        "zcta town county state house senate congress",
        0,
        "90 % margin of error",
        "",
        "acs_2022",
    ),
]
SOURCES = [
    ("boston_shootings", "Shootings", "Boston Police Department"),
    ("boston_shots_fired", "Shots fired", "Boston Police Department"),
    ("gva_stage1", "Incidents 2015-2020", "Gun Violence Archive"),
    ("cdc_miovd", "Mapping Injury, Overdose, and Violence", "CDC"),
    ("acs_2022", "American Community Survey 2018-2022", "US Census Bureau"),
]


def periods_of(observations: pd.DataFrame, indicator: str) -> list[str]:
    """The periods of an indicator, oldest first."""
    periods = observations.loc[observations["indicator"] == indicator, "period"].unique()
    return sorted(periods, key=lambda p: (Period.parse(p).last, Period.parse(p).first))


def indicators(observations: pd.DataFrame) -> pd.DataFrame:
    """What each measure is."""
    frame = pd.DataFrame(
        INDICATORS,
        columns=[
            "id",
            "title",
            "short_title",
            "sentence",
            "unit",
            "theme",
            "better",
            "levels",
            "digits",
            "interval",
            "caveats",
            "sources",
        ],
    )
    frame["periods"] = [" ".join(periods_of(observations, i)) for i in frame["id"]]
    return frame


def sources() -> pd.DataFrame:
    """What each source is."""
    return pd.DataFrame(
        [
            {
                "id": id,
                "title": title,
                "publisher": publisher,
                "landing_page": "https://example.org/",
                "endpoint": "https://example.org/data",
                "retrieved": "2026-01",
                "vintage": "2014-2022",
                "data_as_of": "",
                "state": "embedded",
                "licence": "Public domain",
                "citation": f"{publisher}, {title}.",
                "caveats": "",
                "used_for": "Tests",
                "sha256": "0" * 64,
                "rows_in": 100,
                "rows_used": 90,
                "rows_left": 10,
                "left_why": "10 outside the period",
            }
            for id, title, publisher in SOURCES
        ]
    )


def legislators() -> pd.DataFrame:
    """Who holds each seat, and one that is vacant."""
    rows = [
        (
            level,
            code,
            f"Alex Member of {name}",
            "Independent",
            "member@example.gov",
            "617-555-0100",
            "State House, Room 1",
            "https://malegislature.gov/",
            "",
            "2026-01-01",
        )
        for level, districts in DISTRICTS.items()
        for code, name, _ in districts
    ]
    rows.append(
        (
            "us_senate",
            "25",
            "Robin Senator",
            "Independent",
            "",
            "202-555-0100",
            "Washington",
            "https://www.senate.gov/",
            "",
            "2026-01-01",
        )
    )
    return pd.DataFrame(rows, columns=list(TABLES["legislators"].fields))
