"""Every measure and source, where they are silent, and the tables to take away."""

import streamlit as st

from dashboard import markup
from dashboard.data import api_sections
from dashboard.data import sections as data_sections
from dashboard.store import atlas
from dashboard.words import _

st.title(_("Data"))
markup.lead(_("Every number here has a source, its years, and a state that says how sure we are."))
data_sections.download(atlas())
api_sections.own_program(atlas())
data_sections.measures(atlas())
data_sections.statuses(atlas())
data_sections.coverage(atlas())
data_sections.town_coverage(atlas())
data_sections.limits(atlas())
data_sections.sources(atlas())
