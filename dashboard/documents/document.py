"""A document, written once: its words, figures, tables and sources, before any page is set.

Print, large print, plain text and a web page without script are made from this one object
(``paper``, ``plain``, ``web``), so that they say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard import words
from dashboard.figures import Figure


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 stands below the document's title, 3 below that."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: "lead" opens, "text" is the body, "quiet" are notes and captions."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Bullets:
    """A list of short lines; ``numbered`` where the order matters."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Links:
    """A list of words with addresses: web, mail, telephone, or a path of the site."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class TableBlock:
    """A table with its caption; the first column heads the rows, ``numbers`` align right."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()


@dataclass(frozen=True)
class FigureBlock:
    """A figure with its title, subtitle, summary and caption; ``table`` sets its table below.

    Without ``said`` the summary is left to those who cannot see the drawing.
    """

    figure: Figure
    table: bool = False
    said: bool = True


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page, where there are pages."""


Block = Heading | Paragraph | Bullets | Links | TableBlock | FigureBlock | PageBreak


@dataclass(frozen=True)
class Document:
    """The whole: ``name`` is for file names, ``address`` the page it goes with."""

    name: str
    title: str
    subtitle: str
    blocks: Sequence[Block]
    address: str
    version: str
    """Edition of the tables."""
    dated: str
    """In words, the last day that its data cover, or their years."""
    language: str = field(default_factory=words.language)
    description: str = ""
    """One sentence, for search results and previews."""
    dense: bool = False
    """Whether normal print is set a little smaller, where all must fit on two pages."""
