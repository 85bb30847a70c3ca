"""One ZIP code: what is known of it, how we know, and who speaks for it."""

import streamlit as st

from dashboard import downloads, markup, zip_sections
from dashboard.store import atlas
from dashboard.words import _
from dashboard.zip_input import answer
from dashboard.zip_report import zip_report

typed = st.text_input(
    _("ZIP code"),
    key="zip",
    bind="query-params",
    placeholder="02121",
    autocomplete="postal-code",
    width=240,
)
found = answer(atlas(), typed or "")

if found.zip_code is None or found.place is None:
    st.title(_("Your ZIP"))
    markup.lead(found.line)
    markup.links(zip_sections.zip_links(found.choices))
else:
    report = zip_report(atlas(), found.zip_code, found.place)
    st.set_page_config(page_title=zip_sections.browser_title(report))
    zip_sections.opening(found, report)
    zip_sections.the_number(atlas(), report)
    zip_sections.the_town(atlas(), report)
    zip_sections.where_it_is(atlas(), report)
    zip_sections.economy(atlas(), report)
    zip_sections.representatives(report)
    downloads.zip_download(atlas(), report)
