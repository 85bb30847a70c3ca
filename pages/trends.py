"""How firearm deaths and people shot have changed, for whom, and what stands around them."""

import streamlit as st

from dashboard.store import atlas
from dashboard.trends import context_sections as context
from dashboard.trends import sections
from dashboard.trends import view as trends

st.title(sections.question(), anchor=False)
view = trends.read(atlas())
sections.opening(atlas(), view)
trends.choices(atlas(), view)
sections.chosen(atlas(), view)
context.young_people(atlas())
context.years_lost(atlas())
context.laws(atlas())
context.checks(atlas())
context.licences(atlas())
sections.how_we_know(atlas())
