"""Lines that stand by themselves beside figures: what the numbers are not."""

from __future__ import annotations

from dashboard.words import _


def where_not_who() -> str:
    """A count of places is not a count of residents."""
    return _("The count is of where people were shot, not where they lived.")


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
