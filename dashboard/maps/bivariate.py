"""People shot and an economic measure on one map: two classes a place, drawn as one form.

Both measures come with the classes that the pipeline published, five each; :data:`GROUPS` makes
three of them. The people-shot axis is the colour, from grey to purple; the economic axis is the
colour, from grey to blue, and the hatch: none, wide, narrow, so that the two can be told apart
without colour. Places with too few people shot for a rate keep forms of their own and get no
class; their ground tells the economic group alone.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, screen, theme
from dashboard.atlas import Atlas
from dashboard.maps import (
    captions,
    decks,
    expressions,
    forms,
    layers,
    legend_words,
    legends,
)
from dashboard.maps.counts import statuses
from dashboard.maps.expressions import Paint
from dashboard.maps.forms import DASHED, Form
from dashboard.maps.two_way import GROUPS, NO_GROUP, TINTED, Cell, Row, economic_group, form
from dashboard.records import Indicator
from dashboard.reuse import downloads
from dashboard.sentences import caveats
from dashboard.store import atlas
from dashboard.theme import Palette, rgb
from dashboard.words import _, remembered
from epidemiology.status import FULL_LOCATED_SHARE, Status

LEGEND_INSIDE_FROM = 1000
"""A narrower map has no room for the legend beside the state."""


@dataclass(frozen=True)
class Pair:
    """Two layers of one level.

    Attributes:
        people: indicator and period of people shot.
        economy: indicator and period of the economic measure.
    """

    level: str
    people: tuple[str, str]
    economy: tuple[str, str]


def drawable(atlas: Atlas, pair: Pair) -> bool:
    """Whether both measures are published for the areas and years of the pair."""
    known = layers.layers(atlas, pair.level) if pair.level in layers.LEVELS else {}
    return pair.people in known and pair.economy in known


def render(
    order_by: str,
    order_period: str,
    indicator: str,
    level: str,
    period: str,
    *,
    width: int | None = None,
) -> None:
    """The map with its title, legend, summary, caption and, on demand, table.

    Args:
        order_by: economic indicator.
        order_period: its period.
        indicator: measure of people shot.
        level: one of :data:`dashboard.maps.layers.LEVELS`.
        period: of the measure of people shot.
        width: of the column in pixels; measured here where it is not given, which a page may
            ask for only once.
    """
    tables, ink = atlas(), theme.palette()
    wide = screen.width() if width is None else width
    pair = Pair(level, (indicator, period), (order_by, order_period))
    if not drawable(tables, pair):
        st.info(_("These two measures have no map in common for this kind of place and period."))
        return
    st.html(title(tables, pair))
    st.pydeck_chart(
        deck(tables, pair, wide, ink),
        height=decks.height_of(wide),
        key="bivariate_map",
        alt=_("Map: {title}").format(title=title_words(tables, pair)),
    )
    key = legend(tables, pair, ink, below=wide < LEGEND_INSIDE_FROM)
    st.html(legends.on_the_map(key, line(tables, pair)))
    st.caption(f"{summary(tables, pair)}\n\n{caption(tables, pair)}".replace("$", r"\$"))
    if st.toggle(_("Show this map as a table"), key="bivariate_table"):
        rows = table(tables, pair)
        st.dataframe(rows, hide_index=True, height=420)
        st.download_button(
            _("Download this table (CSV)"),
            downloads.csv_bytes(rows),
            f"every-zip-code_{level}_{indicator}_by_{order_by}.csv",
            "text/csv",
        )


# --- groups ----------------------------------------------------------------------------------


def _row(number: int) -> tuple[Status, int | None]:
    """The row of the legend for a code of people shot: its status, and its group if it has one."""
    status, colour_class = layers.status_of(number)
    return (Status.VALUE, GROUPS[colour_class]) if colour_class is not None else (status, None)


@lru_cache(maxsize=64)
def cells(atlas: Atlas, pair: Pair) -> dict[str, Cell]:
    """The cell of the legend that each place of the level belongs to, by code of the place."""
    people = _codes(atlas, pair.level, pair.people)
    economy = _codes(atlas, pair.level, pair.economy)
    measure = layers.measure(atlas, pair.economy[0])
    return {
        code: (
            _row(people[code]),
            economic_group(layers.status_of(economy[code])[1], measure),
        )
        for code in people
    }


def _codes(atlas: Atlas, level: str, layer: tuple[str, str]) -> dict[str, int]:
    rows = atlas.at(layer[0], level, layer[1])
    seen = {
        code: layers.code(Status(status), None if pd.isna(group) else int(group))
        for code, status, group in zip(
            rows.index, rows["status"], rows["colour_class"], strict=True
        )
    }
    missing = layers.code(Status.NOT_COVERED, None)
    return {place.code: seen.get(place.code, missing) for place in atlas.places_at(level)}


def counts(atlas: Atlas, pair: Pair) -> dict[Cell, int]:
    """How many places each cell of the legend has; cells without places are absent."""
    found: dict[Cell, int] = {}
    for cell in cells(atlas, pair).values():
        found[cell] = found.get(cell, 0) + 1
    return found


def rows(atlas: Atlas, pair: Pair) -> list[tuple[Status, int | None]]:
    """The rows of the legend, from most people shot down.

    All three groups stand there where there are any rates, other states where they occur.
    """
    present = {row for row, _group in counts(atlas, pair)}
    wanted: list[tuple[Status, int | None]] = [(Status.VALUE, group) for group in (2, 1, 0)]
    wanted += [(status, None) for status in (*TINTED, *Status) if status != Status.VALUE]
    classed = any(group is not None for _status, group in present)
    return [r for r in dict.fromkeys(wanted) if r in present or (classed and r[1] is not None)]


# --- the map ---------------------------------------------------------------------------------


@remembered(64)
def deck(atlas: Atlas, pair: Pair, width: int, ink: Palette) -> decks.Deck:
    """The map; geometry and codes are those of the other maps of the level."""
    order = layers.layers(atlas, pair.level)
    people, economy = f"k[{order[pair.people]}]", f"k[{order[pair.economy]}]"
    seen = rows(atlas, pair)
    at = {row: number for number, row in enumerate(seen)}
    measure = layers.measure(atlas, pair.economy[0])
    row_of = expressions.expression([at.get(_row(n)) for n in range(layers.CODES)], people)
    group_of = expressions.expression(
        [economic_group(layers.status_of(n)[1], measure) for n in range(layers.CODES)], economy
    )
    present = counts(atlas, pair)
    drawn = [
        form(row, group, ink) if (row, group) in present else None
        for row in seen
        for group in range(NO_GROUP + 1)
    ]

    def by_cell(say: Callable[[Form], Any]) -> str:
        values = [0 if f is None else say(f) for f in drawn]
        return f"({expressions.said(values)})[({row_of})*{NO_GROUP + 1}+({group_of})]"

    # Outlines say the status alone, as on the other maps.
    outlines = Paint.of(
        forms.seen_forms(atlas, pair.level, pair.people, ink),
        people,
        f"{order[pair.people]}-{order[pair.economy]}{ink.paper[1]}",
    )
    paint = Paint(
        by_cell(lambda f: rgb(f.fill)),
        by_cell(lambda f: f.pattern),
        by_cell(lambda f: rgb(f.ground) if f.ground else 0),
        outlines.line,
        outlines.width,
        outlines.dash,
        frozenset(f.pattern for f in drawn if f),
        outlines.trigger,
    )
    said = "<br>".join(
        f"{html.escape(layers.measure(atlas, layer[0]).short_title)}: {{t{order[layer]}}}"
        for layer in (pair.people, pair.economy)
    )
    return decks.painted(atlas, pair.level, paint, said, selected=None, width=width, ink=ink)


# --- words -----------------------------------------------------------------------------------


def title_words(atlas: Atlas, pair: Pair) -> str:
    """What the map shows, as a title."""
    return _("{people} and {economy}, together").format(
        people=layers.measure(atlas, pair.people[0]).short_title,
        economy=_small(layers.measure(atlas, pair.economy[0]).short_title),
    )


def _small(text: str) -> str:
    """A title inside a sentence; what starts with an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def inside_a_sentence(indicator: Indicator) -> str:
    """A measure's short name where it does not begin the words."""
    return _small(indicator.short_title)


def subtitle(atlas: Atlas, pair: Pair) -> str:
    """Measures, units, years and places of the map."""
    parts = []
    for id, period in (pair.people, pair.economy):
        measure = layers.measure(atlas, id)
        parts.append(
            _("{measure}: {unit}, {period}").format(
                measure=measure.short_title,
                unit=measure.unit_words,
                period=formats.period_short(period),
            )
        )
    return "; ".join([*parts, layers.place_noun(pair.level)])


def title(atlas: Atlas, pair: Pair) -> str:
    """HTML of the map's title, and of its units, places and years."""
    return (
        f'<div class="ezc-title"><h2>{html.escape(title_words(atlas, pair))}</h2>'
        f"{html.escape(subtitle(atlas, pair))}</div>"
    )


def _groups_in_words(atlas: Atlas, level: str, layer: tuple[str, str]) -> list[str]:
    """ "low: under 5", "middle: 5 to 9", "high: 9 or more", from the published breaks."""
    indicator = layers.measure(atlas, layer[0])
    found = legend_words.classes(atlas, level, layer)
    digits = legend_words.break_digits(found, indicator)
    said = []
    for group, name in enumerate((_("low"), _("middle"), _("high"))):
        part = found[[GROUPS[min(int(n), 4)] == group for n in found["colour_class"]]]
        if part.empty:
            said.append(name)
            continue
        lower = None if group == 0 else part["lower"].iloc[0]
        upper = None if group == 2 else part["upper"].iloc[-1]
        between = legend_words.break_words(lower, upper, indicator.unit, digits)
        said.append(_("{name}: {between}").format(name=name, between=between))
    return said


@remembered(64)
def legend(atlas: Atlas, pair: Pair, ink: Palette, *, below: bool = False) -> str:
    """HTML of the two-way legend: each form, and how many places have it.

    ``below`` keeps it under the map.
    """
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    found = counts(atlas, pair)
    columns = list(range(3))
    heads = _groups_in_words(atlas, pair.level, pair.economy)
    if economy.better == "higher":
        heads = heads[::-1]
    if any(group == NO_GROUP for _row, group in found):
        columns.append(NO_GROUP)
        heads.append(_("not published"))
    names = _groups_in_words(atlas, pair.level, pair.people)
    top = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in heads)
    body = []
    for number, row in enumerate(rows(atlas, pair)):
        status, group = row
        name = names[group] if group is not None else legend_words.status_words(status, people)
        if _one_box(row):
            count = sum(found.get((row, c), 0) for c in range(NO_GROUP + 1))
            boxes = _box(box(number), count, form(row, NO_GROUP, ink), ink)
        else:
            boxes = "".join(
                _box(box(number, c), found.get((row, c), 0), form(row, c, ink), ink)
                if c < NO_GROUP or (row, c) in found
                else "<td></td>"
                for c in columns
            )
        body.append(f'<tr><th scope="row">{html.escape(name)}</th>{boxes}</tr>')
    if Status.UNSTABLE in statuses(atlas, pair.level, pair.people):
        drawn = Form(ink.mist, line=ink.ink, dash=DASHED)
        body.append(
            f'<tr><th scope="row">{html.escape(_("dashed outline"))}</th>'
            f'<td colspan="{len(columns)}"><i style="{html.escape(forms.swatch(drawn, ink))}"></i>'
            f"{html.escape(legend_words.status_words(Status.UNSTABLE, people))}</td></tr>"
        )
    turned = (
        _("{economy}, less to the right →") if economy.better == "higher" else _("{economy} →")
    ).format(economy=economy.short_title)
    label = _("Legend: arrow keys go through its classes")
    return (
        f'<div class="ezc-legend{" below" if below else ""}">'
        f'<table class="ezc-two" role="grid" aria-label="{html.escape(label)}"><thead>'
        f'<tr><td></td><th scope="colgroup" colspan="{len(columns)}">{html.escape(turned)}</th>'
        f'</tr><tr><th scope="col">{html.escape(_("{m} ↑").format(m=people.short_title))}</th>'
        f"{top}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def box(row: int, group: int | None = None) -> str:
    """The name of a box of the legend; without a group, of the only one in its row."""
    return str(row) if group is None else f"{row}-{group}"


def _one_box(row: Row) -> bool:
    """Whether the ground of such places tells no economic group."""
    status, group = row
    return group is None and status not in TINTED


def _box(name: str, count: int, drawn: Form, ink: Palette) -> str:
    reached_first = 0 if name == box(0, 0) else -1
    return (
        f'<td role="gridcell" data-box="{name}" tabindex="{reached_first}">'
        f'<i style="{html.escape(forms.swatch(drawn, ink))}"></i>{formats.number(count)}</td>'
    )


def line(atlas: Atlas, pair: Pair) -> str:
    """HTML of the line that says which places the box has that the keyboard has reached."""
    order = layers.layers(atlas, pair.level)
    numbers = f"{order[pair.people]}/{order[pair.economy]}"
    return legends.saying(f"/layers/{layers.version(atlas)}/{pair.level}/classes/{numbers}.json")


@remembered(64)
def words(atlas: Atlas, pair: Pair) -> dict[str, str]:
    """Of each box of the legend, what it stands for, how many places it has and which."""
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    groups = _groups_in_words(atlas, pair.level, pair.people)
    heads = _groups_in_words(atlas, pair.level, pair.economy)
    if economy.better == "higher":
        heads = heads[::-1]
    heads.append(_("not published"))
    found = cells(atlas, pair)
    said = {}
    for number, row in enumerate(rows(atlas, pair)):
        status, group = row
        name = groups[group] if group is not None else legend_words.status_words(status, people)
        for column in (None,) if _one_box(row) else range(NO_GROUP + 1):
            here = [
                layers.label(atlas, pair.level, code)
                for code, cell in found.items()
                if cell == (row, column) or (column is None and cell[0] == row)
            ]
            parts = [f"{people.short_title}, {name}."]
            if column is not None:
                parts.append(f"{economy.short_title}, {heads[column]}.")
            parts.append(legends.said(sorted(here), len(found), layers.place_noun(pair.level)))
            said[box(number, column)] = " ".join(parts)
    return said


@remembered(64)
def file(atlas: Atlas, pair: Pair) -> layers.File:
    """The words of the legend's boxes as JSON."""
    said = json.dumps(words(atlas, pair), ensure_ascii=False)
    return layers.File.of(said.encode(), "application/json")


@remembered(64)
def summary(atlas: Atlas, pair: Pair) -> str:
    """The map in words: how many places are high on both, on one, on neither."""
    found = counts(atlas, pair)
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    turned = economy.better == "higher"
    more = (_("low {m}") if turned else _("high {m}")).format(m=_small(economy.short_title))
    less = (_("high {m}") if turned else _("low {m}")).format(m=_small(economy.short_title))

    def many(group: int, economic: int) -> str:
        return formats.number(found.get(((Status.VALUE, group), economic), 0))

    rated = sum(n for (row, group), n in found.items() if row[1] is not None and group != NO_GROUP)
    none = [found.get(((Status.NONE_RECORDED, None), group), 0) for group in range(3)]
    parts = [
        _(
            "Of {total} {places}, {rated} have a rate of {people} and a value of {economy}. "
            "High rate and {more}: {both}. High rate and {less}: {one}. "
            "Low rate and {more}: {other}. Low rate and {less}: {neither}."
        ).format(
            total=formats.number(sum(found.values())),
            places=layers.place_noun(pair.level),
            rated=formats.number(rated),
            people=_small(people.short_title),
            economy=_small(economy.short_title),
            both=many(2, 2),
            one=many(2, 0),
            other=many(0, 2),
            neither=many(0, 0),
            more=more,
            less=less,
        )
    ]
    if sum(none):
        parts.append(
            _(
                "Of {n} where none is recorded and the economic measure is known, {low} have "
                "{less} and {high} have {more}."
            ).format(
                n=formats.number(sum(none)),
                low=formats.number(none[0]),
                high=formats.number(none[2]),
                less=less,
                more=more,
            )
        )
    parts.append(_("Low is the two lowest of five classes of the atlas, high the two highest."))
    return " ".join(parts)


@remembered(64)
def caption(atlas: Atlas, pair: Pair) -> str:
    """Sources, periods and coverage, as a caption that stands alone."""
    parts = [
        _("Sources: {people}, {period}; {economy}, {years}.").format(
            people=captions.publishers(atlas, pair.level, pair.people) or _("see Data"),
            period=formats.period(pair.people[1]),
            economy=captions.publishers(atlas, pair.level, pair.economy) or _("see Data"),
            years=formats.period_short(pair.economy[1]),
        )
    ]
    whole = atlas.observation(pair.people[0], "state", atlas.state.fips, pair.people[1])
    share = whole.located_share if whole else None
    if share is not None and share < FULL_LOCATED_SHARE:
        parts.append(
            _("{share} of the people recorded could be placed on the map.").format(
                share=formats.share(share)
            )
        )
    parts.append(_("Hatching repeats the economic group; intervals are in the table."))
    parts.append(caveats.areas_not_people())
    return " ".join(parts)


def table(atlas: Atlas, pair: Pair) -> pd.DataFrame:
    """The map as a table, by name of the place."""
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    names = (_("low"), _("middle"), _("high"))
    wanted: list[dict[str, Any]] = []
    for place, (row, group) in cells(atlas, pair).items():
        turned = 2 - group if economy.better == "higher" and group != NO_GROUP else group
        one = atlas.observation(pair.people[0], pair.level, place, pair.people[1])
        other = atlas.observation(pair.economy[0], pair.level, place, pair.economy[1])
        wanted.append(
            {
                _("Place"): layers.label(atlas, pair.level, place),
                _("Code"): place,
                people.short_title: layers.words(one, people),
                _("{m}: group").format(m=people.short_title): _group(row[1], names),
                economy.short_title: layers.words(other, economy),
                _("{m}: group").format(m=economy.short_title): _group(
                    None if turned == NO_GROUP else turned, names
                ),
            }
        )
    return pd.DataFrame(wanted).sort_values(_("Place"), kind="stable").reset_index(drop=True)


def _group(group: int | None, names: Sequence[str]) -> str:
    return "" if group is None else names[group]
