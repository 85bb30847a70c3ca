"""Where help is. The one place where a person confirms and changes these numbers."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.words import _


@dataclass(frozen=True)
class HelpLine:
    """A help line: what it is for, how it is said and how it is dialled."""

    name: str
    how: str
    dial: str


def care() -> str:
    """What stands before the lines."""
    return _("If this is hard to read, someone is there.")


def help_lines() -> tuple[HelpLine, ...]:
    """The lines that stand on every page, in the reader's language."""
    return (
        HelpLine(_("988 Suicide & Crisis Lifeline"), _("call or text 988"), "988"),
        HelpLine(_("Massachusetts Behavioral Health Help Line"), "833-773-2445", "+18337732445"),
        HelpLine(_("SafeLink domestic violence hotline"), "877-785-2020", "+18777852020"),
    )
