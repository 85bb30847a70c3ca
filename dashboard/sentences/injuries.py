"""How many people were shot: the count, who recorded it, how it changed, and its rate."""

from __future__ import annotations

from dashboard import formats
from dashboard.formats import absent
from dashboard.place_names import Name
from dashboard.records import Observation
from dashboard.words import _
from epidemiology.status import FULL_LOCATED_SHARE, HIDES_COUNT, SHOWS_RATE, Status


def recorder(source: str, level: str = "") -> str:
    """Who recorded the people behind a number, from its source ids.

    A ZIP of the city counts by the police record; the archive adds only who was shot across the
    city line, and the note below names it.
    """
    ids = source.split()
    police = any(id.startswith("boston") for id in ids)
    archive = any(id.startswith(("gva", "gun_violence")) for id in ids)
    if police and archive and level != "zcta":
        return _("Boston police and the Gun Violence Archive")
    if police:
        return _("Boston police")
    if archive:
        return _("The Gun Violence Archive")
    if any(id.startswith("cdc") for id in ids):
        return _("The CDC")
    return _("Our source")


def recorder_note(source: str) -> str:
    """What a reader should know of who recorded, in a sentence."""
    ids = source.split()
    notes = []
    if any(id.startswith("boston") for id in ids):
        notes.append(
            _(
                "Boston police list each person struck by a bullet. The list leaves out people "
                "who shot themselves and shootings that were found to be justified."
            )
        )
    if any(id.startswith(("gva", "gun_violence")) for id in ids):
        notes.append(
            _(
                "The Gun Violence Archive gathers news and police reports. It can miss people "
                "who were shot and lived, most of all in 2014 and 2015."
            )
        )
    return " ".join(notes)


def _at_least(observation: Observation) -> bool:
    """A count is a lower bound where not all could be placed, or where news reports made it."""
    located = observation.located_share
    news = any(id.startswith(("gva", "gun_violence")) for id in observation.source.split())
    return news or (located is not None and located < 1)


def people_shot(
    shot: Observation | None, killed: Observation | None, place: Name, town: Name, period: str = ""
) -> str:
    """The first sentence about a place: how many people were shot there, or why we do not know.

    Args:
        shot: the observation of people shot; None where there is no row, that is not covered.
        killed: the same place and period, people killed.
        place: as it stands in a sentence, "ZIP 02121" or "Boston".
        town: the town around a ZIP, for people who could not be placed.
        period: the period that was asked for, where ``shot`` is None.
    """
    when = formats.period_in_sentence(shot.period if shot else period)
    if shot is None or shot.status == Status.NOT_COVERED:
        return _(
            "We do not know how many people were shot in {place} {when}. None of our sources "
            "covers it: that is a gap in the data, not a zero."
        ).format(place=place, when=when)
    status = Status(shot.status)
    if status == Status.NO_BOUNDARY:
        return _(
            "We do not know how many people were shot in {place} {when}. Our map has no boundary "
            "for it: that is a gap in the data, not a zero."
        ).format(place=place, when=when)
    if status == Status.NOT_LOCATED:
        return _(
            "We cannot say whether anyone was shot in {place} {when}. Some people shot in {town} "
            "could not be placed on the map, so it may have been here."
        ).format(place=place, when=when, town=town)
    if status == Status.NONE_RECORDED or (status == Status.NO_RESIDENTS and not shot.numerator):
        return _(
            "Our source has no record of anyone shot in {place} {when}. It can miss people and "
            "leaves out most suicides, so this does not mean no one was hurt."
        ).format(place=place, when=when)
    if status == Status.TOO_FEW:
        return _(
            "{who} recorded between 1 and 4 people shot in {place} {when}. When so few people "
            "were shot, we do not show the exact number."
        ).format(who=recorder(shot.source, shot.level), place=place, when=when)
    if status in HIDES_COUNT or shot.numerator is None:
        return _(
            "Fewer than 10 people were shot in {place} {when}, or the count is not published. "
            "The source hides small numbers."
        ).format(place=place, when=when)
    sentence = (
        _("{who} recorded at least {people} shot in {place} {when}")
        if _at_least(shot)
        else _("{who} recorded {people} shot in {place} {when}")
    )
    return (
        sentence.format(
            who=recorder(shot.source, shot.level),
            people=formats.people(int(shot.numerator)),
            place=place,
            when=when,
        )
        + _killed(killed)
        + "."
    )


def _killed(killed: Observation | None) -> str:
    if killed is None:
        return ""
    if killed.status == Status.TOO_FEW:
        return _("; between 1 and 4 of them were killed")
    if killed.numerator is None:
        return ""
    if killed.numerator == 0:
        return _("; none of them is recorded as killed")
    if killed.numerator == 1:
        return _("; 1 was killed")
    return _("; {n} were killed").format(n=formats.number(killed.numerator))


def since(town: Name, then: Observation | None, now: Observation | None) -> str:
    """What happened in the town after the years of the first sentence.

    Says "fallen" or "risen" only where the two intervals stand apart; else only the numbers.
    """
    if not _two_counts(then, now) or then is None or now is None:
        return ""
    change = _change(then, now)
    words = (
        _(
            "Across {town}, the number shot has since {change}: {before} in {then}, {after} in "
            "{now}."
        )
        if change
        else _("Across {town}, the number shot was {before} in {then} and {after} in {now}.")
    )
    return words.format(
        town=town,
        change=change,
        before=formats.number(then.numerator),
        then=then.period,
        after=formats.number(now.numerator),
        now=now.period,
    )


def _change(then: Observation, now: Observation) -> str:
    if then.lower is None or then.upper is None or now.lower is None or now.upper is None:
        return ""
    ratio = (now.numerator or 0) / then.numerator if then.numerator else 0.0
    if now.upper < then.lower:
        for limit, words in (
            (0.5, _("fallen by more than half")),
            (0.67, _("fallen by more than a third")),
            (0.75, _("fallen by more than a quarter")),
        ):
            if ratio < limit:
                return words
        return _("fallen")
    if now.lower > then.upper:
        return _("more than doubled") if ratio > 2 else _("risen")
    return ""


def town_counts(town: Name, then: Observation | None, now: Observation | None) -> str:
    """The town's counts of two years as a sentence that stands alone, with who recorded them."""
    if not _two_counts(then, now) or then is None or now is None:
        return ""
    change = _change(then, now)
    words = (
        _(
            "Across {town}, the number of people shot has {change}: {before} in {then}, {after} "
            "in {now}, as recorded by {who}."
        )
        if change
        else _(
            "Across {town}, {before} people were shot in {then} and {after} in {now}, as recorded "
            "by {who}."
        )
    )
    who = recorder(f"{then.source} {now.source}")
    return words.format(
        town=town,
        change=change,
        before=formats.number(then.numerator),
        then=then.period,
        after=formats.number(now.numerator),
        now=now.period,
        who=who[:1].lower() + who[1:] if who.startswith(_("The ")) else who,
    )


def _two_counts(then: Observation | None, now: Observation | None) -> bool:
    return bool(then and now and then.numerator and now.numerator and then.period < now.period)


def partial_year(town: Name, observation: Observation | None) -> str:
    """The year that is not over, with its last day."""
    if observation is None or observation.numerator is None:
        return ""
    last = observation.period.split("_")[-1]
    return _("This year is not over: {people} shot across {town} up to {day}.").format(
        people=formats.people(int(observation.numerator)), town=town, day=formats.day(last)
    )


def series_ends(town: Name, last_year: str) -> str:
    """Where a town's yearly counts stop."""
    return _(
        "Our source for {town} ends in {year}. What came after is a gap in the data, not a zero."
    ).format(town=town, year=last_year)


def count_beside_rate(shot: Observation | None) -> str:
    """ "92 people shot in 2½ years", which stands beside the rate."""
    if shot is None or shot.numerator is None or shot.status in HIDES_COUNT or not shot.numerator:
        return ""
    return _("{people} shot in {time}").format(
        people=formats.people(int(shot.numerator)), time=formats.duration(shot.period)
    )


def rate_with_interval(observation: Observation, unit: str) -> str:
    """The rate, its unit and its interval."""
    if observation.value is None:
        return ""
    digits = formats.rate_digits(observation.value)
    words = _("{value} {unit}").format(value=formats.number(observation.value, digits), unit=unit)
    ends = formats.interval(observation.lower, observation.upper, digits=digits)
    return words + (_(" (95% interval {ends})").format(ends=ends) if ends else "")


def interval_in_words(observation: Observation) -> str:
    """What the interval says, for someone who never met one."""
    digits = formats.rate_digits(observation.value)
    ends = formats.interval(observation.lower, observation.upper, digits=digits)
    if not ends or observation.status not in SHOWS_RATE:
        return ""
    return _("Chance alone moves such a number. Rates from {ends} fit these counts too.").format(
        ends=ends
    )


def located(observation: Observation | None, town: Name) -> str:
    """How much of the record could be placed on the map, where that is under 95 percent."""
    if (
        observation is None
        or observation.status in {Status.NO_BOUNDARY, Status.NOT_COVERED}
        or observation.located_share is None
        or observation.located_share >= FULL_LOCATED_SHARE
    ):
        return ""
    words = _(
        "{share} of the people shot in {town} in these years could be placed on the map. "
        "The rest are not in any ZIP count, so the true number here may be higher."
    ).format(share=_located_share(observation.located_share), town=town)
    return f"{words} {if_all_located(observation)}".strip()


def if_all_located(observation: Observation) -> str:
    """What the rate would be with those who could not be placed."""
    rate = observation.if_all_located
    if absent(rate):
        return ""
    said = formats.number(rate, formats.rate_digits(rate))
    shown = formats.number(observation.value, formats.rate_digits(observation.value))
    if said == shown:
        return _("If the others were spread the same way, the rate would round to the same number.")
    return _("If the others were spread the same way, the rate would be about {rate}.").format(
        rate=said
    )


def _located_share(part: float) -> str:
    """In whole percent, unless that would say the 95 % under which it is said at all."""
    return formats.share(part, 1 if part >= FULL_LOCATED_SHARE - 0.005 else 0)


def no_yearly_counts(town: Name) -> str:
    """A town whose years no source counts."""
    return _(
        "None of our sources has yearly counts for {town}. That is a gap in the data, not a zero."
    ).format(town=town)
