"""Changes in words."""

from __future__ import annotations

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.changes.reading import Change, Edition, Renewed
from dashboard.maps.layers import place_noun
from dashboard.sentences import value_words
from dashboard.words import _, plural


def kind(name: str) -> str:
    """What happened to a number."""
    return {"new": _("New"), "revised": _("Revised"), "withdrawn": _("Withdrawn")}.get(name, name)


def title(edition: Edition) -> str:
    """The day of an edition and its id."""
    return _("{day}: edition {id}").format(day=formats.day(edition.published[:10]), id=edition.id)


def totals(edition: Edition) -> str:
    """How many numbers are new, revised and withdrawn."""
    found = edition.totals
    return _("{new}, {revised}, {withdrawn}.").format(
        new=plural("{n} number is new", "{n} numbers are new", found["new"]),
        revised=plural("{n} was revised", "{n} were revised", found["revised"]),
        withdrawn=plural("{n} was withdrawn", "{n} were withdrawn", found["withdrawn"]),
    )


def accepted(edition: Edition) -> str:
    """The reason that a person gave, where a check had refused the edition at first."""
    if not edition.reason:
        return ""
    return _("A check held this edition back. A person let it pass: {reason}").format(
        reason=edition.reason
    )


def source(renewed: Renewed) -> str:
    """A source with the day of its data, and the day before."""
    name = f"{renewed.publisher}: {renewed.title}"
    if not renewed.data_as_of:
        return name
    if renewed.data_as_of_before and renewed.data_as_of_before != renewed.data_as_of:
        return _("{name}, as of {day} (before: {before})").format(
            name=name,
            day=formats.day(renewed.data_as_of),
            before=formats.day(renewed.data_as_of_before),
        )
    return _("{name}, as of {day}").format(name=name, day=formats.day(renewed.data_as_of))


def level(name: str) -> str:
    """A kind of place, in the plural."""
    known = {
        "state": _("the state"),
        "nation": _("the nation"),
        "us_state": _("states"),
        "police_district": _("police districts"),
    }
    return known.get(name) or place_noun(name.removesuffix("_unplaced"))


def place(change: Change) -> str:
    """The place, and the group of people where there is one."""
    return f"{change.name}, {change.group}" if change.group else change.name


def before(atlas: Atlas, change: Change) -> str:
    """The number as it stood."""
    return _said(atlas, change.indicator, change.status_old, change.count_old, change.value_old)


def after(atlas: Atlas, change: Change) -> str:
    """The number as it stands."""
    return _said(atlas, change.indicator, change.status_new, change.count_new, change.value_new)


def _said(
    atlas: Atlas, id: str, status: str | None, count: float | None, value: float | None
) -> str:
    if status is None:
        return formats.NOTHING
    if count is not None:
        return formats.number(count)
    indicator = atlas.indicator(id)
    if value is not None and indicator is not None:
        return formats.measure(value, indicator.unit, indicator.digits)
    return value_words.status_name(status).lower()
