"""What every document ends with, whatever it is printed on: edition, data, address, help."""

from __future__ import annotations

from dashboard import help_lines
from dashboard.documents import addresses
from dashboard.documents.document import Document
from dashboard.words import _


def footer(document: Document, site: str = "") -> str:
    """One line for the foot of each page: edition, days of the data, address."""
    parts = [
        _("Every Zip Code, edition {version}").format(version=document.version[:8]),
        _("data: {dated}").format(dated=document.dated) if document.dated else "",
        addresses.bare(site + document.address),
    ]
    return " · ".join(part for part in parts if part)


def lines(document: Document) -> list[str]:
    """Edition and data, then where help is, each a paragraph."""
    made = _("From Every Zip Code, an open atlas of Massachusetts. Edition {version}.").format(
        version=document.version
    )
    if document.dated:
        made += " " + _("Data: {dated}.").format(dated=document.dated)
    return [made, helped()]


def helped() -> str:
    """Where help is, in one paragraph."""
    lines = "; ".join(f"{line.name}: {line.how}" for line in help_lines.help_lines())
    return f"{help_lines.care()} {lines}."


def permalink(document: Document, site: str = "") -> str:
    """The page that the document goes with."""
    if not document.address:
        return ""
    return _("The newest numbers: {address}").format(
        address=addresses.bare(site + document.address)
    )
