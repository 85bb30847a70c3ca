"""What a district is called, and which one a text names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import place_names, store
from dashboard.districts import names


@pytest.mark.parametrize(("level", "text", "code"), [
    ("house", "5th Suffolk", "25127"),
    ("house", "5th Suffolk District", "25127"),
    ("house", "Fifth Suffolk", "25127"),
    ("house", "5th-suffolk", "25127"),
    ("house", "  SUFFOLK 5 ", "25127"),
    ("house", "Súffolk 5th", "25127"),
    ("house", "25127", "25127"),
    ("house", "Twenty-first Middlesex", "25079"),
    ("house", "Thirtieth Middlesex", "25088"),
    ("house", "Barnstable, Dukes & Nantucket", "25006"),
    ("house", "barnstable dukes and nantucket", "25006"),
    ("senate", "25d29", "25D29"),
    ("senate", "2nd Suffolk", "25D29"),
    ("senate", "Middlesex and Norfolk", "25D13"),
    ("senate", "Norfolk and Middlesex", "25D17"),
    ("senate", "Berkshire, Hampden, Franklin and Hampshire", "25D01"),
    ("congress", "7", "2507"),
    ("congress", "MA-7", "2507"),
    ("congress", "MA-07", "2507"),
    ("congress", "Seventh Congressional District", "2507"),
])  # fmt: skip
def test_a_name_as_people_write_it(level: str, text: str, code: str) -> None:
    found = names.find(store.atlas(), level, text).place
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(("level", "text", "near"), [
    ("house", "20th Suffolk", ["19th Suffolk", "18th Suffolk", "17th Suffolk", "16th Suffolk"]),
    ("house", "Sufolk 5", ["5th Suffolk"]),
    ("house", "Plymouth", ["1st Plymouth"]),
    ("congress", "12", []),
    ("house", "25A21", []),
    ("house", "", []),
    ("house", "<script>alert(1)</script>", []),
    ("house", "'; DROP TABLE places; --", []),
    ("house", "😀" * 500, []),
    ("senate", "9" * 10_000, []),
])  # fmt: skip
def test_what_names_no_district_gets_the_nearest_names(
    level: str, text: str, near: list[str]
) -> None:
    found = names.find(store.atlas(), level, text)
    assert found.place is None
    assert [names.short(place) for place in found.near][: len(near)] == near
    assert len(found.near) <= names.MOST_NEAR


def test_every_district_is_found_by_each_of_its_names() -> None:
    atlas = store.atlas()
    for place in names.listed(atlas):
        for text in (place.name, names.short(place), place.code, place.name.upper()):
            assert names.find(atlas, place.level, text).place == place
    assert len(names.listed(atlas)) == 160 + 40 + 9


def test_names_in_titles_and_sentences() -> None:
    atlas = store.atlas()
    found = [
        atlas.place(level, code)
        for level, code in (("house", "25127"), ("senate", "25D40"), ("congress", "2501"))
    ]
    house, senate, congress = (place for place in found if place is not None)
    assert names.full(house) == "5th Suffolk, Massachusetts House"
    assert place_names.spoken(house) == "the 5th Suffolk House district"
    assert names.full(senate) == "Cape and Islands, Massachusetts Senate"
    assert place_names.spoken(senate) == "the Cape and Islands Senate district"
    assert names.full(congress) == "1st Congressional District"
    assert names.address(house) == "/district?house=25127"


@given(st.text(max_size=120), st.sampled_from(names.LEVELS))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_an_answer(text: str, level: str) -> None:
    found = names.find(store.atlas(), level, text)
    assert found.place is None or found.near == ()
