"""People shot, and what is counted beside them. Built by ``etl/injuries.py``."""

from __future__ import annotations

from etl.catalogue._indicator import Indicator, only_with

_INTERVAL = "95 % interval, exact for a Poisson count (Garwood)"
_UNIT = "people per 100,000 residents a year"
_WHERE = (
    "The count is of where people were shot, not where they lived; downtown areas have many "
    "visitors and few residents."
)
_RECORD = "boston_shootings"
_TWO_SOURCES = only_with(
    _RECORD,
    "In Boston the police record counts, from January 2015. Elsewhere, and in Boston in 2014, "
    "Gun Violence Archive counts, from news: it misses people, most of all those who survived. "
    "Do not compare Boston, Suffolk County or the state in 2014 with later years.",
    "Gun Violence Archive counts, from news: it misses people, most of all those who survived.",
)
_LEFT_OUT = only_with(
    _RECORD,
    "Left out, as far as the archive says what happened (2014-2020, outside Boston and in Boston "
    "in 2014): 57 people who died by or attempted suicide, 64 people shot by police, 34 people in "
    "incidents marked as BB, pellet or replica gun, and 117 people hurt in an incident in which "
    "nobody was shot. With them in, the archive has 2,399 people instead of 2,127.",
    "Left out, as far as the archive says what happened: people who died by or attempted suicide, "
    "people shot by police, people in incidents marked as BB, pellet or replica gun, and people "
    "hurt in an incident in which nobody was shot.",
)
_UNSCREENED = only_with(
    _RECORD,
    "For 620 of the 864 people shot outside Boston in 2018-2020 our copy of the archive does not "
    "say what kind of incident it was, so nobody could be left out.",
    "For many people shot in 2018-2020 our copy of the archive does not say what kind of incident "
    "it was, so nobody could be left out.",
)
_LOCATED = (
    "By ZIP code and district we count the people whose place is known: numbers are lower bounds. "
    "Where under 80 % of a town's people could be placed, its ZIP codes show no number; from 80 to "
    "95 % we show what the rate would be if the others were spread the same way."
)
_CITY_ZIP = only_with(
    _RECORD,
    "Boston ZIP codes from January 2018 through February 2023: 89 % of people could be placed, and "
    "under 80 % in one police district (E5, West Roxbury).",
)
_RELEASES = only_with(
    _RECORD,
    "Boston's ZIP codes and districts use the release of February 2025, everything else the one of "
    "April 2026. They differ by one death in 2017 and in 2023, and by two people in 2024.",
)
_SMALL = (
    "Counts of 1 to 4 are shown as 1-4; rates start at 10 people and are marked unstable below 20."
)
_NONE = "None recorded means that the source has no record. It can miss people."
_COMMON = (
    _WHERE,
    _TWO_SOURCES,
    _LEFT_OUT,
    _UNSCREENED,
    _LOCATED,
    _CITY_ZIP,
    _RELEASES,
    _SMALL,
    _NONE,
)

INDICATORS = (
    Indicator(
        id="people_shot",
        title="People shot",
        short_title="People shot",
        sentence="{value} people a year were shot in {place} per 100,000 residents.",
        unit=_UNIT,
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=1,
        caveats=("People killed and people injured, together.", *_COMMON),
    ),
    Indicator(
        id="people_killed",
        title="People shot and killed",
        short_title="People killed",
        sentence="{value} people a year were shot and killed in {place} per 100,000 residents.",
        unit=_UNIT,
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=1,
        caveats=_COMMON,
    ),
    Indicator(
        id="people_injured",
        title="People shot and injured",
        short_title="People injured",
        sentence="{value} people a year were shot and injured in {place} per 100,000 residents.",
        unit=_UNIT,
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=1,
        caveats=(
            only_with(
                _RECORD,
                "Outside Boston, people who survived are missed most.",
                "People who survived are missed most.",
            ),
            *_COMMON,
        ),
    ),
    Indicator(
        id="people_shot_smoothed",
        title="People shot, smoothed",
        short_title="People shot, smoothed",
        sentence="Smoothed, about {value} people a year were shot in {place} per 100,000 "
        "residents.",
        unit=_UNIT,
        theme="firearm_injury",
        better="lower",
        interval="95 % credible interval (Clayton and Kaldor)",
        digits=1,
        caveats=(
            "Each rate is drawn toward the mean of the places that the same source counts, the "
            "more so the fewer residents it has. Not for ranking, and never the outcome of a "
            "model.",
            "A place with 1 to 4 people is smoothed from that range, not from its count.",
            *_COMMON,
        ),
    ),
    Indicator(
        id="shots_fired",
        needs="boston_shots_fired",
        title="Confirmed gunfire in which nobody was struck",
        short_title="Shots fired",
        sentence="Reports of confirmed gunfire in {place}, nobody struck: {value}.",
        unit="reports with ballistic evidence",
        theme="firearm_injury",
        better="lower",
        interval="None: a count of reports",
        caveats=(
            "Boston only, by police district. Reports without ballistic evidence are not counted.",
            "2023 runs to 19 February; the record was not published further.",
            "Counts of 1 to 4 are shown as 1-4.",
        ),
    ),
    Indicator(
        id="mass_shootings",
        title="Mass shootings",
        short_title="Mass shootings",
        sentence="Incidents with four or more people shot in {place}: {value}.",
        unit="incidents with four or more people shot",
        theme="firearm_injury",
        better="lower",
        interval="None: a count of incidents",
        caveats=(
            "Four or more people killed or injured, not counting the shooter, as Gun Violence "
            "Archive defines it.",
            "Rare events: a difference between two years says little. 2026 runs to 22 July.",
        ),
    ),
)
