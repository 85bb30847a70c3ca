"""The page of guides: documents to take, and the letter for a place that was typed."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.reading_grade import grade
from tests.pages.conftest import Run, words


def said(test: AppTest) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", words(test)))


def leads_to(test: AppTest) -> set[str]:
    return set(re.findall(r'href="(/documents[^"]+)"', words(test)))


def test_each_document_is_offered_in_every_form(small: Run) -> None:
    page = small("guides")
    assert not page.exception
    assert page.title[0].value == "Guides"
    assert leads_to(page) == {
        f"/documents/{name}{form}"
        for name in ("glossary", "reporters-guide")
        for form in (".pdf", "-large.pdf", ".txt", ".html")
    }
    assert "Type a ZIP code, such as 02121" in said(page)
    assert grade(said(page)) <= 8


@pytest.mark.parametrize(("typed", "address", "part"), [
    ("Springfield", "/documents/letter/springfield.pdf", "how many people are shot in Springfield"),
    ("01105", "/documents/letter/01105-large.pdf", "how many people are shot in ZIP 01105"),
    ("01105", "/documents/zip/01105.pdf", "ZIP 01105 on paper"),
    ("2501367000", "/documents/letter/springfield.txt", "a resident of Springfield"),
])  # fmt: skip
def test_a_place_gets_its_letter_and_a_look_at_it(
    small: Run, typed: str, address: str, part: str
) -> None:
    page = small("guides", place=typed)
    assert not page.exception
    assert address in leads_to(page)
    assert part in said(page)
    assert "Sincerely" in said(page)


@pytest.mark.parametrize("typed", ["Atlantis", "0212", "<script>alert(1)</script>", "9" * 10_000])
def test_bad_input_gets_a_friendly_line(small: Run, typed: str) -> None:
    page = small("guides", place=typed)
    assert not page.exception
    assert "<script>alert" not in words(page)
    assert not any("letter" in address for address in leads_to(page))
    assert 'role="alert"' in words(page)
