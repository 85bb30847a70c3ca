"""How people shot follow economic measures: fifths, areas, summary measures, checks, studies."""

import streamlit as st

from dashboard.disparity import sections
from dashboard.disparity import view as disparity
from dashboard.store import atlas

st.title(sections.question(), anchor=False)
view = disparity.read(atlas())
if view is None:
    sections.nothing()
else:
    disparity.choices(atlas(), view)
    sections.opening(atlas(), view)
    sections.fifths(atlas(), view)
    sections.best_off(atlas(), view)
    sections.areas(atlas(), view)
    sections.spread(atlas(), view)
    sections.both_on_a_map(atlas(), view)
    sections.summary(atlas(), view)
    sections.checks(atlas(), view)
    sections.studies(atlas())
    sections.how_we_know(atlas(), view)
