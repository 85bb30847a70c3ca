"""The drawing of a figure alone, for documents that set its words themselves."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.drawings import Choropleth, Dots, YearBars
from dashboard.figures import Figure
from dashboard.renderings import pictures

ON_PAPER, IN_LARGE_PRINT, ON_A_PAGE = 740, 400, 500
"""Pixels across, so that the letters of a drawing are about as large as those around it."""
MAP = 480
"""Pixels across a map: it is tall, so it is set small, and its names must stay legible."""
_ROOT = re.compile(r"<svg\b[^>]*>(<title\b.*?</title>)?(<desc\b.*?</desc>)?", re.DOTALL)
_SPOKEN = re.compile(r'\s(?:role|aria-[a-z]+|focusable|tabindex)="[^"]*"')
_ID = re.compile(r'(\bid="|url\(#|url\(&quot;#|href="#)([\w.:-]+)')


def svg(figure: Figure, width: int, *, dense: bool = False) -> str:
    """The drawing as an SVG document on white ground; ``dense`` where every line counts."""
    if isinstance(figure.drawing, Choropleth):
        width = min(width, MAP)
    return pictures.drawing(_compact(figure) if dense else figure, width)


def _compact(figure: Figure) -> Figure:
    drawing = figure.drawing
    if isinstance(drawing, YearBars):
        years = [replace(year, label=" ".join(year.label.split())) for year in drawing.years]
        return replace(figure, drawing=replace(drawing, years=years, compact=True))
    if isinstance(drawing, Dots):
        return replace(figure, drawing=replace(drawing, compact=True))
    return figure


def inline(figure: Figure, width: int, prefix: str) -> str:
    """The drawing as a part of a page, silent, for the page names it; its ids start with
    ``prefix``, so that two drawings do not share one.
    """
    drawing = svg(figure, width)
    found = _ROOT.search(drawing)
    if found is None:
        return ""
    root = found[0][: found[0].index(">") + 1]
    inside = _SPOKEN.sub("", root + drawing[found.end() :])
    hidden = inside.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
    return _ID.sub(rf"\1{prefix}\2", hidden)
