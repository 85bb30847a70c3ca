"""Measures that only the fetched tables of the survey give. Built by ``etl/acs.py``.

A build without those tables leaves them out.
"""

from __future__ import annotations

from etl.catalogue._indicator import Indicator
from etl.catalogue._surveys import BUREAU_MOE, DISTRICT_SUMS, RACISM, SAMPLE

_CUTS = "Cuts: under $35,000 and $200,000 or more."
_SHOWS = (
    "Index of Concentration at the Extremes: it shows where high-income White households and "
    "low-income {whom} are concentrated. White means White alone and not Hispanic."
)
_OF_COLOR = (
    "Households of color are all but those of a White person who is not Hispanic. Their margin of "
    "error is on the wide side: it treats two counts that share households as if they did not."
)
_PARTS = "The shares it is made of stand beside it as measures of their own."
_BY_HEAD = "A household counts by the race and ethnicity of the person in whose name the home is."


def _index(id_: str, title: str, short: str, whom: str, *caveats: str) -> Indicator:
    return Indicator(
        id=id_,
        title=title,
        short_title=short,
        sentence="The scale runs from −1 to +1. Low is where households "
        f"{whom} with low income live, high is where White ones with high income live. "
        "{place} stands at {value}.",
        unit="index from -1 to 1",
        theme="economy",
        better="higher",
        digits=2,
        interval=f"{BUREAU_MOE} {_CUTS}",
        caveats=(*caveats, RACISM, _PARTS, _BY_HEAD, SAMPLE, DISTRICT_SUMS),
        live=True,
    )


def _share(id_: str, title: str, short: str, words: str, *caveats: str) -> Indicator:
    return Indicator(
        id=id_,
        title=title,
        short_title=short,
        sentence=f"{{value}} of the households in {{place}} are {words}.",
        unit="percent",
        theme="context",
        better="neither",
        digits=1,
        interval=BUREAU_MOE,
        caveats=(*caveats, RACISM, _BY_HEAD, SAMPLE, DISTRICT_SUMS),
        live=True,
    )


INDICATORS = (
    _index(
        "ice_race_income",
        "Concentration of income and race at the extremes (ICE)",
        "Income, race gap (ICE)",
        "of color",
        _SHOWS.format(whom="households of color"),
        _OF_COLOR,
    ),
    _index(
        "ice_black_income",
        "Concentration of income at the extremes, Black and White (ICE)",
        "Black, White gap (ICE)",
        "of Black people",
        _SHOWS.format(whom="Black households"),
        "Black includes Black people who are Hispanic.",
    ),
    _share(
        "high_income_white_households",
        "White households with $200,000 a year or more",
        "White, $200,000 or more",
        "White and have $200,000 a year or more",
        "White alone, not Hispanic. One end of the index of income and race (ICE).",
    ),
    _share(
        "low_income_households_of_color",
        "Households of color with less than $35,000 a year",
        "Of color, under $35,000",
        "of color and have less than $35,000 a year",
        "One end of the index of income and race (ICE).",
        _OF_COLOR,
    ),
    _share(
        "low_income_black_households",
        "Black households with less than $35,000 a year",
        "Black, under $35,000",
        "Black and have less than $35,000 a year",
        "One end of the index of income and race (ICE). Black includes Black people who are "
        "Hispanic.",
    ),
    Indicator(
        id="group_quarters",
        title="Residents in dormitories, prisons, nursing homes and the like",
        short_title="Group quarters",
        sentence="{value} of the people in {place} live in a dormitory, prison, nursing home or "
        "the like.",
        unit="percent",
        theme="context",
        better="neither",
        digits=1,
        interval=BUREAU_MOE,
        caveats=(
            "Where it is high, measures of households leave many residents out.",
            SAMPLE,
            DISTRICT_SUMS,
        ),
        live=True,
    ),
)
