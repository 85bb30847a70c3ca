"""The words that the pages and documents use, each with its meaning."""

from __future__ import annotations

from dashboard.words import _


def terms() -> list[tuple[str, str]]:
    """Words and meanings, in the order in which a reader meets them."""
    return [
        (
            _("People shot"),
            _(
                "People struck by a bullet, killed or injured, whatever happened before. "
                "Counted where it happened."
            ),
        ),
        (
            _("Firearm deaths"),
            _(
                "People who died by firearm: by suicide, by homicide, unintentionally, "
                "or shot by police. Counted where they lived."
            ),
        ),
        (
            _("Rate"),
            _(
                "People shot for each 100,000 residents in a year. It lets small and large "
                "places "
                "stand side by side."
            ),
        ),
        (
            _("95% interval"),
            _("The range of rates that fit the count. Few people make a wide range."),
        ),
        (
            _("Margin of error"),
            _(
                "How far a survey's number may be off. Nine times in ten the true "
                "number lies within it."
            ),
        ),
        (
            _("Median household income"),
            _("The income of the middle household: half have less, half have more."),
        ),
        (
            _("Fifth of residents"),
            _(
                "We line areas up by a measure, such as poverty, and cut the line into five parts "
                "with as many residents each."
            ),
        ),
        (
            _("ICE"),
            _(
                "Index of Concentration at the Extremes: the share of households with high "
                "incomes less the share with low ones, from −1 to +1."
            ),
        ),
        (
            _("ZIP code"),
            _("A set of mail routes, five digits. Some are only post-office boxes."),
        ),
        (
            _("ZCTA"),
            _(
                "The area that the Census Bureau draws for a ZIP code. When we say ZIP, our "
                "map "
                "shows this."
            ),
        ),
        (
            _("None recorded"),
            _(
                "Our source has no one. It can miss people, so this is not a promise "
                "that no one was hurt."
            ),
        ),
        (
            _("Not covered"),
            _("None of our sources speaks of this place and time. A gap, not a zero."),
        ),
        (_("Person-years"), _("Residents times years: 1,000 people over 2 years are 2,000.")),
        (
            _("Group quarters"),
            _("Homes shared by many, such as dormitories, nursing homes and prisons."),
        ),
    ]
