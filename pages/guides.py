"""Documents to take away: a letter for a town, a sheet for a ZIP code, a glossary, a guide."""

import streamlit as st

from dashboard import guides_sections, markup
from dashboard.store import atlas
from dashboard.words import _
from dashboard.zips.input import example

st.title(_("Guides"))
markup.lead(_("Documents to take with you: on paper, in large print, or as plain text."))
st.header(_("For your town or ZIP code"))
typed = st.text_input(
    _("Town or ZIP code"),
    key="place",
    bind="query-params",
    placeholder=example(atlas()),
    width=320,
)
guides_sections.place(atlas(), typed or "")
guides_sections.documents()
guides_sections.districts()
