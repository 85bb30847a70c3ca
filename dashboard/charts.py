"""The drawings: rates as dots with intervals, counts by year, areas beside each other.

Each takes what is to be drawn and a palette, and gives a Plotly figure. Nothing is looked up here.
A figure is put together from plain dictionaries and made once: adding piece by piece to a Plotly
figure takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.theme import Palette

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True)
class Dot:
    """A value with its interval in one row; ``words`` stand where there is no value."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    shown: str
    note: str = ""
    leads: bool = False
    hollow: bool = False


@dataclass(frozen=True)
class Bar:
    """A count of one year with its interval; ``shown`` stands above it, or in its place."""

    label: str
    count: float | None
    lower: float | None
    upper: float | None
    shown: str
    partial: bool = False
    after_break: bool = False


@dataclass(frozen=True)
class Mark:
    """One area: where it stands from left to right, and how high, if it has a rate."""

    name: str
    x: float
    value: float | None
    lower: float | None
    upper: float | None
    band: str = ""
    hollow: bool = False


Part = dict[str, Any]


def dots(rows: Sequence[Dot], palette: Palette, prefix: str = "") -> go.Figure:
    """Rows of dots with their intervals on one scale from zero; the first row is on top.

    A row's value stands in its label, where it can neither be cut off nor hidden by a dot.
    """
    traces: list[Part] = []
    notes: list[Part] = []
    top = max([row.upper or row.value or 0.0 for row in rows] + [1.0])
    for height, row in enumerate(reversed(rows)):
        colour = palette.emphasis if row.leads else palette.primary
        if row.value is None:
            words = row.shown.replace(", ", ",<br>")
            notes.append(note(0, height, words, palette.muted, xshift=6))
            continue
        if row.lower is not None and row.upper is not None:
            line = {"color": colour, "width": 5 if row.leads else 4}
            ends = [row.lower, row.upper]
            traces.append(stroke(ends, [height, height], line, opacity=0.42))
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [row.value],
                "y": [height],
                "hovertemplate": f"{row.shown}<extra></extra>",
                "marker": {
                    "color": colour,
                    "size": 15 if row.leads else 12,
                    "symbol": "circle-open" if row.hollow else "circle",
                    "line": {"width": 2.5 if row.hollow else 0},
                },
            }
        )
    x = {
        "range": [0, top * 1.06],
        "nticks": 4,
        "tickprefix": prefix,
        "tickformat": ",",
    }
    y = {
        "tickvals": list(range(len(rows))),
        "ticktext": [_label(row) for row in reversed(rows)],
        "range": [-0.6, len(rows) - 0.4],
        "showgrid": False,
    }
    return assembled(traces, palette, x, y, height=58 * len(rows) + 48, notes=notes)


def bars(years: Sequence[Bar], palette: Palette, break_words: str) -> go.Figure:
    """Counts by year from zero, with intervals, the oldest on top, as readable on a phone as on a
    desk; a change of source is a dashed line.
    """
    rows = _rows(years)
    tallest = max([*rows, 1.0])
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [year.count or 0 for year in years],
        "width": 0.74,
        "marker": {
            "color": palette.injury[2],
            "line": {
                "color": palette.injury[3],
                "width": [1 if year.partial else 0 for year in years],
            },
            "pattern": {
                "shape": ["/" if year.partial else "" for year in years],
                "fgcolor": palette.injury[2],
                "bgcolor": palette.paper,
                "size": 7,
                "solidity": 0.35,
            },
        },
        "customdata": [[year.label, year.shown] for year in years],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
        "error_x": {
            "type": "data",
            "symmetric": False,
            "color": palette.ink,
            "thickness": 1,
            "width": 0,
            "array": [_over(year) for year in years],
            "arrayminus": [_under(year) for year in years],
        },
    }
    notes, lines = [], []
    for row, year in zip(rows, years, strict=True):
        notes.append(note(year.upper or year.count or 0, row, year.shown, palette.ink, xshift=6))
        if year.after_break:
            lines.append(across(row + 1, {"color": palette.muted, "width": 1.5, "dash": "dash"}))
            notes.append(
                note(0, row + 1, break_words, palette.muted, xshift=4, bgcolor=palette.paper)
            )
    top = max([year.upper or year.count or 0.0 for year in years] + [5.0])
    x = {"range": [0, top * 1.18], "nticks": 5, "tickformat": ","}
    y = {
        "tickvals": rows,
        "ticktext": [year.label for year in years],
        "range": [0.4, tallest + 0.6],
        "showgrid": False,
    }
    height = int(30 * tallest) + 56
    return assembled([trace], palette, x, y, height=height, notes=notes, shapes=lines)


def areas(
    marks: Sequence[Mark],
    bands: Sequence[tuple[str, str]],
    palette: Palette,
    *,
    x_title: str,
    y_title: str,
    x_suffix: str,
) -> go.Figure:
    """Areas by a measure from left to right: rates with intervals above, the others in bands below.

    Args:
        marks: one an area.
        bands: key and name of each band, from top to bottom.
        palette: colours.
        x_title: name of the measure.
        y_title: name of the rate.
        x_suffix: sign of its unit.
    """
    rated = [mark for mark in marks if mark.value is not None]
    top = max([mark.upper or mark.value or 0.0 for mark in rated] + [1.0]) * 1.05
    step = top * 0.11
    heights = [-step * (number + 0.6) for number in range(1, len(bands) + 1)]
    ground_is_light = palette.paper == "#FFFFFF"
    line = {"color": palette.injury[3 if ground_is_light else 2], "width": 1.5}
    # One trace for all intervals: a gap (None) lifts the pen between two of them.
    x_ends: list[float | None] = []
    y_ends: list[float | None] = []
    for mark in rated:
        x_ends += [mark.x, mark.x, None]
        y_ends += [mark.lower, mark.upper, None]
    traces = [
        stroke(x_ends, y_ends, line, opacity=0.5),
        _points(
            rated,
            [mark.value for mark in rated],
            {
                "color": palette.injury[3],
                "size": 9,
                "symbol": ["circle-open" if mark.hollow else "circle" for mark in rated],
                "line": {"width": 1.5},
            },
        ),
    ]
    for height, (key, _name) in zip(heights, bands, strict=True):
        inside = [mark for mark in marks if mark.value is None and mark.band == key]
        last = key == bands[-1][0]
        marker = {
            "color": palette.injury[2],
            "size": 6,
            "opacity": 0.75,
            "symbol": "circle-open" if last else "circle",
        }
        spread = [height + step * 0.26 * _spread(i) for i in range(len(inside))]
        traces.append(_points(inside, spread, marker))
    ticks = _ticks(top)
    x = {
        "ticksuffix": x_suffix,
        "range": [0, max([mark.x for mark in marks] + [1.0]) * 1.04],
        "title": {"text": x_title},
        "nticks": 7,
    }
    y = {
        "range": [-step * (len(bands) + 1.2), top],
        "tickvals": [*ticks, *heights],
        "ticktext": [*(f"{tick:,.0f}" for tick in ticks), *(name for _key, name in bands)],
    }
    above = note(0, 1, y_title, palette.muted, yshift=20) | {"xref": "paper", "yref": "paper"}
    zero = across(0, {"color": palette.line, "width": 1})
    return assembled(traces, palette, x, y, height=520, top=36, notes=[above], shapes=[zero])


def _label(row: Dot) -> str:
    value = row.shown if row.value is not None else ""
    apart = "<br>" if ", " in value else " · "
    below = apart.join(part for part in (value, row.note) if part)
    return f"<b>{row.label}</b><br>{below}"


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


def _points(marks: Sequence[Mark], y: Sequence[float | None], marker: Part) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.x for mark in marks],
        "y": list(y),
        "marker": marker,
        "customdata": [[mark.name] for mark in marks],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def note(x: float, y: float, text: str, colour: str, **more: Any) -> Part:
    """Words that stand at a point of the figure."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "align": "left",
        "font": {"color": colour, "size": 14},
        **more,
    }


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
        "separators": ".,",
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


def _rows(years: Sequence[Bar]) -> list[float]:
    """Heights of the bars, the first on top, with an empty row before each change of source."""
    rows, height = [], 1.0
    for year in reversed(years):
        rows.append(height)
        height += 2.0 if year.after_break else 1.0
    return rows[::-1]


def _over(year: Bar) -> float:
    return 0.0 if year.count is None or year.upper is None else year.upper - year.count


def _under(year: Bar) -> float:
    return 0.0 if year.count is None or year.lower is None else year.count - year.lower


def _spread(place: int) -> float:
    """-1 to 1, the same for the same place: dots of a band do not hide each other."""
    return ((place * 7) % 11 - 5) / 5


def _ticks(top: float) -> list[float]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if top / s <= 5 or s == 1000)
    return [step * i for i in range(int(top // step) + 1)]
