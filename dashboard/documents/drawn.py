"""The drawing of a figure alone, for documents that set its words themselves."""

from __future__ import annotations

from dashboard import theme
from dashboard.drawings import Choropleth
from dashboard.figures import Figure
from dashboard.renderings import svg_map


def svg(figure: Figure, width: int = 860) -> str:
    """The drawing as SVG on white ground, "" where this form cannot be drawn."""
    if isinstance(figure.drawing, Choropleth):
        return svg_map.svg(figure.drawing, theme.LIGHT, width, figure.title, figure.alt)
    return ""
