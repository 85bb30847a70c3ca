"""The sections of the front page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import controls, markup
from dashboard.atlas import Atlas
from dashboard.home.facts import facts
from dashboard.home.figure import leading_drawing, leading_figure
from dashboard.renderings import page
from dashboard.sentences import caveats
from dashboard.theme import palette
from dashboard.words import _
from dashboard.zips.input import answer, example
from dashboard.zips.sections import zip_links


def mission() -> str:
    """Why the atlas exists, in one sentence."""
    return _("So that every one of us, in every ZIP code, can live free from gun violence.")


def zip_box(atlas: Atlas) -> None:
    """The ZIP box: a good answer opens its page, anything else gets a friendly line."""
    with st.form("zip_form", border=False):
        box, button = st.columns([3, 2], vertical_alignment="bottom", width=460)
        typed = box.text_input(
            _("Your ZIP code or town"),
            placeholder=example(atlas),
            autocomplete="postal-code",
            key="home_zip",
        )
        asked = button.form_submit_button(_("Show my ZIP"), type="primary", width="stretch")
    if not asked:
        return
    found = answer(atlas, typed or "")
    if found.zip_code is None:
        markup.alert(found.line, zip_links(found.choices))
        return
    st.switch_page("pages/zip.py", query_params=controls.kept() | {"zip": found.zip_code.zip})


def leading(atlas: Atlas) -> None:
    """The one figure that says why."""
    figure = leading_figure(atlas)
    if figure is not None:
        page.show(figure, leading_drawing(atlas, page.width(figure), palette()))
        markup.text(caveats.gaps_come_from_policy())


def three_facts(atlas: Atlas) -> None:
    """Three facts, each with its interval and source."""
    found = facts(atlas)
    if not found:
        return
    st.header(_("Massachusetts in three facts"))
    st.html(
        '<ul class="ezc-facts">'
        + "".join(
            f"<li>{markup.escape(fact.text)}<small>{markup.escape(fact.interval)} "
            f"{markup.escape(_('Source: {source}.').format(source=fact.source))}</small></li>"
            for fact in found
        )
        + "</ul>"
    )


def ways_in() -> None:
    """A door for each of the four audiences."""
    st.header(_("Ways in"))
    doors = [
        (
            _("I live here"),
            _(
                "Type your ZIP code above. You get one page: what is known, how sure we "
                "are, and who speaks for you."
            ),
            [(_("Find your ZIP"), "zip")],
        ),
        (
            _("I make laws"),
            _(
                "See your district, its member, and a brief to print. The numbers are not a "
                "member's record."
            ),
            [(_("Find your district"), "district")],
        ),
        (
            _("I write news"),
            _(
                "Each number has its source, its years and its interval. Take the tables "
                "and check us."
            ),
            [(_("Get the data"), "data")],
        ),
        (
            _("I teach"),
            _(
                "Slides of a place with charts that you can edit, and a story for a class: from "
                "numbers to roots."
            ),
            [(_("Make a briefing"), "briefing"), (_("Use the story in class"), "story")],
        ),
    ]
    st.html(f'<div class="ezc-doors">{"".join(_door(*door) for door in doors)}</div>')


def _door(who: str, what: str, ways: Sequence[tuple[str, str]]) -> str:
    links = "".join(f"<p>{markup.link(label, controls.address(page))}</p>" for label, page in ways)
    return (
        f'<div><h3 class="ezc-figure-title">{markup.escape(who)}</h3>'
        f'<p class="ezc-text">{markup.escape(what)}</p>{links}</div>'
    )
