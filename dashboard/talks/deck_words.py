"""Words that every talk shares: its closing steps, and the question for each form of figure."""

from __future__ import annotations

from dashboard import drawings
from dashboard.drawings import Drawing
from dashboard.help_lines import care, help_lines
from dashboard.sentences import caveats, value_words
from dashboard.words import _
from epidemiology.status import Status


def question(drawing: Drawing) -> str:
    """A question for a figure that stands alone."""
    match drawing:
        case drawings.Dots():
            return _("Which of these can you tell apart for sure? Which ones could be the same?")
        case drawings.YearBars() | drawings.Lines():
            return _("What has changed, and what has stayed? What might stand behind it?")
        case drawings.Fifths() | drawings.Concentration():
            return _("What do people in the first fifth live with that those in the last do not?")
        case drawings.Areas() | drawings.Scatter():
            return _("What pattern do you see? Which areas do not follow it?")
        case _:
            return _("What does the map show? What can it not show about people who live there?")


def edit_it(drawing: Drawing) -> str:
    """How to change the numbers of a native chart; nothing for a map."""
    if isinstance(drawing, drawings.Choropleth):
        return ""
    return _(
        "To edit the chart: right-click it and choose Edit Data. The sheet has each number and "
        "the two ends of its interval; the thin lines follow them."
    )


def about_sources() -> str:
    """What to say of the sources."""
    return _("Each number has its source and its years. Anyone can look them up and check us.")


def limits_title() -> str:
    """Title of the step on what the numbers cannot say."""
    return _("What the numbers cannot say")


def limits() -> tuple[str, ...]:
    """What the numbers cannot say."""
    return (
        caveats.areas_not_people(),
        caveats.where_not_who(),
        _("A place with no number is not a place with no harm."),
        value_words.status_note(Status.COUNT_ONLY),
        caveats.gaps_come_from_policy(),
    )


def limits_question() -> str:
    """The question that goes with it."""
    return _("Who is missing from these numbers? How would you find out?")


def limits_say() -> str:
    """What to say of it."""
    return _(
        "Numbers can show where harm is. They do not tell us who people are, and they are not the "
        "whole story. The people behind each number have names and families."
    )


def help_title() -> str:
    """Title of the step with the help lines."""
    return _("Where help is")


def help_points() -> tuple[str, ...]:
    """The help lines."""
    return tuple(f"{line.name}: {line.how}" for line in help_lines())


def help_message() -> str:
    """What stands before them."""
    return care()


def help_say() -> str:
    """What to say before a talk starts and when it ends."""
    return _(
        "Say this at the start as well as at the end: some in the room may have lost someone. "
        "Anyone may step out. Name a person in the room to talk to."
    )
