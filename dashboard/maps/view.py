"""What a reader looks at on the map page: read from the URL, checked against the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import streamlit as st

from dashboard import controls
from dashboard.atlas import Atlas
from dashboard.maps import aspects, layers
from dashboard.records import INJURY
from dashboard.reuse import bar as reuse
from dashboard.words import _, remembered
from epidemiology.periods import Period
from epidemiology.status import SHOWS_RATE

MEASURE = "people_shot"
BESIDE = "median_household_income"
LEVEL = "zcta"
BARS = ("people", "beside")
"""Keys of the two maps as figures, the left one first."""


PARAMETERS = ("level", "measure", "period", "beside", "years", "as", "closer", "place")
"""What the URL of the map may say."""


@dataclass(frozen=True)
class View:
    """Two layers of one level, and perhaps one place.

    Attributes:
        aspect: how people shot are shown, one of ``aspects``.
        closer: code of the town that both maps show with what lies around it; "" for the state.
    """

    level: str
    measure: str
    period: str
    beside: str
    beside_period: str
    place: str | None
    measures: list[str]
    besides: list[str]
    aspect: str = aspects.RATE
    aspects: list[str] = field(default_factory=list)
    closer: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def left(self) -> tuple[str, str]:
        """Indicator and period of the first map."""
        if self.aspect != aspects.RATE:
            return aspects.LAYER[self.aspect], self.period
        return self.measure, self.period

    @property
    def right(self) -> tuple[str, str]:
        """Indicator and period of the second map."""
        return self.beside, self.beside_period


def read(atlas: Atlas) -> View:
    """The view that the URL asks for; what it cannot have is the default and a note."""
    notes: list[str] = []
    controls.only(PARAMETERS, notes)
    level = controls.choice("level", layers.LEVELS, LEVEL, notes, _("kind of place"))
    measures = measures_at(atlas, level, (INJURY,))
    besides = measures_at(atlas, level, ("economy", "context"))
    measure = controls.choice("measure", measures, first(MEASURE, measures), notes, _("measure"))
    beside = controls.choice("beside", besides, first(BESIDE, besides), notes, _("measure"))
    period = controls.choice(
        "period",
        atlas.periods(measure, level),
        fullest_period(atlas, measure, level),
        notes,
        _("period"),
    )
    beside_period = controls.choice(
        "years",
        atlas.periods(beside, level),
        nearest_period(atlas, beside, level, period),
        notes,
        _("period"),
    )
    offered = aspects.offered(atlas, level, measure, period)
    aspect = controls.choice("as", list(aspects.LAYER), aspects.RATE, notes, _("way to show it"))
    if aspect not in offered:  # another measure or period was chosen since
        aspect = aspects.RATE
    closer = controls.choice(
        "closer", layers.closer_towns(atlas), "", notes, _("part of the state")
    )
    codes = [place.code for place in atlas.places_at(level)]
    place = controls.choice("place", codes, "", notes, _("place")) or None
    return View(
        level,
        measure,
        period,
        beside,
        beside_period,
        place,
        measures,
        besides,
        aspect,
        offered,
        closer,
        list(dict.fromkeys(notes)),
    )


def start() -> None:
    """Note that the whole page runs, not one map alone."""
    st.session_state["map_whole"] = True
    st.session_state["map_due"] = False


def finish(view: View) -> None:
    """Note that the whole page has run, for this view."""
    st.session_state["map_whole"] = False
    st.session_state["map_beside_period"] = view.beside_period


def due() -> None:
    """Ask for a run of the whole page after the present run of one map."""
    st.session_state["map_due"] = True


def run_all_if_due(view: View, side: str) -> None:
    """Run the whole page where a change above one map shows elsewhere as well.

    That is: a place was chosen, the table or a bar of things to take away is open, or the other
    map's usual years moved along.
    """
    state = st.session_state
    if state.get("map_whole", True):
        return
    moved = side == "left" and state.get("map_beside_period") != view.beside_period
    shown = state.get("map_table") or any(reuse.is_open(key) for key in BARS)
    if state.get("map_due") or shown or moved:
        st.rerun()


@remembered(maxsize=64)
def measures_at(atlas: Atlas, level: str, themes: tuple[str, ...]) -> list[str]:
    """Indicators of these themes that have values at a level: the usual one, then by title.

    The smoothed rate is no measure of its own but a way to show one, see
    :mod:`dashboard.maps.aspects`.
    """
    known = atlas.in_words("indicators")
    table = known[known["theme"].isin(themes) & (known["id"] != aspects.LAYER[aspects.SMOOTHED])]
    rows = zip(table["theme"] == "context", table["short_title"], table["id"], strict=True)
    found = [id for _context, _title, id in sorted(rows) if atlas.periods(id, level)]
    return sorted(found, key=lambda id: id not in {MEASURE, BESIDE})


def first(wanted: str, options: list[str]) -> str:
    """What is wanted where it is offered, else the first that is."""
    return wanted if wanted in options else options[0] if options else wanted


@lru_cache(maxsize=256)
def fullest_period(atlas: Atlas, measure: str, level: str) -> str:
    """The period in which most places have a rate; of equals the newest."""
    best, most = "", -1
    for period in atlas.periods(measure, level):
        rated = int(atlas.at(measure, level, period)["status"].isin(SHOWS_RATE).sum())
        if rated >= most:
            best, most = period, rated
    return best


@lru_cache(maxsize=1024)
def nearest_period(atlas: Atlas, measure: str, level: str, period: str) -> str:
    """The period of a measure whose middle is nearest that of another; of equals the older.

    Only periods count that cover at least half the places of the one that covers most: a survey
    of one city is no default for a map of the state.
    """
    filled = {
        p: int(atlas.at(measure, level, p)["status"].isin(SHOWS_RATE).sum())
        for p in atlas.periods(measure, level)
    }
    wide = [p for p, n in filled.items() if 2 * n >= max(filled.values())]
    if not wide or not period:
        return wide[-1] if wide else ""
    middle = Period.parse(period).centre
    return min(wide, key=lambda p: (abs((Period.parse(p).centre - middle).days), p))
