"""The sections of the Briefing page: what to talk about, what comes of it, and the way to it."""

from __future__ import annotations

import streamlit as st

from dashboard import controls, markup
from dashboard.atlas import Atlas
from dashboard.drawings import Choropleth
from dashboard.talks import briefing, deck_screen
from dashboard.talks.briefing import View
from dashboard.talks.deck import Deck, Step
from dashboard.words import _
from dashboard.zips import input as zip_input

_PLACE = "briefing_place"
_TOPIC = "briefing_topic_{}"


def opening() -> None:
    """What the page is for."""
    markup.lead(
        _(
            "Choose a place and topics. You get slides to download, with charts that you can edit, "
            "notes to read from, sources, and a question for the room on each."
        )
    )


def choose(atlas: Atlas, view: View) -> None:
    """The place and the topics; a choice goes to the URL."""
    _place_box(view, zip_input.example(atlas))
    for note in view.notes:
        st.info(note)
    markup.links([(zip, f"/briefing?place={zip}") for zip in view.zips])
    st.html(f'<p class="ezc-text"><b>{markup.escape(_("Topics"))}</b></p>')
    with st.container(key="briefing_topics", horizontal=True):
        for topic in briefing.TOPICS:
            _topic_box(view, topic)


def _place_box(view: View, such_as: str) -> None:
    wanted = controls.query().get("place", "")
    if st.session_state.get(_PLACE) != wanted:
        st.session_state[_PLACE] = wanted
    st.text_input(
        _("ZIP code, town or district; empty for the whole state"),
        key=_PLACE,
        placeholder=such_as,
        max_chars=briefing.LONGEST,
        on_change=lambda: controls.set_choice("place", st.session_state[_PLACE].strip()),
        width=420,
    )


def _topic_box(view: View, topic: str) -> None:
    key = _TOPIC.format(topic)
    st.session_state[key] = topic in view.topics
    st.checkbox(briefing.topic_name(topic), key=key, on_change=_topics_changed)


def _topics_changed() -> None:
    chosen = [t for t in briefing.TOPICS if st.session_state.get(_TOPIC.format(t))]
    named = " ".join(chosen) or briefing.NONE
    controls.set_choice("topics", named, " ".join(briefing.TOPICS))


def take(deck: Deck) -> None:
    """The slides as a file at an address that stays, and the presentation."""
    with st.container(key="briefing_take", horizontal=True, vertical_alignment="center"):
        st.button(
            _("Present here"), key="briefing_present", type="primary", on_click=deck_screen.start
        )
        markup.links([(_("Download the slides (PPTX)"), deck.file)])
    markup.quiet(
        _(
            "Keys while presenting: arrows, Page Up and Page Down, Home, End, and Escape to leave. "
            "To edit a chart in the slides: right-click it and choose Edit Data."
        )
    )


def preview(deck: Deck) -> None:
    """What is on each slide."""
    st.header(_("The slides"), anchor=False)
    rows = "".join(
        f"<li><b>{markup.escape(step.title)}</b><br>{markup.escape(_kind(step, number))}</li>"
        for number, step in enumerate(deck.steps)
    )
    st.html(f'<ol class="ezc-text ezc-slides">{rows}</ol>')


def _kind(step: Step, number: int) -> str:
    if number == 0:
        return _("Opening: the mission, and how to start with care")
    if step.figure is None:
        return f"{step.message} {_ask(step)}".strip() or _("A list")
    form = (
        _("Map as a picture")
        if isinstance(step.figure.drawing, Choropleth)
        else _("Chart that can be edited")
    )
    return f"{form}. {_ask(step)}".strip()


def _ask(step: Step) -> str:
    return _("To discuss: {words}").format(words=step.question) if step.question else ""


def story() -> None:
    """The way to the guided story."""
    st.header(_("From numbers to roots"), anchor=False)
    markup.text(
        _(
            "A story for a class, ready to use: from the state's numbers to what stands behind "
            "them, and to what a class can do."
        )
    )
    markup.links([(_("Open the story"), "/story"), (_("The words we use"), "/about")])
