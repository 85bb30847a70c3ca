"""A figure as a picture that stands alone: SVG and PNG, made without a browser.

Title, what is measured, caption with its source, edition and address stand inside the picture,
so that they are still there when it is cut out of the page. The font is the one that the
converter carries itself, nothing is fetched, and the same figure always gives the same bytes.
"""

from __future__ import annotations

import io
import os
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import vl_convert
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dashboard.drawings import Choropleth, Drawing
from dashboard.figures import Figure
from dashboard.renderings import svg_map, vega
from dashboard.renderings.lettering import FONT, wrapped
from dashboard.theme import LIGHT, Palette
from dashboard.words import _, signs

NAME = "Every Zip Code"
MARGIN = 24
TITLE, SUBTITLE, SMALL = 22, 15, 13
"""Sizes of the title, of what is measured, and of caption and foot."""
LEAST = 480
"""A narrower picture has no room for its words."""
PREVIEW = (1200, 630)
"""Width and height of the picture that stands for a page where its link is shared."""
_FONTS = "FONTCONFIG_FILE"
_TAG = re.compile(r"<svg[^>]*>")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_FINER = re.compile(r"\d+\.\d{3,}")
"""Numbers with more digits than a screen can show."""
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that XML has no place for."""


def svg(figure: Figure, *, width: int | None = None, site: str = "", edition: str = "") -> str:
    """The figure as an SVG document.

    Args:
        width: in pixels; the figure's own if not given.
        site: the site's address before the figure's, "https://example.org"; without it no
            address stands in the picture.
        edition: id of the edition of the tables.
    """
    across = max(width or figure.width, LEAST)
    inner = across - 2 * MARGIN
    parts: list[str] = []
    y = float(MARGIN - 4)
    for text, size, bold, colour, after in (
        (figure.title, TITLE, True, LIGHT.ink, 6),
        (figure.subtitle, SUBTITLE, False, LIGHT.muted, 16),
    ):
        y = _paragraph(parts, text, y, inner, size, colour, bold=bold) + after
    body, tall = _placed(figure.drawing, LIGHT, inner, MARGIN, y)
    parts.append(body)
    y += tall + 12
    y = _paragraph(parts, figure.caption, y, inner, SMALL, LIGHT.muted) + 8
    foot = _foot(figure, site, edition)
    short = len(wrapped(" · ".join(foot), SMALL, inner)) == 1
    text = (" · " if short else "\n").join(foot)
    y = _paragraph(parts, text, y, inner, SMALL, LIGHT.muted)
    return _document(across, round(y + MARGIN - 6), figure.title, figure.alt, parts)


def png(figure: Figure, scale: float = 2, *, site: str = "", edition: str = "") -> bytes:
    """The figure as PNG, with its title, words and source as text in the file."""
    said = {
        "Title": figure.title,
        "Description": f"{figure.alt} {figure.caption}",
        "Author": NAME,
        "Source": " ".join(_foot(figure, site, edition)),
    }
    return _png(svg(figure, site=site, edition=edition), scale, said)


def drawing(figure: Figure, width: int = 860, palette: Palette = LIGHT) -> str:
    """The drawing alone as an SVG document, for pages that set the words themselves."""
    if isinstance(figure.drawing, Choropleth):
        return svg_map.svg(figure.drawing, palette, width, figure.title, figure.alt)
    body, tall = _placed(figure.drawing, palette, width, 0, 0)
    body = _FINER.sub(lambda found: f"{float(found[0]):.2f}", body)
    return _document(width, round(tall), figure.title, figure.alt, [body], palette)


def preview(title: str, sentence: str, figure: Figure | None = None, *, site: str = "") -> bytes:
    """The picture that stands for a page where its link is shared: 1200 by 630 pixels, PNG.

    Args:
        figure: one whose drawing stands at the right.
        site: the site's name there, as its address without the scheme.
    """
    width, height = PREVIEW
    edge = 72
    room = width - 2 * edge if figure is None else 560
    parts = [f'<rect width="12" height="{height}" fill="{LIGHT.primary}"/>']
    y = _paragraph(parts, NAME, edge - 12, room, 28, LIGHT.primary, bold=True, left=edge) + 40
    y = _paragraph(parts, title, y, room, 54, LIGHT.ink, bold=True, left=edge, most=4) + 24
    free = height - (110 if site else edge) - y
    _paragraph(parts, sentence, y, room, 30, LIGHT.muted, left=edge, most=int(free / 42.6))
    if site:
        _paragraph(parts, site, height - 78, room, 24, LIGHT.muted, left=edge)
    if figure is not None:
        left, wide, high = edge + room + 24, width - edge - room - 60, height - 96
        body, tall = _placed(figure.drawing, LIGHT, wide, 0, 0)
        shrunk = min(1.0, high / tall)
        top = (height - tall * shrunk) / 2
        parts.append(f'<g transform="translate({left} {top:.1f}) scale({shrunk:.4f})">{body}</g>')
    document = _document(width, height, title, sentence, parts)
    return _png(document, 1, {"Title": title, "Description": sentence, "Author": NAME})


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Start the converter, which takes a second, with no fonts but its own.

    The converter looks for the machine's fonts once, when it draws for the first time. Another
    machine has others, of another edition, and the same figure would give another picture; so it
    is shown a list without any.
    """
    before = os.environ.get(_FONTS)
    os.environ[_FONTS] = str(Path(__file__).with_name("no_fonts.conf"))
    try:
        vl_convert.vegalite_to_png(
            {"data": {"values": [{"a": "a"}]}, "mark": "text", "encoding": {"text": {"field": "a"}}}
        )
    finally:
        if before is None:
            del os.environ[_FONTS]
        else:
            os.environ[_FONTS] = before


# --- parts -----------------------------------------------------------------------------------


def _foot(figure: Figure, site: str, edition: str) -> list[str]:
    """Who made it, of which edition, and where it stands."""
    name = f"{NAME} · " + _("edition {id}").format(id=edition) if edition else NAME
    return [name, site + figure.address] if site else [name]


def _placed(
    drawing: Drawing, palette: Palette, width: int, left: float, top: float
) -> tuple[str, float]:
    """The drawing as a part of a document, and how tall it is."""
    if isinstance(drawing, Choropleth):
        body, height = svg_map.inside(drawing, palette, width)
        return f'<g transform="translate({left:g} {top:g})">{body}</g>', height
    drawn = _vega(vega.spec(drawing, palette, width))
    size = _SIZE.search(drawn)
    assert size is not None
    tag = (
        f'<svg x="{left:g}" y="{top:g}" width="{size[1]}" height="{size[2]}" '
        f'viewBox="0 0 {size[1]} {size[2]}">'
    )
    return _TAG.sub(tag, drawn, count=1), float(size[2])


def _vega(spec: dict[str, Any]) -> str:
    warm_up()
    made: str = vl_convert.vegalite_to_svg(
        spec,
        allowed_base_urls=[],
        format_locale={
            "decimal": signs("."),
            "thousands": signs(","),
            "grouping": [3],
            "currency": ["$", ""],
        },
    )
    return made


def _paragraph(
    parts: list[str],
    text: str,
    top: float,
    width: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    left: float = MARGIN,
    most: int | None = None,
) -> float:
    """Add a paragraph below ``top`` and return where it ends; ``most`` lines, then an ellipsis."""
    lines = wrapped(text, size, width, bold)
    if most is not None and len(lines) > most:
        lines = lines[:most]
        while len(wrapped(lines[-1] + "…", size, width, bold)) > 1:
            lines[-1] = lines[-1][:-1]
        lines[-1] = lines[-1].rstrip(" ,;.") + "…"
    step = size * (1.25 if bold else 1.42)
    weight = ' font-weight="bold"' if bold else ""
    for number, line in enumerate(lines, 1):
        parts.append(
            f'<text x="{left:g}" y="{top + number * step - 0.2 * size:.1f}" font-size="{size:g}"'
            f'{weight} fill="{colour}">{_xml(line)}</text>'
        )
    return top + len(lines) * step


def _document(
    width: int, height: int, title: str, words: str, parts: list[str], palette: Palette = LIGHT
) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="ezc-t ezc-d" font-family="{FONT}">'
        f'<title id="ezc-t">{_xml(title)}</title><desc id="ezc-d">{_xml(words)}</desc>'
        f'<rect width="{width}" height="{height}" fill="{palette.paper}"/>{"".join(parts)}</svg>'
    )


def _xml(text: str) -> str:
    return escape(_BARRED.sub("", text))


def _png(document: str, scale: float, words: dict[str, str]) -> bytes:
    """A document as PNG with words in the file, packed closer than the converter does."""
    warm_up()
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(document, scale=scale))).convert("RGB")
    said = PngInfo()
    for key, text in words.items():
        said.add_itxt(key, _BARRED.sub("", text))
    packed = io.BytesIO()
    image.save(packed, "PNG", pnginfo=said)
    return packed.getvalue()
