"""Addresses in documents: a path of the site becomes a link where the site's address is known."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import links
from dashboard.words import _

SCHEMES = ("https://", "http://", "mailto:", "tel:")


@dataclass(frozen=True)
class Link:
    """Words with an address: where it leads ("" nowhere), how it is printed, and whether."""

    words: str
    url: str
    bare: str
    spelled: bool
    """Whether the printed address says more than the words do."""


def link(words: str, address: str, site: str = "") -> Link:
    """The link behind ``words``; anything but web, mail, telephone and own paths leads nowhere."""
    if address.startswith("/") and not address.startswith("//"):
        address = site + links.local(address)
    shown = bare(address)
    url = address if address.startswith(SCHEMES) else ""
    return Link(words, url, shown, not address.startswith("tel:") and shown not in words)


def bare(address: str) -> str:
    """An address as it is printed: without its scheme."""
    for scheme in ("https://", "http://", "mailto:"):
        address = address.removeprefix(scheme)
    return address


def nothing(caption: str) -> str:
    """What stands in place of a table without rows."""
    empty = _("There is nothing to list here.")
    return f"{caption}: {empty}" if caption else empty
