"""The figures of the Suicide page: nation, state and county, never below."""

from __future__ import annotations

from dashboard import drawings, formats, place_names
from dashboard.atlas import Atlas
from dashboard.figures import Figure, address
from dashboard.records import Indicator, Observation, Place
from dashboard.sentences import value_words
from dashboard.suicide.view import DEATHS, SUICIDES, View, read
from dashboard.trends import figures as of_trends
from dashboard.trends import groups as trends_groups
from dashboard.trends import rows as rows_of
from dashboard.trends import words as say
from dashboard.trends.view import SUICIDE
from dashboard.words import _
from dashboard.zips.figures import count_text, publishers
from epidemiology.status import Status


def figures(atlas: Atlas, view: View) -> list[Figure]:
    """Every figure of the page, in its order."""
    made = [against_the_nation(atlas), counties(atlas, view.year), by_sex(atlas), by_age(atlas)]
    return [figure for figure in made if figure is not None]


def of_page(atlas: Atlas) -> list[Figure]:
    """Every figure of the view that the query asks for."""
    return figures(atlas, read(atlas))


def share(atlas: Atlas) -> tuple[Observation, Observation] | None:
    """Firearm suicides and all firearm deaths in the state, of the last final year of both."""
    died = {
        row.period: row
        for row in say.final(rows_of.yearly(atlas, SUICIDES, "state", atlas.state.fips))
    }
    every = {
        row.period: row
        for row in say.final(rows_of.yearly(atlas, DEATHS, "state", atlas.state.fips))
    }
    both = sorted(died.keys() & every.keys())
    return (died[both[-1]], every[both[-1]]) if both else None


def against_the_nation(atlas: Atlas) -> Figure | None:
    """The state beside the whole country."""
    return of_trends.against_the_nation(atlas, SUICIDE, page="suicide")


def by_sex(atlas: Atlas) -> Figure | None:
    """Rates by sex, as published."""
    return trends_groups.by_sex(atlas, SUICIDE, "rate", page="suicide")


def by_age(atlas: Atlas) -> Figure | None:
    """Rates by age in the newest single year."""
    years = [p for p in rows_of.group_periods(atlas, SUICIDES, "age") if len(p) == 4]
    return trends_groups.by_age(atlas, SUICIDE, years[0], page="suicide") if years else None


def counties(atlas: Atlas, year: str) -> Figure | None:
    """Every county in one year, by name, each number in its state."""
    indicator = atlas.indicator(SUICIDES)
    places = sorted(atlas.places_at("county"), key=lambda place: place.name)
    rows = [
        (place, row)
        for place in places
        for row in rows_of.yearly(atlas, SUICIDES, "county", place.code)
        if row.period == year
    ]
    if not rows or indicator is None:
        return None
    sources = tuple(dict.fromkeys(id for _place, row in rows for id in row.source.split()))
    newest = any(rows_of.provisional(row) for _place, row in rows)
    return Figure(
        key="counties",
        title=_("Firearm suicides by county in Massachusetts, {year}").format(year=year),
        subtitle=_("Deaths per 100,000 residents a year, with 95% intervals; counties by name"),
        caption=_(
            "{provisional} A hollow dot is unstable, provisional or modelled. {modelled} "
            "{residents} Source: {source}."
        )
        .format(
            provisional=_("{year} is provisional in this source.").format(year=year)
            if newest
            else "",
            modelled=value_words.status_note(Status.MODELLED)
            if any(row.status == Status.MODELLED for _place, row in rows)
            else "",
            residents=_("Counts residents of a county, wherever they died."),
            source=publishers(atlas, sources),
        )
        .strip(),
        summary="; ".join(
            _("{county}: {rate}").format(county=place_names.name(place), rate=_said(row, indicator))
            for place, row in rows
        )
        + ".",
        head=(_("County"), _("People"), _("Rate"), _("95% interval"), _("State of the number")),
        rows=tuple(_table_row(place, row) for place, row in rows),
        drawing=drawings.Dots([_dot(place, row, indicator) for place, row in rows]),
        address=address("suicide", year=year),
        limits=_(
            "The CDC hides counts from 1 to 9. Where it does, its own model gives a rate, or there "
            "is none. Years cannot be put together for a county with hidden years."
        ),
        period=year,
        sources=sources,
    )


def _dot(place: Place, row: Observation, indicator: Indicator) -> drawings.Dot:
    rate = rows_of.has_rate(row)
    count = rows_of.count_of(row)
    return drawings.Dot(
        label=place_names.name(place),
        value=row.value if rate else None,
        lower=row.lower if rate else None,
        upper=row.upper if rate else None,
        shown=_said(row, indicator),
        note=formats.people(int(count)) if rate and count else "",
        hollow=rows_of.hollow(row),
    )


def _said(row: Observation, indicator: Indicator) -> str:
    return value_words.cell(row, indicator)


def _table_row(place: Place, row: Observation) -> tuple[str, ...]:
    rate = rows_of.has_rate(row)
    return (
        place_names.name(place),
        "1-9" if row.status == Status.MODELLED else count_text(row),
        formats.number(row.value, 1) if rate else formats.NOTHING,
        (formats.interval(row.lower, row.upper, digits=1) if rate else "") or formats.NOTHING,
        value_words.status_name(row.status),
    )
