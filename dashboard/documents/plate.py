"""A figure as a PDF of one sheet, as large as it needs: tagged, with its words as text."""

from __future__ import annotations

from pathlib import Path

from dashboard import theme, words
from dashboard.documents import drawn, paper
from dashboard.figures import Figure
from dashboard.renderings.pictures import NAME
from dashboard.words import _

_TEMPLATE = Path(__file__).with_name("plate.typ")


def pdf(figure: Figure, *, site: str = "", edition: str = "") -> bytes:
    """The figure as PDF/UA-1: title, what is measured, drawing, caption, edition and address.

    Args:
        site: the site's address before the figure's; without it no address stands there.
        edition: id of the edition of the tables.
    """
    light = theme.LIGHT
    made = f"{NAME} · " + _("edition {id}").format(id=edition) if edition else NAME
    return paper.typeset(
        _TEMPLATE,
        {
            "title": paper.printable(figure.title).strip() or NAME,
            "subtitle": paper.printable(figure.subtitle),
            "description": figure.alt,
            "author": NAME,
            "language": words.language(),
            "width": figure.width,
            "font": paper.FONTS,
            "colours": {name: getattr(light, name) for name in ("ink", "muted", "primary")},
            "svg": drawn.svg(figure, figure.width),
            "alt": figure.alt,
            "closing": [paper.printable(line) for line in (figure.caption, made)],
            "address": paper.printable(site + figure.address),
            "url": site + figure.address if site else "",
        },
    )
