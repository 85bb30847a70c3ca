"""One legislative district: its member, what is known of it, and what to take along."""

import streamlit as st

from dashboard.districts import input as district_input
from dashboard.districts import names as district_names
from dashboard.districts import sections as district_sections
from dashboard.districts.report import district_report
from dashboard.reuse import bar as reuse
from dashboard.store import atlas
from dashboard.words import _

found = district_input.read(atlas())
st.title(
    district_names.full(found.place) if found.place else _("A legislator's district"), anchor=False
)
district_input.choose(atlas(), found.place)
for note in found.notes:
    st.info(note)

if found.place is None:
    district_input.show(found)
else:
    report = district_report(atlas(), found.place.level, found.place.code)
    st.set_page_config(page_title=district_sections.browser_title(report))
    district_sections.opening(report)
    district_sections.member(report)
    district_sections.compared(atlas(), report)
    district_sections.where_it_is(atlas(), report)
    district_sections.trend(atlas(), report)
    district_sections.money(report, atlas())
    district_sections.facts(atlas(), report, reuse.site(st.context.url))
    district_sections.take_away(atlas(), report)
