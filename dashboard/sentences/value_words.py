"""A value for a table, or the status that stands in its place and what it means."""

from __future__ import annotations

from dashboard import formats
from dashboard.records import Indicator, Observation
from dashboard.words import _
from epidemiology.status import HIDES_COUNT, SHOWS_RATE, Status

TOP_CODED, LOW_RELIABILITY, FEW_HOUSEHOLDS = "top_coded", "low_reliability", "few_households"
"""Flags of a survey value that its cell and its note must tell."""


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


def margin(observation: Observation | None, indicator: Indicator) -> str:
    """The margin of error for a table, or why there is none; never an invented one."""
    if observation is None or observation.value is None:
        return formats.NOTHING
    if observation.moe is None:
        return _("not published by this source")
    return "±\u00a0" + formats.measure(observation.moe, indicator.unit, indicator.digits)
