"""The Briefing page and the story: choices live in the URL, and so does each step."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Run, words


def test_opens_on_the_whole_state_with_every_topic(real: Run) -> None:
    test = real("briefing")
    assert not test.exception
    assert not test.info
    assert all(box.value for box in test.checkbox)
    said = words(test)
    assert "More poverty goes along with more people shot" in said
    assert "/decks/briefing.pptx?place=massachusetts" in said
    assert "What the numbers cannot say" in said


def test_a_link_opens_its_place_and_topics(real: Run) -> None:
    test = real("briefing", place="02121", topics="trend map")
    assert not test.exception
    assert test.text_input[0].value == "02121"
    assert [box.label for box in test.checkbox if box.value] == ["Year by year", "On the map"]
    said = words(test)
    assert "/decks/briefing.pptx?place=02121&amp;topics=trend+map" in said
    assert "More poverty goes along" not in said


def test_choices_go_to_the_url(real: Run) -> None:
    test = real("briefing")
    test.text_input[0].set_value("Springfield").run()
    assert test.query_params["place"] in ("Springfield", ["Springfield"])
    assert "People shot across Springfield" in words(test)
    for box in test.checkbox[:-1]:
        box.uncheck()
    test.run()
    assert test.query_params["topics"] in ("voices", ["voices"])
    test.checkbox[-1].uncheck().run()
    assert test.query_params["topics"] in ("none", ["none"])
    assert not test.exception
    for box in test.checkbox:
        box.check()
    test.run()
    assert "topics" not in test.query_params


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ({"place": "Atlantis"}, "no place called"),
        ({"place": "<script>alert(1)</script>"}, "We know no place"),
        ({"place": "x" * 10_000}, "We know no place"),
        ({"place": "suffolk-county"}, "no briefing of a county"),
        ({"topics": "weather"}, "usual view"),
        ({"colour": "red"}, "says nothing to this page"),
    ],
)
def test_a_bad_value_gets_one_line(real: Run, query: dict[str, str], line: str) -> None:
    test = real("briefing", **query)
    assert not test.exception
    assert len(test.info) == 1
    assert line in test.info[0].value
    assert "<script>" not in test.info[0].value


def test_the_presentation_is_stepped_through_by_buttons(real: Run) -> None:
    test = real("briefing", place="02121", present="1", step="2")
    assert not test.exception
    assert "at least 92 people shot" in words(test)
    test.button(key="deck_next").click().run()
    assert test.query_params["step"] in ("3", ["3"])
    assert "People shot for each 100,000 residents" in words(test)
    test.button(key="deck_leave").click().run()
    assert "present" not in test.query_params
    assert test.title[0].value == "Briefing"


@pytest.mark.parametrize("step", ["0", "99", "x", "-1", "1e9"])
@pytest.mark.parametrize("page", ["briefing", "story"])
def test_a_step_that_is_not_there_is_the_first(real: Run, page: str, step: str) -> None:
    test = real(page, present="1", step=step)
    assert not test.exception
    assert test.button(key="deck_back").disabled


def test_the_last_step_has_no_next(real: Run) -> None:
    test = real("story", present="1", step="12")
    assert test.button(key="deck_next").disabled
    assert "Where the numbers come from" in words(test)


def test_the_story_goes_on_from_step_to_step(real: Run) -> None:
    test = real("story")
    assert not test.exception
    assert test.title[0].value == "From numbers to roots"
    test.button(key="story_next").click().run()
    assert test.query_params["step"] in ("2", ["2"])
    assert test.header[0].value == "Two kinds of loss, over many years"
    assert "/decks/story.pptx" in words(test)
    test.button(key="story_present").click().run()
    assert test.query_params["present"] in ("1", ["1"])
    test.button(key="deck_leave").click().run()
    assert test.header[0].value == "Two kinds of loss, over many years"


def test_small_tables_have_a_briefing_too(small: Run) -> None:
    for page in ("briefing", "story"):
        assert not small(page).exception
