"""Every sentence made from a number: an observation in, plain words out.

Grade 8 or below, one message first. Words as in the atlas's own guide: people shot, never
"victims"; "none recorded" is not "safe"; a gap in the data is not a zero.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats
from dashboard.formats import absent
from dashboard.records import Indicator, Observation, ZipCode
from dashboard.words import _, told
from epidemiology.status import FULL_LOCATED_SHARE, HIDES_COUNT, SHOWS_RATE, Status

# --- who counted ---------------------------------------------------------------------------

TOP_CODED, LOW_RELIABILITY, FEW_HOUSEHOLDS = "top_coded", "low_reliability", "few_households"
"""Flags of a survey value that its cell and its note must tell."""
DOWNTOWN = "downtown"
"""Flag of a ZIP area to which more people come than live there."""


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


# --- people shot ---------------------------------------------------------------------------


def people_shot(
    shot: Observation | None, killed: Observation | None, place: str, town: str, period: str = ""
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


def since(town: str, then: Observation | None, now: Observation | None) -> str:
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


def town_counts(town: str, then: Observation | None, now: Observation | None) -> str:
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


def partial_year(town: str, observation: Observation | None) -> str:
    """The year that is not over, with its last day."""
    if observation is None or observation.numerator is None:
        return ""
    last = observation.period.split("_")[-1]
    return _("This year is not over: {people} shot across {town} up to {day}.").format(
        people=formats.people(int(observation.numerator)), town=town, day=formats.day(last)
    )


def series_ends(town: str, last_year: str) -> str:
    """Where a town's yearly counts stop."""
    return _(
        "Our source for {town} ends in {year}. What came after is a gap in the data, not a zero."
    ).format(town=town, year=last_year)


def where_not_who() -> str:
    """A count of places is not a count of residents."""
    return _("The count is of where people were shot, not where they lived.")


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


def located(observation: Observation | None, town: str) -> str:
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


# --- statuses ------------------------------------------------------------------------------


def status_name(status: str) -> str:
    """A status in a few words, for tables and legends."""
    return {
        Status.VALUE: _("Shown"),
        Status.UNSTABLE: _("Shown, unstable"),
        Status.COUNT_ONLY: _("Count, no rate"),
        Status.TOO_FEW: formats.TOO_FEW,
        Status.NONE_RECORDED: _("None recorded"),
        Status.NOT_LOCATED: _("Not located"),
        Status.SUPPRESSED: _("Hidden by the source"),
        Status.MODELLED: _("Modelled"),
        Status.PROVISIONAL: _("Provisional"),
        Status.SMALL_POPULATION: _("Few residents, no rate"),
        Status.NO_RESIDENTS: _("No residents"),
        Status.NO_BOUNDARY: _("No boundary"),
        Status.NOT_COVERED: _("Not covered"),
    }[Status(status)]


def status_note(status: str) -> str:
    """What a status means, in a sentence."""
    return {
        Status.VALUE: _("The number is shown with its interval or margin of error."),
        Status.UNSTABLE: _(
            "The rate comes from 10 to 19 people. A few people more or fewer would "
            "change it much, so read the interval first."
        ),
        Status.COUNT_ONLY: _(
            "Fewer than 10 people: we show the count. A rate from so few people would "
            "say more about chance than about the place."
        ),
        Status.TOO_FEW: _(
            "Between 1 and 4 people. We do not show the exact number, out of respect for "
            "them and because it says little about the place."
        ),
        Status.NONE_RECORDED: _(
            "The source has no record of anyone. It can miss people, so this is not "
            "a promise that no one was hurt."
        ),
        Status.NOT_LOCATED: _(
            "Some people shot in the same city or town could not be placed on the map, so we "
            "cannot say whether it was here."
        ),
        Status.SUPPRESSED: _(
            "The CDC hides counts from 1 to 9, to protect people. We do not work them out."
        ),
        Status.MODELLED: _(
            "The CDC hides the count and gives a rate from a model. It is not a count of people."
        ),
        Status.PROVISIONAL: _("The CDC is still counting. This number will rise."),
        Status.SMALL_POPULATION: _(
            "Fewer than 1,000 people live here, or the time is too short for a rate. "
            "We show a count where the source has one."
        ),
        Status.NO_RESIDENTS: _("The Census counts no one who lives here, so there is no rate."),
        Status.NO_BOUNDARY: _(
            "This edition of the map has no boundary for the place, so no one can be "
            "counted inside it."
        ),
        Status.NOT_COVERED: _(
            "None of our sources covers this place and time. That is a gap in the data, not a zero."
        ),
    }[Status(status)]


def no_yearly_counts(town: str) -> str:
    """A town whose years no source counts."""
    return _(
        "None of our sources has yearly counts for {town}. That is a gap in the data, not a zero."
    ).format(town=town)


def no_economic_numbers(place: str) -> str:
    """A place of which no source says how people live."""
    return _("Our sources have no economic numbers for {place}.").format(place=place)


def why_no_rate(status: str) -> str:
    """One line that answers the question which a missing rate raises."""
    return _("Why is there no rate? {reason}").format(reason=status_note(status))


def cell(observation: Observation | None, indicator: Indicator) -> str:
    """A value for a table: the number, or the words that stand in its place."""
    if observation is None:
        return status_name(Status.NOT_COVERED).lower()
    status = Status(observation.status)
    if observation.value is not None and status not in HIDES_COUNT - SHOWS_RATE:
        text = formats.measure(observation.value, indicator.unit, indicator.digits)
        flags = observation.flags.split()
        if TOP_CODED in flags:
            text = _("{value} or more").format(value=text)
        if LOW_RELIABILITY in flags or FEW_HOUSEHOLDS in flags:
            text = _("{value}, unsure").format(value=text)
        if status == Status.UNSTABLE:
            return _("{value}, unstable").format(value=text)
        if status == Status.MODELLED:
            return _("{value}, modelled").format(value=text)
        if status == Status.PROVISIONAL:
            return _("{value}, provisional").format(value=text)
        return text
    if status == Status.TOO_FEW:
        return _("{few} people, no rate").format(few=formats.TOO_FEW)
    if status == Status.SUPPRESSED:
        return _("1-9 people, no rate")
    if status in {Status.COUNT_ONLY, Status.SMALL_POPULATION} and observation.numerator is not None:
        return _("{people}, no rate").format(people=formats.people(int(observation.numerator)))
    return status_name(status).lower()


# --- income --------------------------------------------------------------------------------


def income(here: Observation | None, state: Observation | None, place: str) -> str:
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


def margin(observation: Observation | None, indicator: Indicator) -> str:
    """The margin of error for a table, or why there is none; never an invented one."""
    if observation is None or observation.value is None:
        return formats.NOTHING
    if observation.moe is None:
        return _("not published by this source")
    return "±\u00a0" + formats.measure(observation.moe, indicator.unit, indicator.digits)


# --- ZIP codes -----------------------------------------------------------------------------


def zip_wanted() -> str:
    """The box is empty."""
    return _("Type a five-digit ZIP code, such as 02121, or the name of a town.")


def zip_not_understood() -> str:
    """Letters, signs, anything else."""
    return _("That is not a ZIP code or a town we know. Type five digits, such as 02121.")


def zip_wrong_length(digits: int) -> str:
    """Digits, but not five."""
    return _("A ZIP code has five digits, and this has {n}. Type five, such as 02121.").format(
        n=digits
    )


def zip_lost_its_zero(suggestion: str) -> str:
    """Four digits that a spreadsheet left over."""
    return _("ZIP codes here start with 0. Did you mean {zip}?").format(zip=suggestion)


def zip_of_town(name: str, many: bool = True) -> str:
    """A town or neighborhood typed by its name; its ZIP codes follow."""
    if not many:
        return _("{name} has one ZIP code:").format(name=name)
    return _("{name} has these ZIP codes. Choose yours:").format(name=name)


def zip_unknown(zip: str) -> str:
    """A Massachusetts prefix, but no such ZIP."""
    return _(
        "We do not know ZIP {zip}. It may be new, or no longer in use. Try a ZIP code next to it."
    ).format(zip=zip)


def zip_of_another_state(zip: str, prefixes: Sequence[str]) -> str:
    """A prefix of another state, or of none.

    Args:
        prefixes: of this state, sorted; one that stands apart from the others is not named.
    """
    said = _(
        "ZIP {zip} is not in Massachusetts. This atlas covers Massachusetts, where ZIP codes "
        "start with 010 to 027."
    )
    together = [p for i, p in enumerate(prefixes) if int(p) - int(prefixes[0]) == i]
    if together:
        said = said.replace("010", together[0]).replace("027", together[-1])
    return said.format(zip=zip)


def answered_by(zip_code: ZipCode) -> str:
    """Which area was really answered for a ZIP without one."""
    if zip_code.kind == "po_box":
        return _(
            "{zip} is a post-office-box ZIP, with no area of its own. We show {zcta} around it."
        ).format(zip=zip_code.zip, zcta=zip_code.zcta)
    return _(
        "{zip} has no area of its own: it serves one large address or group of boxes. We show "
        "{zcta} around "
        "it."
    ).format(zip=zip_code.zip, zcta=zip_code.zcta)


def lies_in(place: str, towns: Sequence[tuple[str, float]]) -> str:
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


def residents(place: str, population: int | None, vintage: str) -> str:
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


def flag_notes(flags: str, place: str) -> list[str]:
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


def downtown(flags: str, place: str) -> str:
    """What a rate for each resident means where most people come from elsewhere; "" elsewhere."""
    if DOWNTOWN not in flags.split():
        return ""
    return _(
        "Many more people work or go out in {place} than live there. A rate per "
        "resident looks high in such a place."
    ).format(place=place)


# --- lines that stand by themselves ----------------------------------------------------------


def gaps_come_from_policy() -> str:
    """The line beside every gap between places or groups."""
    return _(
        "These gaps come from policy and conditions, including racism, redlining and "
        "disinvestment. They do not come from who people are."
    )


def areas_not_people() -> str:
    """The line beside every link between places."""
    return _("Areas, not people. Other boundaries would give other patterns.")


def districts_are_newer() -> str:
    """District lines and members against the years of the counts."""
    return _(
        "District lines and members are newer than these counts. The numbers are not a member's "
        "record."
    )


def periods_differ(district: bool = False) -> str:
    """Counts of ZIPs, or of districts, and those of towns differ in their years."""
    first = (
        _(
            "District counts run from July 2015 through 2017, when both sources can be placed on "
            "the map."
        )
        if district
        else _(
            "ZIP counts run from July 2015 through 2017, when both sources can be placed on the "
            "map."
        )
    )
    return (
        first
        + " "
        + _(
            "Counts for towns, counties and the state run from 2014 through 2017. In 2014 all "
            "counts, Boston's too, came from news. News misses people, and that pulls those rates "
            "down."
        )
    )
