"""A figure as a slide with a native chart that anyone may edit, and slides of words beside it.

A map is a picture. Every slide has its source, its edition, its number, and speaker notes; where
the room has no place for long words, they end in an ellipsis and the notes have them whole.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import vl_convert
from PIL import Image
from pptx.util import Emu

from dashboard.drawings import Choropleth
from dashboard.figures import Figure
from dashboard.renderings import pictures, slides_native
from dashboard.renderings.slides_charts import chart
from dashboard.renderings.slides_file import new_slide, presentation, saved
from dashboard.renderings.slides_text import (
    ACROSS,
    DOWN,
    EDGE,
    INSIDE,
    LINE,
    clean,
    decorative,
    described,
    filled,
    fitted,
    height_of,
    lines_of,
    text_box,
)
from dashboard.words import _

__all__ = ["add_figure", "add_opening", "add_words", "presentation", "saved"]
TITLE, SUBTITLE, BODY, SMALL, FOOT = (30, 26, 23), (18, 16), (22, 20, 18), (12, 11, 10), 11
"""Sizes in points, each tried from the largest."""
QUESTION, LEAD = (20, 18), (18, 16)
CHART = 18
_BOTTOM = 506
"""Where the caption ends; the foot stands below."""
_PANEL = 216
"""Width of the question beside a figure."""
_GAP = 24.0
_PICTURE = 900
"""Pixels across of a map, drawn at twice that."""


def add_figure(
    made: Any,
    figure: Figure,
    notes: str = "",
    question: str = "",
    foot: str = "",
    lead: str = "",
) -> Any:
    """Add a slide with the figure as a native chart, or as a picture where it is a map.

    Args:
        made: of :func:`presentation`.
        notes: what the speaker reads.
        question: to discuss, beside the figure.
        foot: edition and address.
        lead: what the figure tells, above the question.
    """
    slide, top = _begun(made, figure.title, figure.subtitle)
    held = None if isinstance(figure.drawing, Choropleth) else chart(figure.drawing)
    caption = " ".join([*(held.notes if held else ()), figure.caption])
    caption, size = fitted(caption, SMALL, INSIDE, most=4)
    tall = height_of(caption, size, INSIDE)
    width = INSIDE - (_PANEL + _GAP if question else 0.0)
    room = (EDGE, top, width, _BOTTOM - tall - 10 - top)
    if held is None:
        shape = _picture(slide, figure, room)
    else:
        if held.square:
            left, high, wide, height = room
            wide = min(wide, 1.35 * height)
            room = left, high, wide, height
        shape = slides_native.add(slide, room, held, CHART)
    shape.name = _("Figure")
    described(shape, figure.alt)
    _question(slide, question, top, room[3], lead)
    text_box(
        slide,
        (EDGE, _BOTTOM - tall, INSIDE, tall),
        _("Source"),
        [caption],
        size,
        colour="muted",
    )
    _foot(slide, foot)
    _notes(slide, notes)
    return slide


def add_words(
    made: Any,
    title: str,
    lead: str = "",
    points: Sequence[str] = (),
    notes: str = "",
    question: str = "",
    foot: str = "",
    sizes: Sequence[float] = BODY,
) -> list[Any]:
    """Add a slide of words, and more where they need more room; every one has the notes."""
    width = INSIDE - (_PANEL + _GAP if question else 0)
    out: list[Any] = []
    left = list(points)
    while not out or left:
        named = title if not out else _("{title}, continued").format(title=title)
        slide, top = _begun(made, named, "")
        high = _BOTTOM - top
        if lead and not out:
            said, size = fitted(lead, (26, 24, 22, 20), width, 7)
            tall = height_of(said, size, width)
            text_box(slide, (EDGE, top, width, tall), _("Statement"), [said], size)
            top, high = top + tall + 14, high - tall - 14
        shown, size = _filled(left, sizes, width, high)
        if shown:
            text_box(
                slide,
                (EDGE, top, width, high),
                _("Points"),
                shown,
                size,
                after=size * 0.45,
                bullets=len(points) > 1,
            )
        left = left[len(shown) :]
        _question(slide, question if not out else "", top, high)
        _foot(slide, foot)
        _notes(slide, notes)
        out.append(slide)
    return out


def add_opening(made: Any, title: str, subtitle: str, lines: Sequence[str], notes: str) -> Any:
    """Add the first slide: what it is about, why, and of which edition."""
    title, size = fitted(title, (46, 40, 34, 28), INSIDE, 3, bold=True)
    tall = height_of(title, size, INSIDE, True)
    slide = new_slide(made, title, size, tall + 6, opening=True)
    top = max(110.0, 230 - tall)
    slide.shapes.title.top = Emu(round(top * 12700))
    bar = slide.shapes.add_shape(1, 0, 0, Emu(12 * 12700), Emu(DOWN * 12700))
    bar.fill.solid()
    bar.fill.fore_color.theme_color = 7  # accent 3
    bar.line.fill.background()
    bar.name = _("Decoration")
    decorative(bar)
    said, size = fitted(subtitle, (26, 22), INSIDE, 3)
    text_box(
        slide,
        (EDGE, top + tall + 18, INSIDE, 3 * size * LINE),
        _("Mission"),
        [said],
        size,
        colour="muted",
    )
    words = [fitted(line, (16, 14), INSIDE, 2)[0] for line in lines]
    text_box(slide, (EDGE, 436, INSIDE, 74), _("About"), words, 16, colour="muted", after=4)
    _notes(slide, notes)
    return slide


# --- parts -----------------------------------------------------------------------------------


def _begun(made: Any, title: str, subtitle: str) -> tuple[Any, float]:
    """A slide with its title and what is measured, and where they end."""
    title, size = fitted(title, TITLE, INSIDE, 2, bold=True)
    tall = height_of(title, size, INSIDE, True)
    slide = new_slide(made, title, size, tall + 4)
    top = 24 + tall + 6
    if subtitle:
        subtitle, size = fitted(subtitle, SUBTITLE, INSIDE, 2)
        tall = height_of(subtitle, size, INSIDE)
        text_box(slide, (EDGE, top, INSIDE, tall), _("Measure"), [subtitle], size, colour="muted")
        top += tall
    return slide, top + 14


def _foot(slide: Any, foot: str) -> None:
    """Edition and number of the slide, last in the order in which a slide is read out."""
    for number in slide.element.xpath(".//p:sp[.//p:ph[@type='sldNum']]"):
        slide.shapes._spTree.append(number)
    if foot:
        words, size = fitted(foot, (FOOT, 9), INSIDE - 90, 1)
        text_box(slide, (EDGE, 514, INSIDE - 90, 14), _("Edition"), [words], size, colour="muted")


def _question(slide: Any, question: str, top: float, height: float, lead: str = "") -> None:
    if not question:
        return
    left = ACROSS - EDGE - _PANEL
    if lead:
        asked = height_of(question, QUESTION[-1], _PANEL) + 24 + 14
        said, size = filled(lead, LEAD, _PANEL, height - asked)
        tall = height_of(said, size, _PANEL)
        text_box(slide, (left, top, _PANEL, tall), _("Statement"), [said], size)
        top, height = top + tall + 14, height - tall - 14
    text_box(
        slide,
        (left, top, _PANEL, 20),
        _("To discuss, heading"),
        [_("To discuss")],
        14,
        colour="primary",
        bold=True,
    )
    said, size = filled(question, QUESTION, _PANEL, height - 24)
    tall = height_of(said, size, _PANEL)
    text_box(slide, (left, top + 24, _PANEL, tall), _("To discuss"), [said], size)


def _filled(
    points: Sequence[str], sizes: Sequence[float], width: float, height: float
) -> tuple[list[str], float]:
    """As many points as there is room for, at least one, in the largest size that takes all."""
    for size in sizes:
        inside = width - size
        tall = sum(lines_of(p, size, inside) * size * LINE + size * 0.45 for p in points)
        if tall <= height:
            return list(points), size
    size, tall = sizes[-1], 0.0
    most = max(2, int(height / (size * LINE)))
    shown: list[str] = []
    for point in points:
        said, size = fitted(point, (size,), width - size, most)
        tall += lines_of(said, size, width - size) * size * LINE + size * 0.45
        if shown and tall > height:
            break
        shown.append(said)
    return shown, size


def _picture(slide: Any, figure: Figure, room: tuple[float, float, float, float]) -> Any:
    """A map as large as the room lets it be."""
    packed, across, down = _map(figure)
    left, top, width, height = room
    wide = min(width, height * across / down)
    return slide.shapes.add_picture(
        io.BytesIO(packed),
        *(Emu(round(part * 12700)) for part in (left, top, wide, wide * down / across)),
    )


@lru_cache(maxsize=32)
def _map(figure: Figure) -> tuple[bytes, int, int]:
    """A map as PNG, its width and height; few colors take little room."""
    drawn = vl_convert.svg_to_png(pictures.drawing(figure, _PICTURE), scale=2)
    image = Image.open(io.BytesIO(drawn)).convert("RGBA")
    image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("RGB").quantize(128)
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue(), *image.size


def _notes(slide: Any, notes: str) -> None:
    if notes:
        slide.notes_slide.notes_text_frame.text = clean(notes)
