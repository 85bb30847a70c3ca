"""Maps: how each state of a value is drawn, the legend that says so, and the deck.gl layers.

Geometry comes from the site's own routes by address; what is sent for a change of measure is
a handful of expressions that turn a place's code (see :mod:`dashboard.maps.layers`) into a colour,
a pattern and an outline.
"""

from __future__ import annotations

import html
import json
import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import pydeck as pdk

from dashboard import formats, links, sentences
from dashboard.atlas import Atlas
from dashboard.maps import aspects, layers
from dashboard.records import Indicator
from dashboard.theme import DARK, Palette, rgb
from dashboard.words import _, plural, remembered
from epidemiology.status import FULL_LOCATED_SHARE, Status

ASPECT = 1.5
"""Width of a map frame over its height."""
MARGIN = 10
"""Pixels between the state and the frame."""
FEW_LABELS_BELOW = 480
"""A narrower frame names fewer towns."""

PATTERNS = {
    "h": {"type": "hatch", "gap": 4, "angle": 135},
    "b": {"type": "hatch", "gap": 4, "angle": 45},
    "c": {"type": "cross-hatch", "gap": 4},
    "d": {"type": "dots", "radius": 1.1, "gap": 3.5},
    "s": {"type": "hatch", "strokeWidth": 2, "gap": 2},
    "w": {"type": "hatch", "gap": 6, "angle": 90},
    "n": {"type": "hatch", "gap": 2.6, "angle": 90},
}
"""Hatch (like /), back hatch, cross hatch, dots, stripes, wide and narrow lines, as deck.gl's
FillStyleExtension draws them, in pixels; any other name is a plain fill. The names are sent in
expressions, so they are short."""
DASHED, LONG, DOTTED = (3, 2), (9, 3), (1, 2)
"""Outlines: dash and gap in multiples of the line's width."""
DISTRICTS = ("house", "senate", "congress")
IDEAL, ESTIMATED = "Plan 2021", "Tracts 2018-2022"
"""Vintages of the populations of districts."""
SURE_COLOURS = ("#F3E6D8", "#DDB78C", "#B87C40", "#8A4B12", "#5C2F08")
"""Width of intervals, surest first: tints of the colour of emphasis."""


@dataclass(frozen=True)
class Form:
    """How a place is drawn: colours as ``#RRGGBB``, dashes in multiples of the line's width."""

    fill: str
    pattern: str = "0"
    ground: str = ""
    line: str = ""
    width: float = 0.5
    dash: tuple[int, int] = (0, 0)


def form(status: Status, colour_class: int | None, colours: Sequence[str], ink: Palette) -> Form:
    """The form of one status and class; no two look alike, in grey as well."""
    tint = colours[0]
    if colour_class is not None:
        colour = colours[colour_class]
        return {
            Status.VALUE: Form(colour, line=ink.paper),
            Status.UNSTABLE: Form(colour, line=ink.ink, width=1.2, dash=DASHED),
            Status.MODELLED: Form(colour, "s", ink.paper, ink.ink, 1.2),
            Status.PROVISIONAL: Form(colour, line=ink.ink, width=1.2, dash=LONG),
        }[status]
    return {
        Status.COUNT_ONLY: Form(ink.muted, "d", tint, ink.ink, 1.2, DOTTED),
        Status.TOO_FEW: Form(tint, line=ink.ink, width=1.2, dash=DOTTED),
        Status.NONE_RECORDED: Form(ink.paper, line=ink.line, width=0.8),
        Status.NOT_LOCATED: Form(ink.line, "b", ink.mist, ink.line, 0.8),
        Status.SUPPRESSED: Form(ink.line, "c", ink.mist, ink.line, 0.8),
        Status.SMALL_POPULATION: Form(ink.line, "d", ink.paper, ink.line, 0.8),
        Status.NO_RESIDENTS: Form(ink.mist, line=ink.line, width=0.8),
        Status.NO_BOUNDARY: Form(ink.ground, line=ink.line, width=0.8),
        Status.NOT_COVERED: Form(ink.line, "h", ink.mist, ink.line, 0.8),
    }[status]


def forms(colours: Sequence[str], ink: Palette) -> list[Form]:
    """The form of every code, in order."""
    return [form(*layers.status_of(number), colours, ink) for number in range(layers.CODES)]


def view(bounds: tuple[float, float, float, float], width: int, height: int) -> pdk.ViewState:
    """The view that shows the bounds (west, south, east, north) whole, centred, with a margin."""
    west, south, east, north = bounds
    top, bottom = _mercator(north), _mercator(south)
    zoom = min(
        math.log2((width - 2 * MARGIN) / (512 * (east - west) / 360)),
        math.log2((height - 2 * MARGIN) / (512 * (top - bottom))),
    )
    middle = (top + bottom) / 2
    latitude = math.degrees(2 * math.atan(math.exp(2 * math.pi * middle)) - math.pi / 2)
    return pdk.ViewState(
        longitude=round((west + east) / 2, 4),
        latitude=round(latitude, 4),
        zoom=round(zoom, 2),
    )


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)


def height_of(width: int) -> int:
    """Height of a frame of that width."""
    return round(width / ASPECT)


class Deck(pdk.Deck):  # type: ignore[misc]
    """A deck whose JSON has no indentation, a third less to send, and is made once."""

    _rest: str | None = None

    def from_view(self, view: pdk.ViewState) -> Deck:
        """The same deck, first seen from another view; what does not depend on it is shared."""
        self.to_json()
        other = copy(self)
        other.initial_view_state = view
        return other

    def to_json(self) -> str:
        """The deck as compact JSON."""
        if self._rest is None:
            whole = json.loads(super().to_json())
            del whole["initialViewState"]
            self._rest = _compact(whole)[1:]
        view = _compact(json.loads(self.initial_view_state.to_json()))
        return f'{{"initialViewState":{view},{self._rest}'


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


@dataclass(frozen=True)
class Paint:
    """How places are painted: expressions of the codes that each place carries.

    Attributes:
        fill: of the place, or of the lines of its pattern.
        pattern: a name of :data:`PATTERNS`; any other is a plain fill.
        ground: behind a pattern.
        line: colour of the outline; ``width`` in pixels, ``dash`` in multiples of it.
        names: of the patterns that occur.
        trigger: changes whenever one of the expressions does.
    """

    fill: str
    pattern: str
    ground: str
    line: str
    width: str
    dash: str
    names: frozenset[str]
    trigger: str

    @classmethod
    def of(cls, drawn: Sequence[Form | None], code: str, trigger: str) -> Paint:
        """The form of every code in turn; None for those that do not occur."""

        def by_form(say: Callable[[Form], Any]) -> str:
            return expression([None if f is None else say(f) for f in drawn], code)

        return cls(
            by_form(lambda f: rgb(f.fill)),
            by_form(lambda f: f.pattern),
            by_form(lambda f: rgb(f.ground) if f.ground else None),
            by_form(lambda f: rgb(f.line or f.fill)),
            by_form(lambda f: f.width),
            by_form(lambda f: list(f.dash)),
            frozenset(f.pattern for f in drawn if f),
            trigger,
        )


def deck(
    atlas: Atlas,
    level: str,
    layer: tuple[str, str],
    *,
    selected: str | None,
    width: int,
    ink: Palette,
    closer: str | None = None,
) -> Deck:
    """One map of a level.

    Args:
        layer: indicator and period that are drawn.
        selected: code of the place that is outlined.
        width: of the frame, in pixels.
        closer: code of the town that the map shows with what lies around it; None for the state.
    """
    number = layers.layers(atlas, level)[layer]
    measure = layers.measure(atlas, layer[0])
    said = f"{html.escape(measure.short_title)}: {{t{number}}}"
    return painted(
        atlas,
        level,
        _paint(atlas, level, layer, ink),
        said,
        selected=selected,
        width=width,
        ink=ink,
        closer=closer,
    )


@lru_cache(maxsize=256)
def _paint(atlas: Atlas, level: str, layer: tuple[str, str], ink: Palette) -> Paint:
    number = layers.layers(atlas, level)[layer]
    return Paint.of(seen_forms(atlas, level, layer, ink), f"k[{number}]", f"{number}{ink.paper[1]}")


def painted(
    atlas: Atlas,
    level: str,
    paint: Paint,
    said: str,
    *,
    selected: str | None,
    width: int,
    ink: Palette,
    closer: str | None = None,
) -> Deck:
    """A map of a level, painted as told; ``said`` is HTML under the name of a place.

    The other arguments are those of :func:`deck`.
    """
    names = layers.labels_name(closer, few=width < FEW_LABELS_BELOW)
    shown = layers.box_around(atlas, closer) if closer else bounds(atlas)
    drawn = _drawn(atlas, level, paint, said, selected, names, ink)
    return drawn.from_view(view(shown, width, height_of(width)))


@remembered(maxsize=512)
def _drawn(
    atlas: Atlas,
    level: str,
    paint: Paint,
    said: str,
    selected: str | None,
    names: str,
    ink: Palette,
) -> Deck:
    """What a map draws, whatever part of the state it shows."""
    base = f"/layers/{layers.version(atlas)}"
    data = links.local(f"{base}/{level}.geojson")
    drawn = [
        pdk.Layer(
            "GeoJsonLayer",
            id="state",
            data=f"{base}/base/state.geojson",
            get_fill_color=rgb(ink.ground),
            stroked=False,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id="places",
            data=data,
            stroked=False,
            pickable=True,
            # Given to the sub-layer, the colours escape Streamlit's own greying of what is
            # not selected.
            _subLayerProps={"polygons-fill": {"getFillColor": "@@=" + paint.fill}},
            get_fill_pattern=paint.pattern,
            get_fill_pattern_background_color=paint.ground,
            update_triggers={"all": paint.trigger},
            extensions=[{"@@type": "FillStyleExtension", "proceduralPattern": True}],
            fill_pattern_mapping={
                name: PATTERNS[name] for name in sorted(paint.names & set(PATTERNS))
            },
            fill_pattern_size_units="'pixels'",
            get_fill_pattern_scale=1,
        ),
        # A second, non-pickable layer: a stroked, pickable one lost clicks on weak graphics.
        pdk.Layer(
            "GeoJsonLayer",
            id="lines",
            data=data,
            filled=False,
            line_width_units="'pixels'",
            get_line_color=paint.line,
            get_line_width=paint.width,
            get_dash_array=paint.dash,
            update_triggers={"all": paint.trigger},
            extensions=[{"@@type": "PathStyleExtension", "dash": True}],
        ),
    ]
    if selected:
        drawn.append(
            pdk.Layer(
                "GeoJsonLayer",
                id="chosen",
                data=f"{base}/{level}/place/{selected}.geojson",
                filled=False,
                line_width_units="'pixels'",
                get_line_width=2,
                get_line_color=rgb(ink.primary),
            )
        )
    drawn.append(
        pdk.Layer(
            "TextLayer",
            id="towns",
            data=f"{base}/base/{names}",
            get_position="[x, y]",
            get_text="n",
            get_size=12,
            get_color=rgb(ink.ink),
            font_family="'sans-serif'",
            background=True,
            get_background_color=[*rgb(ink.paper), 215],
        )
    )
    return Deck(
        layers=drawn,
        map_provider=None,
        tooltip={"html": f"<b>{{name}}</b><br>{said}"},
    )


def seen_forms(atlas: Atlas, level: str, layer: tuple[str, str], ink: Palette) -> list[Form | None]:
    """The form of every code that occurs in a layer; None for the others."""
    if aspects.of(layer) == aspects.NEAR:
        seen = near_counts(atlas, level, layer)
        near: list[Form | None] = [None] * layers.CODES
        for group, f in enumerate(near_forms(ink)):
            near[layers.code(Status.VALUE, group)] = f if seen.get(group) else None
        if seen.get(None):
            outside = form(Status.NOT_COVERED, None, ink.injury, ink)
            near[layers.code(Status.NOT_COVERED, None)] = outside
        return near
    colours = palette_of(layers.measure(atlas, layer[0]), ink)
    drawn = [*forms(colours, ink)]
    if aspects.of(layer) == aspects.SURE:  # what is no rate looks as it does on the map of rates
        drawn[layers.CLASSED :] = forms(ink.injury, ink)[layers.CLASSED :]
    present = statuses(atlas, level, layer)
    return [f if layers.status_of(number)[0] in present else None for number, f in enumerate(drawn)]


def near_forms(ink: Palette) -> list[Form]:
    """The forms of :data:`aspects.LABELS`: more is dark and plain, fewer is hatched."""
    strong, weak = ink.injury[4], ink.injury[2]
    return [
        Form(ink.economy[3], "w", ink.economy[0], ink.ink, 1.2),
        Form(ink.economy[3], "d", ink.paper, ink.ink, 1.2, LONG),
        Form(ink.paper, line=ink.line, width=0.5),
        Form(weak, "d", ink.paper, ink.ink, 1.2, LONG),
        Form(strong, line=ink.ink, width=1.2),
    ]


def near_counts(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> dict[int | None, int]:
    """How many places have each label; None counts those that were not tested."""
    return dict(
        Counter(
            aspects.near_class(atlas, level, code, layer[1])
            for code in _counted(atlas, level, codes)
        )
    )


def sure_counts(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> dict[int | None, int]:
    """How many places have an interval of each width; None counts those without a rate."""
    return dict(
        Counter(
            aspects.sure_class(atlas.observation(aspects.MEASURE, level, code, layer[1]))
            for code in _counted(atlas, level, codes)
        )
    )


def _counted(atlas: Atlas, level: str, codes: Collection[str] | None) -> Collection[str]:
    return [place.code for place in atlas.places_at(level)] if codes is None else codes


def expression(values: Sequence[Any], code: str) -> str:
    """A deck.gl expression for the value of each code, as short as it can be said.

    A value of None is never asked for. Codes below :data:`layers.CLASSED` come in blocks of
    :data:`layers.CLASSES`: where every block is alike, one look-up by class serves all.
    """
    size = layers.CLASSES
    blocks = [list(values[i : i + size]) for i in range(0, layers.CLASSED, size)]
    wanted = [block for block in blocks if any(value is not None for value in block)]
    if len({repr(block) for block in wanted}) == 1 and len({repr(v) for v in wanted[0]}) > 1:
        # The brackets are for the expression parser, which indexes a group but not a literal.
        classed = f"({said(wanted[0])})[{code}%{size}]"
        plain = _shortest(values, layers.CLASSED, code)
        return f"{code}<{layers.CLASSED}?{classed}:{plain}" if plain else classed
    return _shortest(values, 0, code) or "0"


def _shortest(values: Sequence[Any], start: int, code: str) -> str:
    """Nested conditions (up to here this, up to there that) or a look-up in a list."""
    runs: list[tuple[int, Any]] = []
    for number in range(start, len(values)):
        if values[number] is None:
            continue
        if runs and runs[-1][1] == values[number]:
            runs[-1] = (number, values[number])
        else:
            runs.append((number, values[number]))
    if not runs:
        return ""
    conditions = "".join(f"{code}<{last + 1}?{said(value)}:" for last, value in runs[:-1])
    conditions += said(runs[-1][1])
    items = [0 if value is None else value for value in values[start : runs[-1][0] + 1]]
    lookup = f"({said(items)})[{code}{f'-{start}' if start else ''}]"
    return min(conditions, lookup, key=len)


def said(value: Any) -> str:
    """A value as an expression says it."""
    return json.dumps(value, separators=(",", ":"))


def palette_of(indicator: Indicator, ink: Palette) -> tuple[str, ...]:
    """The colours of an indicator's classes, lowest first."""
    if indicator.id == aspects.LAYER[aspects.SURE]:
        return sure_colours(ink)
    return ink.injury if indicator.theme == "firearm_injury" else ink.economy


def sure_colours(ink: Palette) -> tuple[str, ...]:
    """The colours of the width of intervals, surest first."""
    return SURE_COLOURS[::-1] if ink is DARK else SURE_COLOURS


def bounds(atlas: Atlas) -> tuple[float, float, float, float]:
    """West, south, east and north of the state, islands included."""
    state = atlas.places_at("state")[0]
    assert state.west is not None
    assert state.south is not None
    assert state.east is not None
    assert state.north is not None
    return state.west, state.south, state.east, state.north


@remembered(maxsize=256)
def title(level: str, layer: tuple[str, str], indicator: Indicator) -> str:
    """HTML of a map's title, and of its unit, places and years."""
    said = _("{unit}, {places}, {period}").format(
        unit=formats.capital(indicator.unit_words),
        places=layers.place_noun(level),
        period=formats.period_short(layer[1]),
    )
    return (
        f'<div class="ezc-title"><h2>{html.escape(indicator.title)}</h2>{html.escape(said)}</div>'
    )


@remembered(maxsize=512)
def legend(atlas: Atlas, level: str, layer: tuple[str, str], *, below: bool = False) -> str:
    """HTML of the legend: class breaks, then each state that occurs, in form and words.

    ``below`` keeps it under the map, where a map of the state leaves room for it inside.
    """
    where = " below" if below else ""
    indicator = layers.measure(atlas, layer[0])
    aspect = aspects.of(layer)
    if aspect == aspects.NEAR:
        seen = near_counts(atlas, level, layer)
        rows = aspects.breaks(aspect, {group for group in seen if group is not None})
        if seen.get(None):
            rows.append((f"s{list(Status).index(Status.NOT_COVERED)}", aspects.near_words(None)))
        return _walked(f"{where} injury near", rows)
    breaks = [(f"c{number}", words) for number, words in break_rows(atlas, level, layer)]
    if aspect == aspects.SURE:
        breaks = aspects.breaks(aspect, set())
    present = statuses(atlas, level, layer)
    states = [
        (f"s{number}", status_words(status, indicator))
        for number, status in enumerate(Status)
        if status in present and status != Status.VALUE
    ]
    theme = "injury" if indicator.theme == "firearm_injury" else "economy"
    if aspect == aspects.SURE:
        theme += " sure"
    return _walked(f"{where} {theme}", breaks, states)


def _walked(kind: str, *columns: Sequence[tuple[str, str]]) -> str:
    """A list in columns that arrow keys go through, see :mod:`dashboard.maps.legends`."""
    # HTML closes a list's items by itself; the legend is sent with every change.
    lists = [
        "".join(
            f'<li role=option tabindex=-1><i class="{name}"></i>{html.escape(text)}'
            for name, text in rows
        )
        for rows in columns
    ]
    inside = "".join(f"<ul role=none>{items}</ul>" for items in lists if items)
    label = html.escape(_("Legend: arrow keys go through its classes"))
    return (
        f'<div class="ezc-legend{kind}" role="listbox" aria-label="{label}">'
        f"{inside.replace('tabindex=-1', 'tabindex=0', 1)}</div>"
    )


@lru_cache(maxsize=8)
def legend_css(ink: Palette) -> str:
    """The forms of the legend's boxes, from the same table as those of the map."""
    rules = []
    for theme, colours in (("injury", ink.injury), ("economy", ink.economy)):
        named = {f"c{i}": form(Status.VALUE, i, colours, ink) for i in range(layers.CLASSES)}
        for number, status in enumerate(Status):
            if status != Status.VALUE:
                shade = 2 if status in layers.WITH_CLASS else None
                named[f"s{number}"] = form(status, shade, colours, ink)
        rules += [f".{theme} .{name}{{{swatch(f, ink)}}}" for name, f in named.items()]
    sure = sure_colours(ink)
    others = {f".sure .c{i}": form(Status.VALUE, i, sure, ink) for i in range(layers.CLASSES - 1)}
    others[f".sure .s{list(Status).index(Status.UNSTABLE)}"] = form(Status.UNSTABLE, 2, sure, ink)
    others |= {f".near .c{i}": f for i, f in enumerate(near_forms(ink))}
    rules += [f"{name}{{{swatch(f, ink)}}}" for name, f in others.items()]
    return "".join(rules)


def break_rows(atlas: Atlas, level: str, layer: tuple[str, str]) -> list[tuple[int, str]]:
    """Each class of a layer and its ends in words, lowest first."""
    indicator = layers.measure(atlas, layer[0])
    found = classes(atlas, level, layer)
    digits = break_digits(found, indicator)
    return [
        (int(number), break_words(lower, upper, indicator.unit, digits))
        for number, lower, upper in zip(
            found["colour_class"], found["lower"], found["upper"], strict=True
        )
    ]


def break_digits(found: pd.DataFrame, indicator: Indicator) -> int:
    """Decimals of class breaks: none where all are whole."""
    ends = [value for value in [*found["lower"], *found["upper"]] if not pd.isna(value)]
    return 0 if all(value == round(value) for value in ends) else indicator.digits


def break_words(lower: float | None, upper: float | None, unit: str, digits: int) -> str:
    """The ends of a class: "5 to 9", "under 5" or "9 or more"."""

    def said(value: float) -> str:
        plain = not unit.startswith(("dollar", "percent"))
        return formats.number(value, digits) if plain else formats.measure(value, unit, digits)

    low = None if lower is None or pd.isna(lower) else said(lower)
    high = None if upper is None or pd.isna(upper) else said(upper)
    if low is None:
        return "" if high is None else _("under {upper}").format(upper=high)
    if high is None:
        return _("{lower} or more").format(lower=low)
    return _("{lower} to {upper}").format(lower=low, upper=high)


def status_words(status: Status, indicator: Indicator) -> str:
    """A state in the words of the legend."""
    people = indicator.theme == "firearm_injury"
    return {
        Status.UNSTABLE: _("10-19 people: unstable"),
        Status.MODELLED: _("modelled by the CDC"),
        Status.PROVISIONAL: _("provisional"),
        Status.COUNT_ONLY: _("5-9 people"),
        Status.TOO_FEW: _("1-4 people"),
        Status.NONE_RECORDED: _("none recorded"),
        Status.NOT_LOCATED: _("not located"),
        Status.SUPPRESSED: _("hidden by the source"),
        Status.SMALL_POPULATION: _("few residents"),
        Status.NO_RESIDENTS: _("no residents"),
        Status.NO_BOUNDARY: _("no boundary"),
        Status.NOT_COVERED: _("not covered") if people else _("not published"),
    }.get(status, sentences.status_name(status))


def swatch(f: Form, ink: Palette) -> str:
    """A form as CSS."""
    p, ground = f.fill, f.ground or ink.paper
    background = {
        "h": f"repeating-linear-gradient(135deg,{p} 0 1.2px,{ground} 1.2px 5px)",
        "b": f"repeating-linear-gradient(45deg,{p} 0 1.2px,{ground} 1.2px 5px)",
        "c": f"repeating-linear-gradient(45deg,{p} 0 1px,transparent 1px 5px),"
        f"repeating-linear-gradient(135deg,{p} 0 1px,{ground} 1px 5px)",
        "d": f"radial-gradient({p} 1.1px,transparent 1.3px) 0 0/5.5px 5.5px,{ground}",
        "w": f"repeating-linear-gradient(90deg,{p} 0 1px,{ground} 1px 7px)",
        "n": f"repeating-linear-gradient(90deg,{p} 0 1px,{ground} 1px 3.6px)",
        "s": f"repeating-linear-gradient(0deg,{p} 0 2px,{ground} 2px 4px)",
    }.get(f.pattern, f.fill)
    style = {DASHED: "dashed", LONG: "dashed", DOTTED: "dotted"}.get(f.dash, "solid")
    edge = "transparent" if f.line in {"", ink.paper} else f.line
    return f"background:{background};border:{1.5 if f.dash[0] else 1}px {style} {edge}"


@lru_cache(maxsize=256)
def classes(atlas: Atlas, level: str, layer: tuple[str, str]) -> pd.DataFrame:
    """The classes of a layer, lowest first."""
    table = atlas.classes
    return table[
        (table["indicator"] == layer[0]) & (table["level"] == level) & (table["period"] == layer[1])
    ].sort_values("colour_class")


def statuses(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> dict[Status, int]:
    """How many places of a level have each status; a place without a row is not covered.

    ``codes`` are the places that are counted, if not all.
    """
    id = aspects.MEASURE if aspects.of(layer) == aspects.SURE else layer[0]
    rows = atlas.at(id, level, layer[1])["status"]
    if codes is not None:
        rows = rows[rows.index.isin(codes)]
    found = {Status(str(status)): int(n) for status, n in rows.value_counts().items()}
    missing = sum(code not in rows.index for code in _counted(atlas, level, codes))
    if missing:
        found[Status.NOT_COVERED] = found.get(Status.NOT_COVERED, 0) + missing
    return found


@remembered(maxsize=512)
def summary(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: tuple[str, ...] | None = None
) -> str:
    """The map in words: how many places there are, and in which state their values are.

    ``codes`` are the places that are counted, if not all.
    """
    indicator = layers.measure(atlas, layer[0])
    places = list(_counted(atlas, level, codes))
    nouns = layers.place_noun(level)
    aspect = aspects.of(layer)
    if aspect in {aspects.SURE, aspects.NEAR}:
        count = sure_counts if aspect == aspects.SURE else near_counts
        return aspects.summary(aspect, nouns, count(atlas, level, layer, codes), len(places))
    found = statuses(atlas, level, layer, codes)
    if aspect == aspects.SMOOTHED:
        others = {status_words(s, indicator): n for s, n in found.items() if s != Status.VALUE}
        return aspects.smoothed_summary(nouns, found.get(Status.VALUE, 0), others, len(places))
    if indicator.theme != "firearm_injury":
        return _income_summary(atlas, level, layer, indicator, places, nouns)
    rated = sum(
        found.get(s, 0)
        for s in (Status.VALUE, Status.UNSTABLE, Status.MODELLED, Status.PROVISIONAL)
    )
    parts = [
        plural(
            "{n} has 10 people or more and so a rate",
            "{n} have 10 people or more and so a rate",
            rated,
        )
        if Status.MODELLED not in found
        else plural("{n} has a rate", "{n} have a rate", rated)
    ]
    n = Counter(found)
    said = {
        Status.COUNT_ONLY: plural("{n} has 5 to 9", "{n} have 5 to 9", n[Status.COUNT_ONLY]),
        Status.TOO_FEW: plural("{n} has 1 to 4", "{n} have 1 to 4", n[Status.TOO_FEW]),
        Status.SUPPRESSED: _("in {n} the CDC hides the count"),
        Status.NONE_RECORDED: plural(
            "{n} has none recorded", "{n} have none recorded", n[Status.NONE_RECORDED]
        ),
        Status.NOT_LOCATED: _("in {n} people could not be placed on the map"),
        Status.NOT_COVERED: plural(
            "{n} is not covered by any source",
            "{n} are not covered by any source",
            n[Status.NOT_COVERED],
        ),
        Status.NO_BOUNDARY: plural(
            "{n} has no boundary in this edition of the map",
            "{n} have no boundary in this edition of the map",
            n[Status.NO_BOUNDARY],
        ),
    }
    parts += [words.format(n=formats.number(n[s])) for s, words in said.items() if n[s]]
    return _("Of {total} {places}, {parts}.").format(
        total=formats.number(len(places)), places=nouns, parts=formats.listing(parts)
    )


def _income_summary(
    atlas: Atlas,
    level: str,
    layer: tuple[str, str],
    indicator: Indicator,
    places: Sequence[str],
    nouns: str,
) -> str:
    values = atlas.at(layer[0], level, layer[1])["value"].dropna()
    values = values[values.index.isin(places)]
    if values.empty:
        return _("No values are published for {places}.").format(places=nouns)

    def said(value: float) -> str:
        return formats.measure(value, indicator.unit, indicator.digits)

    low, middle, high = values.quantile([0.1, 0.5, 0.9])
    return _(
        "{n} of {total} {places} have a value. The middle one has {middle}; one in ten has {low} "
        "or less, and one in ten {high} or more."
    ).format(
        n=formats.number(len(values)),
        total=formats.number(len(places)),
        places=nouns,
        middle=said(middle),
        low=said(low),
        high=said(high),
    )


@remembered(maxsize=512)
def caption(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: tuple[str, ...] | None = None
) -> str:
    """Source, period, population and coverage of a map, as a caption that stands alone.

    ``codes`` are the areas that the map shows, where it does not show all.
    """
    indicator = layers.measure(atlas, layer[0])
    aspect = aspects.of(layer)
    if aspect in {aspects.SURE, aspects.NEAR}:
        layer = (aspects.MEASURE, layer[1])
    parts = [
        _("Source: {publishers}, {period}.").format(
            publishers=publishers(atlas, level, layer, codes) or _("see Data"),
            period=formats.period(layer[1]),
        )
    ]
    if indicator.theme == "firearm_injury" and (said := placed(atlas, level, layer, codes)):
        parts.append(said)
    if said := aspects.method(atlas, aspect, level, layer[1]):
        parts.append(said)
    if indicator.theme == "firearm_injury" and (said := districts(atlas, level)):
        parts.append(said)
    parts.append(_("Areas, not people."))
    return " ".join(parts)


def districts(atlas: Atlas, level: str) -> str:
    """What rates of districts are per: the plan's ideal population, and what surveys say of it."""
    if level not in DISTRICTS:
        return ""
    table = atlas.populations[atlas.populations["level"] == level]
    ideal, tracts = (
        table.loc[table["vintage"] == vintage, "residents"].dropna()
        for vintage in (IDEAL, ESTIMATED)
    )
    parts = []
    if not ideal.empty:
        words = (
            _(
                "Rates use one ninth of the state's residents of 2020, {n}: congressional "
                "districts are drawn equal."
            )
            if level == "congress"
            else _("Rates use the plan's ideal population, {n}, true to 5% by law.")
        )
        parts.append(words.format(n=formats.number(ideal.iloc[0])))
    if not tracts.empty:
        parts.append(
            _("Estimated from census tracts of 2018-2022, districts have {low} to {high}.").format(
                low=formats.number(tracts.min()), high=formats.number(tracts.max())
            )
        )
    return " ".join([*parts, sentences.districts_are_newer()])


def placed(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> str:
    """How many of the people recorded could be placed on the map, where that is under 95%."""
    shares = _rows(atlas, level, layer, codes)["located_share"].dropna()
    if shares.empty or shares.min() >= FULL_LOCATED_SHARE:
        return ""
    low, high = (formats.share(float(end)) for end in (shares.min(), shares.max()))
    words = (
        _("{share} of the people recorded could be placed on the map.")
        if low == high
        else _("Placed on the map: {share} to {high} of those recorded in a place.")
    )
    return words.format(share=low, high=high)


def _rows(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None
) -> pd.DataFrame:
    rows = atlas.at(layer[0], level, layer[1])
    return rows if codes is None else rows[rows.index.isin(list(codes))]


def publishers(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> str:
    """Who published what a map is made from, by name."""
    rows = _rows(atlas, level, layer, codes)
    ids = sorted({id for text in rows["source"].unique() for id in text.split()})
    table = atlas.sources.set_index("id")
    found = list(dict.fromkeys(table.loc[[i for i in ids if i in table.index], "publisher"]))
    return formats.listing([p for p in found if not any(q != p and q.startswith(p) for q in found)])
