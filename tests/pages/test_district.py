"""The page of a legislative district, over the real tables and over the invented ones."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store
from tests.dashboard.reading_grade import grade
from tests.pages.conftest import Run, words


def said(test: AppTest) -> str:
    """The page's words without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words(test))))


def test_the_fifth_suffolk_house_district(real: Run) -> None:
    page = real("district", house="5th Suffolk")
    assert not page.exception
    assert page.title[0].value == "5th Suffolk, Massachusetts House"
    text = said(page)
    assert "at least 152 people shot in the 5th Suffolk House district" in text
    assert "138 per 100,000 residents a year (95% interval 117 to 162)" in text
    assert "Chris Worrell" in text
    assert "District lines and members are newer than these counts." in text
    assert "A tract that a district line cuts is shared out by where its residents live" in text
    assert "People shot across Boston, year by year" in text
    assert "These gaps come from policy and conditions" in text
    assert "/documents/house/25127.pdf" in words(page)
    assert [header.value for header in page.header] == [
        "Who speaks for it",
        "How that compares",
        "Its ZIP codes, cities and towns",
        "And since then?",
        "Income",
        "Three facts for a floor speech",
        "To take away",
    ]
    assert "Democratic" not in text
    assert "not a member's record" in page.code[-1].value


@pytest.mark.parametrize(("query", "part"), [
    ({"house": "1st Franklin"}, "This seat is vacant"),
    ({"house": "1st Franklin"}, "Why is there no rate? Between 1 and 4 people."),
    ({"house": "25006"}, "of 9 cities and towns, most of all Nantucket"),
    ({"senate": "25D01"}, "the Berkshire-Hampden-Franklin-Hampshire Senate district"),
    ({"congress": "9"}, "in the 9th Congressional District"),
])  # fmt: skip
def test_other_districts(real: Run, query: dict[str, str], part: str) -> None:
    page = real("district", **query)
    assert not page.exception
    assert part in said(page)


@pytest.mark.parametrize(("query", "part"), [
    ({}, "Choose a district"),
    ({"house": "99th Suffolk"}, "There is no such district of the Massachusetts House."),
    ({"house": "<script>alert(1)</script>"}, "There is no such district"),
    ({"congress": "😀" * 200}, "Massachusetts has no such district"),
    ({"zip": "0212"}, "A ZIP code has five digits"),
    ({"zip": "02121"}, "66% of the ZIP's residents"),
])  # fmt: skip
def test_what_names_no_district_gets_a_friendly_line(
    real: Run, query: dict[str, str], part: str
) -> None:
    page = real("district", **query)
    assert not page.exception
    assert part in said(page)
    assert "<script>alert" not in words(page)
    assert page.title[0].value == "A legislator's district"


def test_choosing_writes_the_url_and_the_page_follows(real: Run) -> None:
    page = real("district", zip="02121")
    page.selectbox(key="district_choice").set_value("senate:25D29").run()
    assert dict(page.query_params) == {"senate": "25D29"}
    assert page.title[0].value == "Second Suffolk, Massachusetts Senate"
    page.text_input(key="district_zip").set_value("01105").run()
    assert page.title[0].value == "A legislator's district"
    assert "ZIP 01105 lies in these districts" in said(page)
    assert page.selectbox(key="district_choice").value is None


def test_the_page_of_a_zip_leads_to_its_districts(real: Run) -> None:
    assert 'href="/district?house=25127"' in words(real("zip", zip="02121"))


def test_every_district_of_the_small_atlas(small: Run) -> None:
    for level in ("house", "senate", "congress"):
        for place in store.atlas().places_at(level):
            page = small("district", **{level: place.code})
            assert not page.exception
            assert "Who speaks for it" in [header.value for header in page.header]


@pytest.mark.parametrize("code", ["25127", "25042", "25007"])
def test_the_opening_reads_at_grade_nine(real: Run, code: str) -> None:
    page = real("district", house=code)
    opening = [
        html.unescape(re.sub(r"<[^>]+>", "", element.proto.body))
        for element in page.main
        if element.type == "html" and re.search(r'class="ezc-(lead|text)"', element.proto.body)
    ][:2]
    assert opening
    assert grade(" ".join(opening)) <= 9
