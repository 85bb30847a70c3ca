"""Answers to what a person types into the box for a ZIP code."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.records import ZipCode
from dashboard.words import _


def zip_wanted(such_as: str) -> str:
    """The box is empty; ``such_as`` is a ZIP code of the state."""
    return _("Type a five-digit ZIP code, such as {zip}, or the name of a town.").format(
        zip=such_as
    )


def zip_not_understood(such_as: str) -> str:
    """Letters, signs, anything else."""
    return _("That is not a ZIP code or a town we know. Type five digits, such as {zip}.").format(
        zip=such_as
    )


def zip_wrong_length(digits: int, such_as: str) -> str:
    """Digits, but not five."""
    return _("A ZIP code has five digits, and this has {n}. Type five, such as {zip}.").format(
        n=digits, zip=such_as
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
