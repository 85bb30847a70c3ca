"""Suicide with a firearm: help and safe storage first, then nation, state and county."""

import streamlit as st

from dashboard import suicide
from dashboard import suicide_sections as sections
from dashboard.store import atlas

st.title(sections.title(), anchor=False)
sections.help_first()
sections.what_helps()
view = suicide.read(atlas())
sections.known(atlas(), view)
sections.counties(atlas(), view)
sections.who(atlas())
sections.how_we_know()
