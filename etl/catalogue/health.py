"""Health and social needs of adults, as context. Built by ``etl/health.py``."""

from __future__ import annotations

from etl.catalogue._indicator import Indicator

_INTERVAL = "95 % interval of the model's estimate, as the CDC publishes it"
_CAVEATS = (
    "An estimate from a model, not a count: the CDC spreads a phone survey of the nation over the "
    "people who live here, by their age, sex, race, schooling and poverty.",
    "So it is no second opinion on poverty or on race, and it cannot see what a local program has "
    "changed.",
    "Adults only. ZIP areas with very few adults have no estimate.",
)


def _need(id_: str, title: str, short: str, words: str, *caveats: str) -> Indicator:
    return Indicator(
        id=id_,
        title=title,
        short_title=short,
        sentence=f"By a CDC estimate, {{value}} of adults in {{place}} {words}.",
        unit="percent",
        theme="context",
        better="lower",
        digits=1,
        interval=_INTERVAL,
        caveats=(*_CAVEATS, *caveats),
        live=True,
    )


INDICATORS = (
    _need(
        "mental_distress",
        "Adults whose mental health is often not good",
        "Mental health not good",
        "had 14 or more days in a month when their mental health was not good",
    ),
    _need(
        "depression",
        "Adults who were ever told they have depression",
        "Ever told: depression",
        "were once told they have depression",
        "Counts what a doctor or nurse has said: people who see none are missed.",
    ),
    _need(
        "food_insecurity",
        "Adults who ran out of food in a year",
        "Ran out of food",
        "ran out of food in a year and had no money for more",
    ),
    _need(
        "housing_insecurity",
        "Adults who could not pay for home in a year",
        "Could not pay home",
        "could not pay their rent or mortgage at some time in a year",
    ),
    _need(
        "transport_lack",
        "Adults who lacked transport in a year",
        "Lacked transport",
        "lacked a ride to a place they had to be in a year",
    ),
    _need(
        "loneliness",
        "Adults who feel lonely at least sometimes",
        "Feel lonely",
        "feel lonely at least some of the time",
    ),
    _need(
        "adults_uninsured",
        "Adults under 65 without health insurance (CDC)",
        "Adults without insurance",
        "who are under 65 have no health plan",
        "Another source than the share without insurance from the Census survey; the two differ.",
    ),
)
