"""Where help is. The one place where a person confirms and changes these numbers."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.words import _, state_spoken_of


@dataclass(frozen=True)
class HelpLine:
    """A help line: what it is for, how it is said and how it is dialled.

    Attributes:
        state: name of the only state that it serves; "" for the whole nation.
    """

    name: str
    how: str
    dial: str
    state: str = ""


def care() -> str:
    """What stands before the lines."""
    return _("If this is hard to read, someone is there.")


def help_lines() -> tuple[HelpLine, ...]:
    """The lines that stand on every page, in the reader's language: the nation's, the state's."""
    every = (
        HelpLine(_("988 Suicide & Crisis Lifeline"), _("call or text 988"), "988"),
        HelpLine(
            _("Massachusetts Behavioral Health Help Line"),
            "833-773-2445",
            "+18337732445",
            "Massachusetts",
        ),
        HelpLine(
            _("SafeLink domestic violence hotline"),
            "877-785-2020",
            "+18777852020",
            "Massachusetts",
        ),
    )
    return tuple(line for line in every if line.state in {"", state_spoken_of()})
