"""Pieces that Plotly figures are put together from: lines, words, axes.

A figure is put together from plain dictionaries and made once: adding piece by piece to a Plotly
figure takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.theme import Palette
from dashboard.words import signs

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
Part = dict[str, Any]


def html(text: str) -> str:
    """Words of a drawing as Plotly takes them: its line breaks, nothing else of HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def led(text: str) -> str:
    """The same with the first of several lines in bold."""
    first, _sep, rest = html(text).partition("<br>")
    return f"<b>{first}</b><br>{rest}" if rest else first


def stroke(x: Sequence[Any], y: Sequence[Any], line: Part, opacity: float) -> Part:
    """A trace of a line through points."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "line": line,
        "opacity": opacity,
        "hoverinfo": "skip",
    }


def note(x: float, y: float, text: str, colour: str, **more: Any) -> Part:
    """Words that stand at a point of the figure."""
    return {
        "x": x,
        "y": y,
        "text": html(text),
        "showarrow": False,
        "xanchor": "left",
        "align": "left",
        "font": {"color": colour, "size": 14},
        **more,
    }


def upright(words: str, palette: Palette) -> Part:
    """The name of the upright scale, above it, where it needs no turning of the head."""
    top = {"xref": "paper", "yref": "paper"}
    return note(0, 1, words, palette.muted, yshift=20) | top


def across(y: float, line: Part) -> Part:
    """A line from side to side."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}


def assembled(
    traces: list[Part],
    palette: Palette,
    x: Part,
    y: Part,
    *,
    height: int,
    top: int = 8,
    notes: Sequence[Part] = (),
    shapes: Sequence[Part] = (),
) -> go.Figure:
    """The figure of traces, axes and words, made in one piece."""
    layout = {
        "template": None,
        "xaxis": _axis(palette, x),
        "yaxis": _axis(palette, y),
        "annotations": list(notes),
        "shapes": list(shapes),
        "height": height,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "margin": {"l": 8, "r": 16, "t": top, "b": 40},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "color": palette.ink, "size": 14},
        "hoverlabel": {
            "bgcolor": palette.mist,
            "font": {"family": FONT, "color": palette.ink},
        },
        "separators": signs(".,"),
    }
    # Checking each part takes five times as long as making the figure; the tests do it instead.
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def _axis(palette: Palette, more: Part) -> Part:
    title = more.get("title", {}) | {"font": {"color": palette.muted, "size": 14}}
    return {
        "automargin": True,
        "gridcolor": palette.mist if palette.paper == "#FFFFFF" else "#2A3040",
        "linecolor": palette.line,
        "showline": True,
        "ticks": "",
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": palette.ink, "size": 14},
        **more,
        "title": title,
    }


def spread(place: int) -> float:
    """-1 to 1, the same for the same place: dots of a band do not hide each other."""
    return ((place * 7) % 11 - 5) / 5
