"""The map page: its choices live in the URL, and whatever the URL says, a map is shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store
from dashboard.maps import areas
from tests.pages.conftest import Run, words


def decks(test: AppTest) -> list[dict[str, Any]]:
    return [json.loads(e.proto.json) for e in test.main if e.type == "deck_gl_json_chart"]


def boxes(test: AppTest) -> dict[str, str]:
    return {box.key.removeprefix("choice_"): box.value for box in test.selectbox}


def test_opens_on_people_shot_beside_income(real: Run) -> None:
    test = real("map")
    assert not test.exception
    assert not test.info
    assert boxes(test) == {
        "level": "zcta",
        "measure": "people_shot",
        "period": "2015-07_2017-12",
        "beside": "median_household_income",
        "years": "2018-2022",
        "place": None,
        "as": "rate",
        "closer": "",
    }
    assert len(decks(test)) == 2
    said = words(test)
    assert "Of 539 ZIP areas" in said
    assert "Areas, not people." in said
    assert "racism" in said
    assert "none recorded" in said


@pytest.mark.parametrize(
    ("query", "box", "value"),
    [
        ({"level": "town"}, "level", "town"),
        ({"level": "house"}, "level", "house"),
        ({"measure": "people_killed"}, "measure", "people_killed"),
        ({"beside": "poverty"}, "beside", "poverty"),
        ({"period": "2018-01_2023-02"}, "period", "2018-01_2023-02"),
        ({"place": "02121"}, "place", "02121"),
        ({"as": "smoothed"}, "as", "smoothed"),
        ({"as": "sure", "level": "town"}, "as", "sure"),
        ({"as": "near"}, "as", "near"),
        ({"closer": "2502507000"}, "closer", "2502507000"),
    ],
)
def test_a_link_opens_its_view(real: Run, query: dict[str, str], box: str, value: str) -> None:
    test = real("map", **query)
    assert not test.exception
    assert not test.info
    assert boxes(test)[box] == value


@pytest.mark.parametrize(
    "name", ["level", "measure", "beside", "period", "years", "place", "as", "closer"]
)
@pytest.mark.parametrize(
    "bad", ["nonsense", "<script>alert(1)</script>", "x" * 10_000, "😀", "' OR 1"]
)
def test_a_bad_value_gives_the_usual_view_and_one_line(small: Run, name: str, bad: str) -> None:
    test = small("map", **{name: bad})
    assert not test.exception
    assert len(decks(test)) == 2
    assert len(test.info) == 1
    assert "usual view" in test.info[0].value
    assert bad not in test.info[0].value


def test_a_choice_goes_to_the_url_and_the_default_leaves_it(small: Run) -> None:
    test = small("map")
    test.selectbox(key="choice_level").select("town").run()
    assert not test.exception
    assert test.query_params["level"] in ("town", ["town"])
    assert boxes(test)["level"] == "town"
    test.selectbox(key="choice_level").select("zcta").run()
    assert "level" not in test.query_params


@pytest.mark.parametrize("level", ["zcta", "town", "county", "house", "senate", "congress"])
def test_every_level_draws_both_maps(real: Run, level: str) -> None:
    test = real("map", level=level)
    assert not test.exception
    assert len(decks(test)) == 2
    addresses = json.dumps(decks(test))
    assert f"/{level}.geojson" in addresses


@pytest.mark.parametrize(
    ("zip", "says"),
    [
        ("02121", "92 people"),
        ("01060", "Between 1 and 4 people"),
        ("01330", "can miss people"),
        ("01450", "not a zero"),
        ("02139", "could not be placed"),
        ("02111", "10 to 19 people"),
        ("02457", "no boundary"),
    ],
)
def test_a_chosen_place_is_said_in_words(small: Run, zip: str, says: str) -> None:
    test = small("map", place=zip)
    assert not test.exception
    assert any(says in m.value for m in test.markdown), [m.value for m in test.markdown]


def test_the_table_is_by_name_and_hides_what_is_hidden(small: Run) -> None:
    test = small("map")
    test.toggle(key="map_table").set_value(True).run()
    assert not test.exception
    table = test.dataframe[0].value
    assert table["Place"].tolist() == sorted(table["Place"])
    row = table.set_index("Code").loc["01060"]
    assert "1-4 people" in " ".join(map(str, row))
    assert not any(str(v).startswith("3 people") for v in row)


def test_few_zip_areas_have_a_rate_and_towns_are_one_click_away(small: Run) -> None:
    test = small("map")
    assert any("Few ZIP areas" in m.value for m in test.markdown)
    test.button[0].click().run()
    assert boxes(test)["level"] == "town"


def test_ways_to_show_people_shot_are_offered_where_they_exist(real: Run) -> None:
    for query in ({"level": "county"}, {"measure": "people_killed"}):
        test = real("map", **query)
        assert not test.exception
        assert "as" not in boxes(test)
    # Another measure was chosen since: no way to show it, and no complaint.
    test = real("map", measure="people_killed", **{"as": "smoothed"})
    assert not test.info
    test = real("map", **{"as": "smoothed"})
    assert "Not for ranking." in words(test)
    assert "People shot, smoothed" in words(test)


def test_the_smoothed_rate_is_no_measure_of_its_own(real: Run) -> None:
    test = real("map")
    assert "People shot, smoothed" not in test.selectbox(key="choice_measure").options
    test = real("map", measure="people_shot_smoothed")
    assert len(test.info) == 1
    assert boxes(test)["measure"] == "people_shot"


def test_a_choice_to_look_closer_moves_both_maps(real: Run) -> None:
    whole = decks(real("map"))
    test = real("map", closer="2502507000")
    close = decks(test)
    assert len(close) == 2
    for far, near in zip(whole, close, strict=True):
        assert near["initialViewState"]["zoom"] > far["initialViewState"]["zoom"] + 2
        assert "labels-2502507000.json" in json.dumps(near)
    assert 'class="ezc-legend below' in words(test)


def test_closer_the_words_are_about_the_areas_of_the_town(real: Run) -> None:
    atlas = store.atlas()
    near = areas.inside(atlas, "zcta", ("town", "2502507000"))
    assert near is not None
    assert 20 < len(near) < 60
    said = words(real("map", closer="2502507000"))
    assert said.count(f"In and around Boston. Of {len(near)} ZIP areas, ") == 1
    assert "In and around Boston. 2" in said or "In and around Boston. 3" in said  # have a value
    assert "Of 539 ZIP areas" not in said


def test_the_table_has_each_number_in_a_column_and_hides_small_counts(real: Run) -> None:
    test = real("map")
    test.toggle(key="map_table").set_value(True).run()
    table = test.dataframe[0].value.set_index("Code")
    count = next(c for c in table if c.endswith(": people"))
    assert table.loc["02121", count] == 92
    lower, upper = (table.loc["02121", f"People shot: {end} end"] for end in ("lower", "upper"))
    assert (lower, upper) == (99.0, 150.5)
    few = table["People shot: in words"].str.startswith("1-4 people")
    assert few.sum() > 50
    assert table.loc[few, count].isna().all()
    assert table.loc[few, "People shot: upper end"].isna().all()


@pytest.mark.parametrize("aspect", ["smoothed", "sure", "near"])
def test_a_place_and_the_table_follow_the_way_to_show_it(real: Run, aspect: str) -> None:
    test = real("map", place="02121", **{"as": aspect})
    assert not test.exception
    test.toggle(key="map_table").set_value(True).run()
    assert not test.exception
    row = test.dataframe[0].value.set_index("Code").loc["02121"]
    said = " ".join(map(str, row)) + words(test)
    assert {"smoothed": "smoothed", "sure": "times", "near": "chance would give"}[aspect] in said


def test_a_chosen_town_stands_beside_the_state_and_leads_to_its_zip_codes(real: Run) -> None:
    test = real("map", level="town", place="2502309000")
    said = words(test)
    assert "Massachusetts:" in said
    assert "/zip?zip=02301" in " ".join(html.proto.body for html in test.get("html"))


def test_a_link_with_an_unknown_part_says_so(real: Run) -> None:
    test = real("map", indicator="nonsense")
    assert "A part of this link says nothing to this page" in words(test)
