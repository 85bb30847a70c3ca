"""What a reader looks at on the map page: read from the URL, checked against the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd
import streamlit as st

from dashboard import controls, formats, lookups, place_names
from dashboard.atlas import Atlas
from dashboard.maps import areas, aspects, captions, layers
from dashboard.maps.area_words import WHERE_SHOT
from dashboard.records import INJURY
from dashboard.reuse import bar as reuse
from dashboard.sentences import value_words
from dashboard.words import _, remembered
from dashboard.zips import input as zip_input
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
    measure = controls.choice("measure", measures, _first(MEASURE, measures), notes, _("measure"))
    beside = controls.choice("beside", besides, _first(BESIDE, besides), notes, _("measure"))
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


def _first(wanted: str, options: list[str]) -> str:
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


def level_control(view: View) -> None:
    """Which kind of place both maps show."""
    controls.select(_("Kind of place"), "level", layers.LEVELS, view.level, LEVEL, _level)


def closer_control(atlas: Atlas, view: View) -> None:
    """What part of the state both maps show."""

    def said(code: str) -> str:
        place = atlas.place("town", code)
        if place is None:
            return _("The whole state")
        return _("Around {town}").format(town=place_names.name(place))

    controls.select(
        _("Look closer"), "closer", ["", *layers.closer_towns(atlas)], view.closer, "", said
    )


def aspect_control(view: View) -> None:
    """How people shot are shown; nothing where there is no choice."""
    if len(view.aspects) > 1:
        controls.select(_("Show"), "as", view.aspects, view.aspect, aspects.RATE, aspects.name)


def side_controls(atlas: Atlas, view: View, side: str, narrow: bool) -> None:
    """What one map draws, for which years and how; in a row above it, on a phone in two."""

    def title(id: str) -> str:
        indicator = atlas.indicator(id)
        return indicator.short_title if indicator else id

    with st.container(key=f"controls_{side}", horizontal=True):
        if side == "left":
            controls.select(
                _("Measure"),
                "measure",
                view.measures,
                view.measure,
                _first(MEASURE, view.measures),
                title,
            )
            controls.select(
                _("Years"),
                "period",
                atlas.periods(view.measure, view.level)[::-1],
                view.period,
                fullest_period(atlas, view.measure, view.level),
                formats.period_short,
            )
            if not narrow:
                aspect_control(view)
        else:
            controls.select(
                _("Beside it"),
                "beside",
                view.besides,
                view.beside,
                _first(BESIDE, view.besides),
                title,
            )
            controls.select(
                _("Years"),
                "years",
                atlas.periods(view.beside, view.level)[::-1],
                view.beside_period,
                nearest_period(atlas, view.beside, view.level, view.period),
                formats.period_short,
            )

    if narrow and side == "left":
        aspect_control(view)


def _level(level: str) -> str:
    noun = layers.place_noun(level)
    return noun[:1].upper() + noun[1:]


def switch(atlas: Atlas, view: View) -> str:
    """Which of the two maps a narrow screen shows: "left" or "right"."""
    names = {"left": view.measure, "right": view.beside}
    side = controls.choice("show", list(names), "left", [], _("map"))

    def title(side: str) -> str:
        indicator = atlas.indicator(names[side])
        return indicator.short_title if indicator else side

    st.session_state["choice_show"] = side
    st.segmented_control(
        _("Map"),
        list(names),
        key="choice_show",
        format_func=title,
        on_change=lambda: controls.set_choice("show", st.session_state["choice_show"], "left"),
        label_visibility="collapsed",
        width="stretch",
    )
    return side


def choose_place(atlas: Atlas, view: View) -> None:
    """The keyboard's way to what a click on the map does."""
    codes = [place.code for place in atlas.places_at(view.level)]
    codes.sort(key=lambda code: layers.label(atlas, view.level, code))
    controls.select(
        _("Find a place"),
        "place",
        codes,
        view.place,
        "",
        lambda code: layers.label(atlas, view.level, code),
        placeholder=_("Choose or type a name"),
    )


def place_in_words(atlas: Atlas, view: View, layer: tuple[str, str]) -> str:
    """The value of the chosen place, as Markdown, with what its status means."""
    if view.place is None:
        return ""
    indicator = layers.measure(atlas, layer[0])
    made = aspects.of(layer) in {aspects.SURE, aspects.NEAR}
    id = aspects.MEASURE if made else layer[0]
    seen = atlas.observation(id, view.level, view.place, layer[1])
    said = layers.words_at(atlas, view.level, view.place, layer)
    if made:
        return f"**{layers.label(atlas, view.level, view.place)}**: {said}."
    if seen and seen.value is not None and not indicator.unit.startswith(("dollar", "percent")):
        said += f" {indicator.unit_words}"
    line = f"**{layers.label(atlas, view.level, view.place)}**: {said}."
    if seen and seen.value is not None and seen.moe is None and seen.lower is None:
        line += " " + _("Its margin of error is not published by this source.")
    if indicator.theme == "firearm_injury" and (seen is None or seen.status != "value"):
        line += " " + value_words.status_note(seen.status if seen else "not_covered")
    line += " " + _the_state(atlas, id, layer[1])
    return line.replace("$", r"\$")


def _the_state(atlas: Atlas, id: str, period: str) -> str:
    """The same measure for the state, in the years nearest to these; "" where it has none."""
    years = lookups.nearest_period(atlas.periods(id, "state"), period)
    state = next(iter(atlas.places_at("state")), None)
    if years is None or state is None:
        return ""
    said = layers.words_at(atlas, "state", state.code, (id, years))
    return _("{state}: {value} ({years}).").format(
        state=state.name, value=said, years=formats.period_short(years)
    )


def zip_codes_here(atlas: Atlas, view: View) -> tuple[str, ...]:
    """The ZIP codes of a chosen town, each of which has a page."""
    place = atlas.place(view.level, view.place) if view.place else None
    return zip_input.named(atlas, place.name)[1] if place and view.level == "town" else ()


def few_rates(atlas: Atlas, view: View) -> str:
    """That few ZIP areas have a rate of people shot and towns show more."""
    if view.level != LEVEL or not view.measure.startswith(WHERE_SHOT):
        return ""
    if not atlas.state.police_record_town:  # the sentence names towns
        return ""
    return _(
        "Few ZIP areas have 10 or more people shot, so few have a rate. Towns and cities are "
        "larger and show more. Or look closer, at Boston, Springfield or Worcester."
    )


def summary(atlas: Atlas, view: View, layer: tuple[str, str]) -> str:
    """One map in words; closer to a town, those of its areas that share people with it."""
    town = atlas.place("town", view.closer) if view.closer and view.level != "town" else None
    if town is None:
        return captions.summary(atlas, view.level, layer)
    near = areas.inside(atlas, view.level, ("town", town.code))
    about = _("In and around {place}.").format(place=place_names.spoken(town))
    return f"{about} {captions.summary(atlas, view.level, layer, near)}"


def table(atlas: Atlas, view: View) -> pd.DataFrame:
    """Both maps as a table, by name of the place: counts, values, intervals, states in words."""
    places = atlas.places_at(view.level)
    out = pd.DataFrame(
        {
            _("Place"): [layers.label(atlas, view.level, p.code) for p in places],
            _("Code"): [p.code for p in places],
            _("Residents"): pd.array([p.population for p in places], dtype="Int64"),
        },
        index=[p.code for p in places],
    )
    for layer in (view.left, view.right):
        made = aspects.of(layer) in {aspects.SURE, aspects.NEAR}
        id, period = (aspects.MEASURE, layer[1]) if made else layer
        indicator = layers.measure(atlas, id)
        rows = atlas.at(id, view.level, period)
        name = f"{indicator.short_title}, {formats.period_short(period)}"
        seen = [atlas.observation(id, view.level, p.code, period) for p in places]
        numbers = rows.reindex(out.index)
        if indicator.is_injury:
            out[_("{name}: people").format(name=name)] = numbers["numerator"].astype("Int64")
        for column, said in (
            ("value", _("{name} ({unit})").format(name=name, unit=indicator.unit_words)),
            ("lower", _("{name}: lower end").format(name=indicator.short_title)),
            ("upper", _("{name}: upper end").format(name=indicator.short_title)),
        ):
            out[said] = numbers[column].round(indicator.digits)
        out[_("{name}: in words").format(name=indicator.short_title)] = [
            layers.words(s, indicator) for s in seen
        ]
        if made:
            out[layers.measure(atlas, layer[0]).short_title] = [
                layers.words_at(atlas, view.level, p.code, layer) for p in places
            ]
    return out.sort_values(_("Place"), kind="stable").reset_index(drop=True)
