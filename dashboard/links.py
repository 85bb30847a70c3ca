"""Addresses of the site: its pages, and those in the language of the page where they stand."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from dashboard import words

PAGES = (
    "",
    "zip",
    "district",
    "map",
    "disparity",
    "compare",
    "trends",
    "suicide",
    "briefing",
    "story",
    "guides",
    "data",
    "changes",
    "about",
)
"""Addresses of the pages, the home page first."""
PARAMETER = "lang"
"""Names the language in an address; without it the reader's browser chooses."""
STATIC = ("z", "d")
"""Rooms of pages without script: a language has a folder there, not a parameter."""
ONE_TONGUE = re.compile(r"/(api|changes\.atom|healthz|robots\.txt|sitemap\.xml)\b")
"""Addresses that are for programs: in English only."""


def local(address: str) -> str:
    """A path of the site with the language that this page carries; other addresses as they are."""
    language = words.carried()
    if not language or not address.startswith("/") or address.startswith("//"):
        return address
    if ONE_TONGUE.match(address):
        return address
    room = address.split("/")[1]
    if room in words.LANGUAGES:
        return address
    if room in STATIC:
        return address if language == words.FIRST else f"/{language}{address}"
    return with_language(address, language)


def with_language(address: str, language: str) -> str:
    """The address with a language, unless it names one already."""
    parts = urlsplit(address)
    if PARAMETER in parse_qs(parts.query):
        return address
    query = f"{parts.query}&" if parts.query else ""
    return parts._replace(query=f"{query}{PARAMETER}={language}").geturl()
