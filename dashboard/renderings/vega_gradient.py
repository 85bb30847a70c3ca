"""The concentration curve and the areas with a model's line, as Vega-Lite."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.drawings import Area, Concentration, Fit, Scatter
from dashboard.renderings.plotly_gradient import above_foot, scale_of_ratios
from dashboard.renderings.plotly_parts import spread
from dashboard.renderings.vega_parts import (
    LINE,
    Frame,
    Part,
    Scale,
    Words,
    dot,
    framed,
    layer,
    level,
    spec,
    stacked,
    ticks,
    widest,
)
from dashboard.theme import Palette

_SHAPES = ("diamond", "square", "circle", "M-1,-1L1,1M-1,1L1,-1")
"""Of areas in the bands; the last two are drawn as lines."""


def concentration(drawing: Concentration, palette: Palette, width: int) -> Part:
    """A concentration curve in percent, beside the line of equal rates."""
    named = [0, 20, 40, 60, 80, 100]
    axis = Scale(0, 104, named, suffix="%", title=drawing.x_title)
    frame = framed(axis, Scale(0, 104, named, suffix="%"), width, 380, left=56, right=24, top=36)
    even = {"type": "line", "color": palette.muted, "strokeWidth": 1.5, "strokeDash": [6, 4]}
    curve = {"type": "line", "color": palette.injury[3], "strokeWidth": 2.5}
    points = [
        {"x": round(100 * x, 3), "y": round(100 * y, 3)}
        for x, y in zip(drawing.residents, drawing.people, strict=True)
    ]
    layers = [
        layer(frame, even, [{"x": 0, "y": 0}, {"x": 100, "y": 100}]),
        layer(frame, curve, points),
        layer(frame, dot(palette.injury[3], 5), points),
    ]
    words = [
        Words(-frame.left, -20, drawing.y_title, palette.muted),
        Words(frame.across(62) + 8, frame.down(62) + 14, drawing.equal, palette.muted),
    ]
    if drawing.mark is not None:
        x, y, said = drawing.mark
        layers.append(layer(frame, dot(palette.emphasis, 12), [{"x": x, "y": y}]))
        down = frame.down(y) + (14 if y > 50 else -14)
        words += stacked(frame.across(x) + 12, down, said, palette.ink, halo=True)
    return spec(frame, palette, layers, words)


def scatter(drawing: Scatter, palette: Palette, width: int) -> Part:
    """Areas by a measure: rates on a scale of ratios with a model's line, the others below."""
    areas, bands = drawing.areas, drawing.bands
    low, high, named = scale_of_ratios(drawing)
    fit = above_foot(drawing.fit, 10**low)
    step = max(high - low, 1.0) * 0.12
    heights = [low - step * (number + 0.6) for number in range(len(bands))]
    before, after = drawing.x_sign
    left_end = min([0.0, *(area.x for area in areas)])
    right_end = max([area.x for area in areas] + [left_end + 1.0])
    edge = (right_end - left_end) * 0.04
    left_end -= edge if left_end < 0 else 0
    x = Scale(
        left_end,
        right_end + edge,
        ticks(left_end, right_end + edge, 6),
        before,
        after,
        drawing.x_title,
        "~s" if before else ",~f",
    )
    y = Scale(10 ** (low - step * (len(bands) + 0.2)), 10**high, named, format=",~r", ratios=True)
    left = widest([*(band.name for band in bands), "1,000"]) + 16
    frame = framed(x, y, width, 470, left=left, right=24, top=36)
    layers: list[Part] = []
    words = [Words(-left, -20, drawing.y_title, palette.muted)]
    if bands:
        layers.append(level(frame, 10**low, palette.line))
    if fit is not None:
        layers += _fitted(frame, fit, palette)
        words += _line_name(frame, fit, low, drawing.line_name, palette)
    rated = [area for area in areas if area.value is not None]
    ends = [
        {"x": area.x, "y": max(area.lower, y.low), "y2": area.upper}
        for area in rated
        if area.lower is not None and area.upper is not None
    ]
    faint = {"type": "rule", "color": palette.injury[3], "strokeWidth": 1.5, "strokeOpacity": 0.45}
    layers.append(layer(frame, faint, ends, ends="y"))
    for hollow in (False, True):
        inside = [area for area in rated if area.hollow == hollow]
        mark = dot(palette.injury[3], 9, hollow=hollow, stroke=1.5)
        layers.append(layer(frame, mark, _sized(inside, [a.value for a in inside], 9)))
    for place, (height, band) in enumerate(zip(heights, bands, strict=True)):
        inside = [area for area in areas if area.value is None and area.band == band.key]
        levels = [round(10 ** (height + step * 0.26 * spread(i)), 5) for i in range(len(inside))]
        mark = dot(palette.injury[2], 5, hollow=place % 4 > 1, stroke=1.2)
        mark |= {"shape": _SHAPES[place % 4], "fillOpacity": 0.75, "strokeOpacity": 0.75}
        layers.append(layer(frame, mark, _sized(inside, levels, 5)))
        words += stacked(-12, frame.down(10**height), band.name, palette.ink, align="right")
    return spec(frame, palette, layers, words)


def _sized(areas: Sequence[Area], y: Sequence[float | None], smallest: float) -> list[Part]:
    """Dots as large as their residents."""
    return [
        {
            "x": area.x,
            "y": height,
            "size": round((smallest + 14 * math.sqrt(area.residents)) ** 2, 1),
        }
        for area, height in zip(areas, y, strict=True)
    ]


def _fitted(frame: Frame, fit: Fit, palette: Palette) -> list[Part]:
    values = [
        {"x": x, "y": low, "y2": high, "value": value}
        for x, value, low, high in zip(fit.x, fit.value, fit.lower, fit.upper, strict=True)
    ]
    line = [{"x": value["x"], "y": value["value"]} for value in values]
    band = {"type": "area", "color": palette.emphasis, "fillOpacity": 0.16}
    return [
        layer(frame, band, values, ends="y"),
        layer(frame, {"type": "line", "color": palette.emphasis, "strokeWidth": 2.5}, line),
    ]


def _line_name(frame: Frame, fit: Fit, low: float, words: str, palette: Palette) -> list[Words]:
    """The words stand under the low half of the line, where rates are too low to be drawn."""
    rises = fit.value[0] < fit.value[-1]
    at = fit.x[int(len(fit.x) * (0.3 if rises else 0.7))]
    up = frame.down(10**low) - LINE * (words.count("\n") + 1) / 2 - 4
    return stacked(
        frame.across(at), up, words, palette.emphasis, align="left" if rises else "right"
    )
