"""The sections of the Compare page: the places, people shot, money, years."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from dashboard import controls, formats, markup, place_names
from dashboard.atlas import Atlas
from dashboard.compare import figures as compare_figures
from dashboard.compare import view as compare
from dashboard.compare import words as say
from dashboard.districts import names as district_names
from dashboard.figures import Figure
from dashboard.lookups import Compared
from dashboard.maps import layers
from dashboard.records import Place
from dashboard.renderings import page
from dashboard.sentences import caveats, injuries, place_words, value_words
from dashboard.words import _, remembered
from dashboard.zips import locator

_BOX, _SAID = "compare_add", "compare_said"
_BESIDE = 3
"""Figures of years in a row."""
_CSS = """
.st-key-compare_head > div { flex: 0 1 24rem !important; min-width: 0; }
.st-key-compare_head > div:last-child:not(:first-child) { flex-basis: 12rem !important; }
[class*="st-key-card_"] { position: relative; }
[class*="st-key-card_"] h2 { font-size: 1.12rem !important; margin: 0; padding: 0 0 .25rem;
  overflow-wrap: anywhere; }
[class*="st-key-card_"] .ezc-map svg { max-width: 260px; margin: 0; }
[class*="st-key-card_"] button { padding-inline: 0; text-align: left; color: var(--ezc-primary); }
@media (max-width: 640px) {
  .st-key-compare_head > div { flex: 1 1 100% !important; }
  [class*="st-key-card_"] { padding-right: 7.5rem; }
  [class*="st-key-card_"] [data-testid="stElementContainer"]:has(.ezc-map) { position: absolute;
    right: 0; top: 0; width: 7rem !important; }
}
"""


def opening(view: compare.View) -> None:
    """What the page does, and what the link could not have."""
    markup.lead(_("Two to five places side by side, on the same scales."))
    markup.text(view.example)
    for note in dict.fromkeys([*view.notes, st.session_state.pop(_SAID, "")]):
        if note:
            markup.alert(note)
    markup.links(view.choices)


def choices(atlas: Atlas, view: compare.View) -> None:
    """The box that adds a place, and the years of the counts."""
    full = len(view.chosen) >= compare.MOST
    st.html(f'<style>{_CSS}</style><i class="ezc-frame"></i>')
    with st.container(key="compare_head", horizontal=True):
        st.selectbox(
            _("Add a place"),
            list(compare.offered(atlas)),
            index=None,
            key=_BOX,
            placeholder=_("Five places: remove one to add another")
            if full
            else _("ZIP code, town, county or district"),
            accept_new_options=True,
            disabled=full,
            on_change=_add,
            args=(atlas, view),
        )
        if len(view.anchors) > 1:
            controls.select(
                _("Years counted"),
                "years",
                list(view.anchors),
                view.anchor,
                view.anchors[0],
                formats.period_short,
            )


def _add(atlas: Atlas, view: compare.View) -> None:
    """Put what was chosen or typed into the URL; a line says why if it cannot be."""
    typed = str(st.session_state[_BOX] or "")
    st.session_state[_BOX] = None
    if not typed.strip():
        return
    token = compare.offered(atlas).get(typed, "")
    found = compare.find(atlas, token or typed)
    if found.chosen is None and not found.choices:
        st.session_state[_SAID] = found.line
        return
    if found.chosen and found.chosen.place in {other.place for other in view.chosen}:
        st.session_state[_SAID] = compare.named_twice(found.chosen.place)
        return
    token = token or (found.chosen.token if found.chosen else compare.slug(typed))
    controls.set_choice("places", " ".join([*compare.tokens(view.chosen), token]))


def _remove(view: compare.View, token: str) -> None:
    left = [other for other in compare.tokens(view.shown) if other != token]
    controls.set_choice("places", " ".join(left))


def places(atlas: Atlas, view: compare.View) -> None:
    """Each place by name, on a small map, with its count and a button that takes it away."""
    own = {chosen.place for chosen in view.chosen} or set(view.places)
    rows = compare_figures.counts(atlas, view)
    for column, chosen, row in zip(
        st.columns(len(view.shown), gap="medium"), view.shown, rows, strict=True
    ):
        place, name = chosen.place, place_names.name(chosen.place)
        with column, st.container(key=f"card_{chosen.token}", gap="small"):
            st.html(f'<h2 class="ezc-figure-title">{markup.escape(name)}</h2>')
            st.markdown(_thumbnail(atlas, place, chosen.token), unsafe_allow_html=True)
            markup.text(_count(row))
            markup.quiet(
                place_words.residents(
                    place_names.spoken(place), place.population, place.population_vintage
                )
            )
            markup.links(_own_page(chosen))
            if place in own:
                st.button(
                    _("Remove {place}").format(place=name),
                    key=f"remove_{chosen.token}",
                    type="tertiary",
                    on_click=_remove,
                    args=(view, chosen.token),
                )


@remembered(256)
def _thumbnail(atlas: Atlas, place: Place, key: str) -> str:
    return locator.thumbnail(atlas, place, key)


def _count(row: Compared) -> str:
    """ "203 people shot in 4 years", or the state of the count."""
    seen = row.observation
    words = injuries.count_beside_rate(seen)
    if words:
        return _("{count} ({years})").format(count=words, years=formats.period_short(row.period))
    status = value_words.status_name(seen.status if seen else "not_covered")
    return _("People shot: {status} ({years})").format(
        status=status[:1].lower() + status[1:], years=formats.period_short(row.period)
    )


def _own_page(chosen: compare.Chosen) -> list[tuple[str, str]]:
    place = chosen.place
    if place.level == "zcta":
        return [(_("Its page"), f"/zip?zip={quote(chosen.token)}")]
    if place.level in district_names.LEVELS:
        return [(_("Its page"), district_names.address(place))]
    if place.level in layers.LEVELS:
        return [(_("On the map"), f"/map?level={place.level}&place={quote(place.code)}")]
    return [(_("Over the years"), "/trends")]


def people_shot(atlas: Atlas, view: compare.View) -> None:
    """Rates on one scale, what may be said of them, and what stands in the way of saying more."""
    st.header(_("People shot"), anchor=False)
    figure = compare_figures.rate_figure(atlas, view)
    if figure is None:
        markup.text(value_words.status_note("not_covered"))
        return
    rows = compare_figures.counts(atlas, view)
    page.show(figure)
    for line in say.without_rate(rows):
        markup.text(line)
    markup.text(f"{caveats.gaps_come_from_policy()} {caveats.areas_not_people()}")
    markup.quiet(" ".join([say.counted_twice(atlas, rows), say.who_counted(rows)]).strip())
    if any(place.level in {"house", "senate", "congress"} for place in view.places):
        markup.quiet(caveats.districts_are_newer())


def economy(atlas: Atlas, view: compare.View) -> None:
    """Income on one scale, and every other economic measure as a table."""
    st.header(_("Money, work and housing"), anchor=False)
    figure = compare_figures.income_figure(atlas, view)
    if figure is not None:
        page.show(figure)
    found = compare_figures.economy(atlas, view.places)
    if found.rows:
        markup.table(
            found.head,
            found.rows,
            caption=_(
                "The places side by side, of the same survey years where there are such. A ± is a "
                "margin of error at 90%; where none stands, it is not published by this source."
            ),
            numbers=tuple(range(1, len(found.head) - 1)),
            stack=True,
        )
    if found.alone:
        markup.quiet(
            _("Only one of these places has a number for: {measures}.").format(
                measures="; ".join(found.alone)
            )
        )


def years(atlas: Atlas, view: compare.View) -> None:
    """Yearly counts of towns and counties, all bars on one scale."""
    st.header(_("Year by year"), anchor=False)
    made = compare_figures.years_figures(atlas, view)
    if len(made) > 1:
        markup.text(_("All bars are on one scale, so a long bar is as many people everywhere."))
    for first in range(0, len(made), _BESIDE):
        row = made[first : first + _BESIDE]
        columns = st.columns(min(len(made), _BESIDE), gap="medium")
        for column, figure in zip(columns, row, strict=False):
            with column:
                page.show(figure)
    markup.quiet(_silent(atlas, view, made))


def _silent(atlas: Atlas, view: compare.View, made: Sequence[Figure]) -> str:
    """Which places have no bars here, and why."""
    drawn = {figure.key.removeprefix("years_") for figure in made}
    fine = [c for c in view.shown if c.place.level not in {*compare_figures.YEARLY, "state"}]
    none = [
        c for c in view.shown if c.place.level in compare_figures.YEARLY and c.token not in drawn
    ]
    said = []
    if fine:
        said.append(
            _("None of our sources has counts for each year of {places}.").format(
                places=place_names.listing([place_names.spoken(c.place) for c in fine])
            )
        )
    if none:
        said.append(
            _("{places}: no year has a count that may be drawn.").format(
                places=place_names.listing([place_names.spoken(c.place) for c in none])
            )
        )
    if any(place.level == "state" for place in view.places):
        said.append(
            _(
                "The state's bars are left out: on its scale no other would be seen. The rates "
                "above compare it."
            )
        )
    return " ".join(said)
