"""The choices above the maps: each writes the URL, from which the view is read."""

from __future__ import annotations

import streamlit as st

from dashboard import controls, formats, place_names
from dashboard.atlas import Atlas
from dashboard.maps import aspects, layers
from dashboard.maps.view import BESIDE, LEVEL, MEASURE, View, first, fullest_period, nearest_period
from dashboard.words import _


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
                first(MEASURE, view.measures),
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
                first(BESIDE, view.besides),
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
