"""What a figure draws, before anything draws it.

Each form holds numbers and words and knows no colour, no pixel and no library: the screen, a
picture, a slide and a printed page make of it what they can. A line break in a label is ``"\\n"``;
where a label has several lines, the first leads. ``shown`` is the value as a reader reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.words import _
from epidemiology.status import Status


@dataclass(frozen=True)
class Dot:
    """A value with its interval in one row; ``shown`` stands where there is no value."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    shown: str
    note: str = ""
    leads: bool = False
    hollow: bool = False


@dataclass(frozen=True)
class Dots:
    """Rows of dots with intervals on one scale from zero, the first on top.

    ``compact`` is for many rows, such as all states: small labels on one line, about 18 pixels a
    row, ``shown`` behind the interval, ``note`` left out. ``reference`` is a value and its words,
    a dashed line through all rows.
    """

    rows: Sequence[Dot]
    prefix: str = ""
    """What stands before a number at the axis: "$"."""
    suffix: str = ""
    compact: bool = False
    reference: tuple[float, str] | None = None


@dataclass(frozen=True)
class Bar:
    """A count of one year with its interval; ``shown`` stands beside it, or in its place."""

    label: str
    count: float | None
    lower: float | None
    upper: float | None
    shown: str
    partial: bool = False
    after_break: bool = False


@dataclass(frozen=True)
class YearBars:
    """Counts by year from zero, the oldest on top; a change of source parts them.

    ``top`` is the largest count that the scale must hold, for figures that stand beside each
    other on one scale; None takes the largest of these bars. ``compact`` is for
    print: lower rows.
    """

    years: Sequence[Bar]
    break_words: str
    top: float | None = None
    compact: bool = False


@dataclass(frozen=True)
class Mark:
    """One area: where it stands from left to right, and how high, if it has a rate."""

    name: str
    x: float
    value: float | None
    lower: float | None
    upper: float | None
    band: str = ""
    hollow: bool = False


@dataclass(frozen=True)
class Areas:
    """Areas by a measure from left to right: rates with intervals above, the others in bands."""

    marks: Sequence[Mark]
    bands: Sequence[tuple[str, str]]
    """Key and name of each band, from top to bottom."""
    x_title: str
    y_title: str
    x_suffix: str


@dataclass(frozen=True)
class Fifth:
    """A fifth of the residents: its two-line label, its rate with an interval, what is said."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    shown: str
    unstable: bool = False


@dataclass(frozen=True)
class Fifths:
    """Rates of the fifths from zero, the most deprived on top."""

    rows: Sequence[Fifth]
    x_title: str = ""


@dataclass(frozen=True)
class Concentration:
    """A concentration curve, shares from 0 to 1, beside the line of equal rates."""

    residents: Sequence[float]
    people: Sequence[float]
    x_title: str
    y_title: str
    equal: str
    mark: tuple[float, float, str] | None
    """A point in percent, and its words."""


@dataclass(frozen=True)
class Area:
    """An area: where it stands, its residents, its state and what is said of it.

    ``residents`` are relative to those of the largest, 1.
    """

    name: str
    x: float
    residents: float
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    band: str = ""
    hollow: bool = False


@dataclass(frozen=True)
class Band:
    """A row of areas without a rate: its key, its name at the axis, and what is said of each."""

    key: str
    name: str
    said: str


@dataclass(frozen=True)
class Fit:
    """A model's line with its band, left to right."""

    x: Sequence[float]
    value: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]


@dataclass(frozen=True)
class Scatter:
    """Areas by a measure: rates on a scale of ratios with a model's line, the others in bands.

    Equal steps upward are equal ratios, so that the line is straight and low rates can be read.
    Zero has no place there: areas without a rate stand in bands below.
    """

    areas: Sequence[Area]
    bands: Sequence[Band]
    fit: Fit | None
    x_title: str
    y_title: str
    x_sign: tuple[str, str]
    """What stands before and after a value of the measure."""
    x_digits: int
    x_short: str
    """The measure's short name, for what is said of one area."""
    line_name: str


@dataclass(frozen=True)
class Point:
    """A year's value with its interval; None is a gap, never zero."""

    year: float
    value: float | None
    lower: float | None
    upper: float | None
    shown: str
    hollow: bool = False
    """Unstable, or provisional."""


@dataclass(frozen=True)
class Line:
    """One place, group or intent over the years."""

    name: str
    points: Sequence[Point]
    role: Literal["lead", "second", "third", "fourth", "fifth", "quiet"] = "lead"
    """Its colour and dash, from what the figure is about down to what stands behind it."""


@dataclass(frozen=True)
class Break:
    """A change of source or meaning just before a year: lines stop there, and the reason stands."""

    before: float
    words: str


@dataclass(frozen=True)
class Lines:
    """Values over years from zero, each line named at its end, its interval a light band."""

    lines: Sequence[Line]
    y_title: str
    breaks: Sequence[Break] = ()
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Shape:
    """An area of a map: its outline (GeoJSON), its state, its class, and what is said of it."""

    code: str
    name: str
    said: str
    status: Status
    colour_class: int | None
    geometry: Mapping[str, Any]


@dataclass(frozen=True)
class Key:
    """A row of a map's legend: a class or a state, and its words."""

    status: Status
    colour_class: int | None
    words: str


@dataclass(frozen=True, eq=False)
class Choropleth:
    """Areas by class, each state in a form of its own, with lines and names that help to read it.

    ``lines`` are outlines (GeoJSON geometries) drawn finely over the areas, ``outline`` those that
    the map is about, drawn strongly; ``names`` are places to name, as words, longitude and
    latitude; ``box`` is west, south, east, north. Two maps are equal if they are one: what was
    drawn of one can be kept.
    """

    shapes: Sequence[Shape]
    scale: Literal["injury", "economy", "sure", "near", "both"]
    """What the classes are of: people shot, money and hardship, width of intervals, labels of
    groups of neighbours, people shot and hardship at once (:mod:`dashboard.maps.two_way`)."""
    legend: Sequence[Key]
    box: tuple[float, float, float, float]
    lines: Sequence[Mapping[str, Any]] = ()
    names: Sequence[tuple[str, float, float]] = ()
    ground: Sequence[Mapping[str, Any]] = ()
    """What lies behind the areas: the state's or the neighbours' land."""
    outline: Sequence[Mapping[str, Any]] = ()


Drawing = Dots | YearBars | Areas | Fifths | Concentration | Scatter | Lines | Choropleth


def how_to_read(drawing: Drawing) -> str:
    """One line for a reader who meets this form for the first time."""
    match drawing:
        case Dots():
            return _(
                "Each dot is a place; the bar through it shows how far chance alone could move it. "
                "Where bars overlap widely, do not call the places different."
            )
        case YearBars():
            return _(
                "Each bar is one year, as long as the number of people. The thin line shows how "
                "far chance alone could move it."
            )
        case Areas():
            return _(
                "Each dot is an area: further right, more of the measure; higher, a higher rate. "
                "Areas with too few people for a rate stand in the bands below."
            )
        case Fifths():
            return _(
                "Residents are put into five groups of equal size by where they live. Each bar is "
                "the rate in one group; the thin line shows how far chance alone could move it."
            )
        case Concentration():
            return _(
                "Walk from left to right through the residents, most deprived areas first; the "
                "curve tells which share of the people counted you have passed. On the dashed "
                "line all areas would have one rate."
            )
        case Scatter():
            return _(
                "Each dot is an area, as large as its residents. Each mark on the upright scale "
                "is about three times the one below. The line is a model of all areas; its band "
                "shows how far chance alone could move it."
            )
        case Lines():
            return _(
                "Each line is followed over the years; the light band shows how far chance alone "
                "could move it. A gap means that there is no number, not that there was none."
            )
        case Choropleth():
            return _(
                "Each area has the color of its class. A hatch means that no source covers it, "
                "an outline without color that none is recorded: neither means safe."
            )
