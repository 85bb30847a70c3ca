"""A guided story for a class, from the state's numbers to what stands behind them."""

import streamlit as st

from dashboard.store import atlas
from dashboard.talks import deck_screen, story, story_sections, story_words

talk = story.talk(atlas())
if deck_screen.presenting():
    deck_screen.present(talk, keep_step=True)
else:
    st.title(story_words.title(), anchor=False)
    story_sections.opening(talk)
    story_sections.step(talk)
    story_sections.steps(talk)
