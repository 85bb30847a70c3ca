"""Words on a slide: what fits, in which size, where; in points on a page of 960 by 540."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from dashboard.renderings.lettering import wrapped

FONT = "Arial"
ACROSS, DOWN = 960, 540
"""Points of a slide: 16 to 9, 13.33 by 7.5 inches."""
EDGE = 44
INSIDE = ACROSS - 2 * EDGE
LINE = 1.2
"""Height of a line over the size of its letters."""
_SLACK = 0.95
"""A line is filled to this share, for programs that set letters a little wider."""
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML has no place for, or that no font shows."""
THEME = {
    "ink": MSO_THEME_COLOR.TEXT_1,
    "muted": MSO_THEME_COLOR.TEXT_2,
    "primary": MSO_THEME_COLOR.ACCENT_3,
}
Box = tuple[float, float, float, float]
"""Left, top, width and height."""


def clean(text: str) -> str:
    """The text without characters that a file of slides cannot hold."""
    return _BARRED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The same without line breaks."""
    return " ".join(clean(text).split())


def lines_of(text: str, size: float, width: float, bold: bool = False) -> int:
    """Lines that a text takes."""
    return max(1, len(wrapped(text, size, width * _SLACK, bold)))


def height_of(text: str, size: float, width: float, bold: bool = False) -> float:
    """Points from the first line's top to the last one's foot."""
    return lines_of(text, size, width, bold) * size * LINE


def fitted(
    text: str, sizes: Sequence[float], width: float, most: int, *, bold: bool = False
) -> tuple[str, float]:
    """The text and the largest size at which it has at most so many lines.

    Where even the smallest has more, the text ends in an ellipsis; the notes have it whole.
    """
    text = one_line(text)
    for size in sizes:
        if lines_of(text, size, width, bold) <= most:
            return text, size
    size = sizes[-1]
    kept = " ".join(wrapped(text, size, width * _SLACK, bold)[:most])
    while kept and lines_of(kept + "…", size, width, bold) > most:
        kept = kept[:-1]
    return kept.rstrip(" ,;.") + "…", size


def filled(text: str, sizes: Sequence[float], width: float, height: float) -> tuple[str, float]:
    """The text and the largest size at which it fits a height; at the smallest it is cut."""
    text = one_line(text)
    for size in sizes[:-1]:
        if height_of(text, size, width) <= height:
            return text, size
    most = max(2, int(height / (sizes[-1] * LINE) + 0.01))
    return fitted(text, sizes[-1:], width, most)


def placed(shape: Any, box: Box) -> None:
    """Put a shape where it belongs."""
    left, top, width, height = box
    shape.left, shape.top = Emu(round(left * 12700)), Emu(round(top * 12700))
    shape.width, shape.height = Emu(round(width * 12700)), Emu(round(height * 12700))


def text_box(
    slide: Any, box: Box, name: str, paragraphs: Sequence[str], size: float, **look: Any
) -> Any:
    """A text box without margins; ``look`` is that of :func:`written`."""
    shape = slide.shapes.add_textbox(0, 0, 0, 0)
    placed(shape, box)
    shape.name = name
    written(shape.text_frame, paragraphs, size, **look)
    return shape


def written(
    frame: Any,
    paragraphs: Sequence[str],
    size: float,
    *,
    colour: str = "ink",
    bold: bool = False,
    after: float = 0,
    bullets: bool = False,
) -> None:
    """Fill a text frame: one paragraph each, ``after`` points between them."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = one_line(text)
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.theme_color = THEME[colour]
        paragraph.line_spacing = 1.0
        paragraph.space_before = Pt(0)
        paragraph.space_after = Pt(after)
        if bullets:
            _bullet(paragraph, size)


def _bullet(paragraph: Any, size: float) -> None:
    properties = paragraph._p.get_or_add_pPr()
    indent = round(size * 0.9 * 12700)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    properties.append(parse_xml(f'<a:buFont {nsdecls("a")} typeface="{FONT}"/>'))
    properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


_DECORATIVE = (
    f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    '<d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'val="1"/></a:ext></a:extLst>'
)


def described(shape: Any, words: str) -> None:
    """Say what a chart or picture shows to who cannot see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", one_line(words))


def decorative(shape: Any) -> None:
    """Let a shape that says nothing be passed over where a slide is read out."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.append(parse_xml(_DECORATIVE))
