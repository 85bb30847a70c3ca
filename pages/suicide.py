"""Suicide with a firearm: help and safe storage first, then nation, state and county."""

import streamlit as st

from dashboard.store import atlas
from dashboard.suicide import sections
from dashboard.suicide import view as suicide

st.title(sections.title(), anchor=False)
sections.help_first()
sections.what_helps()
view = suicide.read(atlas())
sections.known(atlas(), view)
sections.counties(atlas(), view)
sections.who(atlas())
sections.how_we_know()
