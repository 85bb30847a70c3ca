"""One document on paper, as text and as a page: the same words, and files that open."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.documents import drawn, paper, plain, web
from dashboard.documents.document import (
    Block,
    Bullets,
    Document,
    FigureBlock,
    Heading,
    Links,
    PageBreak,
    Paragraph,
    TableBlock,
)
from dashboard.drawings import Dot, Dots
from dashboard.figures import Figure

SITE = "https://atlas.example"
LONG = "Lake-Chargoggagoggmanchauggagoggchaubunagungamaugg" * 6
WILD = r"""O'Brien & "Söhne" #let x = 1 $a^2$ *b* _c_ [d] @ref <e> \u{41} `f` // ł ŝ ñ é 你好 🙂"""
FIGURE = Figure(
    key="rate",
    title="People shot here and around",
    subtitle="For each 100,000 residents",
    caption="Source: the record.",
    summary="Here: 12. There: 7.",
    head=("Place", "Rate"),
    rows=(("Here", "12"), ("There", "7")),
    drawing=Dots([Dot("Here", 12, 9, 15, "12", leads=True), Dot("There", 7, 6, 8, "7")]),
)


def document(*blocks: Block, **more: Any) -> Document:
    told = {
        "name": "try",
        "title": "A title",
        "subtitle": "Below it",
        "address": "/zip?zip=02121",
        "version": "edition1",
        "dated": "2015 through 2017",
        **more,
    }
    return Document(blocks=blocks, **told)


WHOLE = document(
    Paragraph("The lead.", "lead"),
    Heading("First"),
    Bullets(["one", "two"]),
    Bullets(["step", "next"], numbered=True),
    Heading("Deeper", 3),
    Links([
        ("The live page", "/zip?zip=02121"),
        ("617-555-0100", "tel:+16175550100"),
        ("a@b.example", "mailto:a@b.example"),
        ("Elsewhere", "https://else.example/x"),
        ("Nowhere", "javascript:alert(1)"),
    ]),
    TableBlock("A table", ("Place", "Count"), [("Boston", "12"), ("Lynn", "1-4")], (1,)),
    FigureBlock(FIGURE, table=True),
    PageBreak(),
    Heading("Last"),
    Paragraph("A note.", "quiet"),
)  # fmt: skip


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


def said(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def structure(reader: pypdf.PdfReader) -> list[tuple[str, str]]:
    """Every element of the tagged tree in order: its role and its alternative text."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.parametrize("large", [False, True])
def test_a_pdf_says_what_it_is_to_every_program(large: bool) -> None:
    reader = opened(paper.pdf(WHOLE, large=large, site=SITE))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (an object of the file)
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert reader.metadata.title == "A title"
    about = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", about)
    outline = [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]
    assert outline == ["A title"]
    within = [
        str(item["/Title"])
        for part in reader.outline
        if isinstance(part, list)
        for item in part
        if not isinstance(item, list)
    ]
    assert within == ["First", "Last"]


def test_a_pdf_is_tagged_part_by_part() -> None:
    roles = [role for role, _ in structure(opened(paper.pdf(WHOLE, site=SITE)))]
    assert roles.count("/H1") == 1
    assert roles.count("/H2") == 2
    assert roles.count("/Table") == 2
    assert roles.count("/TH") == 4
    assert roles.count("/TD") == 8
    assert roles.count("/L") == 3
    assert roles.count("/Link") >= 4


def test_a_figure_has_its_words_and_stands_for_itself_where_it_cannot_be_seen() -> None:
    reader = opened(paper.pdf(document(FigureBlock(FIGURE)), site=SITE))
    assert ("/Figure", FIGURE.alt) in structure(reader)
    words = said(reader)
    assert all(part in words for part in (FIGURE.title, FIGURE.subtitle, FIGURE.summary))
    assert FIGURE.caption in words


def test_only_safe_addresses_become_links_and_paths_need_the_site() -> None:
    def leads_to(site: str) -> set[str]:
        return {
            str(note.get_object()["/A"]["/URI"])
            for page in opened(paper.pdf(WHOLE, site=site)).pages
            for note in page.get("/Annots", [])
        }

    own = {"tel:+16175550100", "mailto:a@b.example", "https://else.example/x"}
    assert leads_to("") == own
    assert leads_to(SITE) == own | {f"{SITE}/zip?zip=02121"}


def test_each_page_has_edition_days_and_number() -> None:
    pages = [page.extract_text() for page in opened(paper.pdf(WHOLE, site=SITE)).pages]
    for number, page in enumerate(pages, 1):
        assert "edition1" in page
        assert "2015 through 2017" in page
        assert f"{number} of {len(pages)}" in page
        assert "atlas.example/zip?zip=02121" in page


def test_the_same_document_gives_the_same_bytes() -> None:
    assert paper.pdf(WHOLE, site=SITE) == paper.pdf(WHOLE, site=SITE)
    assert b"CreationDate" not in paper.pdf(WHOLE, site=SITE)


def test_large_print_is_large() -> None:
    def sizes(large: bool) -> list[float]:
        found: list[float] = []
        page = pypdfium2.PdfDocument(paper.pdf(document(Paragraph("words " * 40)), large=large))[0]
        for thing in page.get_objects():
            if isinstance(thing, pypdfium2.PdfTextObj):
                found.append(thing.get_font_size() * thing.get_matrix().a)
        return sorted(found)

    assert sizes(True)[0] >= 13.9
    assert sizes(True)[len(sizes(True)) // 2] >= 15
    assert sizes(False)[0] >= 7.9


@given(
    words=st.text(st.characters(codec="utf-8"), max_size=60),
    row=st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=4),
    large=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_no_words_can_break_a_document(words: str, row: list[str], large: bool) -> None:
    wild = document(
        Heading(words, 3),
        Paragraph(words),
        Bullets([words, words]),
        Links([(words, words), (words, "https://x.example/" + words)]),
        TableBlock(words, (words, "b"), [row, row]),
        title=words,
        subtitle=words,
        dated=words,
    )
    assert len(opened(paper.pdf(wild, large=large)).pages) >= 1
    assert plain.text(wild, site=SITE)
    Reader().feed(web.html(wild, site=SITE))


def test_signs_of_the_typesetter_are_only_signs() -> None:
    plain_signs = WILD.replace(" 你好 🙂", "")
    words = said(opened(paper.pdf(document(Paragraph(plain_signs), title=plain_signs))))
    assert words.count(plain_signs) == 2


def test_letters_that_no_typeface_has_leave_a_sign_and_a_file_that_opens() -> None:
    words = said(opened(paper.pdf(document(Paragraph(WILD)))))
    assert r"O'Brien & " in words
    assert "ł" in words


def test_a_wild_document_stays_on_its_pages() -> None:
    wild = document(
        Paragraph(LONG),
        TableBlock("Empty", ("a", "b"), []),
        TableBlock("", (LONG, LONG, "c"), [(LONG, "1"), ("x",), (), ("a", "b", "c", "d")], (1, 7)),
        FigureBlock(replace(FIGURE, title=LONG, rows=())),
        title=LONG,
        dated=LONG,
    )
    for large in (False, True):
        read = pypdfium2.PdfDocument(paper.pdf(wild, large=large))
        assert len(read) < 12
        for page in read:
            width, _height = page.get_size()
            for thing in page.get_objects():
                assert thing.get_bounds()[2] <= width
    assert "Empty: There is nothing to list here." in plain.text(wild)


# --- plain text ------------------------------------------------------------------------------


def test_text_keeps_to_72_columns_and_is_read_row_by_row() -> None:
    text = plain.text(WHOLE, site=SITE)
    assert all(len(line) <= 72 for line in text.splitlines())
    assert "- Boston. Count: 12.\n- Lynn. Count: 1-4." in text
    assert "- Here. Rate: 12." in text
    assert f"- The live page: {SITE}/zip?zip=02121" in text
    assert "- 617-555-0100\n- a@b.example\n" in text
    assert "A title\n=======" in text
    assert "1. step\n2. next" in text
    assert text.index(FIGURE.summary) < text.index(FIGURE.caption)
    assert "call or text 988" in text


# --- the page --------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Collects tags; every tag that opens must close."""

    EMPTY = frozenset({"meta", "br", "img", "link", "path", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag


def test_the_page_stands_alone() -> None:
    page = web.html(WHOLE, site=SITE, head='<link rel="canonical" href="/z/02121.html">\n')
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    names = [tag for tag, _ in reader.tags]
    assert "script" not in names
    assert [name for name in names if re.fullmatch("h[1-6]", name)] == [
        "h1", "h2", "h3", "h3", "h2"
    ]  # fmt: skip
    told = dict(reader.tags)
    assert told["html"]["lang"] == "en"
    assert {"scope": "row"} in [attrs for tag, attrs in reader.tags if tag == "th"]
    assert any(a.get("role") == "img" and a["aria-label"] == FIGURE.alt for _, a in reader.tags)
    links = {str(attrs["href"]) for tag, attrs in reader.tags if tag == "a"}
    assert {f"{SITE}/zip?zip=02121", "tel:988", "https://else.example/x"} <= links
    assert not any(link.startswith("javascript") for link in links)
    assert '<link rel="canonical"' in page
    outside = {str(attrs.get("src") or "") for _, attrs in reader.tags} - {""}
    assert not outside


def test_two_figures_on_a_page_do_not_share_ids() -> None:
    page = web.html(document(FigureBlock(FIGURE), FigureBlock(FIGURE)))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", page))
    assert used <= set(ids)


def test_a_drawing_is_an_image_of_its_own() -> None:
    drawing = drawn.svg(FIGURE, 600)
    assert drawing.startswith("<svg")
    assert FIGURE.caption not in drawing
    silent = drawn.inline(FIGURE, 600, "x-")
    assert silent.count("aria-") == silent.count('aria-hidden="true"') == 1


def test_what_is_typed_stays_words_on_the_page() -> None:
    page = web.html(document(Paragraph("<script>alert(1)</script>"), title='"><b>'))
    assert "<script" not in page
    assert "<b>" not in page
