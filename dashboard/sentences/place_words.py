"""What is said of a place: its towns, its residents and their income, and its flags."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats
from dashboard.place_names import Name
from dashboard.records import Observation
from dashboard.sentences.value_words import FEW_HOUSEHOLDS, LOW_RELIABILITY, TOP_CODED
from dashboard.words import _, told

DOWNTOWN = "downtown"
"""Flag of a ZIP area to which more people come than live there."""


def no_economic_numbers(place: Name) -> str:
    """A place of which no source says how people live."""
    return _("Our sources have no economic numbers for {place}.").format(place=place)


def income(here: Observation | None, state: Observation | None, place: Name) -> str:
    """One sentence about income in a place, beside the state's; rounded, as one says it."""
    if here is None or here.value is None:
        return _(
            "The Census Bureau gives no middle income for {place}: too few households there, or "
            "none."
        ).format(place=place)
    value = _about(here.value)
    if TOP_CODED in here.flags.split():
        words = _("The middle household in {place} had an income of {value} a year or more").format(
            place=place, value=value
        )
    else:
        words = _("The middle household in {place} had an income of about {value} a year").format(
            place=place, value=value
        )
    if here.moe is not None:
        words += _(", give or take {moe}").format(moe=_about(here.moe))
    years = formats.period_short(here.period)
    if state is None or state.value is None:
        return f"{words} ({years})."
    if state.period == here.period:
        return _("{words}. Across Massachusetts it was {value} ({years}).").format(
            words=words, value=_about(state.value), years=years
        )
    return _("{words} ({years}). Across Massachusetts it was {value} ({other}).").format(
        words=words,
        years=years,
        value=_about(state.value),
        other=formats.period_short(state.period),
    )


def _about(dollars: float) -> str:
    return formats.money(round(dollars, -2))


def lies_in(place: Name, towns: Sequence[tuple[Name, float]]) -> str:
    """Which towns a ZIP lies in, with the share of its residents in each."""
    if not towns:
        return ""
    if len(towns) == 1:
        return _("{place} lies in {town}.").format(place=place, town=towns[0][0])
    parts = [
        _("{town} ({share} of residents)").format(town=name, share=formats.share(part))
        for name, part in towns
    ]
    return _("{place} lies in {towns}.").format(place=place, towns=formats.listing(parts))


def residents(place: Name, population: int | None, vintage: str) -> str:
    """How many people live in a place."""
    if population is None:
        return ""
    if population == 0:
        return _("The Census counts no residents in {place} ({vintage}).").format(
            place=place, vintage=told(vintage)
        )
    return _("{people} live in {place} ({vintage}).").format(
        people=formats.people(population), place=place, vintage=told(vintage)
    )


def flag_notes(flags: str, place: Name) -> list[str]:
    """What a reader must know of a place, from its flags; unknown flags say nothing."""
    known = {
        "boundary_changed": _(
            "The Census has redrawn {place} since. We count people shot inside the "
            "lines of 2010, and residents inside those of 2020."
        ),
        "no_boundary": _(
            "This edition of our map has no boundary for {place}, so no one can be "
            "counted inside it."
        ),
        "group_quarters": _(
            "More than a quarter of the residents of {place} live in dormitories, "
            "prisons or the like. Rates and incomes say less about such a place."
        ),
        "po_box_zip": _("{place} is a post-office-box ZIP."),
        "unique_zip": _("{place} serves one large address, such as a college or a hospital."),
        "small_population": _("Fewer than 1,000 people live in {place}, so it has no rates."),
        "exclusions_partly_known": _(
            "From 2018 on, our copy of the Gun Violence Archive says only in "
            "part whether someone was shot by police or took their own life. "
            "Some such people may be counted."
        ),
        "series_break": _(
            "Counts for Boston in 2014 come from news reports, and from police since. "
            "They should not be compared."
        ),
        "partial_year": _("The last year is not over."),
        TOP_CODED: _(
            "The Census Bureau says of the highest incomes and prices only that they are above a "
            "limit. Such values end in 'or more'."
        ),
        LOW_RELIABILITY: _(
            "'Unsure' marks a value whose margin of error is so wide that it may mislead."
        ),
        FEW_HOUSEHOLDS: _(
            "'Unsure' marks a value from fewer than 100 households: it is mostly that of the land "
            "around {place}."
        ),
    }
    told = [flag for flag in flags.split() if flag in known]
    if "no_boundary" in told and "boundary_changed" in told:
        told.remove("boundary_changed")
    return [known[flag].format(place=place) for flag in told]


def downtown(flags: str, place: Name) -> str:
    """What a rate for each resident means where most people come from elsewhere; "" elsewhere."""
    if DOWNTOWN not in flags.split():
        return ""
    return _(
        "Many more people work or go out in {place} than live there. A rate per "
        "resident looks high in such a place."
    ).format(place=place)
