"""The page of a ZIP code, over every status and every kind of bad input."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.reading_grade import grade
from tests.pages.conftest import Run, words


def said(test: AppTest) -> str:
    """The page's words without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", " ", words(test)))


@pytest.mark.parametrize(("zip", "part"), [
    ("02121", "recorded at least 92 people shot in ZIP 02121 from July 2015 through 2017"),
    ("02111", "recorded at least 12 people shot"),
    ("01201", "recorded at least 7 people shot"),
    ("01060", "recorded between 1 and 4 people shot"),
    ("01330", "does not mean no one was hurt"),
    ("02139", "could not be placed on the map"),
    ("01450", "that is a gap in the data, not a zero"),
    ("02457", "Our map has no boundary for it"),
    ("01003", "does not mean no one was hurt"),
    ("02543", "recorded at least 11 people shot"),
])  # fmt: skip
def test_each_status_opens_with_its_sentence(small: Run, zip: str, part: str) -> None:
    page = small("zip", zip=zip)
    assert not page.exception
    assert part in said(page)
    assert page.title[0].value.startswith(f"ZIP {zip}")


@pytest.mark.parametrize(("typed", "part"), [
    ("0212", "A ZIP code has five digits"),
    ("abc", "That is not a ZIP code"),
    ("99999", "This atlas covers Massachusetts"),
    ("10001", "This atlas covers Massachusetts"),
    ("02799", "We do not know ZIP 02799"),
    ("😀", "That is not a ZIP code"),
    ("9" * 10_000, "That is not a ZIP code"),
    ("<script>alert(1)</script>", "That is not a ZIP code"),
    ("02121'; DROP TABLE places; --", "That is not a ZIP code"),
    ("2121", "Did you mean 02121?"),
    ("", "Type a five-digit ZIP code"),
])  # fmt: skip
def test_bad_input_gets_a_friendly_line(small: Run, typed: str, part: str) -> None:
    page = small("zip", zip=typed)
    assert not page.exception
    assert part in said(page)
    assert "<script>alert" not in words(page)
    assert page.title[0].value == "Your ZIP"


@pytest.mark.parametrize("typed", ["02121-1234", " 02121 ", "021211234"])
def test_what_a_person_may_write_is_understood(small: Run, typed: str) -> None:
    assert small("zip", zip=typed).title[0].value.startswith("ZIP 02121")


def test_a_post_office_box_says_which_area_it_shows(small: Run) -> None:
    page = small("zip", zip="02112")
    assert page.title[0].value.startswith("ZIP 02112")
    assert "02112 is a post-office-box ZIP" in said(page)
    assert "We show 02111 around it" in said(page)


def test_the_page_types_a_new_zip(small: Run) -> None:
    page = small("zip", zip="02121")
    page.text_input(key="zip").set_value("01105").run()
    assert page.title[0].value.startswith("ZIP 01105")


def test_how_do_we_know_names_the_command(small: Run) -> None:
    page = small("zip", zip="02121")
    assert [e.label for e in page.expander if e.label == "How do we know?"]
    assert page.code[0].value == "python -m etl explain people_shot/zcta/02121/2015-07_2017-12"


def test_no_count_of_1_to_4_stands_on_the_page(small: Run) -> None:
    """01060 has 3 people shot in the invented atlas; the tables never held the number."""
    text = said(small("zip", zip="01060"))
    assert "1-4" in text
    assert not re.search(r"\b3 people shot", text)


def test_districts_show_their_share_and_members(small: Run) -> None:
    text = words(small("zip", zip="02121"))
    assert "75% of residents" in text
    assert "25% of residents" in text
    assert "https://malegislature.gov/" in text
    assert "not a member" in text


def test_margins_that_no_one_published_are_named(small: Run) -> None:
    assert "not published by this source" in words(small("zip", zip="02121"))


# --- over the tables that ship ----------------------------------------------------------------


def test_the_model_sentence_on_real_numbers(real: Run) -> None:
    assert (
        "Boston police recorded at least 92 people shot in ZIP 02121 from July 2015 through "
        "2017; 19 "
        "were killed. Across Boston, the number shot has since fallen by more than half: 260 in "
        "2017, "
        "120 in 2025."
    ) in said(real("zip", zip="02121"))


def test_none_recorded_on_real_numbers(real: Run) -> None:
    assert (
        "Our source has no record of anyone shot in ZIP 01330 from July 2015 through 2017. It "
        "can miss "
        "people and leaves out most suicides, so this does not mean no one was hurt."
    ) in said(real("zip", zip="01330"))


@pytest.mark.parametrize(("zip", "area"), [("02112", "02111"), ("01101", "01103")])
def test_post_office_boxes_on_real_numbers(real: Run, zip: str, area: str) -> None:
    page = real("zip", zip=zip)
    assert page.title[0].value.startswith(f"ZIP {zip}")
    assert f"We show {area} around it" in said(page)


def test_a_boston_zip_has_its_later_years_and_the_citys_newest(real: Run) -> None:
    text = said(real("zip", zip="02121"))
    assert "from January 2018 through February 2023" in text
    assert "2026 to Apr 2" in text
    assert "This year is not over" in text


def test_no_old_number_stands_as_todays(real: Run) -> None:
    assert "Our source for Springfield ends in 2020." in said(real("zip", zip="01105"))
    assert "Our source for Boston ends" not in said(real("zip", zip="02121"))


@pytest.mark.parametrize("zip", ["01144", "02133", "02205", "01003", "02554", "02163", "02457"])
def test_odd_places_have_a_page(real: Run, zip: str) -> None:
    page = real("zip", zip=zip)
    assert not page.exception
    assert "Who represents it" in [header.value for header in page.header]


@pytest.mark.parametrize("zip", ["02121", "01330", "01105", "01267", "02133"])
def test_the_opening_reads_at_grade_eight(real: Run, zip: str) -> None:
    page = real("zip", zip=zip)
    opening = [
        html.unescape(re.sub(r"<[^>]+>", "", element.proto.body))
        for element in page.main
        if element.type == "html" and re.search(r'class="ezc-(lead|text)"', element.proto.body)
    ]
    assert opening
    assert grade(" ".join(opening)) <= 8


def test_a_reader_takes_the_page_along(real: Run) -> None:
    page = real("zip", zip="01330")
    assert "Why is there no rate?" in said(page)
    assert "ZIP codes next to it" in said(page)
    found = words(page)
    for address in (
        "/documents/zip/01330.pdf",
        "/documents/zip/01330.txt",
        "/compare?places=01330",
    ):
        assert address in found


def test_a_town_leads_to_its_zip_codes(real: Run) -> None:
    page = real("zip", zip="")
    page.selectbox(key="zip_town").set_value("Springfield").run()
    assert not page.exception
    assert "/zip?zip=01105" in words(page)
