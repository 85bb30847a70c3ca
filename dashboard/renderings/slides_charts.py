"""A drawing as what a native chart holds: categories or points, series, limits, axes.

Where a drawing has no value the chart's cell is empty, never zero, and words stand in its place.
Dots become markers without a line, one category each, so that names and numbers can be edited in
the chart's own sheet and the interval is its error bar.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from dashboard import drawings, formats
from dashboard.drawings import Drawing, Line, Lines
from dashboard.renderings.slides_text import clean, one_line
from dashboard.words import _

RATE, SMALL_RATE = "[<9.95]0.0;#,##0", "[<1]0.00;[<9.95]0.0;#,##0"
"""One decimal below 10, none from there, as elsewhere; two below 1 where rates are divided."""
PLAIN = "General"
WHOLE, SHARE = "#,##0", "0%"
LOG_BASE = 3.0
"""Each mark of a scale of ratios is three times the one below."""
_ROOM = 1.04
_ROLES = {
    "lead": "injury",
    "second": "emphasis",
    "third": "primary",
    "fourth": "economy",
    "fifth": "ink",
    "quiet": "muted",
}
_DASHES = {"second": "dash", "third": "sysDot", "fourth": "dashDot", "fifth": "lgDash"}
Value = float | None


@dataclass(frozen=True)
class Series:
    """Values with limits; of points also where each stands from left to right, and its name.

    ``hollow`` are places of values that are unstable, provisional or modelled.
    """

    name: str
    values: Sequence[Value]
    lower: Sequence[Value] = ()
    upper: Sequence[Value] = ()
    x: Sequence[float] = ()
    names: Sequence[str] = ()
    hollow: frozenset[int] = frozenset()
    sizes: Sequence[float] = ()
    colour: str = "injury"
    look: Literal["bar", "dots", "line", "marked"] = "dots"
    dash: str = ""
    label: Literal["", "values", "name"] = ""
    label_at: int = -1
    """Which value the name stands beside; the last unless told."""


@dataclass(frozen=True)
class Axis:
    """A scale of numbers: its title, how numbers are written, its ends."""

    title: str = ""
    format: str = PLAIN
    low: float | None = 0.0
    high: float | None = None
    log: bool = False


@dataclass(frozen=True)
class Chart:
    """All that a native chart is made of; ``notes`` are words that the slide must add."""

    kind: Literal["bars", "columns", "lines", "points"]
    series: Sequence[Series]
    y: Axis
    categories: Sequence[str] = ()
    labels: str = RATE
    """How values beside bars and dots are written."""
    x: Axis = Axis()
    notes: tuple[str, ...] = ()
    square: bool = False


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
            return _concentration(drawing)
        case drawings.Areas():
            return _areas(drawing)
        case drawings.Scatter():
            return _scatter(drawing)
        case _:
            raise TypeError(f"{type(drawing).__name__} is a picture on a slide")


def _high(*values: Iterable[Value], least: float = 0.0) -> float:
    """A round number that holds every value."""
    top = max([v for some in values for v in some if v is not None] + [least]) * _ROOM
    if top <= 0:
        return 1.0
    step: float = 10.0 ** math.floor(math.log10(top))
    return next(n * step for n in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if n * step >= top)


def _joined(label: str, *more: str) -> str:
    """A label's lines and what stands below, each once."""
    lines = [line.strip() for part in (label, *more) for line in clean(part).split("\n")]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _unit(prefix: str, suffix: str, plain: str = PLAIN) -> str:
    before, after = (sign.replace('"', "") for sign in (prefix, suffix))
    if not before and not after:
        return plain
    return (f'"{before}"' if before else "") + WHOLE + (f'"{after}"' if after else "")


def _dots(drawing: drawings.Dots) -> Chart:
    rows = drawing.rows
    several = len(rows) > 8

    def label(row: drawings.Dot) -> str:
        name = one_line(row.label) if several else row.label
        if row.value is None:
            return f"{name}: {one_line(row.shown)}" if several else _joined(name, row.shown)
        marked = one_line(row.shown) if row.hollow else ""
        if several:
            return f"{name} ({marked})" if marked else name
        return _joined(name, row.note, marked)

    series = [
        Series(
            _("Value"),
            [row.value for row in rows],
            [row.lower for row in rows],
            [row.upper for row in rows],
            hollow=frozenset(i for i, row in enumerate(rows) if row.hollow),
            label="" if drawing.compact or len(rows) > 15 else "values",
        )
    ]
    least = 0.0
    if drawing.reference is not None:
        least, words = drawing.reference
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
        format=_unit(drawing.prefix, drawing.suffix),
        high=_high(series[0].values, series[0].upper, least=least),
    )
    written = _unit(drawing.prefix, drawing.suffix, RATE)
    return Chart("lines", series, axis, [label(row) for row in rows], written)


def _years(drawing: drawings.YearBars) -> Chart:
    labels: list[str] = []
    values: list[Value] = []
    ends: list[tuple[Value, Value]] = []
    hollow = set()
    for bar in drawing.years:
        if bar.after_break:
            labels.append(one_line(drawing.break_words))
            values.append(None)
            ends.append((None, None))
        if bar.partial:
            hollow.add(len(values))
        labels.append(_joined(bar.label, "" if bar.count is not None else bar.shown))
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
    axis = Axis(format=WHOLE, high=_high(values, upper, least=drawing.top or 0.0))
    marked = any(bar.after_break for bar in drawing.years)
    notes = (_("On this slide an empty place marks the change."),) if marked else ()
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
    axis = Axis(one_line(drawing.x_title), high=_high(series.values, series.upper))
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
    notes += (_("On this slide thin upright lines are the intervals."),)
    if any(value is None for s in series for value in s.values):
        notes += (_("A gap is no number, not a zero."),)
    axis = Axis(
        one_line(drawing.y_title),
        _unit(drawing.prefix, drawing.suffix),
        high=_high(*(s.values for s in series), *(s.upper for s in series)),
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


def _concentration(drawing: drawings.Concentration) -> Chart:
    series = [
        Series(
            one_line(drawing.y_title),
            list(drawing.people),
            x=list(drawing.residents),
            look="line",
        ),
        Series(
            one_line(drawing.equal),
            [0.0, 0.5, 1.0],
            x=[0.0, 0.5, 1.0],
            colour="muted",
            look="line",
            dash="dash",
            label="name",
            label_at=1,
        ),
    ]
    if drawing.mark is not None:
        x, y, words = drawing.mark
        series.append(
            Series(one_line(words), [y / 100], x=[x / 100], colour="emphasis", label="name")
        )
    share = Axis(one_line(drawing.x_title), SHARE, high=1.0)
    return Chart(
        "points",
        series,
        Axis(one_line(drawing.y_title), SHARE, high=1.0),
        x=share,
        square=True,
    )


def _areas(drawing: drawings.Areas) -> Chart:
    rated = [mark for mark in drawing.marks if mark.value is not None]
    series = _points(_("Areas"), rated)
    bands = {key: one_line(name) for key, name in drawing.bands}
    return Chart(
        "points",
        series,
        Axis(one_line(drawing.y_title), high=_high(*(s.upper for s in series))),
        x=Axis(
            one_line(drawing.x_title),
            _unit("", drawing.x_suffix),
            high=_high([mark.x for mark in rated]),
        ),
        notes=_without(bands, [mark.band for mark in drawing.marks if mark.value is None]),
    )


def _scatter(drawing: drawings.Scatter) -> Chart:
    rated = [area for area in drawing.areas if area.value is not None]
    series = _points(_("Areas"), rated, [area.residents for area in rated])
    fit = drawing.fit
    if fit is not None:
        name = one_line(drawing.line_name)
        for words, values, dash in (
            (name, fit.value, ""),
            (_("{name}: lower end").format(name=name), fit.lower, "sysDot"),
            (_("{name}: upper end").format(name=name), fit.upper, "sysDot"),
        ):
            series.append(
                Series(
                    words,
                    list(values),
                    x=list(fit.x),
                    colour="emphasis",
                    look="line",
                    dash=dash,
                    label="" if dash else "name",
                    label_at=3 * len(fit.x) // 4,
                )
            )
    before, after = drawing.x_sign
    shown = [v for s in series for v in (*s.values, *s.lower) if v]
    least = LOG_BASE ** math.floor(math.log(min(shown or [1.0]), LOG_BASE))
    most = max([v for s in series for v in (*s.values, *s.upper) if v] + [least * LOG_BASE])
    xs = [area.x for area in rated] + (list(fit.x) if fit else [])
    low = min([*xs, 0.0])
    return Chart(
        "points",
        series,
        Axis(
            one_line(drawing.y_title),
            low=least,
            high=LOG_BASE ** math.ceil(math.log(most, LOG_BASE)),
            log=True,
        ),
        x=Axis(
            one_line(drawing.x_title),
            _unit(before, after),
            low=low if low < 0 else 0.0,
            high=_high(xs),
        ),
        notes=_without(
            {band.key: one_line(band.name) for band in drawing.bands},
            [area.band for area in drawing.areas if area.value is None],
        ),
    )


def _points(
    name: str,
    rated: Sequence[drawings.Mark] | Sequence[drawings.Area],
    sizes: Sequence[float] = (),
) -> list[Series]:
    """Areas with a rate: those that are stable, then those that are not."""
    out = []
    marks: list[drawings.Mark | drawings.Area] = list(rated)
    for hollow in (False, True):
        places = [i for i, mark in enumerate(marks) if mark.hollow == hollow]
        some = [marks[i] for i in places]
        if not some:
            continue
        out.append(
            Series(
                _("{name}, unstable").format(name=name) if hollow else name,
                [mark.value for mark in some],
                [mark.lower for mark in some],
                [mark.upper for mark in some],
                x=[mark.x for mark in some],
                names=[one_line(mark.name.split("\n")[0]) for mark in some],
                hollow=frozenset(range(len(some)) if hollow else ()),
                sizes=[sizes[i] for i in places] if sizes else (),
            )
        )
    return out


def _without(names: Mapping[str, str], bands: Sequence[str]) -> tuple[str, ...]:
    """How many areas have no rate, by what stands in its place."""
    parts = [
        _("{band}: {n}").format(band=name, n=formats.number(bands.count(key)))
        for key, name in names.items()
        if key in bands
    ]
    if not parts:
        return ()
    return (_("Not drawn, for they have no rate: {parts}.").format(parts="; ".join(parts)),)
