"""Documents at addresses of their own: ``/documents/zip/02121.pdf``, ``/documents/glossary.txt``.

Forms: ``.pdf``, ``-large.pdf`` (large print), ``.txt`` and ``.html`` (no script). Towns and
districts go by their code or by their name: ``/documents/letter/north-adams.pdf``,
``/documents/house/5th-suffolk.pdf``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from dashboard import serving, store
from dashboard.atlas import Atlas
from dashboard.districts import names as district_names
from dashboard.documents import paper, plain, web
from dashboard.documents.district_brief import district_brief
from dashboard.documents.document import Document
from dashboard.documents.glossary import glossary
from dashboard.documents.letter import letter
from dashboard.documents.letter_places import subject
from dashboard.documents.reporters_guide import reporters_guide
from dashboard.documents.zip_sheet import zip_sheet
from dashboard.kept import Kept
from dashboard.maps.layers import File
from dashboard.problems import ProblemError, quoted
from dashboard.reuse import bar as reuse
from dashboard.zips.input import answer
from dashboard.zips.report import zip_report

AN_HOUR = "public, max-age=3600"
THREAT_MODEL = Path(__file__).parents[2] / "docs" / "threat-model.md"
MOST_BYTES = 24_000_000
LONGEST = 80
"""Letters of a name that are looked at."""
AT_ONCE = 2
"""Documents that are made at the same time."""

Form = Callable[[Document, str], tuple[bytes, str]]


def _pdf(document: Document, site: str) -> tuple[bytes, str]:
    return paper.pdf(document, site=site), "application/pdf"


def _large(document: Document, site: str) -> tuple[bytes, str]:
    return paper.pdf(document, large=True, site=site), "application/pdf"


def _text(document: Document, site: str) -> tuple[bytes, str]:
    return plain.text(document, site=site).encode(), "text/plain; charset=utf-8"


def _html(document: Document, site: str) -> tuple[bytes, str]:
    return web.html(document, site=site).encode(), "text/html; charset=utf-8"


FORMS: dict[str, Form] = {"-large.pdf": _large, ".pdf": _pdf, ".txt": _text, ".html": _html}
"""How a document is asked for, and what makes it; the longest ending first."""


def _zip(atlas: Atlas, key: str) -> Document:
    found = answer(atlas, key)
    if found.zip_code is None or found.place is None:
        raise ProblemError("not-found", found.line, choices=list(found.choices))
    return zip_sheet(atlas, zip_report(atlas, found.zip_code, found.place))


def _letter(atlas: Atlas, key: str) -> Document:
    found, line = subject(atlas, key)
    if found is None:
        raise ProblemError("not-found", line)
    return letter(atlas, found)


def _district(level: str) -> Callable[[Atlas, str], Document]:
    def brief(atlas: Atlas, key: str) -> Document:
        found = district_names.find(atlas, level, key.replace("-", " "))
        if found.place is None:
            near = ", ".join(district_names.full(place) for place in found.near)
            raise ProblemError(
                "not-found",
                f"no district {quoted(key)} in {level}"
                + (f"; did you mean {near}?" if near else ""),
                choices=[place.code for place in found.near],
            )
        return district_brief(atlas, level, found.place.code)

    return brief


PLACES: dict[str, Callable[[Atlas, str], Document]] = {
    "zip": _zip,
    "letter": _letter,
    **{level: _district(level) for level in district_names.LEVELS},
}
"""Documents of one place, by the room of their address."""
GENERAL: dict[str, Callable[[Atlas], Document]] = {
    "glossary": glossary,
    "reporters-guide": reporters_guide,
}
_kept = Kept(MOST_BYTES, AT_ONCE)


def of_place(request: Request) -> Response:
    """A document of one place."""
    room = str(request.path_params["room"])
    key, form = _parts(request)
    if room not in PLACES:
        rooms = ", ".join(f"/documents/{name}/…" for name in PLACES)
        raise ProblemError("not-found", f"no documents {quoted(room)}; there are {rooms}")
    return _served(request, f"{room} {key}", form, lambda atlas: PLACES[room](atlas, key))


def general(request: Request) -> Response:
    """A document that is not of a place."""
    key, form = _parts(request)
    if key not in GENERAL:
        names = ", ".join(f"{name}.pdf" for name in GENERAL)
        raise ProblemError("not-found", f"no document {quoted(key)}; there are {names}")
    return _served(request, key, form, GENERAL[key])


def threat_model(request: Request) -> Response:
    """What could go wrong, and what holds it: as it is written, for whoever audits the site."""
    file = File.of(THREAT_MODEL.read_bytes(), "text/plain; charset=utf-8")
    return serving.serve(request, file, AN_HOUR)


def _parts(request: Request) -> tuple[str, str]:
    file = str(request.path_params["file"])
    for form in FORMS:
        if file.endswith(form) and len(file) > len(form):
            return file.removesuffix(form)[:LONGEST], form
    raise ProblemError("not-found", f"a document ends in one of {', '.join(FORMS)}")


def _served(
    request: Request, key: str, form: str, document: Callable[[Atlas], Document]
) -> Response:
    atlas, site = store.atlas(), reuse.site(str(request.base_url))

    def made() -> File:
        content, media_type = FORMS[form](document(atlas), site)
        return File.of(content, media_type)

    file = _kept.get((atlas.version, site, key.casefold(), form), made)
    disposition = f'inline; filename="every-zip-code_{file_name(key)}{form}"'
    return serving.serve(request, file, AN_HOUR, more={"Content-Disposition": disposition})


def file_name(key: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^a-z0-9]+", "-", key.casefold()).strip("-") or "document"


ROUTES = [
    serving.route("/documents/threat-model.md", threat_model),
    serving.route("/documents/{file}", general),
    serving.route("/documents/{room}/{file}", of_place),
]
