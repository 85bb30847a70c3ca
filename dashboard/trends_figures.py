"""The figures of the Trends page, one for each thing to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from dashboard import context_figures, drawings, formats, sentences, zip_figures
from dashboard import trends_rows as rows_of
from dashboard import trends_words as say
from dashboard.figures import Figure, address
from dashboard.lookups import SHOT, STATE, TownYears
from dashboard.store import Atlas, Observation
from dashboard.trends import (
    AGE,
    ALL,
    COUNT,
    HOMICIDE,
    INDICATOR,
    INTENT,
    NATION,
    RACE,
    SEX,
    SUICIDE,
    TOWN,
    View,
    intent_name,
    read,
    town_name,
)
from dashboard.trends_rows import Group, Row
from dashboard.words import _
from dashboard.zip_figures import publishers

OTHER_INTENTS = ("firearm_unintentional", "firearm_undetermined", "shot_by_police")
UNITED_STATES = "us"
R = TypeVar("R", Observation, Group)


def figures(atlas: Atlas, view: View) -> list[Figure]:
    """The figures of a view; none where the tables have nothing for it."""
    made: list[Figure | None]
    match view.look:
        case "age":
            made = [by_age(atlas, view.intent, view.years)]
        case "sex":
            made = [by_sex(atlas, view.intent, view.measure)]
        case "race":
            made = [by_group(atlas, view.intent, of) for of in ("race", "ethnicity")]
        case "nation":
            made = [against_the_nation(atlas, view.intent)]
        case "town":
            made = [people_shot(atlas, view.town, view.measure)]
        case _:
            made = [by_intent(atlas, view.measure)]
    return [figure for figure in made if figure is not None]


def of_page(atlas: Atlas) -> list[Figure]:
    """Every figure of the view that the query asks for, those of the context too."""
    return [*figures(atlas, read(atlas)), *context_figures.figures(atlas)]


def by_intent(atlas: Atlas, measure: str) -> Figure | None:
    """Homicide and suicide by firearm in the state, each by itself."""
    found = {
        intent: rows_of.yearly(atlas, INDICATOR[intent], "state", STATE)
        for intent in (SUICIDE, HOMICIDE)
    }
    died, killed = found[SUICIDE], found[HOMICIDE]
    if not died or not killed:
        return None
    others = [_by_period(rows_of.yearly(atlas, id, "state", STATE)) for id in OTHER_INTENTS]
    tables = [_by_period(died), _by_period(killed), *others]
    rows = tuple(
        (
            formats.period_short(year.period),
            *(_both(table.get(year.period)) for table in tables),
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
        subtitle=_subtitle(measure, _("Massachusetts"), died),
        caption=_("{apart} {bands} {residents} Source: {source}.").format(
            apart=say.intents_apart(),
            bands=say.with_bands(),
            residents=say.residents_who_died(),
            source=publishers(atlas, _sources(died, killed)),
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
        drawing=_lines(
            [
                rows_of.line(_("Suicide"), died, "lead", count=measure == COUNT),
                rows_of.line(_("Homicide"), killed, "second", count=measure == COUNT),
            ],
            measure,
        ),
        address=address("trends", look=INTENT, measure=measure),
        limits=say.hidden_counts(),
        period=_period(died),
        sources=_sources(died, killed),
    )


def against_the_nation(atlas: Atlas, intent: str, page: str = "trends") -> Figure | None:
    """One intent in the state and in the whole country."""
    here = rows_of.yearly(atlas, INDICATOR[intent], "state", STATE)
    there = rows_of.yearly(atlas, INDICATOR[intent], "nation", UNITED_STATES)
    if not here or not there:
        return None
    nation = _by_period(there)
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
        subtitle=_subtitle("rate", _("Massachusetts and the United States"), here),
        caption=_("{all} {bands} {residents} Source: {source}.")
        .format(
            all=say.all_together() if intent == ALL else "",
            bands=say.with_bands(),
            residents=_("Counts residents, wherever they died."),
            source=publishers(atlas, _sources(here, there)),
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
                _count(nation.get(row.period)),
                _rate(nation.get(row.period)),
            )
            for row in here
        ),
        drawing=_lines(
            [
                rows_of.line(_("United States"), there, "quiet", count=False),
                rows_of.line(_("Massachusetts"), here, "lead", count=False),
            ],
            "rate",
        ),
        address=address(page, look=NATION, intent=intent) if page == "trends" else address(page),
        period=_period(here),
        sources=_sources(here, there),
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


def by_sex(atlas: Atlas, intent: str, measure: str, page: str = "trends") -> Figure | None:
    """One intent by sex, year by year, as published."""
    years = [row for row in rows_of.groups(atlas, INDICATOR[intent], "sex") if len(row.period) == 4]
    men, women = (_only(years, group) for group in ("Males", "Females"))
    if not men or not women:
        return None
    other = _by_period(women)
    return Figure(
        key="sex",
        title={
            HOMICIDE: _("Most people killed in firearm homicides are men or boys"),
            SUICIDE: _("Most who die by firearm suicide are men or boys"),
        }[intent]
        if _most(men, women)
        else _("{intent} in Massachusetts by sex").format(intent=intent_name(intent)),
        subtitle=_subtitle(measure, intent_name(intent), men),
        caption=_("{bands} {hidden} {residents} Source: {source}.").format(
            bands=say.with_bands(),
            hidden=say.hidden_counts(),
            residents=say.residents_who_died(),
            source=publishers(atlas, _sources(years)),
        ),
        summary=_group_summary([men[-1], women[-1]]),
        head=(
            _("Year"),
            _("Men and boys: people"),
            _("Men and boys: rate (95% interval)"),
            _("Women and girls: people"),
            _("Women and girls: rate (95% interval)"),
        ),
        rows=tuple(
            (
                row.period,
                rows_of.count_text(row),
                rows_of.rate_text(row),
                _count(other.get(row.period)),
                _rate(other.get(row.period)),
            )
            for row in men
        ),
        drawing=_lines(
            [
                rows_of.line(say.group_name("Males"), men, "lead", count=measure == COUNT),
                rows_of.line(say.group_name("Females"), women, "second", count=measure == COUNT),
            ],
            measure,
        ),
        address=address(page, look=SEX, intent=intent, measure=measure)
        if page == "trends"
        else address(page),
        period=_period(men),
        sources=_sources(years),
        limits=say.hidden_counts(),
    )


def _most(men: Sequence[Group], women: Sequence[Group]) -> bool:
    """Whether men and boys are the most in each year that shows both."""
    other = _by_period(women)
    both = [(m, other[m.period]) for m in men if m.period in other]
    return bool(both) and all(
        (rows_of.count_of(m) or 0) > (rows_of.count_of(w) or 0) for m, w in both
    )


def by_age(atlas: Atlas, intent: str, period: str, page: str = "trends") -> Figure | None:
    """One intent by age in a year, or in years together: the ages that have a rate."""
    every = rows_of.groups(atlas, INDICATOR[intent], "age")
    rows = [row for row in every if row.period == period]
    shown = [row for row in rows if rows_of.has_rate(row)]
    if not shown:
        return None
    years = formats.period_short(period)
    return Figure(
        key="age",
        title={
            HOMICIDE: _("Firearm homicides in Massachusetts by age, {years}"),
            SUICIDE: _("Firearm suicides in Massachusetts by age, {years}"),
        }[intent].format(years=years),
        subtitle=_("Deaths per 100,000 residents of that age a year, with 95% intervals"),
        caption=_("{drawn} {hollow} {residents} Source: {source}.").format(
            drawn=_("Only ages with 10 deaths or more have a rate and are drawn."),
            hollow=_("A hollow dot is an unstable rate (10 to 19 people)."),
            residents=say.residents_who_died(),
            source=publishers(atlas, _sources(rows)),
        ),
        summary=_("{said}. {hidden}").format(said=say.said(shown), hidden=say.stays_hidden(rows)),
        head=(_("Age"), _("People"), _("Rate (95% interval)")),
        rows=tuple(
            (say.group_name(row.group), rows_of.count_text(row), rows_of.rate_text(row))
            for row in rows
        ),
        drawing=drawings.Dots([_dot(row) for row in shown]),
        address=address(page, look=AGE, intent=intent, years=period)
        if page == "trends"
        else address(page),
        period=period,
        sources=_sources(rows),
        limits=say.hidden_counts(),
    )


def by_group(atlas: Atlas, intent: str, grouping: str) -> Figure | None:
    """One intent by race, or by ethnicity, in the newest years that may be put together."""
    every = rows_of.groups(atlas, INDICATOR[intent], grouping)
    periods = rows_of.pools(atlas, INDICATOR[intent], grouping)
    if not periods:
        return None
    rows = sorted(
        (row for row in every if row.period == periods[0]),
        key=lambda row: say.group_name(row.group),
    )
    titles = {
        "race": _("Firearm homicides in Massachusetts by race, {years}"),
        "ethnicity": _("Firearm homicides in Massachusetts by ethnicity, {years}"),
    }
    if intent == SUICIDE:
        titles = {
            "race": _("Firearm suicides in Massachusetts by race, {years}"),
            "ethnicity": _("Firearm suicides in Massachusetts by ethnicity, {years}"),
        }
    pooled = [row for row in every if row.period in periods]
    return Figure(
        key=grouping,
        title=titles[grouping].format(years=formats.period_short(periods[0])),
        subtitle=_("Deaths per 100,000 residents of that group a year, with 95% intervals"),
        caption=_("{context} {separate} {residents} Source: {source}.").format(
            context=sentences.gaps_come_from_policy(),
            separate=say.race_is_separate(),
            residents=say.residents_who_died(),
            source=publishers(atlas, _sources(rows)),
        ),
        summary=_("{said}. {hidden}").format(said=say.said(rows), hidden=say.stays_hidden(rows)),
        head=(_("Group"), _("Years together"), _("People"), _("Rate (95% interval)")),
        rows=tuple(
            (
                say.group_name(row.group),
                formats.period_short(row.period),
                rows_of.count_text(row),
                rows_of.rate_text(row),
            )
            for row in sorted(pooled, key=lambda row: (say.group_name(row.group), row.period))
        ),
        drawing=drawings.Dots([_dot(row) for row in rows]),
        address=address("trends", look=RACE, intent=intent),
        period=periods[0],
        sources=_sources(rows),
        limits=say.pooled(),
    )


def _dot(row: Group) -> drawings.Dot:
    rate = rows_of.has_rate(row)
    return drawings.Dot(
        label=say.group_name(row.group),
        value=row.value if rate else None,
        lower=row.lower if rate else None,
        upper=row.upper if rate else None,
        shown=formats.number(row.value, 1) if rate else rows_of.absent_text(row),
        note=formats.people(int(row.numerator)) if rate and row.numerator else "",
        hollow=rows_of.hollow(row),
    )


def people_shot(atlas: Atlas, code: str, measure: str) -> Figure | None:
    """People shot in a town, or in all, year by year: bars of people, or a line of rates."""
    rows = rows_of.yearly(atlas, SHOT, "state" if code == STATE else "town", code)
    name = town_name(atlas, code)
    bars = zip_figures.years_figure(atlas, TownYears(name, rows), key="town")
    if bars is None or not isinstance(bars.drawing, drawings.YearBars):
        return None
    sources, breaks = _sources(rows), breaks_of(rows)
    drawn = zip_figures.worth_drawing(TownYears(name, rows))
    bars = replace(
        bars,
        caption=_("{note} {recorded} Source: {source}.")
        .format(
            note=_(
                "A dashed line marks a change of source or of what is counted: do not compare "
                "across it."
            )
            if breaks and drawn
            else "",
            recorded=sentences.recorder_note(" ".join(sources)),
            source=publishers(atlas, sources),
        )
        .strip(),
        drawing=_broken(bars.drawing, rows, breaks),
        address=address("trends", look=TOWN, town=code, measure=measure),
        period=_period(rows),
        sources=sources,
        limits=say.why_breaks({flag for row in rows for flag in row.flags.split()}, name),
    )
    if measure == COUNT:
        return bars
    return replace(
        bars,
        title=_("Rate of people shot in {town}, year by year").format(town=name),
        subtitle=_("People shot per 100,000 residents a year, with 95% intervals"),
        caption=f"{say.with_bands()} {bars.caption}",
        drawing=_lines([rows_of.line("", rows, "lead", count=False)], "rate", breaks),
    )


def _broken(
    bars: drawings.YearBars, rows: Sequence[Observation], breaks: Sequence[drawings.Break]
) -> drawings.YearBars:
    """The bars parted wherever a line would be."""
    at = {each.before for each in breaks}
    words = {each.words for each in breaks}
    if say.break_in_2018() not in words:
        said = _("change of source")
    elif len(words) > 1:
        said = _("do not compare across this line")
    else:
        said = _("change of what is counted")
    return drawings.YearBars(
        [
            replace(bar, after_break=rows_of.at(row.period) in at)
            for bar, row in zip(bars.years, rows, strict=True)
        ],
        said,
    )


def breaks_of(rows: Sequence[Observation]) -> list[drawings.Break]:
    """The changes of source and of meaning in a town's years, oldest first."""
    out = []
    for before, now in pairwise(rows):
        if zip_figures.breaks(before, now):
            out.append(drawings.Break(rows_of.at(now.period), say.break_in_2015()))
        flag = "exclusions_partly_known"
        if flag in now.flags.split() and flag not in before.flags.split():
            out.append(drawings.Break(rows_of.at(now.period), say.break_in_2018()))
    return out


def _lines(
    lines: Sequence[drawings.Line], measure: str, breaks: Sequence[drawings.Break] = ()
) -> drawings.Lines:
    title = _("people a year") if measure == COUNT else _("per 100,000 residents a year")
    return drawings.Lines(tuple(lines), title, tuple(breaks))


def _subtitle(measure: str, what: str, rows: Sequence[Row]) -> str:
    years = say.from_to(rows)
    if measure == COUNT:
        return _("{what}: people a year, {years}, with 95% intervals").format(
            what=what, years=years
        )
    return _("{what}: deaths per 100,000 residents a year, {years}, with 95% intervals").format(
        what=what, years=years
    )


def _both(row: Row | None) -> str:
    """A count and its rate in one cell."""
    if row is None:
        return formats.NOTHING
    if not rows_of.has_rate(row):
        return rows_of.count_text(row)
    return _("{people}; {rate}").format(
        people=formats.number(row.numerator), rate=rows_of.rate_text(row)
    )


def _rate(row: Row | None) -> str:
    return formats.NOTHING if row is None else rows_of.rate_text(row)


def _count(row: Row | None) -> str:
    return formats.NOTHING if row is None else rows_of.count_text(row)


def _by_period(rows: Sequence[R]) -> dict[str, R]:
    return {row.period: row for row in rows}


def _only(rows: Sequence[Group], group: str) -> list[Group]:
    return [row for row in rows if row.group == group]


def _group_summary(rows: Sequence[Group]) -> str:
    year = rows[0].period
    hidden = say.stays_hidden(rows)
    return _("{year}: {said}. {hidden}").format(year=year, said=say.said(rows), hidden=hidden)


def _sources(*tables: Sequence[Row]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(id for table in tables for row in table for id in row.source.split())
    )


def _period(rows: Sequence[Row]) -> str:
    """First to last year, as periods are written."""
    years = [row.period for row in rows if len(row.period) == 4]
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else (years or [rows[0].period])[0]
