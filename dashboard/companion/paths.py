"""Where each page of the companion stands: ``z/02121.html``, ``d/house/25110.html``."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.atlas import Atlas
from dashboard.records import Place, ZipCode
from dashboard.words import FIRST, LANGUAGES

DISTRICTS = ("house", "senate", "congress")
ZIPS, LISTED = "z/index.html", "d/index.html"
"""The lists of all ZIP codes and of all districts."""
FOLDERS = tuple(language for language in LANGUAGES if language != FIRST)
"""Languages with a folder of their own; the first has none."""


def of_zip(zip_code: ZipCode) -> str:
    """The page of a ZIP code."""
    return f"z/{zip_code.zip}.html"


def of_district(place: Place) -> str:
    """The page of a legislative district."""
    return f"d/{place.level}/{place.code}.html"


def every(atlas: Atlas) -> Iterator[str]:
    """All pages, the two lists first."""
    yield ZIPS
    yield LISTED
    for zip_code in atlas.every_zip_code():
        yield of_zip(zip_code)
    for level in DISTRICTS:
        for place in atlas.places_at(level):
            yield of_district(place)


def picture(path: str) -> str:
    """The picture that a link to a page is shown with."""
    return path.removesuffix(".html") + ".png"


def in_language(path: str, language: str) -> str:
    """The same page in a language: ``es/z/02121.html``."""
    return path if language == FIRST else f"{language}/{path}"


def without_language(path: str) -> str:
    """The path without its language's folder."""
    folder, slash, rest = path.partition("/")
    return rest if slash and folder in FOLDERS else path
