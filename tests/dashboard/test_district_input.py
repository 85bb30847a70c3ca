"""What the District page makes of its URL."""

from __future__ import annotations

import pytest

from dashboard import controls, store
from dashboard.districts import input as district_input


def asked(**query: str) -> district_input.Answer:
    with controls.asking(query):
        return district_input.read(store.atlas())


@pytest.mark.parametrize(("query", "code"), [
    ({"house": "5th Suffolk"}, "25127"),
    ({"house": "5th-suffolk"}, "25127"),
    ({"house": "25127"}, "25127"),
    ({"senate": "Second Suffolk"}, "25D29"),
    ({"congress": "7"}, "2507"),
])  # fmt: skip
def test_a_district_by_name_or_code(query: dict[str, str], code: str) -> None:
    found = asked(**query)
    assert found.place is not None
    assert found.place.code == code
    assert found.notes == ()


@pytest.mark.parametrize(("query", "line", "near"), [
    ({"house": "20th Suffolk"}, "no such district of the Massachusetts House", "25141"),
    ({"senate": "9th Suffolk"}, "no such district of the Massachusetts Senate", "25D25"),
    ({"congress": "99"}, "Massachusetts has no such district of Congress", "2509"),
    ({"congress": "5th Suffolk"}, "Massachusetts has no such district of Congress", "25127"),
    ({"house": "<b>"}, "Choose one from the list", ""),
])  # fmt: skip
def test_no_such_district_gets_one_line_and_the_nearest(
    query: dict[str, str], line: str, near: str
) -> None:
    found = asked(**query)
    assert found.place is None
    assert line in found.line
    assert "<b>" not in found.line
    assert [choice.place.code for choice in found.near][:1] == ([near] if near else [])


def test_a_zip_that_is_split_lists_its_districts_with_shares() -> None:
    found = asked(zip="02121")
    house, senate, congress = (choices for _name, choices in found.chambers)
    assert [choice.place.code for choice in house] == ["25127", "25128", "25129"]
    assert house[0].share == pytest.approx(0.658, abs=0.001)
    assert sum(choice.share or 0 for choice in house) == pytest.approx(1, abs=0.01)
    assert [choice.place.code for choice in senate][:1] == ["25D29"]
    assert [choice.place.code for choice in congress] == ["2507"]


def test_a_post_office_box_says_which_area_answers() -> None:
    found = asked(zip="02112")
    assert "We show 02111 around it" in found.note
    assert found.chambers


def test_a_town_in_the_zip_box_offers_its_zip_codes() -> None:
    found = asked(zip="Springfield")
    assert "01105" in found.zips


@pytest.mark.parametrize(("zip", "part"), [
    ("0212", "five digits"), ("10001", "Massachusetts"), ("😀", "not a ZIP code"),
])  # fmt: skip
def test_a_bad_zip_gets_the_usual_line(zip: str, part: str) -> None:
    found = asked(zip=zip)
    assert part in found.line
    assert found.chambers == ()


def test_nothing_asked() -> None:
    assert asked().line.startswith("Choose a district")
    assert asked(house="").line.startswith("Choose a district")


def test_two_districts_or_an_unknown_part_are_told() -> None:
    both = asked(house="25127", senate="25D29", size="big")
    assert both.place is not None
    assert both.place.code == "25127"
    assert len(both.notes) == 2
