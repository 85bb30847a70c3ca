"""The front page: why, a ZIP box, one figure, three facts, four ways in."""

import streamlit as st

from dashboard import markup
from dashboard.home import sections as home_sections
from dashboard.store import atlas
from dashboard.words import _

st.title(_("Every Zip Code"))
markup.lead(home_sections.mission())
home_sections.zip_box(atlas())
home_sections.leading(atlas())
home_sections.three_facts(atlas())
home_sections.ways_in()
