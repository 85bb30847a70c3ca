"""A figure as files to take away: its table with a description, its citation, its picture.

The table is one CSV of just what the figure shows, cells as a reader reads them, without comment
lines, so that any program opens it. What it is, whence it comes and how to cite it stands beside
it in a description by the W3C's vocabulary for tables (CSVW), which is where such programs look:
``name.csv-metadata.json``. The zip holds both, and the citation.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable

import pandas as pd

from dashboard import formats, words
from dashboard.atlas import Atlas
from dashboard.documents import plate
from dashboard.figures import Figure
from dashboard.maps.layers import File
from dashboard.renderings import pictures
from dashboard.reuse import citation, downloads, limits, workbook
from dashboard.talks import deck
from dashboard.words import _

LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def name(figure: Figure, form: str) -> str:
    """A file name that says page, figure and choices: "every-zip-code_zip-rate-02121.csv"."""
    return f"every-zip-code_{figure.slug[:LONGEST_NAME].rstrip('-')}.{form}"


def table(figure: Figure) -> bytes:
    """What the figure shows as CSV, safe to open in a spreadsheet."""
    columns = [str(n) for n in range(len(figure.head))]  # heads may be alike
    frame = pd.DataFrame(list(figure.rows), columns=columns, dtype="str")
    safe = downloads.safe_cells(frame)
    text: str = safe.to_csv(index=False, header=list(figure.head), lineterminator="\n")
    return text.encode("utf-8-sig")


def description(atlas: Atlas, figure: Figure, site: str) -> bytes:
    """What the table is, as CSVW: title, source, years, edition, limits, how to cite."""
    cited = citation.citation(atlas, figure, site + figure.address)
    heads = [_NOT_IN_NAMES.sub("_", head.lower()).strip("_") or "column" for head in figure.head]
    columns = [
        {"name": f"{key}_{n}" if heads.count(key) > 1 else key, "titles": head}
        for n, (key, head) in enumerate(zip(heads, figure.head, strict=True), 1)
    ]
    said = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": words.language()}],
        "url": name(figure, "csv"),
        "dc:title": figure.title,
        "dc:description": figure.subtitle,
        "dc:abstract": figure.summary,
        "dc:publisher": citation.PUBLISHER,
        "dc:temporal": formats.period(figure.period) if figure.period else "",
        "dc:hasVersion": atlas.version,
        "dc:identifier": site + figure.address,
        "dc:bibliographicCitation": citation.text(cited),
        "dc:source": [
            {
                "dc:publisher": row["publisher"],
                "dc:title": row["title"],
                "dc:temporal": row["vintage"],
                "dc:bibliographicCitation": row["citation"],
                "dc:license": row["licence"],
                "dc:identifier": row["landing_page"],
            }
            for row in citation.source_rows(atlas, figure)
        ],
        "notes": [
            {"name": key, "text": text}
            for key, text in (
                ("caption", figure.caption),
                ("how to read", figure.how_to_read),
                ("known limits", limits.of(atlas, figure)),
                ("cells", _cells()),
            )
            if text
        ],
        "tableSchema": {"columns": [column | {"datatype": "string"} for column in columns]},
    }
    kept = {key: value for key, value in said.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def _cells() -> str:
    return _(
        "Cells are as the page shows them. A dash is no number, and no number is never a zero."
    )


def bundle(atlas: Atlas, figure: Figure, site: str) -> bytes:
    """One zip: the table, its description and its citation."""
    csv = name(figure, "csv")
    cited = citation.citation(atlas, figure, site + figure.address)
    files = {
        csv: table(figure),
        f"{csv}-metadata.json": description(atlas, figure, site),
        "citation.txt": f"{citation.text(cited)}\n".encode(),
        "citation.bib": citation.bibtex(cited).encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, downloads.EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _picture(form: str) -> Callable[[Atlas, Figure, str], bytes]:
    def make(atlas: Atlas, figure: Figure, site: str) -> bytes:
        if form == "svg":
            return pictures.svg(figure, site=site, edition=atlas.version).encode()
        draw = pictures.png if form == "png" else plate.pdf
        return draw(figure, site=site, edition=atlas.version)

    return make


_MAKE: dict[str, tuple[str, Callable[[Atlas, Figure, str], bytes]]] = {
    "svg": ("image/svg+xml", _picture("svg")),
    "png": ("image/png", _picture("png")),
    "pdf": ("application/pdf", _picture("pdf")),
    "pptx": (deck.MEDIA_TYPE, deck.of_figure),
    "csv": ("text/csv; charset=utf-8", lambda _atlas, figure, _site: table(figure)),
    "xlsx": (workbook.MEDIA_TYPE, workbook.workbook),
    "json": ("application/csvm+json", description),
    "zip": ("application/zip", bundle),
    "bib": (
        "application/x-bibtex; charset=utf-8",
        lambda atlas, figure, site: citation.bibtex(
            citation.citation(atlas, figure, site + figure.address)
        ).encode(),
    ),
    "csl": (
        "application/vnd.citationstyles.csl+json",
        lambda atlas, figure, site: citation.csl(
            citation.citation(atlas, figure, site + figure.address)
        ).encode(),
    ),
}
FORMS = tuple(_MAKE)
"""Endings of the files that a figure is served as."""
PICTURES = ("svg", "png", "pdf")


def made(atlas: Atlas, figure: Figure, form: str, site: str) -> File:
    """The figure as one of :data:`FORMS`; ``site`` is the address before its paths."""
    media_type, make = _MAKE[form]
    return File.of(make(atlas, figure, site), media_type)
