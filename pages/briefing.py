"""Slides for a talk: a place, topics, a file to edit, and a presentation on the screen."""

import streamlit as st

from dashboard.store import atlas
from dashboard.talks import briefing, briefing_sections, briefing_topics, deck_screen
from dashboard.words import _

view = briefing.read(atlas())
talk = briefing_topics.talk(atlas(), view)
if deck_screen.presenting():
    deck_screen.present(talk)
else:
    st.title(_("Briefing"), anchor=False)
    briefing_sections.opening()
    briefing_sections.choose(atlas(), view)
    briefing_sections.take(talk)
    briefing_sections.preview(talk)
    briefing_sections.story()
