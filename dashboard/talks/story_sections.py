"""The page of the story: one step at a time, with its figure and its question."""

from __future__ import annotations

import streamlit as st

from dashboard import markup
from dashboard.renderings import page
from dashboard.talks import deck_screen, story_words
from dashboard.talks.deck import Deck
from dashboard.words import _


def opening(deck: Deck) -> None:
    """What the story is, and the ways to take it along."""
    markup.lead(story_words.about())
    with st.container(key="story_take", horizontal=True, vertical_alignment="center"):
        number = deck_screen.step_of(deck)
        st.button(
            _("Present here"), key="story_present", on_click=deck_screen.start, args=(number,)
        )
        markup.links([(_("Download the slides (PPTX)"), deck.file)])


def step(deck: Deck) -> None:
    """The step that the URL asks for."""
    notes: list[str] = []
    number = deck_screen.step_of(deck, notes)
    for note in notes:
        st.info(note)
    chosen = deck.steps[number - 1]
    st.header(chosen.title, anchor=False)
    markup.lead(chosen.message)
    deck_screen.bullets(chosen.points)
    if chosen.figure is not None:
        page.show(chosen.figure)
    deck_screen.ask(chosen.question)
    _on(deck, number)
    with st.expander(_("For the teacher: what to say")):
        markup.text(chosen.say)


def _on(deck: Deck, number: int) -> None:
    """Back, where one is, and on to the next step by its name."""
    last = len(deck.steps)
    with st.container(key="story_on", horizontal=True, vertical_alignment="center"):
        if number > 1:
            st.button(_("Back"), key="story_back", on_click=deck_screen.go, args=(number - 1,))
        if number < last:
            st.button(
                _("Next: {title}").format(title=deck.steps[number].title),
                key="story_next",
                type="primary",
                on_click=deck_screen.go,
                args=(number + 1,),
            )
    markup.quiet(_("Step {n} of {all}").format(n=number, all=last))


def steps(deck: Deck) -> None:
    """Every step by its name, to jump to."""
    st.header(_("All steps"), anchor=False)
    rows = "".join(
        f"<li>{markup.link(found.title, f'/story?step={number}')}</li>"
        for number, found in enumerate(deck.steps, 1)
    )
    st.html(f'<ol class="ezc-text">{rows}</ol>')
