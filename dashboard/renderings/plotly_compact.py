"""Many rows of dots, such as all states, drawn by Plotly in few traces."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.drawings import Dot, Dots
from dashboard.renderings.plotly_parts import Part, assembled, html, note, stroke
from dashboard.theme import Palette

ROW = 18
"""Pixels of a row."""
_LETTERS = 12.5
_APART = "\u00a0" * 2
"""Between an interval, which a dot may hide, and what is shown behind it."""
_ROOM = 1.22
"""The scale's length over the highest interval: what is shown stands behind it."""


def compact_dots(drawing: Dots, palette: Palette) -> go.Figure:
    """Rows on one line each: label, interval, dot and value; a dashed line to compare with."""
    rows = drawing.rows
    heights = {id(row): height for height, row in enumerate(reversed(rows))}
    reference = drawing.reference
    top = max([row.upper or row.value or 0.0 for row in rows] + [reference[0] if reference else 1])
    drawn = [row for row in rows if row.value is not None]
    traces: list[Part] = []
    for leads in (False, True):
        group = [row for row in drawn if row.leads == leads]
        colour = palette.emphasis if leads else palette.primary
        x, y = _intervals(group, heights)
        traces.append(stroke(x, y, {"color": colour, "width": 5 if leads else 3}, opacity=0.42))
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [row.value for row in group],
                "y": [heights[id(row)] for row in group],
                "customdata": [[html(row.label), html(row.shown)] for row in group],
                "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
                "marker": {
                    "color": colour,
                    "size": 11 if leads else 8,
                    "symbol": ["circle-open" if row.hollow else "circle" for row in group],
                    "line": {"width": [2 if row.hollow else 0 for row in group]},
                },
            }
        )
    traces.append(_words(drawn, heights, palette.ink))
    traces.append(_words([row for row in rows if row.value is None], heights, palette.muted))
    x_axis = {
        "range": [0, top * _ROOM],
        "nticks": 5,
        "tickprefix": drawing.prefix,
        "ticksuffix": drawing.suffix,
        "tickformat": ",",
        "side": "top",
    }
    y_axis = {
        "tickvals": list(range(len(rows))),
        "ticktext": [
            f"<b>{html(row.label)}</b>" if row.leads else html(row.label) for row in reversed(rows)
        ],
        "tickfont": {"color": palette.ink, "size": _LETTERS},
        "range": [-0.8, len(rows) - 0.2],
        "showgrid": False,
    }
    notes, lines = _reference(reference, palette) if reference else ([], [])
    return assembled(
        traces,
        palette,
        x_axis,
        y_axis,
        height=ROW * len(rows) + 76,
        top=52,
        notes=notes,
        shapes=lines,
    )


def _intervals(
    rows: Sequence[Dot], heights: dict[int, int]
) -> tuple[list[float | None], list[float | None]]:
    """Ends of all intervals as one line: None lifts the pen between two of them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row in rows:
        if row.lower is not None and row.upper is not None:
            x += [row.lower, row.upper, None]
            y += [heights[id(row)], heights[id(row)], None]
    return x, y


def _words(rows: Sequence[Dot], heights: dict[int, int], colour: str) -> Part:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [row.upper or row.value or 0 for row in rows],
        "y": [heights[id(row)] for row in rows],
        "text": [_APART + html(row.shown) for row in rows],
        "textposition": "middle right",
        "textfont": {"color": colour, "size": _LETTERS},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _reference(reference: tuple[float, str], palette: Palette) -> tuple[list[Part], list[Part]]:
    value, words = reference
    line = {
        "type": "line",
        "yref": "paper",
        "x0": value,
        "x1": value,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": palette.line, "width": 1.5, "dash": "dash"},
    }
    above = {"yref": "paper", "yanchor": "bottom", "xanchor": "center"}
    return [note(value, 1, words, palette.muted, yshift=22) | above], [line]
