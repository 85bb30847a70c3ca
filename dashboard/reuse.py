"""The bar under a figure: its link, its embed snippet, its files, its citation, its limits.

Everything follows from the figure's ``address``; a figure without one has no bar. Files are plain
links to :mod:`dashboard.figure_routes`, not parts of a session. What stands in the bar is made
when a reader opens it.
"""

from __future__ import annotations

import html
import os
from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from dashboard import citation, drawings, markup, store
from dashboard.figures import Figure
from dashboard.words import _

SITE = "EZC_SITE"
"""Names the address that readers know the site by, where the server itself cannot tell."""
CSS = """
[class*="st-key-reuse_"] [data-testid="stExpander"] summary { color: var(--ezc-muted); }
[class*="st-key-reuse_"] .ezc-text, [class*="st-key-reuse_"] .ezc-quiet { margin: 0; }
[class*="st-key-reuse_"] .stHtml b { font-weight: 650; }
[class*="st-key-reuse_"] .stHtml a { display: inline-block; padding: .25rem 0; }
[class*="st-key-reuse_"] [data-testid="stCode"] { max-width: 720px; }
"""
_LINE = 22
_ON_A_LINE = 78
_AROUND = 150
"""Pixels of a line of an embedded figure, letters on it, pixels of what stands around."""


def site(seen: str | None) -> str:
    """The site's address before its paths, from the setting or from an address on it."""
    if named := os.environ.get(SITE, "").strip().rstrip("/"):
        return named
    parts = urlsplit(seen or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _page_and_query(figure: Figure) -> tuple[str, str]:
    parts = urlsplit(figure.address)
    return parts.path.strip("/") or "home", parts.query


def file_address(figure: Figure, form: str) -> str:
    """The path at which the figure is served as a file."""
    page, query = _page_and_query(figure)
    return f"/figures/{page}/{figure.key}.{form}" + (f"?{query}" if query else "")


def embed_address(figure: Figure) -> str:
    """Path and query that open the figure alone, for a frame in another page."""
    start = "&" if "?" in figure.address else "?"
    return f"{figure.address}{start}embed=true&figure={figure.key}"


def snippet(figure: Figure, site: str) -> str:
    """HTML that puts the figure into another page, as wide as it has room for."""
    source = html.escape(site + embed_address(figure), quote=True)
    title = html.escape(figure.title, quote=True)
    return (
        f'<iframe src="{source}" title="{title}" width="100%" height="{height(figure)}" '
        f'loading="lazy" style="border:0"></iframe>'
    )


def height(figure: Figure) -> int:
    """Pixels that an embedded figure takes in a column of text, in steps of 20."""
    words = sum(
        -(-len(text) // _ON_A_LINE) * _LINE
        for text in (figure.title, figure.subtitle, figure.caption)
    )
    return -(-(_AROUND + words + _drawn(figure.drawing)) // 20) * 20


def _drawn(drawing: drawings.Drawing) -> int:
    match drawing:
        case drawings.Dots():
            return 60 + 52 * len(drawing.rows)
        case drawings.YearBars():
            return 60 + 44 * len(drawing.years)
        case drawings.Choropleth():
            return 640
        case _:
            return 500


def bar(figure: Figure, *, pictures: bool = True) -> None:
    """One quiet line under the figure that opens into everything a reader may take away."""
    if figure.address:
        bar_of(figure.key, lambda: figure, pictures=pictures)


@st.fragment
def bar_of(key: str, make: Callable[[], Figure], *, pictures: bool = True) -> None:
    """The bar of a figure that is made only when the bar is opened."""
    line = st.expander(_("Share and reuse"), type="compact", key=f"reuse_{key}", on_change="rerun")
    if line.open:
        with line:
            _content(make(), pictures)


def _content(figure: Figure, pictures: bool) -> None:
    atlas, here = store.atlas(), site(st.context.url)
    address = here + figure.address
    _said(_("Link to exactly this view"))
    st.code(address, language=None, wrap_lines=True)
    if pictures:
        _said(_("To show it in your own page"), _("It works from 320 pixels of width."))
        st.code(snippet(figure, here), language=None, wrap_lines=True)
    _said(_("To cite"))
    cited = citation.citation(atlas, figure, address)
    st.code(citation.text(cited), language=None, wrap_lines=True)
    st.html(_files(figure, pictures))
    markup.definitions(
        [
            (_("How to read this"), figure.how_to_read if pictures else ""),
            (_("Known limits"), figure.limits),
        ]
    )


def _said(what: str, more: str = "") -> None:
    st.html(f'<p class="ezc-text"><b>{markup.escape(what)}</b> {markup.escape(more)}</p>')


def _files(figure: Figure, pictures: bool) -> str:
    """Rows of links to files, each under its name."""
    rows: list[tuple[str, list[tuple[str, str]]]] = [
        (
            _("Numbers"),
            [
                (_("What I see (CSV)"), file_address(figure, "csv")),
                (_("With its description (ZIP)"), file_address(figure, "zip")),
                (_("Everything, on the Data page"), "/data"),
            ],
        ),
        (
            _("Citation"),
            [
                (_("BibTeX"), file_address(figure, "bib")),
                (_("CSL-JSON"), file_address(figure, "csl")),
            ],
        ),
    ]
    if pictures:
        forms = [
            (_("PNG, double size"), "png"),
            (_("SVG"), "svg"),
            (_("PDF"), "pdf"),
        ]
        rows.insert(
            0, (_("Picture"), [(label, file_address(figure, form)) for label, form in forms])
        )
    return (
        '<dl class="ezc">'
        + "".join(
            f"<dt>{markup.escape(name)}</dt><dd>"
            + " · ".join(markup.link(label, address) for label, address in links)
            + "</dd>"
            for name, links in rows
        )
        + "</dl>"
    )
