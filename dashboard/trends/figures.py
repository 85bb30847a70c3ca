"""The figures of the Trends page, one for each thing to look at."""

from __future__ import annotations

from typing import TypeVar

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure, address
from dashboard.records import Observation
from dashboard.trends import context_figures
from dashboard.trends import groups as trends_groups
from dashboard.trends import rows as rows_of
from dashboard.trends import town as trends_town
from dashboard.trends import words as say
from dashboard.trends.rows import Group
from dashboard.trends.view import (
    ALL,
    COUNT,
    HOMICIDE,
    INDICATOR,
    INTENT,
    NATION,
    SUICIDE,
    View,
    read,
)
from dashboard.words import _
from dashboard.zips.figures import publishers

OTHER_INTENTS = ("firearm_unintentional", "firearm_undetermined", "shot_by_police")
UNITED_STATES = "us"
R = TypeVar("R", Observation, Group)


def figures(atlas: Atlas, view: View) -> list[Figure]:
    """The figures of a view; none where the tables have nothing for it."""
    made: list[Figure | None]
    match view.look:
        case "age":
            made = [trends_groups.by_age(atlas, view.intent, view.years)]
        case "sex":
            made = [trends_groups.by_sex(atlas, view.intent, view.measure)]
        case "race":
            made = [trends_groups.by_group(atlas, view.intent, of) for of in ("race", "ethnicity")]
        case "nation":
            made = [against_the_nation(atlas, view.intent)]
        case "town":
            made = [trends_town.people_shot(atlas, view.town, view.measure)]
        case _:
            made = [by_intent(atlas, view.measure)]
    return [figure for figure in made if figure is not None]


def of_page(atlas: Atlas) -> list[Figure]:
    """Every figure of the view that the query asks for, those of the context too."""
    return [*figures(atlas, read(atlas)), *context_figures.figures(atlas)]


def by_intent(atlas: Atlas, measure: str) -> Figure | None:
    """Homicide and suicide by firearm in the state, each by itself."""
    found = {
        intent: rows_of.yearly(atlas, INDICATOR[intent], "state", atlas.state.fips)
        for intent in (SUICIDE, HOMICIDE)
    }
    died, killed = found[SUICIDE], found[HOMICIDE]
    if not died or not killed:
        return None
    others = [
        rows_of.by_period(rows_of.yearly(atlas, id, "state", atlas.state.fips))
        for id in OTHER_INTENTS
    ]
    tables = [rows_of.by_period(died), rows_of.by_period(killed), *others]
    rows = tuple(
        (
            formats.period_short(year.period),
            *(rows_of.both_text(table.get(year.period)) for table in tables),
        )
        for year in died
    )
    last = say.final(died)[-1:]
    leads = last and (last[0].numerator or 0) > (tables[1][last[0].period].numerator or 0)
    return Figure(
        key="intent",
        title=_("Massachusetts, {year}: more firearm suicides than homicides").format(
            year=last[0].period
        )
        if leads
        else _("Firearm suicides and homicides in Massachusetts by year"),
        subtitle=say.subtitle(_("Massachusetts"), died, count=measure == COUNT),
        caption=_("{apart} {bands} {residents} Source: {source}.").format(
            apart=say.intents_apart(),
            bands=say.with_bands(),
            residents=say.residents_who_died(),
            source=publishers(atlas, rows_of.sources(died, killed)),
        ),
        summary=" ".join(
            part
            for part in (
                say.since_first(died, _("Firearm suicide")),
                say.since_first(killed, _("Firearm homicide")),
                say.newest_provisional(died, _("Firearm suicides")),
                say.newest_provisional(killed, _("Firearm homicides")),
            )
            if part
        ),
        head=(
            _("Year"),
            _("Suicide: people, rate (95% interval)"),
            _("Homicide: people, rate (95% interval)"),
            _("Unintentional"),
            _("Undetermined"),
            _("Shot by police"),
        ),
        rows=rows,
        drawing=rows_of.lines(
            [
                rows_of.line(_("Suicide"), died, "lead", count=measure == COUNT),
                rows_of.line(_("Homicide"), killed, "second", count=measure == COUNT),
            ],
            count=measure == COUNT,
        ),
        address=address("trends", look=INTENT, measure=measure),
        limits=say.hidden_counts(),
        period=rows_of.period(died),
        sources=rows_of.sources(died, killed),
    )


def against_the_nation(atlas: Atlas, intent: str, page: str = "trends") -> Figure | None:
    """One intent in the state and in the whole country."""
    here = rows_of.yearly(atlas, INDICATOR[intent], "state", atlas.state.fips)
    there = rows_of.yearly(atlas, INDICATOR[intent], "nation", UNITED_STATES)
    if not here or not there:
        return None
    nation = rows_of.by_period(there)
    below = all(
        (other := nation.get(row.period)) is not None
        and row.upper is not None
        and other.lower is not None
        and row.upper < other.lower
        for row in say.final(here)
    )
    return Figure(
        key="nation",
        title=_below(intent) if below else _beside(intent),
        subtitle=say.subtitle(_("Massachusetts and the United States"), here, count=False),
        caption=_("{all} {bands} {residents} Source: {source}.")
        .format(
            all=say.all_together() if intent == ALL else "",
            bands=say.with_bands(),
            residents=_("Counts residents, wherever they died."),
            source=publishers(atlas, rows_of.sources(here, there)),
        )
        .strip(),
        summary=" ".join(
            part
            for part in (
                say.since_first(here, _("Massachusetts")),
                say.since_first(there, _("United States")),
                say.low_overall() if below and intent != SUICIDE else "",
            )
            if part
        ),
        head=(
            _("Year"),
            _("Massachusetts: people"),
            _("Massachusetts: rate (95% interval)"),
            _("United States: people"),
            _("United States: rate (95% interval)"),
        ),
        rows=tuple(
            (
                formats.period_short(row.period),
                rows_of.count_text(row),
                rows_of.rate_text(row),
                rows_of.count_text(nation.get(row.period)),
                rows_of.rate_text(nation.get(row.period)),
            )
            for row in here
        ),
        drawing=rows_of.lines(
            [
                rows_of.line(_("United States"), there, "quiet", count=False),
                rows_of.line(_("Massachusetts"), here, "lead", count=False),
            ],
            count=False,
        ),
        address=address(page, look=NATION, intent=intent) if page == "trends" else address(page),
        period=rows_of.period(here),
        sources=rows_of.sources(here, there),
    )


def _below(intent: str) -> str:
    return {
        HOMICIDE: _("Massachusetts has fewer firearm homicides per resident than the nation"),
        SUICIDE: _("Massachusetts has fewer firearm suicides per resident than the nation"),
        ALL: _("Massachusetts has fewer firearm deaths per resident than the nation"),
    }[intent]


def _beside(intent: str) -> str:
    return {
        HOMICIDE: _("Firearm homicides in Massachusetts and in the nation"),
        SUICIDE: _("Firearm suicides in Massachusetts and in the nation"),
        ALL: _("Firearm deaths in Massachusetts and in the nation"),
    }[intent]
