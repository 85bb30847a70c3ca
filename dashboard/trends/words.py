"""The sentences of the Trends page: what changed, who is counted, what is hidden and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard import formats
from dashboard.place_names import Name
from dashboard.records import Observation
from dashboard.trends.rows import Group, Row, absent_text, count_of, has_rate
from dashboard.words import _
from epidemiology.status import Status

_AGES = re.compile(r"(\d+) to (\d+)")


def group_name(group: str) -> str:
    """A group of people, in the words of this atlas."""
    if ages := _AGES.fullmatch(group):
        return _("{lower} to {upper}").format(lower=ages[1], upper=ages[2])
    return {
        "Males": _("Men and boys"),
        "Females": _("Women and girls"),
        "Hispanic": _("Hispanic or Latino"),
        "Non-Hispanic": _("Not Hispanic or Latino"),
        "Unknown": _("Ethnicity not known"),
        "HI Native / Pacific Islander": _("Native Hawaiian or Pacific Islander"),
        "American Indian / Alaska Native": _("American Indian or Alaska Native"),
        "More than One Race": _("More than one race"),
        "White": _("White"),
        "Black": _("Black"),
        "Asian": _("Asian"),
        "85+": _("85 or older"),
        "Under 18": _("Under 18"),
    }.get(group, group)


def final(rows: Sequence[Observation]) -> list[Observation]:
    """The years that are over and no longer change."""
    return [row for row in rows if row.status == Status.VALUE and len(row.period) == 4]


def lead(homicides: Sequence[Observation], suicides: Sequence[Observation]) -> str:
    """The page's one sentence: the last final year, each intent by itself."""
    killed, died = final(homicides), final(suicides)
    if not killed or not died or killed[-1].period != died[-1].period:
        return _("How firearm deaths in Massachusetts have changed, each intent by itself.")
    return _(
        "In {year}, {died} in Massachusetts died by suicide with a firearm and {killed} were "
        "killed in a firearm homicide."
    ).format(
        year=died[-1].period,
        died=formats.people(int(died[-1].numerator or 0)),
        killed=formats.number(killed[-1].numerator),
    )


def since_first(rows: Sequence[Observation], what: str) -> str:
    """A rate in the first and in the last final year; "more than chance" only where the intervals
    stand apart.
    """
    years = final(rows)
    if len(years) < 2:
        return ""
    first, last = years[0], years[-1]
    if first.lower is None or first.upper is None or last.lower is None or last.upper is None:
        return ""
    if last.lower > first.upper:
        words = _(
            "{what}: {before} for each 100,000 residents in {first}, {after} in {last}. It has "
            "risen by more than chance alone would do."
        )
    elif last.upper < first.lower:
        words = _(
            "{what}: {before} for each 100,000 residents in {first}, {after} in {last}. It has "
            "fallen by more than chance alone would do."
        )
    else:
        words = _(
            "{what}: {before} for each 100,000 residents in {first}, {after} in {last}. Chance "
            "alone can move it that much."
        )
    return words.format(
        what=what,
        before=formats.number(first.value, 1),
        first=first.period,
        after=formats.number(last.value, 1),
        last=last.period,
    )


def newest_provisional(rows: Sequence[Observation], what: str) -> str:
    """The twelve months that are still being counted."""
    if not rows or rows[-1].status != Status.PROVISIONAL or rows[-1].numerator is None:
        return ""
    return _("{what}, {period}: {people}, still rising as late reports come in.").format(
        what=what,
        period=formats.period(rows[-1].period),
        people=formats.people(int(rows[-1].numerator)),
    )


def from_to(rows: Sequence[Row]) -> str:
    """First and last year of rows, for a subtitle."""
    return _("{first} to {last}").format(
        first=formats.period_short(rows[0].period), last=formats.period_short(rows[-1].period)
    )


def subtitle(what: str, rows: Sequence[Row], *, count: bool) -> str:
    """Measure, unit, place and years of a line of deaths."""
    words = (
        _("{what}: people a year, {years}, with 95% intervals")
        if count
        else _("{what}: deaths per 100,000 residents a year, {years}, with 95% intervals")
    )
    return words.format(what=what, years=from_to(rows))


def with_bands() -> str:
    """What bands and hollow dots are."""
    return _(
        "The light bands are 95% intervals: how far chance alone could move a number. A hollow dot "
        "is unstable (10 to 19 people) or provisional."
    )


def residents_who_died() -> str:
    """CDC counts residents, wherever they died."""
    return _("Counts residents of the state, wherever they died.")


def hidden_counts() -> str:
    """What CDC does with small numbers, and what a gap means."""
    return _(
        "The CDC hides counts from 1 to 9, to protect people. We do not work them out. A gap is "
        "not a zero."
    )


def other_intents() -> str:
    """The intents that are too few to be drawn."""
    return _(
        "Some people die by a firearm in other ways: unintentional, shot by police, or of an "
        "intent that nobody could determine. In most years each of these is hidden (1 to 9), so "
        "they are not drawn. The table has what the CDC publishes."
    )


def intents_apart() -> str:
    """Why two lines and not one."""
    return _("Homicide and suicide are drawn apart: they are different losses.")


def all_together() -> str:
    """What a sum of intents is made of."""
    return _(
        "All intents together: homicide, suicide, unintentional, undetermined and people shot by "
        "police. In most years more than half died by suicide."
    )


def pooled() -> str:
    """Why years are put together, and why not all are."""
    return _(
        "A single year of one group is a handful of people, so years are put together. We leave "
        "out years from which a hidden number could be worked out."
    )


def race_is_separate() -> str:
    """The two tables are not parts of one."""
    return _(
        "The CDC's tables of race and of ethnicity are separate. Hispanic or Latino people are in "
        "both, whatever their race."
    )


def no_pools(what: str) -> str:
    """Race or ethnicity of an intent that has no pool."""
    return _(
        "{what}: for race and ethnicity we have no number to show. In most years and groups the "
        "CDC hides the count, and putting the other years together would give hidden counts back. "
        "That is a gap in what may be told, not a sign that no one died."
    ).format(what=what)


def low_overall() -> str:
    """A state's low rate is not everyone's."""
    return _(
        "Massachusetts is low overall and unequal within: a rate of the whole state says little "
        "about the communities most harmed."
    )


def stays_hidden(rows: Sequence[Group]) -> str:
    """The groups without a rate, by what stands in its place."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if not has_rate(row):
            reasons.setdefault(absent_text(row), []).append(group_name(row.group))
    return " ".join(
        _("{reason}: {groups}.").format(reason=reason[:1].upper() + reason[1:], groups=listed)
        for reason, found in reasons.items()
        if (listed := formats.listing(found))
    )


def said(rows: Sequence[Group]) -> str:
    """Rates of groups as words."""
    return "; ".join(
        _("{group}: {rate} per 100,000 ({ends}), {people}").format(
            group=group_name(row.group),
            rate=formats.number(row.value, 1),
            ends=formats.interval(row.lower, row.upper, digits=1),
            people=formats.people(int(count_of(row) or 0)),
        )
        for row in rows
        if has_rate(row)
    )


def break_in_2018() -> str:
    """The archive's own break, in a line's words."""
    return _("from 2018 on some shot by police may be counted")


def break_in_2015() -> str:
    """Boston's change of source, in a line's words."""
    return _("Boston: news reports until 2014, then the police record")


def why_breaks(flags: set[str], town: Name) -> str:
    """Each change of source of a town, and where the record stops."""
    lines = []
    if "series_break" in flags:
        lines.append(
            _(
                "In 2014 people shot in Boston were counted from news reports; from 2015 on from "
                "the police record, which misses fewer. Do not compare 2014 with later years."
            )
        )
    if "exclusions_partly_known" in flags:
        lines.append(
            _(
                "From 2018 on, our copy of the Gun Violence Archive seldom says whether someone "
                "was shot by police or tried to take their own life, so some of them may be "
                "counted for {town}."
            ).format(town=town)
        )
    return " ".join(lines)


def archive_ends() -> str:
    """Why most towns stop in 2020."""
    return _(
        "Our copy of the archive ends with 2020. Boston's police record goes on, so only Boston "
        "has later years. For every other town they are a gap in the data, not a zero."
    )
