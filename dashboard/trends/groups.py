"""Deaths by sex, age, race and ethnicity, as the CDC publishes them or in years together."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure, address
from dashboard.sentences import caveats
from dashboard.trends import rows as rows_of
from dashboard.trends import words as say
from dashboard.trends.rows import Group
from dashboard.trends.view import AGE, COUNT, HOMICIDE, INDICATOR, RACE, SEX, SUICIDE, intent_name
from dashboard.words import _
from dashboard.zips.figures import publishers


def by_sex(atlas: Atlas, intent: str, measure: str, page: str = "trends") -> Figure | None:
    """One intent by sex, year by year, as published."""
    years = [row for row in rows_of.groups(atlas, INDICATOR[intent], "sex") if len(row.period) == 4]
    men, women = (_only(years, group) for group in ("Males", "Females"))
    if not men or not women:
        return None
    other = rows_of.by_period(women)
    return Figure(
        key="sex",
        title={
            HOMICIDE: _("Most people killed in firearm homicides are men or boys"),
            SUICIDE: _("Most who die by firearm suicide are men or boys"),
        }[intent]
        if _most(men, women)
        else _("{intent} in Massachusetts by sex").format(intent=intent_name(intent)),
        subtitle=say.subtitle(intent_name(intent), men, count=measure == COUNT),
        caption=_("{bands} {hidden} {residents} Source: {source}.").format(
            bands=say.with_bands(),
            hidden=say.hidden_counts(),
            residents=say.residents_who_died(),
            source=publishers(atlas, rows_of.sources(years)),
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
                rows_of.count_text(other.get(row.period)),
                rows_of.rate_text(other.get(row.period)),
            )
            for row in men
        ),
        drawing=rows_of.lines(
            [
                rows_of.line(say.group_name("Males"), men, "lead", count=measure == COUNT),
                rows_of.line(say.group_name("Females"), women, "second", count=measure == COUNT),
            ],
            count=measure == COUNT,
        ),
        address=address(page, look=SEX, intent=intent, measure=measure)
        if page == "trends"
        else address(page),
        period=rows_of.period(men),
        sources=rows_of.sources(years),
        limits=say.hidden_counts(),
    )


def _most(men: Sequence[Group], women: Sequence[Group]) -> bool:
    """Whether men and boys are the most in each year that shows both."""
    other = rows_of.by_period(women)
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
            source=publishers(atlas, rows_of.sources(rows)),
        ),
        summary=_("{said}. {hidden}")
        .format(said=say.said(shown), hidden=say.stays_hidden(rows))
        .rstrip(),
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
        sources=rows_of.sources(rows),
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
            context=caveats.gaps_come_from_policy(),
            separate=say.race_is_separate(),
            residents=say.residents_who_died(),
            source=publishers(atlas, rows_of.sources(rows)),
        ),
        summary=_("{said}. {hidden}")
        .format(said=say.said(rows), hidden=say.stays_hidden(rows))
        .rstrip(),
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
        sources=rows_of.sources(rows),
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


def _only(rows: Sequence[Group], group: str) -> list[Group]:
    return [row for row in rows if row.group == group]


def _group_summary(rows: Sequence[Group]) -> str:
    year = rows[0].period
    hidden = say.stays_hidden(rows)
    return (
        _("{year}: {said}. {hidden}").format(year=year, said=say.said(rows), hidden=hidden).rstrip()
    )
