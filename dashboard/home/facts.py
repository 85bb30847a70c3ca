"""Three facts about Massachusetts, read from the tables: the newest there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard import formats, place_names
from dashboard.atlas import Atlas
from dashboard.lookups import INCOME, SHOT, is_year, nearest_period, observations_of
from dashboard.records import Observation
from dashboard.sentences import injuries, value_words
from dashboard.words import _, remembered
from dashboard.zips.figures import publishers
from epidemiology.periods import Period
from epidemiology.status import SHOWS_RATE, Status

TENTH = 0.1


@dataclass(frozen=True)
class Fact:
    """A sentence, its interval or why there is none, and its source."""

    text: str
    interval: str
    source: str


@remembered(maxsize=8)
def facts(atlas: Atlas) -> tuple[Fact, ...]:
    """Those of the three that the tables can tell."""
    found = (deaths(atlas), shot(atlas), incomes(atlas))
    return tuple(fact for fact in found if fact is not None)


def deaths(atlas: Atlas) -> Fact | None:
    """Firearm deaths in the state in the last final year, suicide and homicide apart."""
    all_deaths = _last_year(atlas, "firearm_deaths", "state", atlas.state.fips)
    if all_deaths is None or all_deaths.numerator is None:
        return None
    year = all_deaths.period
    parts = [
        _("{n} by {cause}").format(n=formats.number(found.numerator), cause=cause)
        for id, cause in (("firearm_suicides", _("suicide")), ("firearm_homicides", _("homicide")))
        if (found := _year(atlas, id, "state", atlas.state.fips, year)) is not None
        and found.numerator is not None
    ]
    text = _("{people} died by firearm in Massachusetts in {year}").format(
        people=formats.people(int(all_deaths.numerator)), year=year
    )
    text += (
        _(
            ": {parts}. The others died unintentionally, were shot by police, or the intent is not "
            "known."
        ).format(parts=formats.listing(parts))
        if parts
        else "."
    )
    nation = _year(atlas, "firearm_deaths", "nation", "us", year)
    interval = _rate(all_deaths)
    if nation is not None and nation.value is not None and interval:
        interval += _(" In the whole country: {rate}.").format(rate=formats.number(nation.value, 1))
    return Fact(text, interval, publishers(atlas, (all_deaths.source,)))


def shot(atlas: Atlas) -> Fact | None:
    """People shot in the state in the last years that our sources cover as a whole."""
    periods = atlas.periods(SHOT, "state")
    found = next(
        (
            o
            for p in reversed(periods)
            if (o := atlas.observation(SHOT, "state", atlas.state.fips, p)) is not None
            and o.numerator is not None
        ),
        None,
    )
    if found is None:
        return None
    state = place_names.plain(_("Massachusetts"))
    text = injuries.people_shot(found, None, state, state)
    text += " " + _("None of our sources has the whole state after {year}.").format(
        year=Period.parse(found.period).last.year
    )
    return Fact(text, _rate(found, _(" a year")), publishers(atlas, (found.source,)))


def incomes(atlas: Atlas) -> Fact | None:
    """How far apart towns are in income, beside the state."""
    periods = atlas.periods(INCOME, "town")
    if not periods:
        return None
    period = periods[-1]
    towns = atlas.at(INCOME, "town", period)
    values = towns["value"].dropna()
    state_period = nearest_period(atlas.periods(INCOME, "state"), period)
    state = (
        atlas.observation(INCOME, "state", atlas.state.fips, state_period) if state_period else None
    )
    if values.empty or state is None or state.value is None:
        return None
    low, high = (round(float(values.quantile(q)), -2) for q in (TENTH, 1 - TENTH))
    text = _(
        "The middle household in Massachusetts had an income of about {state} a year. In one "
        "town in ten "
        "it is under {low}; in another one in ten it is over {high}."
    ).format(
        state=formats.money(round(state.value, -2)),
        low=formats.money(low),
        high=formats.money(high),
    )
    margin = (
        _("Give or take {moe} (90% margin of error)").format(moe=formats.money(state.moe))
        if state.moe is not None
        else _("Margin of error not published by this source")
    )
    return Fact(
        text,
        f"{margin}, {formats.period_short(state.period)}.",
        publishers(atlas, (state.source,)),
    )


def _rate(found: Observation, unit: str = "") -> str:
    if found.value is None or found.status not in SHOWS_RATE:
        return value_words.status_note(found.status)
    return _("{rate} per 100,000 residents{unit} (95% interval {ends}).").format(
        rate=formats.number(found.value, 1),
        unit=unit,
        ends=formats.interval(found.lower, found.upper, digits=1),
    )


def _rows(atlas: Atlas, indicator: str, level: str, code: str) -> Iterable[Observation]:
    yield from observations_of(atlas.series_of(indicator, level, code))
    for period in atlas.periods(indicator, level):
        found = atlas.observation(indicator, level, code, period)
        if found is not None:
            yield found


def _last_year(atlas: Atlas, indicator: str, level: str, code: str) -> Observation | None:
    years = [
        o
        for o in _rows(atlas, indicator, level, code)
        if is_year(o.period) and o.numerator is not None and o.status != Status.PROVISIONAL
    ]
    return max(years, key=lambda o: o.period, default=None)


def _year(atlas: Atlas, indicator: str, level: str, code: str, year: str) -> Observation | None:
    return next((o for o in _rows(atlas, indicator, level, code) if o.period == year), None)
