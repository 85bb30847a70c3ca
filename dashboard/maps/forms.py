"""How each state and class of a value is drawn, on maps and in legends: fill, pattern, outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.atlas import Atlas
from dashboard.maps import aspects, counts, layers
from dashboard.records import Indicator
from dashboard.theme import DARK, Palette
from epidemiology.status import Status

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


def seen_forms(atlas: Atlas, level: str, layer: tuple[str, str], ink: Palette) -> list[Form | None]:
    """The form of every code that occurs in a layer; None for the others."""
    if aspects.of(layer) == aspects.NEAR:
        seen = counts.near_counts(atlas, level, layer)
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
    present = counts.statuses(atlas, level, layer)
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


def palette_of(indicator: Indicator, ink: Palette) -> tuple[str, ...]:
    """The colours of an indicator's classes, lowest first."""
    if indicator.id == aspects.LAYER[aspects.SURE]:
        return sure_colours(ink)
    return ink.injury if indicator.theme == "firearm_injury" else ink.economy


def sure_colours(ink: Palette) -> tuple[str, ...]:
    """The colours of the width of intervals, surest first."""
    return SURE_COLOURS[::-1] if ink is DARK else SURE_COLOURS


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
