"""The changes as an Atom feed (RFC 4287), for who wants to be told."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response

from dashboard import serving, store
from dashboard.atlas import Atlas
from dashboard.changes import words
from dashboard.changes.reading import Edition, editions
from dashboard.maps.layers import File
from dashboard.reuse import bar
from dashboard.shell import NAME
from dashboard.words import _

ATOM = "http://www.w3.org/2005/Atom"
LONG_AGO = "2000-01-01T00:00:00Z"
"""When a feed without entries changed last: the tables that came with the code have no day."""
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold; a person's reason may."""
AN_HOUR = "public, max-age=3600"


def atom(atlas: Atlas, site: str) -> bytes:
    """The feed: one entry an edition, the newest first."""
    found = editions(atlas)
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(feed, "id", "urn:every-zip-code:changes")
    _add(feed, "title", _("{name}: what changed").format(name=NAME))
    _add(feed, "updated", found[0].published if found else LONG_AGO)
    _add(_add(feed, "author", ""), "name", NAME)
    if site:
        _add(feed, "link", "", rel="self", href=f"{site}/changes.atom")
        _add(feed, "link", "", rel="alternate", href=f"{site}/changes")
    for edition in found:
        _entry(feed, edition, site)
    content: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _entry(feed: ElementTree.Element, edition: Edition, site: str) -> None:
    entry = _add(feed, "entry", "")
    _add(entry, "id", f"urn:every-zip-code:edition:{edition.id}")
    _add(entry, "title", words.title(edition))
    _add(entry, "updated", edition.published)
    if site:
        _add(entry, "link", "", rel="alternate", href=f"{site}/changes?edition={edition.id}")
    said = [words.totals(edition), words.accepted(edition)]
    said += [
        _("{measure}, {places}: {kind}, {n}.").format(
            measure=row.title, places=words.level(row.level), kind=words.kind(row.kind), n=row.count
        )
        for row in edition.summary
    ]
    _add(entry, "summary", " ".join(part for part in said if part))


def _add(parent: ElementTree.Element, tag: str, text: str, **more: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, more)
    if text:
        element.text = _CONTROL.sub(" ", text)
    return element


def route(request: Request) -> Response:
    """The feed at an address of its own."""
    content = atom(store.atlas(), bar.site(str(request.base_url)))
    return serving.serve(request, File.of(content, "application/atom+xml; charset=utf-8"), AN_HOUR)


ROUTES = [serving.route("/changes.atom", route)]
