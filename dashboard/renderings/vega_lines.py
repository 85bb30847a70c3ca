"""Values over years as lines with light bands, each named at its end, as Vega-Lite."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.drawings import Line, Lines
from dashboard.renderings.lettering import wrapped
from dashboard.renderings.plotly_lines import apart, colour, runs
from dashboard.renderings.vega_parts import (
    LINE,
    TEXT,
    Frame,
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

HEIGHT = 340
_DASHES = {
    "lead": [],
    "second": [7, 4],
    "third": [2, 3],
    "fourth": [7, 3, 2, 3],
    "fifth": [12, 4],
    "quiet": [],
}
_NAMES = 0.24
"""Names at the ends take at most this share of the width."""


def lines(drawing: Lines, palette: Palette, width: int) -> Part:
    """Lines over years from zero; a gap or a change of source parts them, with its reason."""
    drawn = [line for line in drawing.lines if any(p.value is not None for p in line.points)]
    points = [point for line in drawing.lines for point in line.points]
    first = min((point.year for point in points), default=0.0)
    last = max((point.year for point in points), default=1.0)
    edge = max(0.3, (last - first) * 0.02)
    top = 1.08 * max([p.upper or p.value or 0.0 for p in points] + [0.1])
    names = [
        "\n".join(
            row
            for number, part in enumerate(line.name.split("\n"))
            for row in wrapped(part, TEXT, width * _NAMES, number == 0)
        )
        for line in drawn
    ]
    right = max(widest(names, bold=True) + 20, 16)
    reasons = [wrapped(each.words, TEXT, width * 0.5) for each in drawing.breaks]
    above = 36 + sum(LINE * len(rows) + 4 for rows in reasons)
    years = [year for year in ticks(first, last, 10 if width >= 560 else 5) if year % 1 == 0]
    x = Scale(first - edge, last + edge, years, grid=False, format="d")
    y = Scale(0, top, ticks(0, top, 5), drawing.prefix, drawing.suffix)
    left = 16 + widest([f"{drawing.prefix}{tick:,g}{drawing.suffix}" for tick in y.ticks])
    frame = framed(x, y, width, HEIGHT, left=left, right=right, top=above)
    layers: list[Part] = []
    for line in drawn:
        layers += _bands(frame, line, drawing, palette)
    for line in drawn:
        layers += _strokes(frame, line, drawing, palette)
    words = [Words(-left, -above + 14, drawing.y_title, palette.muted)]
    words += _named(frame, drawn, names, palette)
    reason_layers, reason_words = _breaks(frame, drawing, reasons, palette)
    return spec(frame, palette, [*layers, *reason_layers], [*words, *reason_words])


def _bands(frame: Frame, line: Line, drawing: Lines, palette: Palette) -> list[Part]:
    layers: list[Part] = []
    ink = colour(line, palette)
    for run in runs(line, drawing.breaks):
        known = [
            {"x": p.year, "y": p.lower, "y2": p.upper}
            for p in run
            if p.lower is not None and p.upper is not None
        ]
        if len(known) == 1:
            mark: Part = {"type": "rule", "color": ink, "strokeWidth": 4, "strokeOpacity": 0.3}
        else:
            mark = {"type": "area", "color": ink, "fillOpacity": 0.16}
        if known:
            layers.append(layer(frame, mark, known, ends="y"))
    return layers


def _strokes(frame: Frame, line: Line, drawing: Lines, palette: Palette) -> list[Part]:
    ink = colour(line, palette)
    mark: Part = {
        "type": "line",
        "color": ink,
        "strokeWidth": 2 if line.role == "quiet" else 2.75,
        "strokeDash": _DASHES[line.role],
    }
    drawn = [
        {"x": point.year, "y": point.value, "run": number}
        for number, run in enumerate(runs(line, drawing.breaks))
        for point in run
    ]
    seen = [point for point in line.points if point.value is not None]
    full = [{"x": p.year, "y": p.value} for p in seen if not p.hollow]
    hollow = [{"x": p.year, "y": p.value} for p in seen if p.hollow]
    rings = dot(ink, 9, hollow=True) | {"fill": palette.paper}
    return [
        layer(frame, mark, drawn, by="run"),
        layer(frame, dot(ink, 5), full),
        layer(frame, rings, hollow),
    ]


def _named(
    frame: Frame, drawn: Sequence[Line], names: Sequence[str], palette: Palette
) -> list[Words]:
    """Each name at the right, as high as its line's end or as near as the others let it."""
    named = [(line, name) for line, name in zip(drawn, names, strict=True) if name]
    ends = [frame.height - frame.down(_end(line)) for line, _name in named]
    places = apart(ends, [float(LINE * (name.count("\n") + 1)) for _line, name in named], floor=8)
    return [
        each
        for (line, name), place in zip(named, places, strict=True)
        for each in stacked(
            frame.width + 10, frame.height - place, name, colour(line, palette), led=True
        )
    ]


def _end(line: Line) -> float:
    return next(p.value for p in reversed(line.points) if p.value is not None)


def _breaks(
    frame: Frame, drawing: Lines, reasons: Sequence[Sequence[str]], palette: Palette
) -> tuple[list[Part], list[Words]]:
    """The reasons, one above the other over the plot, and a dashed line down from each."""
    layers: list[Part] = []
    words: list[Words] = []
    below = 4.0
    middle = (frame.x.low + frame.x.high) / 2
    mark = {"type": "rule", "color": palette.muted, "strokeWidth": 1.5, "strokeDash": [6, 4]}
    for each, rows in zip(reversed(drawing.breaks), reversed(reasons), strict=True):
        at = each.before - 0.5
        high = below + LINE * len(rows)
        left = at <= middle
        words += stacked(
            frame.across(at) + (6 if left else -6),
            -(below + high) / 2,
            "\n".join(rows),
            palette.muted,
            align="left" if left else "right",
        )
        top = frame.y.high * (1 + high / frame.height)
        value = {"x": at, "y": 0, "y2": round(top, 6)}
        layers.append(layer(frame, mark | {"clip": False}, [value], ends="y"))
        below = high + 4
    return layers, words
