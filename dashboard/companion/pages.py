"""A page of the companion, made from the same document that is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard import words
from dashboard.atlas import Atlas
from dashboard.companion import lists, paths
from dashboard.companion.head import head
from dashboard.documents import addresses, web
from dashboard.documents.district_brief import district_brief
from dashboard.documents.document import Document
from dashboard.documents.zip_sheet import zip_sheet
from dashboard.records import Place
from dashboard.renderings import pictures
from dashboard.zips.report import zip_report


@dataclass(frozen=True)
class Page:
    """What stands on a page, and what place it is about."""

    document: Document
    about: dict[str, Any]
    place: Place | None = None


def page(atlas: Atlas, path: str) -> Page | None:
    """The page at a path; None where there is none."""
    if path == paths.ZIPS:
        return Page(lists.zips(atlas), {})
    if path == paths.LISTED:
        return Page(lists.districts(atlas), {})
    room, _slash, rest = path.removesuffix(".html").partition("/")
    if room == "z":
        return _of_zip(atlas, rest)
    level, _slash, code = rest.partition("/")
    if room == "d" and level in paths.DISTRICTS:
        return _of_district(atlas, level, code)
    return None


def html(atlas: Atlas, path: str, site: str = "") -> str | None:
    """The page as HTML; None where there is none."""
    found = page(atlas, path)
    if found is None:
        return None
    picture = paths.picture(path) if found.place else ""
    return web.html(
        found.document,
        site=site,
        head=head(found.document, path, picture, site, found.about),
        tongues=[
            (language, f"/{paths.in_language(path, language)}") for language in words.LANGUAGES
        ],
    )


def preview(atlas: Atlas, path: str, site: str = "") -> bytes | None:
    """The picture (PNG) that a link to a page is shown with; None where there is none."""
    found = page(atlas, path)
    if found is None or found.place is None:
        return None
    return pictures.preview(
        found.document.title, found.document.description, site=addresses.bare(site)
    )


def _of_zip(atlas: Atlas, zip: str) -> Page | None:
    zip_code = atlas.zip_code(zip)
    place = atlas.place("zcta", zip_code.zcta) if zip_code else None
    if zip_code is None or place is None:
        return None
    document = zip_sheet(atlas, zip_report(atlas, zip_code, place))
    about = {
        "@type": "Place",
        "name": document.title,
        "address": {
            "@type": "PostalAddress",
            "postalCode": zip_code.zip,
            "addressLocality": zip_code.city,
            "addressRegion": atlas.state.abbreviation,
            "addressCountry": "US",
        },
    }
    return Page(document, about, place)


def _of_district(atlas: Atlas, level: str, code: str) -> Page | None:
    place = atlas.place(level, code)
    if place is None:
        return None
    document = district_brief(atlas, level, code)
    about = {"@type": "AdministrativeArea", "name": place.name, "identifier": f"{level}:{code}"}
    return Page(document, about, place)
