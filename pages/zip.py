"""One ZIP code: what is known of it, how we know, and who speaks for it."""

import streamlit as st

from dashboard import markup
from dashboard.reuse import bar as reuse
from dashboard.reuse import downloads
from dashboard.store import atlas
from dashboard.words import _
from dashboard.zips import homicide_rate
from dashboard.zips import sections as zip_sections
from dashboard.zips import take as zip_take
from dashboard.zips.input import answer, example
from dashboard.zips.report import zip_report

typed = st.text_input(
    _("ZIP code or town"),
    key="zip",
    bind="query-params",
    placeholder=example(atlas()),
    autocomplete="postal-code",
    width=240,
)
found = answer(atlas(), typed or "")

if found.zip_code is None or found.place is None:
    st.title(_("Your ZIP"))
    markup.lead(found.line)
    markup.links(zip_sections.zip_links(found.choices))
    zip_take.towns(atlas())
else:
    report = zip_report(atlas(), found.zip_code, found.place)
    st.set_page_config(page_title=zip_sections.browser_title(report))
    zip_sections.opening(found, report)
    zip_take.help_beside()
    zip_sections.the_number(atlas(), report)
    zip_sections.the_town(atlas(), report)
    homicide_rate.section(atlas(), report)
    zip_sections.where_it_is(atlas(), report)
    zip_take.nearby(atlas(), report)
    zip_sections.economy(atlas(), report)
    zip_sections.representatives(report)
    zip_take.take_along(report, reuse.site(st.context.url))
    downloads.zip_download(atlas(), report)
