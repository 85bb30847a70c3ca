"""A document as plain text: 72 columns, made to be read aloud; a table is said row by row."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from dashboard.documents import addresses, closing
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
from dashboard.words import _

WIDTH = 72


def text(document: Document, *, site: str = "") -> str:
    """The document as text; ``site`` is the address before its paths."""
    parts = [_headline(document.title, "="), _wrap(document.subtitle)]
    for block in document.blocks:
        parts.extend(_block(block, site))
    parts.append("-" * WIDTH)
    parts.extend(_wrap(words) for words in closing.lines(document))
    parts.append(_wrap(closing.permalink(document, site)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, site: str) -> Iterator[str]:
    match block:
        case Heading():
            yield _headline(block.text, "-" if block.level < 3 else "")
        case Paragraph():
            yield _wrap(block.text)
        case Bullets():
            yield _bullets(block.items, block.numbered)
        case Links():
            yield _bullets([_spelled(*item, site) for item in block.items])
        case TableBlock():
            yield _table(block.caption, block.head, block.rows)
        case FigureBlock():
            figure = block.figure
            yield _headline(figure.title, "")
            yield _wrap(figure.subtitle)
            yield _wrap(figure.summary)
            if block.table:
                yield _table("", figure.head, figure.rows)
            yield _wrap(figure.caption)
        case PageBreak():
            return


def _headline(words: str, rule: str) -> str:
    lines = _wrap(words)
    longest = max((len(line) for line in lines.splitlines()), default=0)
    return f"{lines}\n{rule * longest}".rstrip("\n")


def _wrap(words: str, first: str = "", rest: str = "") -> str:
    """Lines of at most 72 columns; an address stays in one piece, whatever its length."""
    return textwrap.fill(
        " ".join(words.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _bullets(items: Iterable[str], numbered: bool = False) -> str:
    return "\n".join(
        _wrap(item, f"{number}. " if numbered else "- ", "   " if numbered else "  ")
        for number, item in enumerate((item for item in items if item), 1)
    )


def _spelled(words: str, address: str, site: str) -> str:
    found = addresses.link(words, address, site)
    return f"{words}: {found.url or found.bare}" if found.spelled else words


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return _wrap(addresses.nothing(caption))
    lines = [
        _wrap(
            _("{place}. {values}.").format(
                place=row[0],
                values="; ".join(
                    f"{name}: {value}" for name, value in zip(head[1:], row[1:], strict=False)
                ).rstrip(" ."),
            )
            if len(row) > 1
            else "".join(row),
            "- ",
            "  ",
        )
        for row in rows
    ]
    title = f"{_wrap(caption)}\n\n" if caption else ""
    return title + "\n".join(lines)
