"""A page within another: ``?embed=true`` takes its controls away, ``&figure=KEY`` all but a figure.

The figure is drawn alone, so nothing else of the page is made, sent or hidden: what stands in the
frame is what a screen reader finds there. Choices are those of the address and cannot be changed;
one link leads to the same view in the atlas.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import controls, figures, markup, screen, store
from dashboard.figures import Figure
from dashboard.renderings import page
from dashboard.reuse import bar as reuse
from dashboard.reuse import routes as figure_routes
from dashboard.words import _

HOME = "home"
CSS = """
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] {
  display: none !important; }
[data-testid="stMainBlockContainer"] { padding: .75rem .5rem .5rem !important; }
h1.ezc-figure-title { font-size: 1.12rem !important; margin-top: 0; }
.ezc-foot { margin-top: .5rem; padding-top: .5rem; }
.ezc-foot a { display: inline-block !important; min-height: 0 !important; padding: .2rem 0; }
"""
LOCKED = """
.stSelectbox, .stMultiSelect, .stTextInput, .stNumberInput, .stSlider, .stRadio, .stCheckbox,
.stForm, .stButton, .stFormSubmitButton, .stButtonGroup, .stDownloadButton,
[class*="st-key-reuse_"] { display: none !important; }
"""
"""What a reader could change, or be led away with."""


def wanted() -> str:
    """Key of the figure that stands alone here, "" for a whole page."""
    return st.query_params.get("figure", "") if st.context.is_embedded else ""


def style() -> str:
    """CSS of a page within another; "" for a page of its own."""
    if not st.context.is_embedded:
        return ""
    return CSS if wanted() else CSS + LOCKED


def show(path: str) -> None:
    """The wanted figure of the page at a path, alone."""
    query = {name: value for name, value in st.query_params.items() if name != "figure"}
    name = path.strip("/") or HOME
    try:
        figure = figure_routes.figure_at(store.atlas(), name, wanted(), query)
    except controls.WrongChoiceError:
        figure = None
    if figure is None:
        st.html(f'<h1 class="ezc-figure-title">{markup.escape(_("Every Zip Code"))}</h1>')
        markup.text(_("The figure that should stand here is not in the atlas, or no longer."))
        _lead_on(figures.address(path.strip("/"), **query), _("Open this page of the atlas"))
        return
    screen.width()
    page.alone(replace(figure, heading=1))
    _lead_on(figure.address, _("Open in the atlas, Every Zip Code"), _edition(figure))


def _edition(figure: Figure) -> str:
    return _("Edition {id} of the data.").format(id=store.atlas().version) if figure.period else ""


def _lead_on(address: str, label: str, more: str = "") -> None:
    here = reuse.site(st.context.url)
    st.html(
        f'<p class="ezc-quiet"><a href="{markup.escape(here + address)}" target="_blank" '
        f'rel="noopener">{markup.escape(label)}</a> {markup.escape(more)}</p>'
    )
