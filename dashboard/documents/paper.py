"""A document on paper: a tagged PDF (PDF/UA-1) in normal or large print.

Words travel to the typesetter as data, never as markup, so that no name can change the page.
The typeface is carried by the typesetter itself: the same bytes come out on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from dashboard import theme
from dashboard.documents import addresses, closing, drawn
from dashboard.documents.document import (
    Block,
    Bullets,
    Document,
    FigureBlock,
    Heading,
    Links,
    PageBreak,
    Paragraph,
    TableBlock,
)
from dashboard.drawings import Choropleth
from dashboard.figures import Figure
from dashboard.words import _

FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
STANDARD: Literal["ua-1"] = "ua-1"
DEEPEST = 3
NO_GLYPH = "could not be displayed"
"""Part of the typesetter's refusal where no typeface has a letter."""
LATIN_ENDS = 0x180
KNOWN_SIGNS = frozenset("–—‘’“”•…−×≥≤")
UNKNOWN = "?"
_TEMPLATE = Path(__file__).with_name("paper.typ")
_LOCK = Lock()


def pdf(document: Document, *, large: bool = False, site: str = "") -> bytes:
    """The document as PDF; ``site`` is the address before its paths, "" leaves them unlinked."""
    return typeset(_TEMPLATE, _data(document, large, site))


def typeset(template: Path, words: Mapping[str, Any]) -> bytes:
    """A template of the typesetter, with these words and pictures, as PDF/UA-1.

    Raises:
        typst.TypstError: the template cannot be set.
    """
    data = json.dumps(words, ensure_ascii=False)
    with _LOCK:  # one typesetter, one document at a time
        try:
            return _set(template, data)
        except typst.TypstError as error:
            if NO_GLYPH not in str(error):
                raise
        return _set(template, _plain(data))


def _set(template: Path, data: str) -> bytes:
    made = _compiler().compile(
        template.read_bytes(),
        format="pdf",
        sys_inputs={"document": data},
        pdf_standards=[STANDARD],
    )
    if not isinstance(made, bytes):  # pragma: no cover - the form depends on ``output`` only
        raise TypeError("the typesetter gave no file")
    return made


def _plain(data: str) -> str:
    """Without letters that no typeface at hand has: a sign in their place, so that it opens."""
    return "".join(c if ord(c) < LATIN_ENDS or c in KNOWN_SIGNS else UNKNOWN for c in data)


@lru_cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False))


def _data(document: Document, large: bool, site: str) -> dict[str, Any]:
    light = theme.LIGHT
    address = site + document.address
    return {
        "title": printable(document.title).strip() or document.name,
        "subtitle": printable(document.subtitle),
        "description": document.description or document.subtitle,
        "author": _("Every Zip Code"),
        "language": document.language,
        "large": large,
        "dense": document.dense and not large,
        "font": FONTS,
        "colours": {name: getattr(light, name) for name in ("ink", "muted", "primary", "line")},
        "footer": printable(closing.footer(document, site)),
        "page": _("{page} of {pages}"),
        "blocks": list(_blocks(document.blocks, site, large)),
        "closing": [printable(words) for words in closing.lines(document)],
        "permalink": {
            "words": printable(closing.permalink(document, site)),
            "url": address if site else "",
        },
    }


def _blocks(blocks: Sequence[Block], site: str, large: bool) -> Iterable[dict[str, Any]]:
    """The blocks as data; a heading is never more than one level below the one before it."""
    level = 1
    for block in blocks:
        match block:
            case Heading() if block.text.strip():
                level = min(block.level, level + 1, DEEPEST)
                yield {"kind": "heading", "level": max(level, 2), "text": printable(block.text)}
                level = max(level, 2)
            case Paragraph():
                if block.text:
                    kind = block.kind if block.kind in {"lead", "quiet"} else "text"
                    yield {"kind": kind, "text": printable(block.text)}
            case Bullets():
                items = [printable(item) for item in block.items if item]
                if items:
                    yield {"kind": "numbered" if block.numbered else "bullets", "items": items}
            case Links():
                if block.items:
                    yield {"kind": "links", "items": [_link(*item, site) for item in block.items]}
            case TableBlock():
                yield _table(block)
            case FigureBlock():
                level = min(level + 1, DEEPEST) if level < DEEPEST else level
                yield _figure(block, level, large)
            case PageBreak():
                yield {"kind": "page"}


def _figure(block: FigureBlock, level: int, large: bool) -> dict[str, Any]:
    figure = block.figure
    table = TableBlock("", figure.head, figure.rows)
    return {
        "kind": "figure",
        "level": level,
        "title": printable(figure.title),
        "subtitle": printable(figure.subtitle),
        "summary": printable(figure.summary) if block.said else "",
        "caption": printable(figure.caption),
        "alt": figure.alt,
        "svg": _drawing(figure, large),
        "width": figure.width,
        "map": isinstance(figure.drawing, Choropleth),
        "table": _table(table) if block.table else None,
    }


def _drawing(figure: Figure, large: bool) -> str:
    if large:
        return drawn.svg(figure, drawn.IN_LARGE_PRINT)
    return drawn.svg(figure, drawn.ON_PAPER, dense=True)


def _table(block: TableBlock) -> dict[str, Any]:
    width = len(block.head)
    if not block.rows:
        return {"kind": "quiet", "text": printable(addresses.nothing(block.caption))}
    return {
        "kind": "table",
        "caption": printable(block.caption),
        "head": [printable(words) for words in block.head],
        "rows": [[printable(w) for w in (*row, *[""] * width)[:width]] for row in block.rows],
        "numbers": list(block.numbers),
    }


def _link(words: str, address: str, site: str) -> dict[str, str]:
    found = addresses.link(words, address, site)
    return {
        "words": printable(words),
        "url": found.url,
        "spelled": printable(found.bare) if found.spelled else "",
    }


def printable(words: str) -> str:
    """Words that can be set: no control characters."""
    return "".join(c if c.isprintable() else " " for c in words)
