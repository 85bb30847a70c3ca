"""A figure on the page: title, drawing, the same in words, as a table, and to take away."""

from __future__ import annotations

import streamlit as st

from dashboard import markup, screen
from dashboard.drawings import Choropleth
from dashboard.figures import Figure
from dashboard.renderings import svg_map
from dashboard.renderings.plotly import drawn
from dashboard.reuse import bar as reuse
from dashboard.theme import DARK, palette
from dashboard.words import _

CONFIG = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
    "showAxisDragHandles": False,
}


def show(figure: Figure) -> None:
    """The figure with its drawing."""
    _drawing(figure)
    _words(figure)
    reuse.bar(figure)


def alone(figure: Figure) -> None:
    """The figure as it stands in another page: title, drawing, caption."""
    _drawing(figure)
    markup.quiet(figure.caption)


def _drawing(figure: Figure) -> None:
    st.html(_title(figure) + f'<p class="ezc-quiet">{markup.escape(figure.subtitle)}</p>')
    if isinstance(figure.drawing, Choropleth):
        width = min(figure.width, screen.known())
        ink = palette()
        drawing = svg_map.svg(figure.drawing, ink, width, figure.title, figure.alt)
        ground = "ezc-areas dark" if ink is DARK else "ezc-areas"  # paper is white: see markup
        st.markdown(f'<div class="{ground}">{drawing}</div>', unsafe_allow_html=True)
    else:
        with st.container(width=figure.width):
            st.plotly_chart(
                drawn(figure.drawing, palette()),
                theme=None,
                config=CONFIG,
                key=figure.key,
                alt=figure.alt,
            )


def say(figure: Figure) -> None:
    """The figure without its drawing, where there is nothing to draw."""
    st.html(_title(figure))
    _words(figure)
    reuse.bar(figure, pictures=False)


def _title(figure: Figure) -> str:
    tag = f"h{figure.heading}"
    return f'<{tag} class="ezc-figure-title">{markup.escape(figure.title)}</{tag}>'


def _words(figure: Figure) -> None:
    markup.text(figure.summary)
    markup.quiet(figure.caption)
    with st.expander(_("The same as a table")):
        markup.table(figure.head, figure.rows, caption=f"{figure.title}. {figure.subtitle}")
