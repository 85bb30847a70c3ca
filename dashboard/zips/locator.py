"""Where a place is: a small map as SVG, drawn on the server, without tiles or scripts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dashboard import markup, place_names
from dashboard.atlas import Atlas
from dashboard.records import Place
from dashboard.words import _, remembered

WIDTH, HEIGHT = 520, 300
Ring = Sequence[Sequence[float]]


@remembered(maxsize=256)
def locator(atlas: Atlas, place: Place, town: Place | None) -> str:
    """An SVG of the state with the place marked, and the place in its town beside it.

    "" where the place has neither a boundary nor a point.
    """
    state = next(iter(atlas.features("state").values()), None)
    if state is None or (place.longitude is None and place.code not in atlas.features(place.level)):
        return ""
    shape = atlas.features(place.level).get(place.code)
    title = _("Where {place} is").format(place=place_names.name(place))
    words = _("An outline of Massachusetts. {place} is marked{town}.").format(
        place=place_names.name(place),
        town=_(", in {town}").format(town=place_names.name(town)) if town else "",
    )
    whole = _Frame(list(_rings(state)), 0, 0, WIDTH, HEIGHT)
    parts = [whole.path(_rings(state), "ezc-state")]
    if shape is not None:
        parts.append(whole.path(_rings(shape), "ezc-here"))
    x, y = whole.point(*_middle(place, shape))
    parts.append(f'<circle class="ezc-ring" cx="{x:.1f}" cy="{y:.1f}" r="11"/>')
    anchor = "end" if x > WIDTH * 0.7 else "start"
    label_x = x - 16 if anchor == "end" else x + 16
    parts.append(
        f'<text class="ezc-label" x="{label_x:.1f}" y="{y - 10:.1f}" '
        f'text-anchor="{anchor}">{markup.escape(place.code)}</text>'
    )
    return _svg(parts, f"0 0 {WIDTH} {whole.height:.0f}", title, words, "ezc-where")


def thumbnail(atlas: Atlas, place: Place, key: str) -> str:
    """A small SVG of the state with the place marked, without words on it.

    "" where the place has no boundary. ``key`` tells it from other thumbnails of the page.
    """
    state = next(iter(atlas.features("state").values()), None)
    shape = atlas.features(place.level).get(place.code)
    if state is None or shape is None:
        return ""
    frame = _Frame(list(_rings(state)), 0, 0, WIDTH / 2, HEIGHT / 2)
    parts = [frame.path(_rings(state), "ezc-state"), frame.path(_rings(shape), "ezc-here")]
    if place.level != "state":
        x, y = frame.point(*_middle(place, shape))
        parts.append(f'<circle class="ezc-ring" cx="{x:.1f}" cy="{y:.1f}" r="9"/>')
    title = _("Where {place} is").format(place=place_names.name(place))
    words = _("An outline of Massachusetts. {place} is marked{town}.").format(
        place=place_names.name(place), town=""
    )
    return _svg(parts, f"0 0 {WIDTH / 2:.0f} {frame.height:.0f}", title, words, f"ezc-at-{key}")


@remembered(maxsize=256)
def neighbourhood(atlas: Atlas, place: Place) -> str:
    """An SVG of the place among the ZIP codes around it, with town lines; "" without a boundary."""
    shapes = atlas.features(place.level)
    shape = shapes.get(place.code)
    if shape is None:
        return ""
    frame = _Frame(list(_rings(shape)), 0, 0, WIDTH, HEIGHT, air=0.45)
    near = {
        code: geometry for code, geometry in _seen(atlas, place.level, frame) if code != place.code
    }
    towns = [geometry for _, geometry in _seen(atlas, "town", frame)]
    parts = [frame.path(_rings(geometry), "ezc-near") for geometry in near.values()]
    parts.append(frame.path(_rings(shape), "ezc-here"))
    parts += [frame.path(_rings(geometry), "ezc-town") for geometry in towns]
    for code, geometry in near.items():
        x, y = frame.point(*_centre(list(_rings(geometry))))
        if 24 < x < WIDTH - 24 and 14 < y < frame.height - 8:
            parts.append(
                f'<text class="ezc-other" x="{x:.1f}" y="{y + 4:.1f}" '
                f'text-anchor="middle">{markup.escape(code)}</text>'
            )
    x, y = frame.point(*_middle(place, shape))
    parts.append(
        f'<text class="ezc-label" x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle">'
        f"{markup.escape(place.code)}</text>"
    )
    title = _("{place} and the ZIP codes around it").format(place=place_names.name(place))
    words = _("ZIP codes next to it: {codes}.").format(codes=", ".join(sorted(near)) or _("none"))
    return _svg(parts, f"0 0 {WIDTH} {frame.height:.0f}", title, words, "ezc-near-map")


def _seen(atlas: Atlas, level: str, frame: _Frame) -> Iterator[tuple[str, dict[str, Any]]]:
    """The places of a level that come into the frame: by bounding box first, then by outline."""
    shapes = atlas.features(level)
    for other in atlas.places_at(level):
        if other.code in shapes and frame.touches(other) and frame.sees(_rings(shapes[other.code])):
            yield other.code, shapes[other.code]


def _svg(parts: Iterable[str], box: str, title: str, words: str, id: str) -> str:
    return (
        f'<div class="ezc-map"><svg viewBox="{box}" role="img" '
        f'aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{markup.escape(title)}</title>'
        f'<desc id="{id}-d">{markup.escape(words)}</desc>{"".join(parts)}</svg></div>'
    )


class _Frame:
    """Longitude and latitude to pixels: one scale, the middle of the extent in the middle."""

    def __init__(
        self,
        rings: Sequence[Ring],
        x: float,
        y: float,
        width: float,
        height: float,
        air: float = 0.03,
    ) -> None:
        longitudes = [p[0] for ring in rings for p in ring]
        latitudes = [p[1] for ring in rings for p in ring]
        self.west, east = min(longitudes), max(longitudes)
        south, self.north = min(latitudes), max(latitudes)
        self.squeeze = math.cos(math.radians((south + self.north) / 2))
        across, along = (east - self.west) * self.squeeze, self.north - south
        self.scale = min(
            width / (across * (1 + 2 * air) or 1), height / (along * (1 + 2 * air) or 1)
        )
        self.height = height
        self.dx = x + (width - across * self.scale) / 2
        self.dy = y + (height - along * self.scale) / 2
        self.width = width

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            self.dx + (longitude - self.west) * self.squeeze * self.scale,
            self.dy + (self.north - latitude) * self.scale,
        )

    def path(self, rings: Iterable[Ring], kind: str) -> str:
        data = "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self._thin(ring)) + "Z" for ring in rings
        )
        return f'<path class="{kind}" d="{data}"/>'

    def sees(self, rings: Iterable[Ring]) -> bool:
        for ring in rings:
            points = [self.point(p[0], p[1]) for p in ring]
            if (
                min(x for x, _ in points) < self.width
                and max(x for x, _ in points) > 0
                and min(y for _, y in points) < self.height
                and max(y for _, y in points) > 0
            ):
                return True
        return False

    def touches(self, place: Place) -> bool:
        if place.west is None or place.east is None or place.south is None or place.north is None:
            return True
        left, top = self.point(place.west, place.north)
        right, bottom = self.point(place.east, place.south)
        return left < self.width and right > 0 and top < self.height and bottom > 0

    def _thin(self, ring: Ring) -> Iterator[tuple[float, float]]:
        """Points at least a pixel apart; nobody sees more, and phones carry less."""
        last = None
        for p in ring:
            x, y = self.point(p[0], p[1])
            if last is None or abs(x - last[0]) + abs(y - last[1]) >= 1:
                last = (x, y)
                yield last


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        yield from polygon


def _middle(place: Place, shape: dict[str, Any] | None) -> tuple[float, float]:
    if place.longitude is not None and place.latitude is not None:
        return place.longitude, place.latitude
    return _centre(list(_rings(shape))) if shape else (0.0, 0.0)


def _centre(rings: Sequence[Ring]) -> tuple[float, float]:
    """The middle of the largest ring's extent."""
    ring = max(rings, key=len)
    return (
        (min(p[0] for p in ring) + max(p[0] for p in ring)) / 2,
        (min(p[1] for p in ring) + max(p[1] for p in ring)) / 2,
    )
