"""People shot and an economic measure on one map: two classes a place, drawn as one form.

Which box of the legend a place belongs to is :mod:`dashboard.maps.two_way_cells`' to say, how it
is drawn :mod:`dashboard.maps.two_way`'s.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import screen, theme
from dashboard.atlas import Atlas
from dashboard.maps import (
    decks,
    expressions,
    forms,
    layers,
    legends,
)
from dashboard.maps.expressions import Paint
from dashboard.maps.forms import Form
from dashboard.maps.two_way import NO_GROUP, economic_group, form
from dashboard.maps.two_way_cells import Pair, counts, drawable, row_of_code, rows
from dashboard.maps.two_way_legend import legend, line
from dashboard.maps.two_way_words import (
    caption,
    summary,
    table,
    title,
    title_words,
)
from dashboard.reuse import downloads
from dashboard.store import atlas
from dashboard.theme import Palette, rgb
from dashboard.words import _, remembered

LEGEND_INSIDE_FROM = 1000
"""A narrower map has no room for the legend beside the state."""


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


@remembered(64)
def deck(atlas: Atlas, pair: Pair, width: int, ink: Palette) -> decks.Deck:
    """The map; geometry and codes are those of the other maps of the level."""
    order = layers.layers(atlas, pair.level)
    people, economy = f"k[{order[pair.people]}]", f"k[{order[pair.economy]}]"
    seen = rows(atlas, pair)
    at = {row: number for number, row in enumerate(seen)}
    measure = layers.measure(atlas, pair.economy[0])
    row_of = expressions.expression([at.get(row_of_code(n)) for n in range(layers.CODES)], people)
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
