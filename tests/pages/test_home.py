"""The front page: mission, ZIP box, one figure, three facts, four doors."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.reading_grade import grade
from tests.pages.conftest import Run, words


def said(test: AppTest) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", words(test)))


def ask(page: AppTest, text: str) -> AppTest:
    page.text_input(key="home_zip").set_value(text)
    return page.button[0].click().run()


def test_it_opens(real: Run) -> None:
    page = real("home")
    assert not page.exception
    assert page.title[0].value == "Every Zip Code"
    assert "in every ZIP code" in said(page)
    assert [header.value for header in page.header] == ["Massachusetts in three facts", "Ways in"]


def test_the_facts_come_from_the_tables(real: Run) -> None:
    text = said(real("home"))
    assert (
        "287 people died by firearm in Massachusetts in 2024: 184 by suicide and 96 by homicide."
        in text
    )
    assert "95% interval" in text
    assert "Boston police and the Gun Violence Archive recorded at least" in text
    assert "The middle household in Massachusetts" in text


def test_the_leading_figure_carries_its_context(real: Run) -> None:
    text = said(real("home"))
    assert "Where more people live in poverty, more are shot" in text
    assert "Areas, not people." in text
    assert "including racism, redlining and disinvestment" in text
    assert len(words(real("home"))) > 0


@pytest.mark.parametrize(("typed", "part"), [
    ("0212", "A ZIP code has five digits"), ("abc", "That is not a ZIP code"),
    ("99999", "covers Massachusetts"), ("10001", "covers Massachusetts"),
    ("😀", "That is not a ZIP code"), ("9" * 10_000, "That is not a ZIP code"),
    ("<script>alert(1)</script>", "That is not a ZIP code"), ("'; DROP TABLE", "not a ZIP code"),
    ("", "Type a five-digit ZIP code"),
])  # fmt: skip
def test_bad_input_gets_a_friendly_line(small: Run, typed: str, part: str) -> None:
    page = ask(small("home"), typed)
    assert not page.exception
    assert part in said(page)
    assert page.title[0].value == "Every Zip Code"


@pytest.mark.parametrize("typed", ["02121", " 02121-1234 "])
def test_a_zip_opens_its_page(small: Run, typed: str) -> None:
    page = ask(small("home"), typed)
    assert not page.exception
    assert page.title[0].value.startswith("ZIP 02121")


def test_it_reads_at_grade_eight(real: Run) -> None:
    page = real("home")
    texts = [
        html.unescape(re.sub(r"<small>.*?</small>|<[^>]+>", " ", element.proto.body, flags=re.S))
        for element in page.main
        if element.type == "html" and not re.search("<style|ezc-quiet|ezc-wrap", element.proto.body)
    ]
    assert grade(". ".join(texts)) <= 8
