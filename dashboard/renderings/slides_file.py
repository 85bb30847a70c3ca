"""An empty presentation in the atlas's look, and a presentation as a file.

The file is the same for the same content: its days are those it is told, not of the clock.
"""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from datetime import datetime
from typing import Any

import pptx
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from pptx.util import Emu, Pt

from dashboard.renderings.slides_text import ACROSS, DOWN, EDGE, FONT, INSIDE, clean, placed
from dashboard.theme import LIGHT
from dashboard.words import tag

EPOCH = datetime(1980, 1, 1)
_TITLE, _TITLE_ONLY = "Title Slide", "Title Only"
COLOURS = {
    "dk1": LIGHT.ink,
    "lt1": LIGHT.paper,
    "dk2": LIGHT.muted,
    "lt2": LIGHT.mist,
    "accent1": LIGHT.injury[3],
    "accent2": LIGHT.emphasis,
    "accent3": LIGHT.primary,
    "accent4": LIGHT.economy[4],
    "accent5": LIGHT.injury[1],
    "accent6": LIGHT.line,
    "hlink": LIGHT.primary,
    "folHlink": LIGHT.muted,
}
"""The palette as the theme of the slides, so that a teacher may change it in one place."""


def presentation() -> Any:
    """A presentation without slides: 16 to 9, white, in the colors of the light theme."""
    made = pptx.Presentation()
    made.slide_width, made.slide_height = Emu(ACROSS * 12700), Emu(DOWN * 12700)
    for layout in list(made.slide_layouts):
        if layout.name not in {_TITLE, _TITLE_ONLY}:
            made.slide_layouts.remove(layout)
    theme = made.slide_master.part.part_related_by(RELATIONSHIP.THEME)
    theme._blob = _themed(theme.blob.decode()).encode()
    for holder in (made.slide_master, *made.slide_layouts):
        for shape in list(holder.placeholders):
            _arranged(shape)
    return made


def _themed(xml: str) -> str:
    for name, colour in COLOURS.items():
        xml = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)",
            rf'\g<1><a:srgbClr val="{colour[1:]}"/>\g<2>',
            xml,
            flags=re.DOTALL,
        )
    return re.sub(r'(<a:latin typeface=")[^"]*(")', rf"\g<1>{FONT}\g<2>", xml)


def _arranged(shape: Any) -> None:
    """A placeholder of the master or of a layout at its place in 16 to 9."""
    kind = shape.element.xpath(".//p:ph")[0].get("type", "body")
    if kind in {"dt", "ftr"}:
        shape.element.getparent().remove(shape.element)
    elif kind == "sldNum":
        placed(shape, (ACROSS - EDGE - 80, 512, 80, 16))
    elif kind in {"title", "ctrTitle"}:
        placed(shape, (EDGE, 24, INSIDE, 76))
        body = shape.text_frame
        body.vertical_anchor = MSO_ANCHOR.TOP
        body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
    else:
        placed(shape, (EDGE, 130, INSIDE, 360))


def new_slide(made: Any, title: str, size: float, height: float, *, opening: bool = False) -> Any:
    """A slide with its title set, and its number."""
    wanted = _TITLE if opening else _TITLE_ONLY
    layout = next(layout for layout in made.slide_layouts if layout.name == wanted)
    slide = made.slides.add_slide(layout)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:
            shape.element.getparent().remove(shape.element)
    head = slide.shapes.title
    placed(head, (EDGE, 24, INSIDE, height))
    frame = head.text_frame
    frame.text = title
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.word_wrap = True
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1
        paragraph.line_spacing = 1.0
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), True
    _numbered(slide, layout)
    return slide


def _numbered(slide: Any, layout: Any) -> None:
    """The placeholder of the slide's number, which a new slide does not get by itself."""
    for shape in layout.placeholders:
        if shape.element.xpath(".//p:ph")[0].get("type") == "sldNum":
            copy = deepcopy(shape.element)
            slide.shapes._spTree.append(copy)
            for run in copy.xpath(".//a:rPr"):
                run.set("sz", "1100")
            for paragraph in copy.xpath(".//a:pPr"):
                paragraph.set("algn", "r")


def saved(made: Any, *, title: str, subject: str, version: str, when: datetime = EPOCH) -> bytes:
    """The presentation as the bytes of a file; ``when`` is the day that stands in it."""
    core = made.core_properties
    core.title, core.subject = clean(title)[:255], clean(subject)[:255]
    core.author = core.last_modified_by = "Every Zip Code"
    core.version, core.language, core.revision = version, tag(), 1
    core.created = core.modified = when
    buffer = io.BytesIO()
    made.save(buffer)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(buffer) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, EPOCH.timetuple()[:6])
            archive.writestr(entry, source.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
