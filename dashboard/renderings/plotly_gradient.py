"""Fifths as bars, a concentration curve, areas with a model's line, drawn by Plotly."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.drawings import Area, Concentration, Fifths, Fit, Scatter
from dashboard.formats import plainly
from dashboard.renderings.plotly_parts import (
    Part,
    across,
    assembled,
    html,
    led,
    note,
    spread,
    stroke,
    upright,
)
from dashboard.theme import Palette


def fifths(drawing: Fifths, palette: Palette) -> go.Figure:
    """Rates of the fifths from zero, the most deprived on top, each with its interval."""
    rows = drawing.rows
    heights = list(range(len(rows), 0, -1))
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": heights,
        "x": [row.value or 0 for row in rows],
        "width": 0.66,
        "marker": {
            "color": palette.injury[2],
            "line": {"color": palette.injury[3], "width": [int(row.unstable) for row in rows]},
            "pattern": {
                "shape": ["/" if row.unstable else "" for row in rows],
                "fgcolor": palette.injury[2],
                "bgcolor": palette.paper,
                "size": 7,
                "solidity": 0.35,
            },
        },
        "hoverinfo": "skip",
        "error_x": {
            "type": "data",
            "symmetric": False,
            "color": palette.ink,
            "thickness": 1.5,
            "width": 0,
            "array": [_apart(row.value, row.upper) for row in rows],
            "arrayminus": [_apart(row.lower, row.value) for row in rows],
        },
    }
    notes = [
        note(row.upper or row.value or 0, height, "", palette.ink, xshift=8)
        | {"text": led(row.shown)}
        for row, height in zip(rows, heights, strict=True)
    ]
    top = max([row.upper or row.value or 0.0 for row in rows] + [0.1])
    x = {"range": [0, top * 1.85], "nticks": 5, "tickformat": ","}
    y = {
        "tickvals": heights,
        "ticktext": [led(row.label) for row in rows],
        "range": [0.4, len(rows) + 0.6],
        "showgrid": False,
    }
    return assembled([trace], palette, x, y, height=64 * len(rows) + 48, notes=notes)


def concentration(drawing: Concentration, palette: Palette) -> go.Figure:
    """A concentration curve in percent, beside the line of equal rates."""
    hundred = [0, 100]
    curve = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [100 * share for share in drawing.residents],
        "y": [100 * share for share in drawing.people],
        "line": {"color": palette.injury[3], "width": 2.5},
        "marker": {"color": palette.injury[3], "size": 5},
        "hovertemplate": "%{x:.0f}% · %{y:.0f}%<extra></extra>",
    }
    even = stroke(hundred, hundred, {"color": palette.muted, "width": 1.5, "dash": "dash"}, 1)
    notes = [note(62, 62, drawing.equal, palette.muted, yanchor="top", xshift=6, yshift=-4)]
    traces = [even, curve]
    if drawing.mark is not None:
        x, y, words = drawing.mark
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [x],
                "y": [y],
                "marker": {"color": palette.emphasis, "size": 12},
                "hoverinfo": "skip",
            }
        )
        below = y > 50
        notes.append(
            note(
                x,
                y,
                words,
                palette.ink,
                xshift=10,
                yshift=-4 if below else 4,
                yanchor="top" if below else "bottom",
            )
        )
    above = upright(drawing.y_title, palette)
    ticks = [0, 20, 40, 60, 80, 100]
    axis = {"range": [0, 104], "tickvals": ticks, "ticktext": [f"{tick}%" for tick in ticks]}
    return assembled(
        traces,
        palette,
        axis | {"title": {"text": drawing.x_title}},
        axis,
        height=440,
        top=36,
        notes=[*notes, above],
    )


LOWEST = 0.1
"""Per 100,000 residents a year: the scale of ratios goes no lower."""
_SYMBOLS = ("diamond", "square", "circle-open", "x-thin-open")


def scatter(drawing: Scatter, palette: Palette) -> go.Figure:
    """Areas by a measure: rates on a scale of ratios with a model's line, the others below."""
    areas, bands, fit = drawing.areas, drawing.bands, drawing.fit
    before, after = drawing.x_sign
    x_said = f"{html(drawing.x_short)}: {before}%{{x:,.{drawing.x_digits}f}}{after}"
    rated = [area for area in areas if area.value is not None]
    low, high, ticks = scale_of_ratios(drawing)
    fit = above_foot(fit, 10**low)
    step = max(high - low, 1.0) * 0.12
    heights = [low - step * (number + 0.6) for number in range(len(bands))]
    traces: list[Part] = []
    notes = [upright(drawing.y_title, palette)]
    if fit is not None:
        traces += _fitted(fit, palette)
        notes.append(_line_name(fit, low, drawing.line_name, palette))
    x_ends: list[float | None] = []
    y_ends: list[float | None] = []
    for area in rated:
        x_ends += [area.x, area.x, None]
        y_ends += [area.lower, area.upper, None]
    traces.append(stroke(x_ends, y_ends, {"color": palette.injury[3], "width": 1.5}, 0.45))
    marker: Part = {"color": palette.injury[3], "line": {"width": 1.5}}
    symbols = ["circle-open" if area.hollow else "circle" for area in rated]
    traces.append(
        _dots(rated, [area.value for area in rated], 9, marker | {"symbol": symbols}, "%{text}")
    )
    for place, (height, band) in enumerate(zip(heights, bands, strict=True)):
        inside = [area for area in areas if area.value is None and area.band == band.key]
        levels = [round(10 ** (height + step * 0.26 * spread(i)), 5) for i in range(len(inside))]
        marker = {
            "color": palette.injury[2],
            "opacity": 0.7,
            "symbol": _SYMBOLS[place % len(_SYMBOLS)],
        }
        words = f"%{{text}}<br>{x_said}<br>{html(band.said)}"
        traces.append(_dots(inside, levels, 5, marker, words))
    left = min([0.0, *(area.x for area in areas)])
    right = max([area.x for area in areas] + [left + 1.0])
    edge = (right - left) * 0.04
    x = {
        "tickprefix": before,
        "ticksuffix": after,
        "range": [left - (edge if left < 0 else 0), right + edge],
        "title": {"text": drawing.x_title},
        "nticks": 4 if before else 6,
        "tickangle": 0,
        "tickformat": "~s" if before else ",",
    }
    y = {
        "type": "log",
        "range": [low - step * (len(bands) + 0.2), high],
        "tickvals": [*ticks, *(10**height for height in heights)],
        "ticktext": [*(plainly(t) for t in ticks), *(html(band.name) for band in bands)],
    }
    foot = [across(10**low, {"color": palette.line, "width": 1})] if bands else []
    return assembled(traces, palette, x, y, height=560, top=36, notes=notes, shapes=foot)


_TICKS = (0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000)


def scale_of_ratios(drawing: Scatter) -> tuple[float, float, list[float]]:
    """Foot and top of the rates as powers of ten, and the rates to name between them."""
    rated = [area for area in drawing.areas if area.value is not None]
    seen = [v for area in rated for v in (area.lower, area.upper, area.value) if v]
    if drawing.fit is not None:
        seen += [*drawing.fit.value, min(drawing.fit.lower), max(drawing.fit.upper)]
    low = math.log10(max(min(seen, default=1.0), LOWEST))
    high = math.log10(max(seen, default=10.0)) + 0.05
    low = math.floor(2 * low + 1e-9) / 2
    return low, high, [t for t in _TICKS if low - 1e-9 <= math.log10(t) <= high]


def above_foot(fit: Fit | None, floor: float) -> Fit | None:
    """The part of a line that lies above the foot of the scale, its band cut there."""
    if fit is None:
        return None
    kept = [i for i, value in enumerate(fit.value) if value >= floor]
    if len(kept) < 2:
        return None
    return Fit(
        [fit.x[i] for i in kept],
        [fit.value[i] for i in kept],
        [max(fit.lower[i], floor) for i in kept],
        [fit.upper[i] for i in kept],
    )


def _line_name(fit: Fit, foot: float, words: str, palette: Palette) -> Part:
    """The words stand under the low half of the line, where rates are too low to be drawn."""
    rises = fit.value[0] < fit.value[-1]
    at = int(len(fit.x) * (0.3 if rises else 0.7))
    return note(
        fit.x[at],
        foot,
        words,
        palette.emphasis,
        xanchor="left" if rises else "right",
        yanchor="bottom",
    )


def _fitted(fit: Fit, palette: Palette) -> list[Part]:
    band: Part = {
        "type": "scatter",
        "mode": "lines",
        "x": [*fit.x, *reversed(fit.x)],
        "y": [*fit.upper, *reversed(fit.lower)],
        "fill": "toself",
        "fillcolor": palette.emphasis,
        "opacity": 0.16,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    return [band, stroke(fit.x, fit.value, {"color": palette.emphasis, "width": 2.5}, 1)]


def _dots(
    areas: Sequence[Area], y: Sequence[float | None], smallest: float, marker: Part, words: str
) -> Part:
    sizes = [smallest + 14 * math.sqrt(area.residents) for area in areas]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [area.x for area in areas],
        "y": list(y),
        "marker": marker | {"size": [round(size, 1) for size in sizes]},
        "text": [html(area.name) for area in areas],
        "hovertemplate": f"{words}<extra></extra>",
    }


def _apart(low: float | None, high: float | None) -> float:
    return 0.0 if low is None or high is None else high - low
