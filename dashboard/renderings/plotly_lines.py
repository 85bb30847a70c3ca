"""Values over years as lines with light bands, each named at its end, drawn by Plotly."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

import plotly.graph_objects as go

from dashboard.drawings import Break, Line, Lines, Point
from dashboard.renderings.plotly_parts import Part, assembled, html, led, note, stroke, upright
from dashboard.theme import Palette

HEIGHT = 380
HEIGHT_OF_PLOT = HEIGHT - 40
_ROOM = 1.08
"""The scale goes this much above the highest limit."""
_ROW = 20
"""Pixels of a row of words."""
_LETTER = 8.3
"""Pixels of a letter, at most, in most fonts."""
_NAME_LETTERS, _FEWEST, _MOST = 13, 12, 30
"""Letters in a row of a name, and of a reason, so that it fits on a phone."""
_PHONE = 272
"""Pixels from side to side of a plot without names on a phone."""
_SCALE = 32
"""Pixels of the numbers to the left of it."""
_MOST_YEARS = 5
_DASHES = {
    "lead": "solid",
    "second": "dash",
    "third": "dot",
    "fourth": "dashdot",
    "fifth": "longdash",
    "quiet": "solid",
}


def lines(drawing: Lines, palette: Palette) -> go.Figure:
    """Lines over years from zero; a gap or a change of source parts them, with its reason."""
    drawn = [line for line in drawing.lines if any(p.value is not None for p in line.points)]
    points = [point for line in drawing.lines for point in line.points]
    first, last = (end((p.year for p in points), default=0.0) for end in (min, max))
    edge = max(0.3, (last - first) * 0.02)
    top = _ROOM * max([p.upper or p.value or 0.0 for p in points] + [0.1])
    margin = _margin(drawn)
    reasons = [
        textwrap.wrap(each.words, _letters(_share(each, first, last), margin))
        for each in drawing.breaks
    ]
    above = 28 + _ROW * sum(len(rows) for rows in reasons) + (12 if reasons else 0)
    traces: list[Part] = []
    for line in drawn:
        traces += _bands(line, drawing.breaks, palette)
    for line in drawn:
        traces += _strokes(line, drawing.breaks, palette)
    names = _names(drawn, top, palette)
    said, uprights = _breaks(drawing.breaks, reasons, (first, last), palette)
    years = _years(first, last)
    x = {
        "range": [first - edge, last + edge],
        "tickvals": years,
        "ticktext": [str(year) for year in years[:1]] + [_short(year, years) for year in years[1:]],
        "showgrid": False,
    }
    y = {
        "range": [0, top],
        "nticks": 5,
        "tickformat": ",",
        "tickprefix": drawing.prefix,
        "ticksuffix": drawing.suffix,
    }
    title = upright(drawing.y_title, palette) | {"yshift": above - 12}
    figure = assembled(
        traces,
        palette,
        x,
        y,
        height=HEIGHT + above,
        top=above,
        notes=[title, *names, *said],
        shapes=uprights,
    )
    figure.layout.margin.r = margin
    return figure


def colour(line: Line, palette: Palette) -> str:
    """A line's colour by its role; the lead's stands out on either ground."""
    return {
        "lead": palette.injury[3],
        "second": palette.emphasis,
        "third": palette.primary,
        "fourth": palette.economy[4],
        "fifth": palette.ink,
        "quiet": palette.muted,
    }[line.role]


def runs(line: Line, breaks: Sequence[Break]) -> Iterator[list[Point]]:
    """The points of a line that belong together: no gap and no change of source between them."""

    def place(point: Point) -> int:
        return sum(point.year >= each.before for each in breaks)

    points = sorted(line.points, key=lambda point: point.year)
    for (there, _side), run in groupby(points, key=lambda p: (p.value is not None, place(p))):
        if there:
            yield list(run)


def apart(heights: Sequence[float], gaps: Sequence[float], floor: float) -> list[float]:
    """Heights moved up as little as needed so that each stands ``gap`` clear of the one below.

    Args:
        heights: where the middles should be, in any order.
        gaps: the height of each.
        floor: the lowest place of a middle.
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = list(heights)
    for before, now in zip([None, *order], order, strict=False):
        least = floor if before is None else placed[before] + (gaps[before] + gaps[now]) / 2
        placed[now] = max(heights[now], least)
    return placed


def _bands(line: Line, breaks: Sequence[Break], palette: Palette) -> list[Part]:
    parts: list[Part] = []
    for run in runs(line, breaks):
        known = [(p.year, p.lower, p.upper) for p in run if None not in (p.lower, p.upper)]
        if len(known) == 1:
            year, low, high = known[0]
            ends = {"color": colour(line, palette), "width": 4}
            parts.append(stroke([year, year], [low, high], ends, opacity=0.3))
        elif known:
            years = [year for year, _low, _high in known]
            parts.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [*years, *reversed(years)],
                    "y": [*(high for *_, high in known), *(low for _, low, _ in reversed(known))],
                    "fill": "toself",
                    "fillcolor": colour(line, palette),
                    "opacity": 0.16,
                    "line": {"width": 0},
                    "hoverinfo": "skip",
                }
            )
    return parts


def _strokes(line: Line, breaks: Sequence[Break], palette: Palette) -> list[Part]:
    ink = colour(line, palette)
    x: list[float | None] = []
    y: list[float | None] = []
    for run in runs(line, breaks):
        # None lifts the pen between two runs.
        x += [*(point.year for point in run), None]
        y += [*(point.value for point in run), None]
    style = {
        "color": ink,
        "width": 2 if line.role == "quiet" else 2.75,
        "dash": _DASHES[line.role],
    }
    seen = [point for point in line.points if point.value is not None]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [point.year for point in seen],
        "y": [point.value for point in seen],
        "marker": {
            "size": [9 if point.hollow else 5 for point in seen],
            "color": [palette.paper if point.hollow else ink for point in seen],
            "opacity": 1,
            "line": {"color": ink, "width": [2 if point.hollow else 0 for point in seen]},
        },
        "customdata": [[html(point.shown)] for point in seen],
        "hovertemplate": "%{customdata[0]}<extra>" + html(line.name) + "</extra>",
    }
    return [stroke(x, y, style, opacity=1), dots]


def _names(drawn: Sequence[Line], top: float, palette: Palette) -> list[Part]:
    """Each name at the right, as high as its line's end or as near as the others let it."""
    named = [line for line in drawn if line.name]
    ends = [_end(line) * HEIGHT_OF_PLOT / top for line in named]
    rows = [_wrapped(line.name) for line in named]
    words = [
        (led if "\n" in line.name else html)(row) for line, row in zip(named, rows, strict=True)
    ]
    places = apart(ends, [18.0 * (row.count("\n") + 1) for row in rows], floor=8)
    return [
        note(
            1,
            _end(line),
            "",
            colour(line, palette),
            xref="paper",
            xshift=8,
            yshift=round(place - end),
            yanchor="middle",
        )
        | {"text": said}
        for line, end, place, said in zip(named, ends, places, words, strict=True)
    ]


def _end(line: Line) -> float:
    return next(p.value for p in reversed(line.points) if p.value is not None)


def _wrapped(name: str) -> str:
    return "\n".join(
        row for part in name.split("\n") for row in textwrap.wrap(part, _NAME_LETTERS) or [""]
    )


def _margin(drawn: Sequence[Line]) -> int:
    rows = [row for line in drawn for row in _wrapped(line.name).split("\n")]
    longest = max((len(row) for row in rows), default=0)
    return 16 if not longest else math.ceil(longest * _LETTER) + 14


def _breaks(
    breaks: Sequence[Break],
    reasons: Sequence[Sequence[str]],
    ends: tuple[float, float],
    palette: Palette,
) -> tuple[list[Part], list[Part]]:
    """The reasons, one above the other over the plot, and a dashed line down from each."""
    said: list[Part] = []
    shapes: list[Part] = []
    below = 6.0
    for each, rows in zip(reversed(breaks), reversed(reasons), strict=True):
        x = each.before - 0.5
        left = _share(each, *ends) <= 0.5
        high = below + _ROW * len(rows)
        said.append(
            note(
                x,
                1,
                "\n".join(rows),
                palette.muted,
                yref="paper",
                yanchor="bottom",
                yshift=round(below) - 4,
                xanchor="left" if left else "right",
                xshift=6 if left else -6,
                align="left" if left else "right",
                bgcolor=palette.paper,
            )
        )
        shapes.append(
            {
                "type": "line",
                "x0": x,
                "x1": x,
                "yref": "paper",
                "y0": 0,
                "y1": 1 + (high - 2) / HEIGHT_OF_PLOT,
                "line": {"color": palette.muted, "width": 1.5, "dash": "dash"},
            }
        )
        below = high
    return said, shapes


def _share(each: Break, first: float, last: float) -> float:
    """How far along the scale of years a break stands, from 0 to 1."""
    return (each.before - 0.5 - first) / max(last - first, 1)


def _letters(share: float, margin: int) -> int:
    """Letters that have room on a phone beside a line at this share of the plot."""
    plot = _PHONE - margin
    room = max((1 - share) * plot + margin, share * plot + _SCALE)
    return min(_MOST, max(_FEWEST, int(room / _LETTER)))


def _years(first: float, last: float) -> list[int]:
    """Whole years to name, few enough for a phone."""
    low, high = math.ceil(first), math.floor(last)
    step = next((s for s in (1, 2, 5, 10, 20) if (high - low) // s < _MOST_YEARS), 50)
    return [year for year in range(low, high + 1) if year % step == 0] or [low]


def _short(year: int, years: Sequence[int]) -> str:
    """A year in two digits where four would crowd a phone."""
    return f"\u2019{year % 100:02}" if len(years) == _MOST_YEARS else str(year)
