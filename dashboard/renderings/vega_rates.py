"""Rates as dots with intervals, counts by year, fifths and areas, as Vega-Lite."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.drawings import Areas, Dot, Dots, Fifths, Mark, YearBars
from dashboard.formats import number
from dashboard.renderings.lettering import wrapped
from dashboard.renderings.plotly_parts import spread
from dashboard.renderings.plotly_rates import rows_of
from dashboard.renderings.vega_compact import compact_dots
from dashboard.renderings.vega_parts import (
    LINE,
    TEXT,
    Frame,
    Part,
    Scale,
    Words,
    dot,
    framed,
    hatched,
    layer,
    level,
    spec,
    stacked,
    ticks,
    widest,
)
from dashboard.theme import Palette

GAP = 12
"""Pixels between words and the plot."""
WIDEST_LABEL = 0.42
"""Names of rows take at most this share of the width."""


def dots(drawing: Dots, palette: Palette, width: int) -> Part:
    """Rows of dots with their intervals on one scale from zero; the first row is on top."""
    if drawing.compact:
        return compact_dots(drawing, palette, width)
    rows = list(reversed(drawing.rows))
    room = width * WIDEST_LABEL
    labels = [_label(row, room) for row in rows]
    left = min(widest(labels, bold=True), room) + GAP
    top = max([row.upper or row.value or 0.0 for row in rows] + [1.0]) * 1.06
    many = 5 if width >= 560 else 3
    x = Scale(0, top, ticks(0, top, many), drawing.prefix, drawing.suffix)
    lines = max([label.count("\n") + 1 for label in labels] + [2])
    y = Scale(-0.5, len(rows) - 0.5)
    frame = framed(x, y, width, max(58, lines * LINE + 16) * len(rows), left=left, right=24)
    layers: list[Part] = []
    words: list[Words] = []
    for height, (row, label) in enumerate(zip(rows, labels, strict=True)):
        words += [*stacked(-GAP, frame.down(height), label, palette.ink, align="right", led=True)]
        if row.value is None:
            said = "\n".join(wrapped(row.shown, TEXT, frame.width - 12))
            words += stacked(8, frame.down(height), said, palette.muted)
            continue
        colour = palette.emphasis if row.leads else palette.primary
        if row.lower is not None and row.upper is not None:
            thick = 5 if row.leads else 4
            bar = {"type": "rule", "color": colour, "strokeWidth": thick, "strokeOpacity": 0.42}
            ends = {"x": row.lower, "x2": row.upper, "y": height}
            layers.append(layer(frame, bar, [ends], ends="x"))
        mark = dot(colour, 15 if row.leads else 12, hollow=row.hollow, stroke=2.5)
        layers.append(layer(frame, mark, [{"x": row.value, "y": height}]))
    return spec(frame, palette, layers, words)


def _label(row: Dot, room: float) -> str:
    """The row's name, its value and its note, in lines that fit."""
    value = row.shown if row.value is not None else ""
    below = " · ".join(part for part in (value, row.note) if part)
    lines = [
        line
        for text, bold in ((row.label, True), (below, False))
        for line in wrapped(text, TEXT, room, bold)
    ]
    return "\n".join(lines)


def bars(drawing: YearBars, palette: Palette, width: int) -> Part:
    """Counts by year from zero, the oldest on top; a change of source is a dashed line."""
    years = drawing.years
    rows = rows_of(years)
    tallest = max([*rows, 1.0])
    values = [year.upper or year.count or 0.0 for year in years]
    shown = widest([year.shown for year in years]) + GAP
    left = widest([year.label for year in years]) + GAP
    top = max([*values, drawing.top or 5.0])
    top *= 1 + shown / max(width - left - shown, 60)
    x = Scale(0, top, ticks(0, top, 6 if width >= 560 else 4))
    y = Scale(0.4, tallest + 0.6)
    frame = framed(x, y, width, (20 if drawing.compact else 30) * tallest + 8, left=left, right=16)
    whole = [(row, year) for row, year in zip(rows, years, strict=True) if not year.partial]
    part = [(row, year) for row, year in zip(rows, years, strict=True) if year.partial]
    layers: list[Part] = []
    layers += _filled(frame, palette, [(r, y.count or 0.0) for r, y in whole], 0.74, hatch=False)
    layers += _filled(frame, palette, [(r, y.count or 0.0) for r, y in part], 0.74, hatch=True)
    ends = [
        {"x": year.lower, "x2": year.upper, "y": row}
        for row, year in zip(rows, years, strict=True)
        if year.lower is not None and year.upper is not None
    ]
    layers.append(layer(frame, {"type": "rule", "color": palette.ink}, ends, ends="x"))
    words: list[Words] = []
    for row, year, value in zip(rows, years, values, strict=True):
        words += stacked(-GAP, frame.down(row), year.label, palette.ink, align="right")
        words += stacked(frame.across(value) + 8, frame.down(row), year.shown, palette.ink)
        if year.after_break:
            layers.append(level(frame, row + 1, palette.muted, width=1.5, dash=True))
            words += stacked(6, frame.down(row + 1), drawing.break_words, palette.muted, halo=True)
    return spec(frame, palette, layers, words)


def fifths(drawing: Fifths, palette: Palette, width: int) -> Part:
    """Rates of the fifths from zero, the most deprived on top, each with its interval."""
    rows = drawing.rows
    heights = list(range(len(rows), 0, -1))
    room = width * WIDEST_LABEL
    labels = ["\n".join(_wrapped(row.label, room)) for row in rows]
    left = min(widest(labels, bold=True), room) + GAP
    shown = widest([row.shown for row in rows], bold=True) + GAP
    highest = max([row.upper or row.value or 0.0 for row in rows] + [0.1])
    top = highest * (1 + shown / max(width - left - shown - 16, 60))
    x = Scale(0, top, ticks(0, top, 6 if width >= 560 else 3), title=drawing.x_title)
    lines = max([label.count("\n") + 1 for label in labels] + [2])
    frame = framed(
        x,
        Scale(0.4, len(rows) + 0.6),
        width,
        max(64, lines * LINE + 12) * len(rows),
        left=left,
        right=16,
    )
    sure = [(h, r.value or 0.0) for h, r in zip(heights, rows, strict=True) if not r.unstable]
    unsure = [(h, r.value or 0.0) for h, r in zip(heights, rows, strict=True) if r.unstable]
    layers = [
        *_filled(frame, palette, sure, 0.66, hatch=False),
        *_filled(frame, palette, unsure, 0.66, hatch=True),
    ]
    ends = [
        {"x": row.lower, "x2": row.upper, "y": height}
        for height, row in zip(heights, rows, strict=True)
        if row.lower is not None and row.upper is not None
    ]
    rule = {"type": "rule", "color": palette.ink, "strokeWidth": 1.5}
    layers.append(layer(frame, rule, ends, ends="x"))
    words: list[Words] = []
    for height, row, label in zip(heights, rows, labels, strict=True):
        y = frame.down(height)
        words += stacked(-GAP, y, label, palette.ink, align="right", led=True)
        at = frame.across(row.upper or row.value or 0.0) + 10
        words += stacked(at, y, row.shown, palette.ink, led=True)
    return spec(frame, palette, layers, words)


def _wrapped(text: str, room: float) -> list[str]:
    first, *rest = text.split("\n")
    return [*wrapped(first, TEXT, room, bold=True), *wrapped("\n".join(rest), TEXT, room)]


def _filled(
    frame: Frame,
    palette: Palette,
    rows: Sequence[tuple[float, float]],
    thick: float,
    *,
    hatch: bool,
) -> list[Part]:
    """Bars from zero; hatched ones have an outline and slanting lines."""
    long = [(y, value) for y, value in rows if value > 0]
    if not long:
        return []
    mark: Part = {"type": "rect", "fill": palette.paper if hatch else palette.injury[2]}
    if hatch:
        mark |= {"stroke": palette.injury[3], "strokeWidth": 1}
    boxes = [{"x": 0, "x2": value, "y": y - thick / 2, "y2": y + thick / 2} for y, value in long]
    layers = [layer(frame, mark, boxes, ends="xy")]
    if hatch:
        for y, value in long:
            layers += hatched(frame, 0, value, y, thick, palette.injury[2])
    return layers


def areas(drawing: Areas, palette: Palette, width: int) -> Part:
    """Areas by a measure from left to right: rates with intervals above, the others in bands."""
    marks, bands = drawing.marks, drawing.bands
    rated = [mark for mark in marks if mark.value is not None]
    top = max([mark.upper or mark.value or 0.0 for mark in rated] + [1.0]) * 1.05
    step = top * 0.11
    heights = [-step * (number + 0.6) for number in range(1, len(bands) + 1)]
    named = ticks(0, top, 5)
    names = [name for _key, name in bands]
    right_end = max([mark.x for mark in marks] + [1.0]) * 1.04
    x = Scale(0, right_end, ticks(0, right_end, 7), suffix=drawing.x_suffix, title=drawing.x_title)
    y = Scale(-step * (len(bands) + 1.2), top, named)
    left = widest([*names, number(named[-1])]) + GAP + 4
    frame = framed(x, y, width, 456, left=left, right=24, top=36)
    faint = {"type": "rule", "color": palette.injury[3], "strokeWidth": 1.5, "strokeOpacity": 0.5}
    ends = [
        {"x": mark.x, "y": mark.lower, "y2": mark.upper}
        for mark in rated
        if mark.lower is not None and mark.upper is not None
    ]
    layers = [
        level(frame, 0, palette.line),
        layer(frame, faint, ends, ends="y"),
        *(
            layer(
                frame,
                dot(palette.injury[3], 9, hollow=hollow, stroke=1.5),
                _points([m for m in rated if m.hollow == hollow]),
            )
            for hollow in (False, True)
        ),
    ]
    words = [Words(-left, -20, drawing.y_title, palette.muted)]
    for height, (key, name) in zip(heights, bands, strict=True):
        inside = [mark for mark in marks if mark.value is None and mark.band == key]
        values = [
            {"x": mark.x, "y": height + step * 0.26 * spread(i)} for i, mark in enumerate(inside)
        ]
        hollow = key == bands[-1][0]
        layers.append(layer(frame, dot(palette.injury[2], 6.5, hollow=hollow, stroke=1.2), values))
        words += stacked(-GAP, frame.down(height), name, palette.ink, align="right")
    return spec(frame, palette, layers, words)


def _points(marks: Sequence[Mark]) -> list[Part]:
    return [{"x": mark.x, "y": mark.value} for mark in marks]
