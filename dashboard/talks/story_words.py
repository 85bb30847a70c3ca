"""The words of "From numbers to roots": one message, one question and a few lines a step.

Grade 8 or below. What stands behind the numbers is said only as far as a published study in the
table ``literature`` or the atlas's own guide to words carries it.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.place_names import Name
from dashboard.sentences import caveats
from dashboard.words import _, at_home


@dataclass(frozen=True)
class Words:
    """A step in words: its message, its question, what a teacher may say, and points if any."""

    title: str
    message: str
    question: str
    say: str
    points: tuple[str, ...] = ()


def title() -> str:
    """Name of the story."""
    return _("From numbers to roots")


def about() -> str:
    """What the story is, in a sentence."""
    return _(
        "A guided story in short steps: from the state's numbers to what stands behind them, and "
        "to what a class can do."
    )


def opening() -> Words:
    """Before the first number."""
    return Words(
        title(),
        _("Behind each number is a person, with a family and friends. We start with care."),
        _("What do you think you know about gun violence in our state? How do you know it?"),
        _(
            "Before you start: some in the room may have lost someone. Anyone may step out. Read "
            "the help lines aloud now, not only at the end."
        ),
    )


def trend() -> Words:
    """The state since 2001."""
    return Words(
        _("Two kinds of loss, over many years"),
        _(
            "Some people who die by a gun die by suicide. Others are killed. These are two kinds "
            "of loss, so we draw them apart."
        ),
        _("What has changed since 2001? What has not?"),
        _(
            "Talk about both lines with care. Say that help works, and that 988 is there for "
            "anyone, by call or text."
        ),
    )


def who() -> Words:
    """Who is harmed, with its context."""
    return Words(
        _("The harm is not shared evenly"),
        caveats.gaps_come_from_policy(),
        _("Who made the rules on where people could live and work? Who was left out?"),
        _(
            "Do not stop at this slide. A gap without its history can hurt people in the room. Go "
            "on to the roots."
        ),
    )


def where() -> Words:
    """The map."""
    return Words(
        _("Where people were shot"),
        _(
            "The map has a color where enough people were shot to work out a rate. Most places "
            "have too few for that. A blank is not the same as safe."
        ),
        _("What does this map show about places? What does it not show about the people there?"),
        _("The map shows where people were shot. It does not show where they lived."),
    )


def gradient() -> Words:
    """The five fifths."""
    return Words(
        _("Poverty and people shot, in five groups"),
        _(
            "Put all people of the state in five groups of the same size, by how much poverty "
            "there is where they live. Then count the people shot."
        ),
        _("What do people in the first group live with that those in the last do not?"),
        _(
            "Give the class a minute to read the bars before you speak. Poverty goes along with "
            "harm. That is a link between places. It is not a flaw in people."
        ),
    )


def share() -> Words:
    """The concentration curve."""
    return Words(
        _("How much falls on one fifth of us"),
        _(
            "Now walk through the people of the state, from areas with most poverty on. The curve "
            "shows how much of the harm you have passed."
        ),
        _("If the harm were shared evenly, where would the line run?"),
        _("The dashed line is what an equal share would look like. Let a student trace it."),
    )


def structure() -> Words:
    """What stands behind: what published studies found, where they are of this state."""
    if at_home():
        message = _(
            "In the 1930s parts of Boston were graded: green for “best”, red for “hazardous”. "
            "That is where the word redlining comes from. Some 80 years later a study counted "
            "shootings in those same areas."
        )
        say = _(
            "The study compares areas by their old grade. It shows a link between then and now. "
            "It is not proof of each step. Name racism, redlining, segregation and disinvestment "
            "as what they are: choices that people made, and can change."
        )
    else:
        message = _(
            "In the 1930s parts of many cities were graded: green for “best”, red for "
            "“hazardous”. That is where the word redlining comes from."
        )
        say = _(
            "Name racism, redlining, segregation and disinvestment as what they are: choices that "
            "people made, and can change."
        )
    return Words(
        _("The roots: old maps, present harm"),
        message,
        _("Who gained from such maps? Who lost? What would it take to repair that?"),
        say,
    )


def change(town: Name) -> Words:
    """What has changed in a town."""
    return Words(
        _("What has changed in {town}").format(town=town),
        "",
        _("Who do you think did the work behind this? How could you ask them?"),
        _(
            "We show what changed, not why. The data cannot say who did how much. Ask those who "
            "worked for it."
        ),
    )


def gaps() -> Words:
    """What the numbers cannot say."""
    return Words(
        _("What the numbers cannot say"),
        _("Most areas have too few people shot for a rate. No number does not mean no harm."),
        _("Who is missing from these numbers? How would you find out?"),
        _(
            "Numbers miss grief, fear and strength. They count places, not people. They leave out "
            "those whom no one wrote down."
        ),
    )


def act() -> Words:
    """What a class can ask and do."""
    return Words(
        _("What a class can ask and do"),
        _("You do not need to be old enough to vote to ask a good question."),
        _("Which of these could we start this week?"),
        _("Let the class choose one. End with the help lines."),
        (
            _("Look up your own ZIP code. Is there a number? If not, why?"),
            _("Ask your city or town to publish what it knows. We have a letter for that."),
            _("Find out what your streets were graded in the 1930s."),
            _("Write to the people who speak for you. Ask what they will do."),
            _("Listen to those who lost someone, and to those who work for peace."),
        ),
    )


def segregation(low: str, ratio: str, high: str, years: str) -> str:
    """What a study of the whole state found, in a sentence."""
    return _(
        "Another study looked at segregation: how far apart people live by income and race. Of "
        "five groups of areas, {ratio} times as many people were killed by assault in the most "
        "deprived as in the least (Massachusetts, {years}; 95% interval {low} to {high})."
    ).format(low=low, ratio=ratio, high=high, years=years)
