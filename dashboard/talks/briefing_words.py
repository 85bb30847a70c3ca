"""What a briefing asks the room, and what its speaker may say, topic by topic."""

from __future__ import annotations

from dashboard.talks import briefing
from dashboard.words import _


def question(topic: str) -> str:
    """One question for each topic."""
    return {
        briefing.NUMBERS: _("What did you know of this before? What in it is new to you?"),
        briefing.COMPARISON: _(
            "Look at the thin lines first. Which places can you tell apart for sure?"
        ),
        briefing.INCOME: _("What does income decide about where a family can live?"),
        briefing.TREND: _("What changed in these years? Who might know why?"),
        briefing.GRADIENT: _(
            "What do people in the first group live with that those in the last do not?"
        ),
        briefing.MAP: _("What can a map show, and what can it not show about people?"),
        briefing.VOICES: _("What would you ask of the people who speak for this place?"),
    }[topic]


def say(topic: str) -> str:
    """What a speaker may say, in plain words."""
    return {
        briefing.NUMBERS: _("Here is what is known. It is about places, and about real people."),
        briefing.COMPARISON: _(
            "This is not a contest. Each mark has a thin line through it. Where the lines overlap "
            "a lot, we do not know which is higher."
        ),
        briefing.INCOME: _("Half of all homes have more than this, and half have less."),
        briefing.TREND: _(
            "Numbers go up and down from year to year by chance. Look at the whole row, not at "
            "one year."
        ),
        briefing.GRADIENT: _(
            "We put all people of the state in five groups of the same size, by how much poverty "
            "there is where they live. Then we count people shot for each group."
        ),
        briefing.MAP: _(
            "Colors show rates where there are enough people counted. A hatch or a blank does not "
            "mean safe."
        ),
        briefing.VOICES: _(
            "These are the people who speak for this place. They did not make these numbers. They "
            "can help to change what stands behind them."
        ),
    }[topic]


def mission_points(years: str) -> tuple[str, ...]:
    """What stands at the foot of the first slide."""
    return tuple(
        line
        for line in (
            _("From Every Zip Code, an open atlas of Massachusetts."),
            years,
        )
        if line
    )
