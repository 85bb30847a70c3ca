"""What a resident takes along from a ZIP code's page: words to share, a sheet, a way on."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from dashboard import markup
from dashboard.atlas import Atlas
from dashboard.help_lines import care, help_lines
from dashboard.sentences import caveats, zip_answers
from dashboard.shell import NAME
from dashboard.words import _
from dashboard.zips import sections as zip_sections
from dashboard.zips.input import named
from dashboard.zips.near import neighbours
from dashboard.zips.report import ZipReport


def help_beside() -> None:
    """Where help is, small, beside the number and not only at the foot."""
    lines = [
        markup.link(f"{line.name}: {line.how}", f"tel:{line.dial}") for line in help_lines()[:1]
    ]
    st.html(f'<p class="ezc-quiet">{markup.escape(care())} {" ".join(lines)}</p>')


def share_words(report: ZipReport, site: str) -> str:
    """A few sentences to send to a neighbour: what is known, what it is not, where to look."""
    return " ".join(
        part
        for part in (
            zip_sections.first_sentence(report),
            caveats.where_not_who(),
            _("See your own ZIP code: {address}").format(
                address=f"{site}/zip?zip={report.zip_code.zip}"
            ),
        )
        if part
    )


def take_along(report: ZipReport, site: str) -> None:
    """A sheet to print, words to share, a letter where no one publishes the numbers."""
    zip = report.zip_code.zip
    st.header(_("Take it with you"))
    markup.links(
        [
            (_("Print this page (PDF)"), f"/documents/zip/{zip}.pdf"),
            (_("In large print"), f"/documents/zip/{zip}-large.pdf"),
            (_("As plain text"), f"/documents/zip/{zip}.txt"),
            (_("Compare with another place"), f"/compare?places={zip}"),
            (_("Ask for newer numbers: a letter"), f"/guides?place={zip}"),
        ]
    )
    markup.text(_("Words to share:"))
    words = share_words(report, site)
    st.code(words, language=None, wrap_lines=True, width=720)
    markup.links(
        [
            (_("Send as a text message"), f"sms:?&body={quote(words)}"),
            (_("Send by e-mail"), f"mailto:?subject={quote(NAME)}&body={quote(words)}"),
        ]
    )


def nearby(atlas: Atlas, report: ZipReport) -> None:
    """The ZIP areas around, and the other ZIP codes that this area answers."""
    around = neighbours(atlas, report.place.code)
    if around:
        markup.text(_("ZIP codes next to it:"))
        markup.links(zip_sections.zip_links(around))
    others = tuple(
        z.zip
        for z in atlas.every_zip_code()
        if z.zcta == report.place.code and z.zip != report.zip_code.zip
    )
    if others:
        markup.quiet(
            _("This area also answers for {zips}: post-office boxes and large buildings.").format(
                zips=", ".join(others[:12])
            )
        )


def towns(atlas: Atlas) -> None:
    """For who does not know the number: a town by its name, and its ZIP codes."""
    names = [place.name for place in atlas.places_at("town")]
    chosen = st.selectbox(
        _("Find my ZIP by town"),
        sorted(names),
        index=None,
        key="zip_town",
        placeholder=_("Choose or type a town"),
        width=320,
    )
    if chosen:
        _name, zips = named(atlas, chosen)
        if zips:
            markup.text(zip_answers.zip_of_town(chosen, len(zips) > 1))
            markup.links(zip_sections.zip_links(zips))
