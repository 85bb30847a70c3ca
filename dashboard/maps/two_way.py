"""How two classes at once look: one form for each cell of a legend of two ways.

The people-shot axis is the colour, from grey to purple; the economic axis is the colour, from grey
to blue, and the hatch: none, wide, narrow, so that the two can be told apart without colour.
Places with too few people shot for a rate keep forms of their own; their ground tells the economic
group alone.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.maps import forms
from dashboard.maps.forms import Form
from dashboard.records import Indicator
from dashboard.theme import Palette, rgb
from epidemiology.status import Status

GROUPS = (0, 0, 1, 2, 2)
"""The group of each published colour class, 0 to 4: low, middle, high."""
COLOURS = (
    ("#E8E8E8", "#ACE4E4", "#5AC8C8"),
    ("#DFB0D6", "#A5ADD3", "#5698B9"),
    ("#BE64AC", "#8C62AA", "#3B4994"),
)
"""Group of people shot, then group of the economic measure."""
HATCH = ("0", "w", "n")
"""Pattern of each economic group: the second signal, for eyes and printers without colour."""
TINTS = (0.0, 0.2, 0.45)
"""How much of the economic colour is in the ground of a place without a rate."""
TINTED = (Status.COUNT_ONLY, Status.TOO_FEW, Status.NONE_RECORDED)
NO_GROUP = 3
"""The economic group of a place for which no value is published."""
CSS = """
.ezc-two { border-collapse: collapse; font-size: 12.5px; line-height: 1.25; }
.ezc-two th, .ezc-two td { padding: 2px 10px 2px 0; text-align: left; font-weight: 400; border: 0;
  white-space: nowrap; font-variant-numeric: tabular-nums; }
.ezc-two thead th { font-weight: 650; white-space: normal; vertical-align: bottom; }
.ezc-two thead tr + tr th + th { font-weight: 400; max-width: 5.6rem; }
.ezc-legend .ezc-two i { display: inline-block; width: 30px; height: 17px; margin-right: 6px;
  vertical-align: -3px; }
@media (max-width: 640px) {
  .ezc-two th, .ezc-two td { padding-right: 6px; } .ezc-two th { white-space: normal; }
  .ezc-legend .ezc-two i { width: 22px; }
}
"""
"""The legend as a table."""
Row = tuple[Status, int | None]
"""A row of the legend: a state, and the group of people shot if there is a rate."""
Cell = tuple[Row, int]
"""A row, and the economic group."""


def economic_group(colour_class: int | None, indicator: Indicator) -> int:
    """0 to 2, toward less money or more hardship; 3 where nothing is published.

    A measure of which more is better (income) is turned round, so that the dark corner of the
    legend is always where hardship and people shot come together.
    """
    if colour_class is None:
        return NO_GROUP
    group = GROUPS[min(colour_class, len(GROUPS) - 1)]
    return 2 - group if indicator.better == "higher" else group


def form(row: Row, group: int, ink: Palette) -> Form:
    """How a cell of the legend is drawn; outlines say the status, as on every map."""
    status, people = row
    usual = forms.form(status, 2 if people is not None else None, ink.injury, ink)
    if people is not None:
        if group == NO_GROUP:
            return Form(ink.line, "c", COLOURS[people][0], ink.paper)
        colour = COLOURS[people][group]
        hatch = HATCH[group]
        if hatch == "0":
            return Form(colour, line=ink.paper)
        return Form(_over(colour), hatch, colour, ink.paper)
    if status not in TINTED:
        return usual
    tint = _mix(ink.paper, COLOURS[0][2], TINTS[group]) if group != NO_GROUP else ink.paper
    if status == Status.COUNT_ONLY:
        return Form(usual.fill, usual.pattern, tint, usual.line, usual.width, usual.dash)
    return Form(tint, line=usual.line, width=usual.width, dash=usual.dash)


def _mix(one: str, other: str, part: float) -> str:
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


def _over(colour: str) -> str:
    """The colour of a hatch's lines: darker than light ground, lighter than dark ground."""
    red, green, blue = rgb(colour)
    bright = 0.3 * red + 0.59 * green + 0.11 * blue > 120
    return _mix(colour, "#1F2430" if bright else "#FFFFFF", 0.4)


def packed(status: Status, people: int | None, economy: int) -> tuple[Status, int | None]:
    """A cell as the state and class of an area on a drawn map (scale "both")."""
    if people is not None:
        return status, people * (NO_GROUP + 1) + economy
    return status, economy if status in TINTED else None


def form_of(status: Status, colour_class: int | None, ink: Palette) -> Form:
    """The form of what :func:`packed` made; outlines say the state, as on every map."""
    if colour_class is None:
        return form((status, None), NO_GROUP, ink)
    if status in TINTED:
        return form((status, None), colour_class, ink)
    people, economy = divmod(colour_class, NO_GROUP + 1)
    filled = form((Status.VALUE, people), economy, ink)
    if status == Status.VALUE:
        return filled
    usual = forms.form(status, 2, ink.injury, ink)
    return replace(filled, line=usual.line, width=usual.width, dash=usual.dash)
