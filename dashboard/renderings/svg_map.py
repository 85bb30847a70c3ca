"""A map as SVG that needs nothing else: areas, lines, names and its legend in one picture.

Points are put on a grid of half a pixel, so that neighbours keep sharing their borders, and what
lies outside the box is cut off.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from dashboard.drawings import Choropleth, Key, Shape, how_to_read
from dashboard.maps import forms, two_way
from dashboard.maps.forms import Form
from dashboard.renderings.lettering import FONT, width_of
from dashboard.renderings.svg_shapes import FINE, Frame, path, within
from dashboard.theme import Palette
from epidemiology.status import Status

WIDE = 560
"""A narrower map has its legend below."""
ROW, SWATCH, TEXT = 20, (24, 14), 13
NAME = 13
_TILES = {
    "h": (5, 45, "M0 0V5", 1.2),
    "b": (5, -45, "M0 0V5", 1.2),
    "c": (5, 45, "M0 0V5M0 0H5", 1.0),
    "s": (4, 0, "M0 1H4", 2.0),
    "w": (7, 0, "M.5 0V7", 1.0),
    "n": (3.6, 0, "M.5 0V3.6", 1.0),
}
"""Of each pattern of lines: size of its tile, turn in degrees, lines and their width."""


def svg(
    drawing: Choropleth, palette: Palette, width: int = 860, title: str = "", words: str = ""
) -> str:
    """The map with its legend; ``title`` and ``words`` stand for it where it cannot be seen."""
    body, height = inside(drawing, palette, width)
    id = f"m{zlib.crc32(body.encode()):x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="{id}-t {id}-d" '
        f'style="max-width:100%;height:auto">'
        f'<title id="{id}-t">{escape(title or drawing_name(drawing))}</title>'
        f'<desc id="{id}-d">{escape(words or how_to_read(drawing))}</desc>{body}</svg>'
    )


def drawing_name(drawing: Choropleth) -> str:
    """The names of what is drawn, where there are few."""
    return ", ".join(shape.name for shape in drawing.shapes[:3])


@lru_cache(maxsize=32)
def inside(drawing: Choropleth, palette: Palette, width: int) -> tuple[str, int]:
    """What stands in the picture, and the height that it needs."""
    frame = Frame(drawing.box, width)
    shapes = _grouped(drawing.shapes)
    drawn = {id(s): frame.rings(s.geometry) for s in drawing.shapes}
    looks = {key: _form(drawing.scale, *key, palette) for key in [*shapes, *_keys(drawing)]}
    prefix = f"p{zlib.crc32(repr((drawing.box, palette.paper, width)).encode()) & 0xFFFF:x}"
    land = "".join(path(frame.rings(g)) for g in drawing.ground)
    parts = [_patterns(looks.values(), prefix)]
    parts.append(
        f'<svg width="{width}" height="{frame.height}" '
        f'viewBox="0 0 {width * FINE} {frame.height * FINE}" stroke-linejoin="round">'
    )
    parts.append(
        f'<rect width="100%" height="100%" fill="{palette.mist}"/>'
        f'<path fill="{palette.ground}" d="{land}"/>'
    )
    for key in sorted(shapes, key=lambda key: (looks[key].width, list(Status).index(key[0]))):
        areas = "".join(
            f'<path d="{data}"><title>{escape(s.name)}: {escape(s.said)}</title></path>'
            for s in shapes[key]
            if (data := path(drawn[id(s)]))
        )
        if areas:
            parts.append(f"<g{_style(looks[key], prefix, FINE)}>{areas}</g>")
    lines = "".join(path(frame.rings(g)) for g in drawing.lines)
    if lines:
        parts.append(
            f'<path fill="none" stroke="{palette.muted}" stroke-opacity=".6" '
            f'stroke-width="{0.9 * FINE}" d="{lines}"/>'
        )
    if outline := "".join(path(frame.rings(geometry)) for geometry in drawing.outline):
        parts.append(
            f'<path fill="none" stroke="{palette.paper}" '
            f'stroke-width="{5 * FINE}" d="{outline}"/>'
            f'<path fill="none" stroke="{palette.primary}" stroke-width="{2.5 * FINE}" '
            f'd="{outline}"/>'
        )
    parts.append("</svg>")
    parts.append(
        f'<g font-family="{FONT}" font-size="{NAME}" text-anchor="middle" '
        f'fill="{palette.ink}" stroke="{palette.paper}" stroke-width="3" '
        f'stroke-linejoin="round" paint-order="stroke">{_names(frame, drawing.names)}</g>'
    )
    legend, height = _legend(drawing, palette, looks, prefix, frame, drawn.values())
    return "".join([*parts, legend]), height


def _grouped(shapes: Sequence[Shape]) -> dict[tuple[Status, int | None], list[Shape]]:
    found: dict[tuple[Status, int | None], list[Shape]] = {}
    for shape in shapes:
        found.setdefault((shape.status, shape.colour_class), []).append(shape)
    return found


def _keys(drawing: Choropleth) -> list[tuple[Status, int | None]]:
    return [(key.status, key.colour_class) for key in drawing.legend]


# --- forms -----------------------------------------------------------------------------------


def _form(scale: str, status: Status, colour_class: int | None, palette: Palette) -> Form:
    """The form of an area as the map of the screen has it."""
    if scale == "both":
        return two_way.form_of(status, colour_class, palette)
    if scale == "near" and colour_class is not None:
        return forms.near_forms(palette)[colour_class]
    if scale == "sure" and colour_class is not None:
        return forms.form(status, colour_class, forms.sure_colours(palette), palette)
    colours = palette.economy if scale == "economy" else palette.injury
    return forms.form(status, colour_class, colours, palette)


def _patterns(looks: Any, prefix: str) -> str:
    made = {}
    for form in looks:
        if form.pattern == "0":
            continue
        name = _pattern_name(form, prefix)
        ground = form.ground or "#FFFFFF"
        if form.pattern == "d":
            size, turn = 5.5, 0
            drawn = f'<circle cx="2.75" cy="2.75" r="1.2" fill="{form.fill}"/>'
        else:
            size, turn, lines, thick = _TILES[form.pattern]
            thick *= 2 if turn else 1  # the tile's edge cuts off half of it
            drawn = f'<path d="{lines}" stroke="{form.fill}" stroke-width="{thick:g}"/>'
        made[name] = (
            f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse" '
            f'patternTransform="scale({FINE}) rotate({turn})">'
            f'<rect width="{size}" height="{size}" fill="{ground}"/>{drawn}</pattern>'
        )
    return f"<defs>{''.join(made.values())}</defs>" if made else ""


def _pattern_name(form: Form, prefix: str) -> str:
    return f"{prefix}{form.pattern}{zlib.crc32((form.fill + form.ground).encode()) & 0xFFF:x}"


def _style(form: Form, prefix: str, scale: float) -> str:
    fill = form.fill if form.pattern == "0" else f"url(#{_pattern_name(form, prefix)})"
    said = f' fill="{fill}"'
    if form.line:
        said += f' stroke="{form.line}" stroke-width="{form.width * scale:g}"'
    if form.dash[0]:
        dash = " ".join(f"{part * form.width * scale:g}" for part in form.dash)
        said += f' stroke-dasharray="{dash}"'
    return said


# --- names and legend ------------------------------------------------------------------------


def _names(frame: Frame, names: Sequence[tuple[str, float, float]]) -> str:
    """Names in turn, but for those that would lie on another or reach out of the frame."""
    taken: list[tuple[float, float, float]] = []
    drawn = []
    for words, longitude, latitude in names:
        x, y = (n / FINE for n in frame.point(longitude, latitude))
        half = width_of(words, NAME) / 2 + 3
        if x < half - NAME or x > frame.width - half + NAME or not NAME < y < frame.height - 6:
            continue
        x = min(max(x, half), frame.width - half)
        if any(abs(x - x2) < half + half2 and abs(y - y2) < NAME + 4 for x2, y2, half2 in taken):
            continue
        taken.append((x, y, half))
        drawn.append(f'<text x="{x:.0f}" y="{y + 4:.0f}">{escape(words)}</text>')
    return "".join(drawn)


def _legend(
    drawing: Choropleth,
    palette: Palette,
    looks: Mapping[tuple[Status, int | None], Form],
    prefix: str,
    frame: Frame,
    areas: Any,
) -> tuple[str, int]:
    """The legend where the map leaves room for it, else below; and the picture's height."""
    classes = [k for k in drawing.legend if k.status == Status.VALUE]
    states = [k for k in drawing.legend if k.status != Status.VALUE]
    columns = [column for column in (classes, states) if column]
    if not columns:
        return "", frame.height
    widths = [max(width_of(k.words, TEXT) for k in c) + SWATCH[0] + 28 for c in columns]
    tall = ROW * max(len(column) for column in columns) + 12
    if frame.width >= WIDE:
        for left, top in (
            (8, frame.height - tall),
            (frame.width - sum(widths) - 8, frame.height - tall),
            (frame.width - sum(widths) - 8, 8),
            (8, 8),
        ):
            if _free(areas, left - 6, top - 6, left + sum(widths), top + tall):
                return _columns(columns, widths, left, top, palette, looks, prefix), frame.height
    top = frame.height + 12
    if sum(widths) > frame.width:  # one column under the other
        made = ""
        for column, wide in zip(columns, widths, strict=True):
            made += _columns([column], [wide], 0, top, palette, looks, prefix)
            top += ROW * len(column) + 4
        return made, top
    return _columns(columns, widths, 0, top, palette, looks, prefix), top + tall


def _columns(
    columns: Sequence[Sequence[Key]],
    widths: Sequence[float],
    left: float,
    top: float,
    palette: Palette,
    looks: Mapping[tuple[Status, int | None], Form],
    prefix: str,
) -> str:
    parts = []
    wide, high = SWATCH
    for column, across in zip(columns, widths, strict=True):
        for number, key in enumerate(column):
            y = round(top + number * ROW)
            form = looks[key.status, key.colour_class]
            parts.append(
                f'<rect transform="translate({left + 1:.0f} {y + 1}) scale({1 / FINE})" '
                f'width="{wide * FINE}" height="{high * FINE}"{_style(form, prefix, FINE)}/>'
                f'<text x="{left + wide + 9:.0f}" y="{y + 12.5}">{escape(key.words)}</text>'
            )
        left += across
    return f'<g font-family="{FONT}" font-size="{TEXT}" fill="{palette.ink}">{"".join(parts)}</g>'


def _free(areas: Any, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether no area reaches into a rectangle, in pixels."""
    left, top, right, bottom = (FINE * end for end in (left, top, right, bottom))
    middles = [
        (left + (right - left) * i / 4, top + (bottom - top) * j / 4)
        for i in range(5)
        for j in range(5)
    ]
    for rings in areas:
        for ring in rings:
            xs, ys = [p[0] for p in ring], [p[1] for p in ring]
            if max(xs) < left or min(xs) > right or max(ys) < top or min(ys) > bottom:
                continue
            if any(left < x < right and top < y < bottom for x, y in ring):
                return False
            if any(within(point, ring) for point in middles):
                return False
    return True
