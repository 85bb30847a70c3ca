"""Pieces that Vega-Lite specifications are put together from: a frame, marks, words, ticks.

The frame is laid out here, not by Vega: what stands beside the marks (names of rows, values,
notes) is put in pixels, so that it can be measured and never runs out of the picture.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.renderings.lettering import FONT, width_of
from dashboard.theme import Palette

Part = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The name of the form; nothing is fetched from there."""
TEXT, LINE = 14, 19
"""Size of words and height of a line of them, in pixels."""


@dataclass(frozen=True)
class Scale:
    """What an axis spans, and how it is named; ``ratios`` makes equal steps equal ratios."""

    low: float
    high: float
    ticks: Sequence[float] = ()
    prefix: str = ""
    suffix: str = ""
    title: str = ""
    format: str = ",~f"
    grid: bool = True
    ratios: bool = False

    def share(self, value: float) -> float:
        """How far along a value stands, 0 to 1."""
        if self.ratios:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Frame:
    """The plot and what is left free around it, in pixels."""

    x: Scale
    y: Scale
    width: float
    height: float
    left: float = 8
    right: float = 16
    top: float = 8
    bottom: float = 28

    def across(self, value: float) -> float:
        """Pixels from the left of the plot."""
        return round(self.x.share(value) * self.width, 1)

    def down(self, value: float) -> float:
        """Pixels from the top of the plot."""
        return round((1 - self.y.share(value)) * self.height, 1)


@dataclass(frozen=True)
class Words:
    """A line of words at a place in pixels; ``halo`` keeps it apart from what lies below."""

    x: float
    y: float
    text: str
    colour: str
    bold: bool = False
    align: str = "left"
    halo: bool = False


def framed(
    x: Scale, y: Scale, width: float, height: float, *, left: float, right: float, top: float = 8
) -> Frame:
    """A frame of that whole width around a plot of that height."""
    bottom = 28 + (LINE + 4 if x.title else 0)
    return Frame(x, y, width - left - right, height, left, right, top, bottom)


def spec(frame: Frame, palette: Palette, layers: Sequence[Part], words: Iterable[Words]) -> Part:
    """The whole specification."""
    return {
        "$schema": SCHEMA,
        "width": frame.width,
        "height": frame.height,
        "autosize": {"type": "none"},
        "padding": {
            "left": frame.left,
            "right": frame.right,
            "top": frame.top,
            "bottom": frame.bottom,
        },
        "background": palette.paper,
        "layer": [_ground(frame, palette), *layers, *_written(words, palette)],
        "config": {
            "aria": False,  # the picture as a whole is named
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "gridColor": palette.ground,
                "domainColor": palette.line,
                "ticks": False,
                "labelColor": palette.ink,
                "labelFontSize": TEXT,
                "labelPadding": 8,
                "labelFlush": False,
                "labelOverlap": False,
                "titleColor": palette.muted,
                "titleFontSize": TEXT,
                "titleFontWeight": "normal",
                "titlePadding": 10,
            },
        },
    }


def _ground(frame: Frame, palette: Palette) -> Part:
    """Nothing but the axes, which every later layer shares."""
    corner = {"x": frame.x.low, "y": frame.y.low}
    encoding = {"x": _channel("x", frame.x), "y": _channel("y", frame.y)}
    return {
        "data": {"values": [corner]},
        "mark": {"type": "point", "opacity": 0},
        "encoding": encoding,
    }


def _channel(name: str, scale: Scale) -> Part:
    kind = {"type": "log"} if scale.ratios else {"zero": False}
    axis: Part = {
        "values": list(scale.ticks),
        "grid": scale.grid,
        "title": scale.title or None,
        "labelExpr": f"{json.dumps(scale.prefix)} + format(datum.value, "
        f"{json.dumps(scale.format)}) + {json.dumps(scale.suffix)}",
    }
    if not scale.ticks:
        axis = {"labels": False, "grid": False, "values": [], "title": scale.title or None}
    return {
        "field": name,
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, **kind},
        "axis": axis,
    }


def layer(
    frame: Frame, mark: Part, values: Sequence[Part], *, ends: str = "", by: str = ""
) -> Part:
    """Marks at ``x`` and ``y`` of values; ``ends`` are the further ends: "x", "y" or both.

    ``by`` is a field that parts lines.
    """
    encoding: Part = {"x": _channel("x", frame.x), "y": _channel("y", frame.y)}
    for end in ends:
        encoding[f"{end}2"] = {"field": f"{end}2"}
    if by:
        encoding["detail"] = {"field": by, "type": "nominal"}
    if any("size" in value for value in values):
        encoding["size"] = {"field": "size", "type": "quantitative", "scale": None}
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def dot(colour: str, across: float, *, hollow: bool = False, stroke: float = 2.0) -> Part:
    """The mark of a dot of that diameter; a hollow one is a ring."""
    if hollow:
        return {
            "type": "point",
            "filled": False,
            "stroke": colour,
            "strokeWidth": stroke,
            "fill": None,
            "size": round((across - stroke) ** 2, 1),
            "opacity": 1,
        }
    return {
        "type": "point",
        "filled": True,
        "fill": colour,
        "stroke": None,
        "size": round(across**2, 1),
        "opacity": 1,
    }


def level(frame: Frame, y: float, colour: str, *, width: float = 1, dash: bool = False) -> Part:
    """A line from side to side."""
    mark: Part = {"type": "rule", "color": colour, "strokeWidth": width}
    if dash:
        mark["strokeDash"] = [6, 4]
    value = {"x": frame.x.low, "x2": frame.x.high, "y": y}
    return layer(frame, mark, [value], ends="x")


def hatched(
    frame: Frame, low: float, high: float, y: float, thick: float, colour: str
) -> list[Part]:
    """Slanting lines, as data, that fill a bar from ``low`` to ``high`` around ``y``."""
    unit = (frame.x.high - frame.x.low) / frame.width
    slant = thick / (frame.y.high - frame.y.low) * frame.height * unit
    step = 7 * unit
    lines = []
    start = low - slant
    while start < high:
        left, right = max(start, low), min(start + slant, high)
        if right > left:
            foot = y - thick / 2 + thick * (left - start) / slant
            head = y - thick / 2 + thick * (right - start) / slant
            lines.append({"x": left, "x2": right, "y": foot, "y2": head})
        start += step
    return [layer(frame, {"type": "rule", "color": colour, "strokeWidth": 1.5}, lines, ends="xy")]


def stacked(
    x: float,
    y: float,
    text: str,
    colour: str,
    *,
    align: str = "left",
    led: bool = False,
    halo: bool = False,
) -> list[Words]:
    """Lines of words around a height; ``led`` makes the first of several bold."""
    lines = text.split("\n")
    top = y - (len(lines) - 1) / 2 * LINE
    return [
        Words(x, top + n * LINE, line, colour, led and n == 0 and len(lines) > 1, align, halo)
        for n, line in enumerate(lines)
    ]


def widest(texts: Iterable[str], bold: bool = False) -> float:
    """Pixels of the widest line among words."""
    return max(
        (width_of(line, TEXT, bold) for text in texts for line in text.split("\n")), default=0.0
    )


def _written(words: Iterable[Words], palette: Palette) -> list[Part]:
    """Layers of words, one a style."""
    styles: dict[tuple[Any, ...], list[Words]] = {}
    for each in words:
        styles.setdefault((each.colour, each.bold, each.align, each.halo), []).append(each)
    layers = []
    for (colour, bold, align, halo), lines in styles.items():
        mark: Part = {
            "type": "text",
            "align": align,
            "baseline": "middle",
            "fontSize": TEXT,
            "fontWeight": "bold" if bold else "normal",
            "color": colour,
            "clip": False,
            "limit": 0,
        }
        made = {
            "data": {"values": [{"x": w.x, "y": w.y, "text": w.text} for w in lines]},
            "encoding": {
                "x": {"field": "x", "type": "quantitative", "scale": None, "axis": None},
                "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
                "text": {"field": "text", "type": "nominal"},
            },
        }
        if halo:
            ground = {"stroke": palette.paper, "strokeWidth": 5, "strokeJoin": "round"}
            layers.append({"mark": mark | ground, **made})
        layers.append({"mark": mark, **made})
    return layers


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two ends, at most that many."""
    span = high - low
    power = 10 ** math.floor(math.log10(span / most))
    step = next(s * power for s in (1, 2, 5, 10, 20) if span / (s * power) <= most)
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]
