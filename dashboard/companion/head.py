"""What a page of the companion tells other programs: link previews (OpenGraph), JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from dashboard import words
from dashboard.companion import paths
from dashboard.documents.document import Document
from dashboard.markup import escape
from dashboard.shell import NAME
from dashboard.words import _

PICTURE_SIZE = (1200, 630)


def head(document: Document, path: str, picture: str, site: str, about: dict[str, Any]) -> str:
    """Elements for the head of a page.

    Args:
        document: what stands on the page.
        path: of the page, without a slash before it.
        picture: path of its preview picture; "" for none.
        site: address before the paths; previews and canonical links need it, and are left out
            where it is not known.
        about: the JSON-LD of the place that the page is about.
    """
    description = document.description or document.subtitle
    named = {
        "og:type": "article",
        "og:site_name": NAME,
        "og:title": document.title,
        "og:description": description,
        "og:locale": words.LANGUAGES[document.language].locale,
    }
    more = {"twitter:card": "summary_large_image" if picture and site else "summary"}
    links = ""
    if site:
        named["og:url"] = f"{site}/{paths.in_language(path, document.language)}"
        links = f'<link rel="canonical" href="{escape(named["og:url"])}">\n' + "".join(
            f'<link rel="alternate" hreflang="{language}" '
            f'href="{escape(f"{site}/{paths.in_language(path, language)}")}">\n'
            for language in words.LANGUAGES
        )
        if picture:
            width, height = PICTURE_SIZE
            named |= {
                "og:image": f"{site}/{paths.in_language(picture, document.language)}",
                "og:image:width": str(width),
                "og:image:height": str(height),
                "og:image:alt": _("{title}. {description}").format(
                    title=document.title, description=description
                ),
            }
    meta = "".join(
        f'<meta property="{name}" content="{escape(words)}">\n' for name, words in named.items()
    ) + "".join(f'<meta name="{name}" content="{escape(words)}">\n' for name, words in more.items())
    return links + meta + _json_ld(document, path, site, about)


def _json_ld(document: Document, path: str, site: str, about: dict[str, Any]) -> str:
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": document.title,
        "description": document.description or document.subtitle,
        "inLanguage": document.language,
        "isAccessibleForFree": True,
        "version": document.version,
        "publisher": {"@type": "Organization", "name": NAME},
    }
    if site:
        said["url"] = f"{site}/{paths.in_language(path, document.language)}"
    if about:
        said["about"] = about
    # "<" cannot end the element early when it is written as an escape.
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'
