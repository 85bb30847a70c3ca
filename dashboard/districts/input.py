"""Which district a reader asks for: by its name or code in the URL, by a list, or by a ZIP code.

What was typed is never said back; a text that names no district gets one clear line and the
names nearest to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard import controls, formats, markup
from dashboard.atlas import Atlas
from dashboard.districts import names as district_names
from dashboard.districts.names import LEVELS
from dashboard.lookups import shares
from dashboard.records import Place
from dashboard.words import _
from dashboard.zips import input as zip_input
from dashboard.zips.sections import chambers

_KEY, _FIRST, _ZIP = "district_choice", "district_choice_first", "district_zip"


@dataclass(frozen=True)
class Choice:
    """A district that may be meant: its name, its page and the share of the ZIP's residents."""

    place: Place
    share: float | None = None


@dataclass(frozen=True)
class Answer:
    """A district; or a line, with districts by chamber or other ways to go on."""

    place: Place | None = None
    line: str = ""
    note: str = ""
    near: tuple[Choice, ...] = ()
    chambers: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    zips: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(atlas: Atlas) -> Answer:
    """The district that the URL asks for."""
    query = controls.query()
    notes: list[str] = []
    controls.only((*LEVELS, "zip"), notes)
    asked = [name for name in (*LEVELS, "zip") if query.get(name)]
    if len(asked) > 1:
        notes.append(_("The link names more than one district. This is the first of them."))
    if not asked:
        return Answer(
            line=_("Choose a district of the Massachusetts House or Senate or of Congress."),
            notes=tuple(notes),
        )
    if asked[0] == "zip":
        return of_zip(atlas, query["zip"], tuple(notes))
    return of_name(atlas, asked[0], query[asked[0]], tuple(notes))


def of_name(atlas: Atlas, level: str, text: str, notes: tuple[str, ...] = ()) -> Answer:
    """The district of a chamber that a text names, or those whose names are nearest."""
    found = district_names.find(atlas, level, text)
    if found.place is not None:
        return Answer(found.place, notes=notes)
    near = found.near or tuple(
        place
        for other in LEVELS
        if other != level and (place := district_names.find(atlas, other, text).place)
    )
    lines = {
        "house": _("There is no such district of the Massachusetts House."),
        "senate": _("There is no such district of the Massachusetts Senate."),
        "congress": _("Massachusetts has no such district of Congress."),
    }
    line = lines[level]
    line += " " + (_("Did you mean:") if near else _("Choose one from the list."))
    return Answer(line=line, near=tuple(Choice(place) for place in near), notes=notes)


def of_zip(atlas: Atlas, text: str, notes: tuple[str, ...] = ()) -> Answer:
    """The districts that a ZIP code lies in, with the share of its residents in each."""
    found = zip_input.answer(atlas, text)
    if found.zip_code is None or found.place is None:
        return Answer(line=found.line, zips=found.choices, notes=notes)
    code = found.place.code
    held = tuple(
        (
            chambers()[level],
            tuple(
                Choice(place, share)
                for other, share in shares(atlas, "zcta", code, level)
                if (place := atlas.place(level, other)) is not None
            ),
        )
        for level in LEVELS
    )
    line = _("ZIP {zip} lies in these districts. Choose one:").format(zip=found.zip_code.zip)
    if not any(choices for _name, choices in held):
        line = _("Our tables do not say in which districts ZIP {zip} lies.").format(
            zip=found.zip_code.zip
        )
    return Answer(line=line, note=found.note, chambers=held, notes=notes)


def choose(atlas: Atlas, chosen: Place | None) -> None:
    """The list of all districts, and a box for a ZIP code; both write the URL."""
    places = {f"{p.level}:{p.code}": p for p in district_names.listed(atlas)}
    with st.container(key="district_controls", horizontal=True, vertical_alignment="bottom"):
        _list_of_districts(places, f"{chosen.level}:{chosen.code}" if chosen else None)
        _box_for_a_zip(zip_input.example(atlas))


def _list_of_districts(places: dict[str, Place], wanted: str | None) -> None:
    # As in controls.select: an unchanged box is sent as a reference.
    if _KEY not in st.session_state:
        st.session_state[_FIRST] = wanted
    elif st.session_state[_KEY] != wanted:
        st.session_state[_KEY] = wanted
    start, options = st.session_state[_FIRST], list(places)

    def go() -> None:
        if found := places.get(st.session_state[_KEY] or ""):
            _write(found.level, found.code)

    st.selectbox(
        _("District"),
        options,
        key=_KEY,
        index=options.index(start) if start in places else None,
        format_func=_said(places),
        on_change=go,
        placeholder=_("Choose or type a name"),
        width=440,
    )


def _said(places: dict[str, Place]) -> Callable[[str], str]:
    return lambda key: district_names.full(places[key])


def _box_for_a_zip(such_as: str) -> None:
    def go() -> None:
        if typed := (st.session_state[_ZIP] or "").strip():
            _write("zip", typed[: zip_input.LONGEST])

    wanted = controls.query().get("zip", "")
    if st.session_state.get(_ZIP) != wanted:
        st.session_state[_ZIP] = wanted
    st.text_input(
        _("Or a ZIP code"),
        key=_ZIP,
        on_change=go,
        placeholder=such_as,
        autocomplete="postal-code",
        width=160,
    )


def _write(name: str, value: str) -> None:
    """Set the URL in one step, so that Back takes one."""
    controls.set_only(**{name: value})


def show(answer: Answer) -> None:
    """The line and the ways to go on, where the URL names no one district."""
    markup.lead(answer.line)
    markup.text(answer.note)
    markup.links([_link(choice) for choice in answer.near])
    markup.links([(zip, f"/district?zip={zip}") for zip in answer.zips])
    for name, choices in answer.chambers:
        if choices:
            rows = "".join(f"<li>{_row(choice, len(choices) > 1)}</li>" for choice in choices)
            st.html(
                f'<h2 class="ezc-figure-title">{markup.escape(name)}</h2>'
                f'<ul class="ezc-list">{rows}</ul>'
            )


def _row(choice: Choice, several: bool) -> str:
    words = f'<span class="ezc-choice">{markup.link(*_link(choice))}</span>'
    if several and choice.share is not None:
        words += markup.escape(
            _("{share} of the ZIP's residents").format(share=formats.share(choice.share))
        )
    return words


def _link(choice: Choice) -> tuple[str, str]:
    return district_names.full(choice.place), district_names.address(choice.place)
