"""Two to five places side by side, and Massachusetts among the states."""

import streamlit as st

from dashboard.compare import sections as compare_sections
from dashboard.compare import states as states_view
from dashboard.compare import states_sections
from dashboard.compare import view as compare
from dashboard.store import atlas
from dashboard.words import _

st.title(_("Compare places"), anchor=False)
notes: list[str] = []
states = states_view.read(atlas(), notes)
view = compare.read(atlas(), notes)
compare_sections.opening(view)
compare_sections.choices(atlas(), view)
compare_sections.places(atlas(), view)
compare_sections.people_shot(atlas(), view)
compare_sections.economy(atlas(), view)
compare_sections.years(atlas(), view)
states_sections.show(atlas(), states)
