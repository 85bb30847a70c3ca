"""What keeps a PDF from who reads it by ear or by hand: checks of PDF/UA-1 by machine.

The numbers are those of the Matterhorn protocol, which lists what makes a file fail ISO 14289-1.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_PAINTS = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"]
)
_HEADING = re.compile("/H([1-6])$")


def faults(content: bytes) -> list[str]:
    """Every fault that is found; an empty list is a file that passes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            *_document(pdf),
            *_tree(pdf),
            *(fault for page in pdf.pages for fault in _page(page)),
        ]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "06: not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "11-006: no language"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "07-002: the title is not shown"
    with pdf.open_metadata() as about:
        if about.get("pdfuaid:part") != "1":
            yield "06-002: not declared as PDF/UA-1"
        if not about.get("dc:title"):
            yield "06-003: no title"
    if "/StructTreeRoot" not in root:
        yield "01: no structure"
    if pdf.is_encrypted or "/JavaScript" in root.get("/Names", {}):
        yield "26: locked, or with a script"


def _tree(pdf: pikepdf.Pdf) -> Iterator[str]:
    last = 0
    for node, parents in _elements(pdf.Root.get("/StructTreeRoot", {})):
        role = str(node.S)
        if heading := _HEADING.match(role):
            level = int(heading[1])
            if level > last + 1:
                yield f"14-003: a heading of level {level} after one of level {last}"
            last = level
        if role in {"/Figure", "/Formula"} and not str(node.get("/Alt", "")).strip():
            yield f"13-004: {role} without words"
        if role == "/TH" and not _scope(node):
            yield "15-003: a head of a table that does not say what it heads"
        if role in {"/TH", "/TD"} and parents[-1:] != ["/TR"]:
            yield f"09-004: {role} outside of a row"
        if role == "/LI" and parents[-1:] != ["/L"]:
            yield "09-005: an item outside of a list"
        if role == "/Table" and not any(str(n.S) == "/TH" for n, _p in _elements(node)):
            yield "15: a table without heads"
    if last == 0:
        yield "14: no headings"


def _scope(node: Any) -> bool:
    told = node.get("/A", [])
    sets = list(told) if isinstance(told, pikepdf.Array) else [told]
    return any("/Scope" in each for each in sets if isinstance(each, pikepdf.Dictionary))


def _elements(node: Any, parents: tuple[str, ...] = ()) -> Iterator[tuple[Any, list[str]]]:
    """The elements below a node, each with the roles above it, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid, list(parents)
            yield from _elements(kid, (*parents, str(kid.S)))


def _page(page: pikepdf.Page) -> Iterator[str]:
    if "/StructParents" not in page:
        yield "01: a page that is not in the structure"
    open_marks: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BMC", "BDC"}:
            told = operands[1] if name == "BDC" else {}
            tagged = isinstance(told, pikepdf.Dictionary) and "/MCID" in told
            open_marks.append(tagged or str(operands[0]) == "/Artifact")
        elif name == "EMC":
            open_marks.pop()
        elif name in _PAINTS and not any(open_marks):
            yield f"01-005: {name} paints what is neither told nor left out"
    for note in page.get("/Annots", []):
        if "/StructParent" not in note:
            yield "28-002: a link that is not in the structure"
        if note.get("/Subtype") == "/Link" and not str(note.get("/Contents", "")):
            yield "28-012: a link without words"
    if "/Annots" in page and page.get("/Tabs") != "/S":
        yield "28-008: the keyboard does not follow the structure"
    yield from _fonts(page.get("/Resources", {}), set())


def _fonts(resources: Any, seen: set[tuple[int, int]]) -> Iterator[str]:
    for font in resources.get("/Font", {}).values():
        base = font.get("/DescendantFonts", [font])[0]
        within = base.get("/FontDescriptor", {})
        if font.get("/Subtype") != "/Type3" and not any(
            f"/FontFile{form}" in within for form in ("", "2", "3")
        ):
            yield f"31-009: {font.get('/BaseFont')} is not in the file"
        if "/ToUnicode" not in font:
            yield f"10-001: the letters of {font.get('/BaseFont')} cannot be read out"
    for form in resources.get("/XObject", {}).values():
        if form.objgen not in seen and "/Resources" in form:
            seen.add(form.objgen)
            yield from _fonts(form.Resources, seen)
