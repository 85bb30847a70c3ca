"""Many rows of dots, such as all states, as Vega-Lite in few layers."""

from __future__ import annotations

from dashboard.drawings import Dots
from dashboard.renderings.vega_parts import (
    Part,
    Scale,
    Words,
    dot,
    framed,
    layer,
    spec,
    stacked,
    ticks,
    widest,
)
from dashboard.theme import Palette

ROW = 20
"""Pixels of a row."""
GAP = 12
_HEAD = 24
"""Pixels above the plot for the words of the line to compare with."""


def compact_dots(drawing: Dots, palette: Palette, width: int) -> Part:
    """Rows on one line each: label, interval, dot and value; a dashed line to compare with."""
    rows = list(reversed(drawing.rows))
    reference = drawing.reference
    left = widest([row.label for row in rows], bold=True) + GAP
    shown = widest([row.shown for row in rows]) + GAP
    ends = [row.upper or row.value or 0.0 for row in rows]
    top = max([*ends, reference[0] if reference else 1.0])
    top *= 1 + shown / max(width - left - shown, 60)
    many = 6 if width >= 560 else 4
    x = Scale(0, top, ticks(0, top, many), drawing.prefix, drawing.suffix)
    y = Scale(-0.6, len(rows) - 0.4)
    frame = framed(x, y, width, ROW * len(rows), left=left, right=16, top=_HEAD)
    layers: list[Part] = []
    words: list[Words] = []
    if reference is not None:
        value, said = reference
        line = {"type": "rule", "color": palette.line, "strokeWidth": 1.5, "strokeDash": [6, 4]}
        span = {"x": value, "y": y.low, "y2": y.high}
        layers.append(layer(frame, line, [span], ends="y"))
        words += stacked(frame.across(value), -GAP, said, palette.muted, align="center")
    numbered = list(enumerate(rows))
    for leads in (False, True):
        colour = palette.emphasis if leads else palette.primary
        group = [(height, row) for height, row in numbered if row.leads == leads]
        intervals = [
            {"x": row.lower, "x2": row.upper, "y": height}
            for height, row in group
            if row.lower is not None and row.upper is not None
        ]
        rule = {"type": "rule", "color": colour, "strokeWidth": 5 if leads else 3, "opacity": 0.42}
        layers.append(layer(frame, rule, intervals, ends="x"))
        for hollow in (False, True):
            points = [
                {"x": row.value, "y": height}
                for height, row in group
                if row.value is not None and row.hollow == hollow
            ]
            mark = dot(colour, 11 if leads else 9, hollow=hollow, stroke=1.8)
            layers.append(layer(frame, mark, points))
    for (height, row), end in zip(numbered, ends, strict=True):
        down = frame.down(height)
        words.append(Words(-GAP, down, row.label, palette.ink, row.leads, "right"))
        colour = palette.muted if row.value is None else palette.ink
        words.append(Words(frame.across(end) + 9, down, row.shown, colour, halo=True))
    return spec(frame, palette, [made for made in layers if made["data"]["values"]], words)
