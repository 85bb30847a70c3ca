"""The statement on accessibility says what the tests do, no more and no less."""

from __future__ import annotations

from pathlib import Path

from dashboard import accessibility, formats, links
from tests.browser import test_accessible
from tests.dashboard import test_pdf_for_all, test_slides

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "accessibility.md"
FILES = {
    "pdf": test_pdf_for_all.test_a_pdf_can_be_read_by_ear_and_by_hand,
    "slides": test_slides.test_a_slide_is_read_out_from_its_title_over_the_figure_to_its_source,
}


def test_each_way_that_is_named_is_one_that_a_test_goes() -> None:
    behind = test_accessible.WAYS | FILES
    assert list(accessibility.ways()) == list(behind)
    assert all(test.__name__.startswith("test_") for test in behind.values())


def test_no_page_is_forgotten() -> None:
    assert tuple(test_accessible.PAGES) == links.PAGES


def test_the_document_says_what_readers_are_told() -> None:
    text = " ".join(DOCUMENT.read_text("utf-8").split())
    for said in (
        formats.day(accessibility.TESTED),
        *accessibility.ways().values(),
        *accessibility.limits(),
    ):
        assert said in text
