"""The bar under a figure: its link, its embed snippet, its files, its citation, its limits.

Everything follows from the figure's ``address``; a figure without one has no bar. Files are plain
links to :mod:`dashboard.reuse.routes`, not parts of a session. What stands in the bar is made
when a reader opens it.
"""

from __future__ import annotations

import html
import math
import os
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import streamlit as st

from dashboard import drawings, markup, store
from dashboard.figures import Figure
from dashboard.renderings import svg_map
from dashboard.renderings.plotly import drawn
from dashboard.reuse import citation, limits
from dashboard.theme import LIGHT
from dashboard.words import _

SITE = "EZC_SITE"
"""Names the address that readers know the site by, where the server itself cannot tell."""
CSS = """
[class*="st-key-reuse_"] summary, [class*="st-key-reuse_"] summary * {
  color: var(--ezc-muted) !important; opacity: 1 !important; }
[class*="st-key-reuse_"] [data-testid="stCode"] > div {
  opacity: 1 !important; visibility: visible !important; }
@media (max-width: 640px) { [class*="st-key-reuse_"] summary { min-height: 44px; } }
[class*="st-key-reuse_"] .ezc-text { font-size: .94rem; margin-bottom: -.5rem; }
[class*="st-key-reuse_"] .ezc-text b { font-weight: 650; }
[class*="st-key-reuse_"] [data-testid="stCode"] { max-width: 720px; }
[class*="st-key-reuse_"] pre { padding: .6rem 3rem .6rem .75rem; }
[class*="st-key-reuse_"] code { font-size: 14px; }
[class*="st-key-reuse_"] dd a { display: inline-block; padding: .15rem 0; }
[class*="st-key-reuse_"] dl.ezc { max-width: 720px; }
@media print { [class*="st-key-reuse_"] { display: none; } }
"""
FRAME = 640
"""Pixels across a column of text, for which the height of a frame is reckoned."""
_AROUND = 300
"""Pixels around an embedded figure: margins, the link to the atlas, help lines."""


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
    """Pixels that an embedded figure takes in a column of text, in steps of 20; about so."""
    words = sum(
        math.ceil(len(text) / letters) * line
        for text, letters, line in (
            (figure.title, 60, 26),
            (figure.subtitle, 82, 22),
            (figure.caption, 82, 22),
        )
    )
    if isinstance(figure.drawing, drawings.Choropleth):
        tall = svg_map.inside(figure.drawing, LIGHT, FRAME)[1]
    else:
        tall = int(drawn(figure.drawing, LIGHT).layout.height)
    return math.ceil((_AROUND + words + tall) / 20) * 20


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


def is_open(key: str) -> bool:
    """Whether the bar of a figure is unfolded in this session."""
    return bool(st.session_state.get(f"reuse_{key}"))


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
    rows = [(name, _links(links)) for name, links in _files(figure, pictures)]
    if pictures:
        rows.append((_("How to read this"), markup.escape(figure.how_to_read)))
    if said := limits.of(atlas, figure):
        rows.append((_("Known limits"), markup.escape(said)))
    terms = "".join(f"<dt>{markup.escape(name)}</dt><dd>{what}</dd>" for name, what in rows)
    st.html(f'<dl class="ezc">{terms}</dl>')


def _said(what: str, more: str = "") -> None:
    st.html(f'<p class="ezc-text"><b>{markup.escape(what)}</b> {markup.escape(more)}</p>')


def _links(links: Sequence[tuple[str, str]]) -> str:
    return " · ".join(markup.link(label, address) for label, address in links)


def _files(figure: Figure, pictures: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Links to files, each row under its name."""

    def to(form: str) -> str:
        return file_address(figure, form)

    picture = [(_("PNG, double size"), to("png")), (_("SVG"), to("svg")), (_("PDF"), to("pdf"))]
    slide = [(_("As a slide (PPTX)"), to("pptx")), (_("A whole briefing"), "/briefing")]
    numbers = [
        (_("What I see (CSV)"), to("csv")),
        (_("As a workbook (XLSX)"), to("xlsx")),
        (_("With its description (ZIP)"), to("zip")),
        (_("Everything, on the Data page"), "/data"),
    ]
    cite = [(_("BibTeX"), to("bib")), (_("CSL-JSON"), to("csl"))]
    return [
        *([(_("Picture"), picture)] if pictures else []),
        *([(_("To teach with"), slide)] if pictures else []),
        (_("Numbers"), numbers),
        (_("Citation as a file"), cite),
    ]
