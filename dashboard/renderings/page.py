"""A figure on the page: title, drawing, the same in words, as a table, and to take away."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from dashboard import markup, screen
from dashboard.drawings import Choropleth
from dashboard.figures import Figure
from dashboard.renderings import plotly, svg_map
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


def show(figure: Figure, drawn: str | None = None) -> None:
    """The figure with its drawing.

    Args:
        figure: what to show.
        drawn: an SVG to show as a picture, in place of a chart that answers to the pointer: that
            one brings five megabytes of script with it.
    """
    _drawing(figure, drawn)
    _words(figure)
    reuse.bar(figure)


def alone(figure: Figure) -> None:
    """The figure as it stands in another page: title, drawing, caption."""
    _drawing(figure)
    markup.quiet(figure.caption)


def _drawing(figure: Figure, drawn: str | None = None) -> None:
    st.html(_title(figure) + f'<p class="ezc-quiet">{markup.escape(figure.subtitle)}</p>')
    if drawn is not None:
        st.html(_framed(_picture(drawn, figure.alt)))
    elif isinstance(figure.drawing, Choropleth):
        drawn = svg_map.svg(figure.drawing, palette(), width(figure), figure.title, figure.alt)
        st.markdown(_framed(drawn), unsafe_allow_html=True)
    else:
        with st.container(width=figure.width):
            st.plotly_chart(
                plotly.drawn(figure.drawing, palette()),
                theme=None,
                config=CONFIG,
                key=figure.key,
                alt=figure.alt,
            )


def width(figure: Figure) -> int:
    """Pixels across which a figure can be drawn on the reader's page, as far as is known."""
    return min(figure.width, screen.known())


def _picture(drawn: str, alt: str) -> str:
    # No address of its own: readers who share one (a school) would use up what it may ask for.
    address = "data:image/svg+xml," + quote(drawn, safe=" =:/;,()'-.")
    return f'<img class="ezc-picture" src="{address}" alt="{markup.escape(alt)}">'


def _framed(drawn: str) -> str:
    ground = "ezc-areas dark" if palette() is DARK else "ezc-areas"  # paper is white: see markup
    return f'<div class="{ground}">{drawn}</div>'


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
