"""Firearm deaths of residents, by intent. Built by ``etl/deaths.py``."""

from __future__ import annotations

from etl.catalogue._indicator import Indicator

_INTERVAL = "95 % interval, exact for a Poisson count (Garwood)"
_RESIDENCE = "Counts residents of a place, wherever they died: not the place of the shooting."
_HIDDEN = "CDC does not show counts of 1 to 9; rates from 10 to 19 deaths are unstable."
_PROVISIONAL = (
    "The newest twelve months, and 2024 by county, are provisional: they rise as late "
    "reports come in."
)
_TWO_SOURCES = (
    "To 2023 from CDC's WISQARS, then from data.cdc.gov; both give the same deaths for 2019-2023. "
    "From 2024 on the rate has one decimal, as published."
)
_MODELLED = (
    "Where a county's count is hidden, its rate is CDC's own estimate from a model, "
    "not a count over residents, and has no interval."
)
_ABSENT = "Where CDC's report has no row for a year, we say not covered: it is not a zero."
_CERTIFICATE = "Intent is what the death certificate says."

INDICATORS = (
    Indicator(
        id="firearm_deaths",
        title="Firearm deaths",
        short_title="Firearm deaths",
        sentence="{value} residents of {place} per 100,000 died of a firearm injury that year.",
        unit="deaths per 100,000 residents a year",
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=1,
        caveats=(
            "Homicides, suicides, unintentional and undetermined deaths and people shot by police, "
            "together; in most years more than half died by suicide.",
            _RESIDENCE,
            _PROVISIONAL,
            _TWO_SOURCES,
        ),
    ),
    Indicator(
        id="firearm_homicides",
        title="Firearm homicides",
        short_title="Firearm homicides",
        sentence="{value} residents of {place} per 100,000 were killed with a firearm that year.",
        unit="deaths per 100,000 residents a year",
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=1,
        caveats=(_RESIDENCE, _HIDDEN, _MODELLED, _PROVISIONAL, _TWO_SOURCES, _CERTIFICATE),
    ),
    Indicator(
        id="firearm_suicides",
        title="People who died by suicide with a firearm",
        short_title="Firearm suicides",
        sentence="{value} residents of {place} per 100,000 died by suicide with a firearm "
        "that year.",
        unit="deaths per 100,000 residents a year",
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=1,
        caveats=(
            "Never shown below the county. No suicide has one single cause. "
            "Call or text 988 to talk with someone, at any hour.",
            _RESIDENCE,
            _HIDDEN,
            _MODELLED,
            _PROVISIONAL,
            _TWO_SOURCES,
            _CERTIFICATE,
        ),
    ),
    Indicator(
        id="firearm_unintentional",
        title="Unintentional firearm deaths",
        short_title="Unintentional firearm deaths",
        sentence="{value} residents of {place} per 100,000 died of an unintentional firearm injury "
        "that year.",
        unit="deaths per 100,000 residents a year",
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=2,
        caveats=(_RESIDENCE, _HIDDEN, _ABSENT, _CERTIFICATE),
    ),
    Indicator(
        id="firearm_undetermined",
        title="Firearm deaths of undetermined intent",
        short_title="Undetermined firearm deaths",
        sentence="{value} residents of {place} per 100,000 died of a firearm injury whose intent "
        "could not be determined that year.",
        unit="deaths per 100,000 residents a year",
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=2,
        caveats=(_RESIDENCE, _HIDDEN, _ABSENT, _CERTIFICATE),
    ),
    Indicator(
        id="shot_by_police",
        title="People shot and killed by police",
        short_title="Killed by police",
        sentence="{value} residents of {place} per 100,000 were shot and killed by police "
        "that year.",
        unit="deaths per 100,000 residents a year",
        theme="firearm_injury",
        better="lower",
        interval=_INTERVAL,
        digits=2,
        caveats=(
            "Death certificates miss many people killed by police: the true number is higher.",
            _RESIDENCE,
            _HIDDEN,
            _ABSENT,
        ),
    ),
    Indicator(
        id="firearm_homicide_rate_cdc",
        title="Firearm homicides of residents, by ZIP code (CDC rate)",
        short_title="Firearm homicides (CDC)",
        sentence="The CDC puts the firearm homicides of residents of {place} at about {value} per "
        "100,000 a year.",
        unit="deaths per 100,000 residents a year",
        theme="firearm_injury",
        better="lower",
        interval="Mean of the ends of the CDC's 95 % intervals, where every one of its areas here "
        "has one; else none",
        digits=1,
        caveats=(
            _RESIDENCE + " Do not compare it with the people shot in a ZIP code.",
            "The CDC gives one rate to a group of neighboring census tracts. A ZIP code takes the "
            "mean of the groups that its residents live in.",
            "Most are the CDC's own estimates from a model, because the count is hidden (1 to 9). "
            "They are rates and never counts: do not turn them into people.",
            "No rate where the CDC covers less than 80 percent of the residents, or where fewer "
            "than about 5,000 people live.",
            "The newest twelve months are provisional: they rise as late reports come in.",
            _CERTIFICATE,
        ),
        live=True,
    ),
)
