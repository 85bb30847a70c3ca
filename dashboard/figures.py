"""A figure, described once: what it shows, whence it comes, and how it is said and tabled.

The screen, a picture, a slide, a printed page, a table and a sentence are made from this one
object (``dashboard/renderings``), so that title, caption, alt text and numbers agree everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard import drawings, links


@dataclass(frozen=True)
class Figure:
    """What is shown (title, subtitle), the drawing, its caption, its words and its table."""

    key: str
    """Short name, unique on its page; also in links and file names."""
    title: str
    subtitle: str
    caption: str
    summary: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drawing: drawings.Drawing
    width: int = 860
    """Pixels at most; a narrower screen narrows it."""
    heading: int = 3
    """Level of its title in the page's outline."""
    address: str = ""
    """Path and query that open the page with just this view: "/zip?zip=02121"."""
    limits: str = ""
    """What the numbers cannot say, beyond the caption."""
    period: str = ""
    """The years shown, as published: "2015-07_2017-12"."""
    sources: tuple[str, ...] = ()
    """Ids of the datasets behind it (table ``sources``)."""

    @property
    def alt(self) -> str:
        """What stands for the picture where it cannot be seen."""
        return f"{self.title}. {self.subtitle}. {self.summary}"

    @property
    def how_to_read(self) -> str:
        """One line for who meets this form of drawing for the first time."""
        return drawings.how_to_read(self.drawing)

    @property
    def slug(self) -> str:
        """Page, key and choices in letters, digits and hyphens: "zip-rate-02121"."""
        parts = urlsplit(self.address)
        chosen = (value for name, value in parse_qsl(parts.query) if name != links.PARAMETER)
        words = " ".join([parts.path.strip("/") or "home", self.key, *chosen])
        return re.sub("[^A-Za-z0-9]+", "-", words).strip("-")


def address(page: str, **chosen: str | None) -> str:
    """Path and query that open a page with these choices; "" and None are left out.

    Choices are written even where they are the usual ones: those can move with a new edition, and
    a link that was printed should not.
    """
    query = urlencode({name: value for name, value in chosen.items() if value})
    return links.local(f"/{page}" + (f"?{query}" if query else ""))
