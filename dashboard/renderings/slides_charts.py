"""A drawing as what a native chart holds: categories or points, series, limits, axes.

Where a drawing has no value the chart's cell is empty, never zero, and words stand in its place.
Dots become markers without a line, one category each, so that names and numbers can be edited in
the chart's own sheet and the interval is its error bar.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from dashboard import drawings, formats
from dashboard.drawings import Drawing, Line, Lines
from dashboard.renderings import slides_points
from dashboard.renderings.slides_forms import (
    FEW,
    MANY,
    RATE,
    SMALL_RATE,
    WHOLE,
    Axis,
    Chart,
    Series,
    Value,
    high,
    unit,
)
from dashboard.renderings.slides_text import clean, one_line
from dashboard.words import _

_ROLES = {
    "lead": "injury",
    "second": "emphasis",
    "third": "primary",
    "fourth": "economy",
    "fifth": "ink",
    "quiet": "muted",
}
_DASHES = {"second": "dash", "third": "sysDot", "fourth": "dashDot", "fifth": "lgDash"}


def chart(drawing: Drawing) -> Chart:
    """The native chart of a drawing.

    Raises:
        TypeError: maps are pictures.
    """
    match drawing:
        case drawings.Dots():
            return _dots(drawing)
        case drawings.YearBars():
            return _years(drawing)
        case drawings.Fifths():
            return _fifths(drawing)
        case drawings.Lines():
            return _lines(drawing)
        case drawings.Concentration():
            return slides_points.concentration(drawing)
        case drawings.Areas():
            return slides_points.areas(drawing)
        case drawings.Scatter():
            return slides_points.scatter(drawing)
        case _:
            raise TypeError(f"{type(drawing).__name__} is a picture on a slide")


def _joined(label: str, *more: str) -> str:
    """A label's lines and what stands below, each once."""
    lines = [line.strip() for part in (label, *more) for line in clean(part).split("\n")]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _dots(drawing: drawings.Dots) -> Chart:
    """A few dots stand side by side, some as bars below each other, very many as small dots."""
    rows = drawing.rows
    several, as_bars = len(rows) > FEW, FEW < len(rows) <= MANY

    def label(row: drawings.Dot) -> str:
        name = one_line(row.label) if several else row.label
        if row.value is None:
            return f"{name}: {one_line(row.shown)}" if several else _joined(name, row.shown)
        words = any(letter.isalpha() for letter in row.shown)
        marked = one_line(row.shown) if row.hollow and words else ""
        if several:
            return f"{name} ({marked})" if marked else name
        return _joined(name, row.note, marked)

    leading = frozenset(i for i, row in enumerate(rows) if row.leads)
    series = [
        Series(
            _("Value"),
            [row.value for row in rows],
            [row.lower for row in rows],
            [row.upper for row in rows],
            hollow=frozenset(i for i, row in enumerate(rows) if row.hollow),
            leading=leading if len(leading) < len(rows) else frozenset(),
            look="bar" if as_bars else "dots",
            label="" if len(rows) > MANY else "values",
        )
    ]
    notes: tuple[str, ...] = ()
    if as_bars:
        notes = (_("On this slide bars stand for the dots; a hatched bar is a hollow dot."),)
    least = 0.0
    if drawing.reference is not None:
        least, words = drawing.reference
        if as_bars:
            notes += (f"{one_line(words)}: {formats.number(least, 1)}.",)
        else:
            series.append(
                Series(
                    one_line(words),
                    [least] * len(rows),
                    colour="muted",
                    look="line",
                    dash="dash",
                    label="name",
                )
            )
    axis = Axis(
        format=unit(drawing.prefix, drawing.suffix),
        high=high(series[0].values, series[0].upper, least=least),
    )
    written = unit(drawing.prefix, drawing.suffix, RATE)
    return Chart(
        "bars" if as_bars else "lines",
        series,
        axis,
        [label(row) for row in rows],
        written,
        notes=notes,
    )


def _years(drawing: drawings.YearBars) -> Chart:
    labels: list[str] = []
    values: list[Value] = []
    ends: list[tuple[Value, Value]] = []
    hollow = set()
    several = len(drawing.years) > FEW
    silent = []
    for bar in drawing.years:
        if bar.after_break:
            labels.append("")
            values.append(None)
            ends.append((None, None))
        if bar.partial:
            hollow.add(len(values))
        words = one_line(bar.shown) if bar.count is None else ""
        if words:
            silent.append(f"{one_line(bar.label)}: {words}")
        labels.append(_joined(bar.label, "" if several else words))
        values.append(bar.count)
        ends.append((bar.lower, bar.upper) if bar.count is not None else (None, None))
    upper = [end[1] for end in ends]
    series = Series(
        _("People shot"),
        values,
        [end[0] for end in ends],
        upper,
        hollow=frozenset(hollow),
        look="bar",
        label="values",
    )
    axis = Axis(format=WHOLE, high=high(values, upper, least=drawing.top or 0.0))
    notes: tuple[str, ...] = ()
    if any(bar.after_break for bar in drawing.years):
        words = one_line(drawing.break_words)
        notes = (_("On this slide an empty place marks the {words}.").format(words=words),)
    if several and silent:
        notes += (_("Without a number: {years}.").format(years="; ".join(silent)),)
    return Chart("columns", [series], axis, labels, WHOLE, notes=notes)


def _fifths(drawing: drawings.Fifths) -> Chart:
    rows = drawing.rows
    hollow = frozenset(i for i, row in enumerate(rows) if row.unstable)
    labels = [
        _joined(row.label, row.shown if row.value is None else "", _unstable(row)) for row in rows
    ]
    series = Series(
        drawing.x_title or _("Rate"),
        [row.value for row in rows],
        [row.lower for row in rows],
        [row.upper for row in rows],
        hollow=hollow,
        look="bar",
        label="values",
    )
    axis = Axis(one_line(drawing.x_title), high=high(series.values, series.upper))
    return Chart("bars", [series], axis, labels, SMALL_RATE)


def _unstable(row: drawings.Fifth) -> str:
    return _("unstable") if row.unstable and row.value is not None else ""


def _lines(drawing: Lines) -> Chart:
    places = _places(drawing)
    at = {year: number for number, year in enumerate(places)}
    series = [s for line in drawing.lines for s in _sides(line, drawing, at)]
    notes = tuple(
        _("Change before {year}: {words}.").format(
            year=f"{each.before:.0f}", words=one_line(each.words).rstrip(".")
        )
        for each in drawing.breaks
    )
    if any(value is not None for s in series for value in s.lower):
        notes += (_("On this slide thin upright lines are the intervals."),)
    if any(value is None for s in series for value in s.values):
        notes += (_("A gap is no number, not a zero."),)
    axis = Axis(
        one_line(drawing.y_title),
        unit(drawing.prefix, drawing.suffix),
        high=high(*(s.values for s in series), *(s.upper for s in series)),
    )
    return Chart("lines", series, axis, list(places.values()), notes=notes)


def _places(drawing: Lines) -> dict[float, str]:
    """Every year of the axis with its label; a gap between two has a place without one."""
    points = [point for line in drawing.lines for point in line.points]
    said: dict[float, str] = {}
    for point in points:
        whole = float(point.year).is_integer()
        when = one_line(point.shown.split(":")[0]) if point.shown else ""
        said[point.year] = f"{point.year:.0f}" if whole else when.split(" - ")[-1]
    whole_years = [int(year) for year in said if float(year).is_integer()]
    if whole_years:
        for year in range(min(whole_years), max(whole_years) + 1):
            said.setdefault(float(year), str(year))
    return dict(sorted(said.items()))


def _sides(line: Line, drawing: Lines, at: Mapping[float, int]) -> list[Series]:
    """A line, in as many series as changes of source part it in."""
    cuts = [-math.inf, *(each.before for each in drawing.breaks), math.inf]
    parts = []
    for first, end in pairwise(cuts):
        points = [p for p in line.points if first <= p.year < end and p.value is not None]
        if points:
            parts.append(points)
    out = []
    for number, points in enumerate(parts, 1):
        name = one_line(line.name) or one_line(drawing.y_title)
        if len(parts) > 1:
            name += f", {points[0].year:.0f}-{points[-1].year:.0f}"
        out.append(
            Series(
                name,
                _spread(at, {p.year: p.value for p in points}),
                _spread(at, {p.year: p.lower for p in points}),
                _spread(at, {p.year: p.upper for p in points}),
                hollow=frozenset(at[p.year] for p in points if p.hollow),
                colour=_ROLES[line.role],
                look="marked",
                dash=_DASHES.get(line.role, ""),
                label="name" if number == len(parts) and line.name else "",
                label_at=at[points[-1].year],
            )
        )
    return out


def _spread(at: Mapping[float, int], values: Mapping[float, Value]) -> list[Value]:
    out: list[Value] = [None] * len(at)
    for year, value in values.items():
        out[at[year]] = value
    return out
