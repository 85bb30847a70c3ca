"""Three facts about a district that can be read aloud: each true alone, each with its source.

They are chosen by what is known: how many people were shot there, how the count of its town has
moved, income beside the state, and where one of these is missing, the gap across the state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard import formats, place_names
from dashboard.atlas import Atlas
from dashboard.disparity import view as disparity
from dashboard.disparity.words import between, ratio
from dashboard.districts.report import DistrictReport
from dashboard.home.facts import Fact
from dashboard.lookups import INCOME, SHOT, nearest_period
from dashboard.records import Observation
from dashboard.sentences import caveats, injuries, place_words, value_words
from dashboard.words import _, remembered
from dashboard.zips.figures import publishers
from epidemiology.periods import Period
from epidemiology.rates import garwood
from epidemiology.status import SHOWS_RATE, Status

POVERTY = "poverty"
HOW_MANY = 3


@remembered(256)
def three_facts(atlas: Atlas, report: DistrictReport) -> tuple[Fact, ...]:
    """The first three of what can be said."""
    return tuple(
        fact for _number, fact in zip(range(HOW_MANY), _facts(atlas, report), strict=False)
    )


def _facts(atlas: Atlas, report: DistrictReport) -> Iterator[Fact]:
    for found in (
        counted(atlas, report),
        changed(atlas, report),
        earned(atlas, report),
        across(atlas, report.period),
    ):
        if found is not None:
            yield found


def counted(atlas: Atlas, report: DistrictReport) -> Fact:
    """How many people were shot in the district, or why that is not known."""
    shot = report.shot
    text = first_sentence(report)
    status = shot.status if shot else Status.NOT_COVERED
    interval = value_words.status_note(status)
    if shot is not None and status in SHOWS_RATE:
        unit = _("per 100,000 residents a year")
        interval = f"{injuries.rate_with_interval(shot, unit)}."
    return Fact(text, interval, publishers(atlas, (shot.source,)) if shot else "")


def first_sentence(report: DistrictReport) -> str:
    """People shot in the district."""
    name = place_names.spoken(report.place)
    only = report.towns.only
    around = place_names.plain(only.place.name if only is not None else _("its cities and towns"))
    return injuries.people_shot(report.shot, report.killed, name, around, report.period)


def changed(atlas: Atlas, report: DistrictReport) -> Fact | None:
    """How the count of the main town has moved since; None where two years cannot be told."""
    if not report.trends or not report.period:
        return None
    trend = report.trends[0]
    then, now = trend.since(str(Period.parse(report.period).last.year))
    text = injuries.town_counts(trend.town_name, then, now)
    if not text or then is None or now is None:
        return None
    return Fact(
        text,
        _("95% intervals: {then} in {year}, {now} in {later}.").format(
            then=_range(then), year=then.period, now=_range(now), later=now.period
        ),
        publishers(atlas, (then.source, now.source)),
    )


def _range(year: Observation) -> str:
    lower, upper = garwood([year.numerator or 0])
    return formats.interval(float(lower[0]), float(upper[0]))


def earned(atlas: Atlas, report: DistrictReport) -> Fact | None:
    """The middle household's income in the district and in the state."""
    here, indicator = report.income, atlas.indicator(INCOME)
    if here is None or here.value is None or indicator is None:
        return None
    text = place_words.income(here, report.state_income, place_names.spoken(report.place))
    margin = (
        _("Margin of error not published by this source.")
        if here.moe is None
        else _("Margin of error: {moe}.").format(moe=value_words.margin(here, indicator))
    )
    return Fact(text, margin, publishers(atlas, (here.source,)))


def across(atlas: Atlas, period: str) -> Fact | None:
    """How far apart the fifths of the state's residents are; None without an interval."""
    row = gap(atlas, period)
    if row is None or formats.absent(row["lower"]) or row["lower"] <= 1:
        return None
    text = _(
        "Take the fifth of Massachusetts residents in ZIP codes with most poverty, and the fifth "
        "in ZIP codes with least. Per resident, {times} times as many people were shot where the "
        "first live, {when}."
    ).format(times=ratio(row["value"]), when=formats.period_in_sentence(period))
    ends = between(row["lower"], row["upper"])
    shot, poor = atlas.at(SHOT, "zcta", period), atlas.at(POVERTY, "zcta", row["order_period"])
    sources = [*shot["source"].unique(), *poor["source"].unique()]
    return Fact(
        text,
        _("95% interval {ends}. {areas}").format(ends=ends, areas=caveats.areas_not_people()),
        publishers(atlas, tuple(sources)),
    )


def gap(atlas: Atlas, period: str) -> dict[str, Any] | None:
    """The row of ``gradients`` with the rate ratio of the fifths by poverty, survey nearest."""
    keys = [
        k
        for k in disparity.tables(atlas).keys
        if k[:5] == (SHOT, "zcta", period, atlas.state.fips, POVERTY)
    ]
    survey = nearest_period([key[5] for key in keys], period) if keys else None
    rows = disparity.tables(atlas).rows(
        "gradients", (SHOT, "zcta", period, atlas.state.fips, POVERTY, survey or "")
    )
    return next((row for row in rows if row["measure"] == "rate_ratio"), None)


def with_interval(fact: Fact) -> str:
    """The fact with its interval; a first sentence without a rate says itself why it has none."""
    said_already = {value_words.status_note(s) for s in Status if s != Status.COUNT_ONLY}
    return fact.text if fact.interval in said_already else f"{fact.text} {fact.interval}".strip()


def aloud(facts: tuple[Fact, ...], address: str) -> str:
    """The facts as text to take along, with their sources and where the numbers stand."""
    lines = [
        _("{n}. {fact} (Source: {source}.)").format(
            n=number, fact=with_interval(fact), source=fact.source
        )
        if fact.source
        else f"{number}. {with_interval(fact)}"
        for number, fact in enumerate(facts, 1)
    ]
    lines.append(f"{caveats.gaps_come_from_policy()} {caveats.districts_are_newer()}")
    lines.append(_("Every Zip Code, {address}").format(address=address))
    return "\n\n".join(lines)
