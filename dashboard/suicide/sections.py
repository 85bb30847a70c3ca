"""The sections of the Suicide page: help and safe storage first, then what is known."""

from __future__ import annotations

import streamlit as st

from dashboard import formats, markup
from dashboard.atlas import Atlas
from dashboard.help_lines import help_lines
from dashboard.renderings import page
from dashboard.suicide import figures as drawn
from dashboard.suicide.view import View, choices
from dashboard.trends import words as say
from dashboard.words import _


def title() -> str:
    """The title of the page."""
    return _("Suicide and firearms")


def help_first() -> None:
    """Where help is, before anything else."""
    markup.lead(
        _(
            "If you are thinking of ending your life, or are worried about someone, help is there "
            "now, day and night."
        )
    )
    st.html(
        '<ul class="ezc-list">'
        + "".join(
            f"<li><b>{markup.escape(line.name)}</b>"
            f'<div class="contact">{markup.link(line.how, f"tel:{line.dial}")}</div></li>'
            for line in help_lines()
        )
        + "</ul>"
    )


def what_helps() -> None:
    """What anyone can do: ask, make time and distance, store safely."""
    st.header(_("What helps"), anchor=False)
    markup.definitions(
        [
            (
                _("Ask directly"),
                _(
                    "Ask: are you thinking of suicide? To ask does not put the thought into "
                    "someone's mind. It shows that they can talk with you. Listen, stay with them, "
                    "and call or text a help line together."
                ),
            ),
            (
                _("Make time and distance"),
                _(
                    "A crisis often passes. Time, and distance from a firearm, can save a life. "
                    "Until it has passed, ask someone whom you trust, or your local police, how a "
                    "firearm can be kept away from home. The law says who may hold one, so ask "
                    "before you move it."
                ),
            ),
            (
                _("Store safely"),
                _(
                    "Keep every firearm locked and unloaded, and its ammunition locked in another "
                    "place, so that no one in a crisis, and no child, can reach it."
                ),
            ),
            (
                _("Stay in touch"),
                _("Call, write, visit. Being there in the days and weeks after matters too."),
            ),
        ]
    )


def known(atlas: Atlas, view: View) -> None:
    """What is known: the share of deaths, then the state beside the nation."""
    for note in view.notes:
        st.info(note)
    st.header(_("What is known"), anchor=False)
    both = drawn.share(atlas)
    if both is not None:
        died, every = both
        markup.text(
            _(
                "{most} In {year}, {died} of the {all} people in Massachusetts who died by firearm "
                "died by suicide ({share})."
            ).format(
                most=_("Most firearm deaths in Massachusetts are suicides.")
                if 2 * (died.numerator or 0) > (every.numerator or 0)
                else "",
                year=died.period,
                died=formats.number(died.numerator),
                all=formats.number(every.numerator),
                share=formats.share((died.numerator or 0) / (every.numerator or 1)),
            )
        )
    markup.text(
        _(
            "No suicide has one single cause. These are numbers of people who died with a firearm; "
            "people who died by suicide in other ways are not in them."
        )
    )
    figure = drawn.against_the_nation(atlas)
    if figure is not None:
        page.show(figure)
    if both is None and figure is None:
        markup.text(_("This edition of the atlas has no numbers of this kind."))


def counties(atlas: Atlas, view: View) -> None:
    """The counties in one year; nothing below the county."""
    figure = drawn.counties(atlas, view.year)
    if figure is None:
        return
    st.header(_("By county"), anchor=False)
    markup.text(
        _(
            "A county is the smallest place that we show. In a town or a ZIP code a number would "
            "be a handful of people, and someone would know who they were."
        )
    )
    choices(view)
    page.show(figure)
    markup.quiet(figure.limits)


def who(atlas: Atlas) -> None:
    """Sex and age."""
    made = [figure for figure in (drawn.by_sex(atlas), drawn.by_age(atlas)) if figure is not None]
    if not made:
        return
    st.header(_("Who has died"), anchor=False)
    markup.text(
        _("People of every age and sex have died by suicide. Behind each number is a family.")
    )
    for figure in made:
        page.show(figure)


def how_we_know() -> None:
    """Who counted, what is hidden, and where everything can be had."""
    st.header(_("How do we know?"), anchor=False)
    markup.text(
        _(
            "The numbers come from death certificates, gathered by the CDC. Intent is what the "
            "certificate says; where it could not be determined, a death is not counted here."
        )
    )
    markup.quiet(say.hidden_counts())
    markup.links([(_("Trends of firearm deaths"), "/trends"), (_("Data and definitions"), "/data")])
