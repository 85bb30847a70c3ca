"""The sections of the about page."""

from __future__ import annotations

import streamlit as st

from dashboard import accessibility as statement
from dashboard import formats, markup
from dashboard.atlas import Atlas
from dashboard.glossary import terms as glossary_terms
from dashboard.sentences import caveats
from dashboard.words import _


def who() -> None:
    """Who made this, and why."""
    st.header(_("Who made this, and why"))
    markup.text(
        _(
            "Every Zip Code is an open atlas for the mission of the Massachusetts Coalition to "
            "Prevent Gun Violence: that every one of us, in every ZIP code, lives free from the "
            "threat of gun violence."
        )
    )
    markup.text(
        _(
            "The people behind each number are someone's family. We ask of every page: if my "
            "mother were one of these numbers, would this page respect her?"
        )
    )
    markup.text(caveats.gaps_come_from_policy())


def privacy() -> None:
    """What is kept about a reader: nothing."""
    st.header(_("What we keep about you: nothing"))
    markup.text(
        _(
            "This site sets no cookies of its own. Where several servers share the work, one "
            "cookie holds the number of the server you are on. It names a server, not you, and "
            "goes when you close the browser. Your browser also notes, page by page, if you see "
            "it light or dark, and sends that to no one."
        )
    )
    markup.text(
        _(
            "We do not count visitors, and take no maps or fonts from other companies. The ZIP "
            "code you type is not written down. It stands in the address of your page, so that "
            "you can keep or send it."
        )
    )
    markup.text(
        _(
            "About people who were shot, nothing below the ZIP code leaves our computers: no "
            "place, no date, no name, no age. Counts of 1 to 4 are not shown, and what the CDC "
            "hides stays hidden."
        )
    )
    markup.links(
        [(_("What could go wrong, and what holds it (in English)"), "/documents/threat-model.md")]
    )


def error() -> None:
    """How to report an error."""
    st.header(_("Tell us what is wrong"))
    markup.text(
        _(
            "If a number looks wrong, a word hurts, or a page does not work for you, please say "
            "so. Name the page and the number; send no details about a person."
        )
    )
    markup.text(
        _(
            "Write to the Massachusetts Coalition to Prevent Gun Violence, or open an issue in "
            "this project's repository. What we mend stands in the next edition, which has a new "
            "number on the Data page."
        )
    )


def accessibility() -> None:
    """What the site does so that everyone can use it, what was tested and what does not work."""
    st.header(_("For every reader"))
    markup.text(
        _(
            "Each chart and map has its words and its table. Color never carries meaning alone. "
            "The pages are made for a keyboard, a screen reader, a phone, large type and dark "
            "mode, and they print. Where they do not serve you, that is an error: tell us."
        )
    )
    markup.text(
        _(
            "We aim at WCAG 2.2, level AA. On {day} axe, a program that looks for barriers, "
            "found none on any page, and every page was looked at and passed our own tests:"
        ).format(day=formats.day(statement.TESTED))
    )
    markup.bullets(statement.ways().values())
    markup.text(_("Known not to work, or not tested:"))
    markup.bullets(statement.limits())
    markup.text(
        _(
            "If something keeps you out, write to the Massachusetts Coalition to Prevent Gun "
            "Violence, or open an issue in this project's repository. Say which page it is."
        )
    )


def glossary() -> None:
    """Words that the pages use."""
    st.header(_("Glossary"))
    markup.definitions(glossary_terms())


def limits() -> None:
    """What a reader should not take from this atlas."""
    st.header(_("What this atlas cannot say"))
    for words in (
        caveats.areas_not_people(),
        _(
            "It cannot say why something happened, or what will happen. A link between two maps "
            "is not "
            "a cause."
        ),
        _(
            "It does not rank places. More people shot in a place says what was done to it and "
            "what it "
            "lacks, not who lives there."
        ),
        caveats.where_not_who(),
        caveats.districts_are_newer(),
    ):
        markup.text(words)


def licence(atlas: Atlas) -> None:
    """How to use and cite it."""
    st.header(_("Use it and cite it"))
    markup.text(
        _(
            "The code is free (MIT). The tables are free to use with credit, within "
            "the terms of each source, which the Data page names. Gun Violence Archive data are "
            "shown as totals only, with credit."
        )
    )
    st.code(
        _(
            "Every Zip Code: gun violence and economic disparity in Massachusetts. Edition "
            "{version}."
        ).format(version=atlas.version),
        language=None,
        wrap_lines=True,
    )
