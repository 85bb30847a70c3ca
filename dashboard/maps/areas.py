"""Maps as drawings: areas with their published states and classes, for paper and for pictures.

The maps of the screen (:mod:`dashboard.maps.decks`) load geometry by address and can be moved;
these hold it, stand still, and go wherever a figure goes. Both take forms, words and classes
from the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from dashboard import drawings, formats, place_names
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.maps import area_words, aspects, captions, counts, decks, layers, legend_words
from dashboard.maps.layers import Box
from dashboard.records import Indicator, Place
from dashboard.words import _, remembered
from epidemiology.status import Status

Outline = tuple[str, str]
"""Level and code of the place that a map is about."""
AIR, LITTLE_AIR = 0.15, 0.012
"""What is shown around a place and around the state, as a share of the extent."""
MOSTLY_SEEN = 0.7
"""A town wider than this share of a closer map is not named: its name could lie anywhere."""
NAMES_APART = 0.2
"""How far names stand apart on a closer map, as a share of its width."""
SHADE = 2
"""The class that stands in the legend for a state that has classes."""
LEAST_SHARE = 0.01
"""An area with a smaller share of a place's people is not counted as one of its areas."""


@remembered(64)
def choropleth(
    atlas: Atlas,
    indicator_id: str,
    level: str,
    period: str,
    *,
    codes: tuple[str, ...] | None = None,
    box: Box | None = None,
    outline: Outline | None = None,
    names: int = 7,
) -> drawings.Choropleth:
    """A map of one measure.

    Args:
        level: one of :data:`dashboard.maps.layers.LEVELS`.
        codes: areas that are drawn; None for all that come into the box.
        box: west, south, east and north; None fits the outline, the codes or the state.
        outline: the place that the map is about.
        names: how many towns to name at most.
    """
    layer = (indicator_id, period)
    indicator = layers.measure(atlas, indicator_id)
    shapes = atlas.features(level)
    about = _geometry(atlas, outline)
    closer = outline is not None or codes is not None or box is not None
    if box is None:
        box = _fitted(atlas, level, codes, about)
    seen = [
        place.code
        for place in atlas.places_at(level)
        if place.code in shapes and (codes is None or place.code in codes) and _touches(place, box)
    ]
    return drawings.Choropleth(
        shapes=[_shape(atlas, level, code, layer, shapes[code]) for code in seen],
        scale=_scale(layer, indicator),
        legend=_legend(atlas, level, layer, indicator, seen),
        box=box,
        lines=_lines(atlas, level, box, closer),
        names=_names(atlas, level, seen, box, closer, names),
        ground=list(atlas.features("state").values()),
        outline=[about] if about else [],
    )


@remembered(64)
def map_figure(
    atlas: Atlas,
    indicator_id: str,
    level: str,
    period: str,
    *,
    codes: tuple[str, ...] | None = None,
    box: Box | None = None,
    outline: Outline | None = None,
    title: str = "",
    key: str = "map",
    heading: int = 3,
    address: str = "",
    width: int = 860,
) -> Figure:
    """The map of one measure as a figure; the arguments are those of :func:`choropleth`.

    Its title is what the areas show together, unless ``title`` says it better. Where the map is
    about a place, title, words and table are about the areas that share people with it.
    """
    layer = (indicator_id, period)
    indicator = layers.measure(atlas, indicator_id)
    drawing = choropleth(atlas, indicator_id, level, period, codes=codes, box=box, outline=outline)
    counted = codes if codes is not None else inside(atlas, level, outline)
    place = atlas.place(*outline) if outline else None
    about = place_names.spoken(place) if place else None
    seen = tuple(shape.code for shape in drawing.shapes) if counted is not None else None
    return Figure(
        key=key,
        heading=heading,
        title=title or area_words.finding(atlas, level, layer, counted, about),
        subtitle=area_words.subtitle(atlas, level, layer, indicator, about),
        caption=area_words.caption(atlas, level, layer, seen),
        summary=captions.summary(atlas, level, layer, counted),
        head=(
            formats.capital(layers.place_noun(level, many=False)),
            indicator.title,
            _("State"),
        ),
        rows=area_words.rows(atlas, level, layer, counted),
        drawing=drawing,
        width=width,
        address=address,
        period=period,
        sources=area_words.sources(atlas, level, layer, seen),
    )


# --- what is drawn ---------------------------------------------------------------------------


def _scale(
    layer: tuple[str, str], indicator: Indicator
) -> Literal["injury", "economy", "sure", "near"]:
    match aspects.of(layer):
        case aspects.SURE:
            return "sure"
        case aspects.NEAR:
            return "near"
    return "injury" if indicator.is_injury else "economy"


def _shape(
    atlas: Atlas, level: str, code: str, layer: tuple[str, str], geometry: Mapping[str, Any]
) -> drawings.Shape:
    status, colour_class = layers.status_of(layers.code_at(atlas, level, code, layer))
    return drawings.Shape(
        code,
        layers.label(atlas, level, code),
        layers.words_at(atlas, level, code, layer),
        status,
        colour_class,
        geometry,
    )


def _legend(
    atlas: Atlas, level: str, layer: tuple[str, str], indicator: Indicator, codes: Sequence[str]
) -> list[drawings.Key]:
    """Every class of the level, that maps of places can be compared; states that are seen."""
    aspect = aspects.of(layer)
    if aspect == aspects.NEAR:
        groups = counts.near_counts(atlas, level, layer, codes)
        labels = _aspect_keys(aspect, {group for group in groups if group is not None})
        outside = drawings.Key(Status.NOT_COVERED, None, aspects.near_words(None))
        return [*labels, outside] if groups.get(None) else labels
    found = counts.statuses(atlas, level, layer, codes)
    classes = [
        drawings.Key(Status.VALUE, number, words)
        for number, words in legend_words.break_rows(atlas, level, layer)
    ]
    if aspect == aspects.SURE:
        classes = _aspect_keys(aspect, set())
    states = [
        drawings.Key(
            status,
            SHADE if status in layers.WITH_CLASS else None,
            legend_words.status_words(status, indicator),
        )
        for status in Status
        if status in found and status != Status.VALUE
    ]
    rated = any(status in found for status in layers.WITH_CLASS)
    return [*(classes if rated else []), *states]


def _aspect_keys(aspect: str, groups: set[int]) -> list[drawings.Key]:
    return [
        drawings.Key(Status.VALUE, int(name[1:]), words)
        for name, words in aspects.breaks(aspect, groups)
    ]


def _geometry(atlas: Atlas, place: Outline | None) -> dict[str, Any] | None:
    return atlas.features(place[0]).get(place[1]) if place else None


def inside(atlas: Atlas, level: str, place: Outline | None) -> tuple[str, ...] | None:
    """Areas that share land and people with a place, most people first; None for all."""
    if place is None:
        return None
    if place[0] == level:
        return (place[1],)
    found = atlas.overlap(place[0], place[1], level)
    shared = found[(found["area_share"] > 0) & (found["people_share"] >= LEAST_SHARE)]
    return tuple(shared["to_code"])


def _lines(atlas: Atlas, level: str, box: Box, closer: bool) -> list[Mapping[str, Any]]:
    """Lines of towns on a closer map, of counties on a map of the state."""
    wanted = "town" if closer else "county"
    if level == wanted:
        return []
    shapes = atlas.features(wanted)
    return [
        shapes[place.code]
        for place in atlas.places_at(wanted)
        if place.code in shapes and _touches(place, box)
    ]


def _names(
    atlas: Atlas, level: str, codes: Sequence[str], box: Box, closer: bool, most: int
) -> list[tuple[str, float, float]]:
    """Towns to name: the most people first, none too near to another or to the edge.

    On a closer map of ZIP areas their numbers come first; what would lie on another name is left
    out when it is drawn.
    """
    if not closer:
        found = layers.labelled_towns(atlas, most, 0.5)
        return [(town.name, town.longitude or 0.0, town.latitude or 0.0) for town in found]
    west, south, east, north = box
    apart = (east - west) * NAMES_APART
    found = [
        town
        for town in layers.labelled_towns(atlas, len(atlas.places_at("town")), apart)
        if west < (town.longitude or 0) < east
        and south < (town.latitude or 0) < north
        and (town.east or 0) - (town.west or 0) < MOSTLY_SEEN * (east - west)
    ][:most]
    names = [(town.name, town.longitude or 0.0, town.latitude or 0.0) for town in found]
    if level != "zcta":
        return names
    areas = [place for place in atlas.places_at(level) if place.code in set(codes)]
    areas.sort(key=lambda place: (-(place.population or 0), place.code))
    return [(a.code, a.longitude or 0.0, a.latitude or 0.0) for a in areas] + names


# --- boxes -----------------------------------------------------------------------------------


def _fitted(
    atlas: Atlas, level: str, codes: Sequence[str] | None, about: Mapping[str, Any] | None
) -> Box:
    """The box around the place, else around the areas, with some air; else around the state."""
    if about is None and codes is None:
        return _widened(decks.bounds(atlas), LITTLE_AIR)
    shapes = atlas.features(level)
    around = [about] if about else [shapes[code] for code in codes or () if code in shapes]
    points = [point for geometry in around for point in _points(geometry)]
    if not points:
        return _widened(decks.bounds(atlas), LITTLE_AIR)
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    return _widened((west, south, east, north), AIR)


def _widened(box: Box, share: float) -> Box:
    west, south, east, north = box
    air = share * max(east - west, north - south)
    return west - air, south - air, east + air, north + air


def _points(geometry: Mapping[str, Any]) -> Iterator[Sequence[float]]:
    polygons = geometry["coordinates"]
    for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
        yield from polygon[0]


def _touches(place: Place, box: Box) -> bool:
    if place.west is None or place.east is None or place.south is None or place.north is None:
        return True
    west, south, east, north = box
    return place.west < east and place.east > west and place.south < north and place.north > south
