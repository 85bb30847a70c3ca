"""A figure, described once: what it shows, whence it comes, and how it is said and tabled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard import markup
from dashboard.theme import Palette, palette
from dashboard.words import _

CONFIG = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
    "showAxisDragHandles": False,
}


@dataclass(frozen=True)
class Figure:
    """What is shown (title, subtitle), the drawing, its caption, its words and its table."""

    key: str
    title: str
    subtitle: str
    caption: str
    summary: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    draw: Callable[[Palette], go.Figure]
    width: int = 860
    """Pixels at most; a narrower screen narrows it."""
    heading: int = 3
    """Level of its title in the page's outline."""

    @property
    def alt(self) -> str:
        """What stands for the picture where it cannot be seen."""
        return f"{self.title}. {self.subtitle}. {self.summary}"


def show(figure: Figure) -> None:
    """The figure on the screen: title, drawing, the same in words, and as a table."""
    st.html(_title(figure) + f'<p class="ezc-quiet">{markup.escape(figure.subtitle)}</p>')
    with st.container(width=figure.width):
        st.plotly_chart(
            figure.draw(palette()), theme=None, config=CONFIG, key=figure.key, alt=figure.alt
        )
    _words(figure)


def say(figure: Figure) -> None:
    """The figure without its drawing, where there is nothing to draw."""
    st.html(_title(figure))
    _words(figure)


def _title(figure: Figure) -> str:
    tag = f"h{figure.heading}"
    return f'<{tag} class="ezc-figure-title">{markup.escape(figure.title)}</{tag}>'


def _words(figure: Figure) -> None:
    markup.text(figure.summary)
    markup.quiet(figure.caption)
    with st.expander(_("The same as a table")):
        markup.table(figure.head, figure.rows, caption=f"{figure.title}. {figure.subtitle}")
