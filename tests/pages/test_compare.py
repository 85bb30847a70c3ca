"""The Compare page: one to seven places, every level, and whatever a link says."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Run, words


def said(test: AppTest) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", words(test)))


def cards(test: AppTest) -> list[str]:
    return [
        html.unescape(name)
        for element in test.main
        if element.type == "html"
        for name in re.findall(r'<h2 class="ezc-figure-title">(.+?)</h2>', element.proto.body)
    ]


def removable(test: AppTest) -> list[str]:
    return [b.label.removeprefix("Remove ") for b in test.button if b.label.startswith("Remove")]


def test_opens_on_an_example_that_says_so(real: Run) -> None:
    test = real("compare")
    assert not test.exception
    assert test.title[0].value == "Compare places"
    assert cards(test) == ["Boston", "Springfield", "Worcester", "Massachusetts"]
    text = said(test)
    assert "This is an example" in text
    assert "racism, redlining and disinvestment" in text
    assert "Areas, not people" in text
    assert "Low overall, unequal within." in text
    assert "54 times as many people were shot" in text


@pytest.mark.parametrize("n", range(1, 8))
def test_one_to_seven_places(real: Run, n: int) -> None:
    zips = ["02121", "02116", "01105", "01330", "02139", "01201", "02543"]
    test = real("compare", places=" ".join(zips[:n]))
    assert not test.exception
    shown = [f"ZIP {zip}" for zip in zips[: min(n, 5)]]
    assert cards(test)[: len(shown)] == shown
    assert len(cards(test)) == (3 if n == 1 else len(shown))
    assert removable(test) == shown
    assert ("As an example" in said(test)) == (n == 1)
    assert ("5 places at most" in said(test)) == (n > 5)
    assert test.selectbox(key="compare_add").disabled == (n >= 5)


@pytest.mark.parametrize("level", [
    "zcta:02121", "town:2502507000", "county:25025", "house:25127", "senate:25D01",
    "congress:2507", "state:25",
])  # fmt: skip
def test_each_level_stands_beside_a_town(real: Run, level: str) -> None:
    test = real("compare", places=f"{level},springfield")
    assert not test.exception
    assert len(cards(test)) == 2
    differ = "The years differ" in said(test)
    assert differ == level.startswith(("zcta", "house", "senate", "congress"))


@pytest.mark.parametrize(("zip", "part"), [
    ("02139", "could not be placed on the map"),
    ("01450", "not covered"),
    ("01060", "1-4 people, no rate"),
    ("01201", "7 people, no rate"),
    ("01330", "none recorded"),
    ("02457", "no boundary"),
    ("02543", "Fewer than 1,000 people live here"),
])  # fmt: skip
def test_a_place_without_a_rate_says_why(small: Run, zip: str, part: str) -> None:
    test = small("compare", places=f"{zip} 02121")
    assert not test.exception
    assert part in said(test)
    assert f"ZIP {zip} has no rate." in said(test)


@pytest.mark.parametrize("text", [
    "O'Brien's, Ñuñoa", "<b>x</b>", "\x00", "😀", "9" * 5000, ",,,", "town:", "zcta:", "%",
    "' OR 1",
])  # fmt: skip
def test_bad_places_leave_the_example_and_a_line(real: Run, text: str) -> None:
    test = real("compare", places=text)
    assert not test.exception
    assert cards(test)[0] == "Boston"
    assert "<b>x" not in words(test)


@pytest.mark.parametrize(
    "query", [{"years": "1999"}, {"intent": "x"}, {"year": "1999"}, {"sort": "worst"}, {"zz": "1"}]
)
def test_a_bad_choice_gives_the_usual_view_and_a_line(real: Run, query: dict[str, str]) -> None:
    test = real("compare", places="boston lynn", **query)
    assert not test.exception
    assert cards(test) == ["Boston", "Lynn"]
    assert re.search(r"this is the usual view|says nothing to this page", said(test))


def test_a_reader_adds_and_removes_places(real: Run) -> None:
    test = real("compare", places="02121 boston")
    test.selectbox(key="compare_add").set_value("Springfield").run()
    assert test.query_params["places"] == "02121 boston springfield"
    assert cards(test) == ["ZIP 02121", "Boston", "Springfield"]
    test.button(key="remove_boston").click().run()
    assert cards(test) == ["ZIP 02121", "Springfield"]
    test.selectbox(key="compare_add").set_value("Springfield").run()
    assert "Springfield was named twice" in said(test)
    assert cards(test) == ["ZIP 02121", "Springfield"]
    test.selectbox(key="compare_add").set_value("5th Suffolk House district").run()
    assert "named twice" not in said(test)
    assert cards(test) == ["ZIP 02121", "Springfield", "5th Suffolk House district"]


def test_the_first_own_place_replaces_the_example(real: Run) -> None:
    test = real("compare")
    test.selectbox(key="compare_add").set_value("Lowell").run()
    assert cards(test) == ["Lowell", "Middlesex County", "Massachusetts"]
    assert removable(test) == ["Lowell"]


def test_a_link_with_a_zip_alone_starts_from_it(real: Run) -> None:
    assert cards(real("compare", zip="01105")) == ["ZIP 01105", "Springfield", "Massachusetts"]


def test_suicide_stands_with_help_and_apart(real: Run) -> None:
    text = said(real("compare", intent="suicide"))
    assert "988 Suicide & Crisis Lifeline, call or text 988" in text
    assert "add people killed" not in text


def test_without_states_the_page_still_compares(small: Run) -> None:
    test = small("compare")
    assert not test.exception
    assert "among the states" not in said(test)
    assert "Boston" in cards(test)
