"""The section of the data page for other programs: lines to copy, and what there is."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit import config

from dashboard import markup
from dashboard.api.endpoints import DESCRIPTION, ROOT, endpoints
from dashboard.atlas import Atlas
from dashboard.words import _, plural

HERE = "http://localhost:8501"
"""Where the site is when it does not know its own address."""
_CURL = """\
curl "{zip}"
curl "{csv}" -o people_shot.csv"""
_PYTHON = """\
import pandas as pd

url = "{csv}"
table = pd.read_csv(url, dtype={{"code": str}})
print(table[["code", "numerator", "value", "lower", "upper", "status"]])"""
_R = """\
url <- "{csv}"
table <- read.csv(url, colClasses = c(code = "character"))
print(table[c("code", "numerator", "value", "lower", "upper", "status")])"""


def address(page: str | None) -> str:
    """Where the site is, from the address of one of its pages; without a slash at the end."""
    parts = urlsplit(page or "")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return HERE
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"{parts.scheme}://{parts.netloc}" + (f"/{base}" if base else "")


def lines(atlas: Atlas, site: str) -> dict[str, str]:
    """Lines to copy, by language."""
    indicator, level = "people_shot", "zcta"
    periods = atlas.periods(indicator, level)
    chosen = {"indicator": indicator, "level": level, "period": periods[0], "format": "csv"}
    zip = next(iter(atlas.every_zip_code())).zip
    addresses = {
        "zip": f"{site}{ROOT}/zip/{zip}",
        "csv": f"{site}{ROOT}/observations?{urlencode(chosen)}",
    }
    return {
        "bash": _CURL.format(**addresses),
        "python": _PYTHON.format(**addresses),
        "r": _R.format(**addresses),
    }


def own_program(atlas: Atlas) -> None:
    """How another program reads the numbers."""
    st.header(_("Use the numbers in your own program"))
    markup.text(
        _(
            "Every table can be read over the web, as JSON or CSV, and as GeoJSON where its rows "
            "are places. No key is needed. The numbers are those of the pages. Codes are text: "
            "keep their zeros."
        )
    )
    code = lines(atlas, address(st.context.url))
    names = {"bash": "curl", "python": "Python", "r": "R"}
    for language, tab in zip(code, st.tabs([names[each] for each in code]), strict=True):
        with tab:  # without colours, which are too pale to read
            st.code(code[language], language=None, wrap_lines=True, width=860)
    _rules()
    made = endpoints(atlas)
    with st.expander(plural("{n} address", "{n} addresses", len(made))):
        markup.table(
            (_("Address"), _("What it gives"), _("Formats")),
            [
                (f"{ROOT}{path}", endpoint.about, ", ".join(endpoint.formats))
                for path, endpoint in made.items()
            ],
            caption=_("Addresses that answer"),
            stack=True,
            wrap=True,
        )
    markup.links([(_("Description for programs (OpenAPI)"), f"{ROOT}{DESCRIPTION}")])


def _rules() -> None:
    rules = (
        _(
            "Filter by the columns of a table: ?level=town&code=2502507000. Put commas between "
            "several values."
        ),
        _(
            "Choose the form with ?format=csv, json or geojson, or with the Accept header. A CSV "
            "comes whole; JSON comes in pages of 100 rows, and “next” is the address of the "
            "next page."
        ),
        _(
            "“status” says what may be said of a value. A value that is empty is never a zero, "
            "and small counts are not here."
        ),
        _("An error says what is wrong and what would be right."),
        _("Please ask for a page once and keep it: its ETag tells whether it has changed."),
    )
    items = "".join(f"<li>{markup.escape(rule)}</li>" for rule in rules)
    st.html(f'<ul class="ezc-list">{items}</ul>')
