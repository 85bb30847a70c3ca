"""The map of two measures at once as a figure, to be cited, embedded and taken away."""

from __future__ import annotations

from dataclasses import replace

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.maps import area_words, layers, legend_words, two_way, two_way_cells, two_way_words
from dashboard.maps import areas as area_maps
from dashboard.maps.two_way import NO_GROUP, TINTED
from dashboard.maps.two_way_cells import Pair
from dashboard.reuse import limits
from dashboard.words import _, remembered
from epidemiology.status import Status

KEY = "both"


@remembered(32)
def figure(atlas: Atlas, pair: Pair, address: str) -> Figure | None:
    """The map, or None where the two measures have none in common."""
    if not two_way_cells.drawable(atlas, pair):
        return None
    table = two_way_words.table(atlas, pair)
    sources = tuple(
        dict.fromkeys(
            id
            for layer in (pair.people, pair.economy)
            for id in area_words.sources(atlas, pair.level, layer)
        )
    )
    return Figure(
        key=KEY,
        heading=2,
        title=two_way_words.title_words(atlas, pair),
        subtitle=two_way_words.subtitle(atlas, pair),
        caption=two_way_words.caption(atlas, pair),
        summary=two_way_words.summary(atlas, pair),
        head=tuple(str(name) for name in table.columns),
        rows=tuple(
            tuple(str(cell) or formats.NOTHING for cell in row)
            for row in table.itertuples(index=False, name=None)
        ),
        drawing=_drawing(atlas, pair),
        address=address,
        period=pair.people[1],
        sources=sources,
        limits=limits.of_counts(sources),
    )


def _drawing(atlas: Atlas, pair: Pair) -> drawings.Choropleth:
    """The map of people shot with the cells of both measures in place of its classes."""
    plain = area_maps.choropleth(atlas, pair.people[0], pair.level, pair.people[1])
    cells = two_way_cells.cells(atlas, pair)
    economy = layers.measure(atlas, pair.economy[0]).short_title
    shapes = []
    for shape in plain.shapes:
        (_status, people), group = cells[shape.code]
        status, colour_class = two_way.packed(shape.status, people, group)
        other = layers.words_at(atlas, pair.level, shape.code, pair.economy)
        said = f"{shape.said}; {economy}: {other}"
        shapes.append(replace(shape, status=status, colour_class=colour_class, said=said))
    return replace(plain, shapes=shapes, scale="both", legend=_legend(atlas, pair, shapes))


def _legend(atlas: Atlas, pair: Pair, shapes: list[drawings.Shape]) -> list[drawings.Key]:
    """Each cell that is seen, most people shot first; grounds of the others at both ends."""
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    seen = {(shape.status, shape.colour_class) for shape in shapes}
    rates = (_("low rate"), _("middle rate"), _("high rate"))
    turned = -1 if economy.better == "higher" else 1
    levels = [*(_("low"), _("middle"), _("high"))[::turned], _("not published")]

    def words(first: str, group: int) -> str:
        return _("{people}, {measure}: {level}").format(
            people=first, measure=two_way_words.inside_a_sentence(economy), level=levels[group]
        )

    keys = [
        drawings.Key(Status.VALUE, packed[1], words(rates[rate], group))
        for rate in (2, 1, 0)
        for group in (2, 1, 0, NO_GROUP)
        if (packed := two_way.packed(Status.VALUE, rate, group)) in seen
        or (Status.UNSTABLE, packed[1]) in seen
    ]
    if any(status == Status.UNSTABLE for status, _class in seen):
        middle = two_way.packed(Status.UNSTABLE, 1, 1)
        keys.append(drawings.Key(*middle, legend_words.status_words(Status.UNSTABLE, people)))
    for status in Status:
        name = legend_words.status_words(status, people)
        if status in TINTED:
            keys += [
                drawings.Key(status, group, words(name, group))
                for group in (2, 0)
                if (status, group) in seen
            ]
        elif (status, None) in seen:
            keys.append(drawings.Key(status, None, name))
    return keys
