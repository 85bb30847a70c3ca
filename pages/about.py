"""Who made this and why, what is kept about a reader, and what the words mean."""

import streamlit as st

from dashboard import about_sections
from dashboard.store import atlas
from dashboard.words import _

st.title(_("About and privacy"))
about_sections.who()
about_sections.privacy()
about_sections.error()
about_sections.accessibility()
about_sections.limits()
about_sections.glossary()
about_sections.licence(atlas())
