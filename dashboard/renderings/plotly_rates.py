"""Rates as dots with intervals, counts by year, areas beside each other, drawn by Plotly."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.drawings import Areas, Bar, Dot, Dots, Mark, YearBars
from dashboard.formats import number
from dashboard.renderings.plotly_compact import compact_dots
from dashboard.renderings.plotly_parts import (
    Part,
    across,
    assembled,
    html,
    note,
    spread,
    stroke,
    upright,
)
from dashboard.theme import Palette

_LABEL = 20
"""Letters of a name that fit beside the plot on a phone."""


def dots(drawing: Dots, palette: Palette) -> go.Figure:
    """Rows of dots with their intervals on one scale from zero; the first row is on top.

    A row's value stands in its label, where it can neither be cut off nor hidden by a dot.
    """
    if drawing.compact:
        return compact_dots(drawing, palette)
    rows = drawing.rows
    traces: list[Part] = []
    notes: list[Part] = []
    top = max([row.upper or row.value or 0.0 for row in rows] + [1.0])
    for height, row in enumerate(reversed(rows)):
        colour = palette.emphasis if row.leads else palette.primary
        if row.value is None:
            words = row.shown.replace(", ", ",\n")
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
                "hovertemplate": f"{html(row.shown)}<extra></extra>",
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
        "tickprefix": drawing.prefix,
        "ticksuffix": drawing.suffix,
        "tickformat": ",",
    }
    y = {
        "tickvals": list(range(len(rows))),
        "ticktext": [_label(row) for row in reversed(rows)],
        "range": [-0.6, len(rows) - 0.4],
        "showgrid": False,
    }
    row_height = 58 + 14 * max((row.label.count("\n") for row in rows), default=0)
    return assembled(traces, palette, x, y, height=row_height * len(rows) + 48, notes=notes)


def bars(drawing: YearBars, palette: Palette) -> go.Figure:
    """Counts by year from zero, with intervals, the oldest on top, as readable on a phone as on a
    desk; a change of source is a dashed line.
    """
    years = drawing.years
    rows = rows_of(years)
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
        "customdata": [[html(year.label), html(year.shown)] for year in years],
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
                note(
                    0, row + 1, drawing.break_words, palette.muted, xshift=4, bgcolor=palette.paper
                )
            )
    top = max([year.upper or year.count or 0.0 for year in years] + [drawing.top or 5.0])
    x = {"range": [0, top * 1.18], "nticks": 5, "tickformat": ","}
    y = {
        "tickvals": rows,
        "ticktext": [html(year.label) for year in years],
        "range": [0.4, tallest + 0.6],
        "showgrid": False,
    }
    height = int(30 * tallest) + 56
    return assembled([trace], palette, x, y, height=height, notes=notes, shapes=lines)


def areas(drawing: Areas, palette: Palette) -> go.Figure:
    """Areas by a measure from left to right: rates with intervals above, the others in bands."""
    marks, bands = drawing.marks, drawing.bands
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
        heights_inside = [height + step * 0.26 * spread(i) for i in range(len(inside))]
        traces.append(_points(inside, heights_inside, marker))
    ticks = _ticks(top)
    x = {
        "ticksuffix": drawing.x_suffix,
        "range": [0, max([mark.x for mark in marks] + [1.0]) * 1.04],
        "title": {"text": drawing.x_title},
        "nticks": 7,
    }
    y = {
        "range": [-step * (len(bands) + 1.2), top],
        "tickvals": [*ticks, *heights],
        "ticktext": [*(number(tick) for tick in ticks), *(html(name) for _key, name in bands)],
    }
    above = upright(drawing.y_title, palette)
    zero = across(0, {"color": palette.line, "width": 1})
    return assembled(traces, palette, x, y, height=520, top=36, notes=[above], shapes=[zero])


def _label(row: Dot) -> str:
    value = html(row.shown) if row.value is not None else ""
    apart = "<br>" if ", " in value else " · "
    below = apart.join(part for part in (value, html(row.note)) if part)
    return f"<b>{html(_rows_of(row.label))}</b>" + (f"<br>{below}" if below else "")


def _rows_of(label: str) -> str:
    """A long name in two rows, so that it leaves room for the plot on a phone."""
    if "\n" in label or len(label) <= _LABEL:
        return label
    return "\n".join(textwrap.wrap(label, max(_LABEL, math.ceil(0.6 * len(label)))))


def _points(marks: Sequence[Mark], y: Sequence[float | None], marker: Part) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.x for mark in marks],
        "y": list(y),
        "marker": marker,
        "customdata": [[html(mark.name)] for mark in marks],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def rows_of(years: Sequence[Bar]) -> list[float]:
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


def _ticks(top: float) -> list[float]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if top / s <= 5 or s == 1000)
    return [step * i for i in range(int(top // step) + 1)]
