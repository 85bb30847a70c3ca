"""The legend of a map of two measures: a grid to walk through, each box says its places."""

from __future__ import annotations

import html

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.maps import forms, layers, legend_words, legends
from dashboard.maps.counts import statuses
from dashboard.maps.forms import DASHED, Form
from dashboard.maps.two_way import NO_GROUP, TINTED, Row, form
from dashboard.maps.two_way_cells import Pair, cells, counts, rows
from dashboard.maps.two_way_words import (
    groups_in_words,
)
from dashboard.theme import Palette
from dashboard.words import _, remembered
from epidemiology.status import Status


@remembered(64)
def legend(atlas: Atlas, pair: Pair, ink: Palette, *, below: bool = False) -> str:
    """HTML of the two-way legend: each form, and how many places have it.

    ``below`` keeps it under the map.
    """
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    found = counts(atlas, pair)
    columns = list(range(3))
    heads = groups_in_words(atlas, pair.level, pair.economy)
    if economy.better == "higher":
        heads = heads[::-1]
    if any(group == NO_GROUP for _row, group in found):
        columns.append(NO_GROUP)
        heads.append(_("not published"))
    names = groups_in_words(atlas, pair.level, pair.people)
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
    groups = groups_in_words(atlas, pair.level, pair.people)
    heads = groups_in_words(atlas, pair.level, pair.economy)
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
    return legends.spoken(words(atlas, pair))
