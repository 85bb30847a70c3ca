"""The story: nine steps, plain and respectful words, claims that a table or a study carries."""

from __future__ import annotations

import pytest

from dashboard import controls, store
from dashboard.atlas import Atlas
from dashboard.reuse import bar as reuse
from dashboard.reuse import routes as figure_routes
from dashboard.talks import story
from dashboard.talks.deck import Deck
from tests.dashboard.reading_grade import grade


@pytest.fixture(scope="module")
def talk() -> Deck:
    return story.talk(store.atlas())


def test_it_walks_from_the_trend_to_what_a_class_can_do(talk: Deck) -> None:
    assert [step.key for step in talk.steps] == [
        "opening", "trend", "who", "where", "gradient", "share", "structure", "change", "gaps",
        "act", "help", "sources",
    ]  # fmt: skip
    drawn = [step.key for step in talk.steps if step.figure is not None]
    assert len(drawn) == 8


def test_each_step_has_one_message_and_one_question(talk: Deck) -> None:
    for step in talk.steps[:-2]:
        assert step.message, step.key
        assert step.question.endswith("?"), step.key
        assert step.say, step.key


def test_words_are_at_grade_8_or_below(talk: Deck) -> None:
    for step in talk.steps:
        for words in (step.title, step.question, step.say):
            assert grade(words) <= 8, (step.key, round(grade(words), 1), words)
    told = " ".join(step.message for step in talk.steps[:-2])
    assert grade(told) <= 8
    for step in talk.steps[:-2]:
        # The line on gaps is one sentence that the whole atlas shares.
        if step.key != "who":
            assert grade(step.message) <= 8.5, (step.key, grade(step.message), step.message)


def test_words_are_those_of_the_guide(talk: Deck) -> None:
    told = " ".join(
        " ".join([s.title, s.message, s.question, s.say, *s.points]) for s in talk.steps[:-1]
    ).lower()
    told = told.replace("journal of urban health", "")
    for word in (
        "victim", "hot spot", "dangerous", "violent", "worst", "poor areas", "poorest", "caused",
        " causes", "driven by", "epidemic", "offender", "gang", "urban",
    ):  # fmt: skip
        assert word not in told, word
    for root in ("racism", "redlining", "segregation", "disinvestment"):
        assert root in told, root
    assert "988" in told


def test_what_is_said_of_studies_is_in_the_table(talk: Deck) -> None:
    step = next(step for step in talk.steps if step.key == "structure")
    assert step.figure is not None
    assert step.figure.rows[0][1:3] == ("11.1", "5.5 to 22.4")
    assert step.figure.rows[2][1:3] == ("3.25", "1.35 to 7.85")
    assert "Poulson et al. (2021)" in step.figure.caption
    assert "3.96 times" in step.points[0]
    assert "Krieger et al. (2017)" in step.points[0]


def test_what_has_changed_is_read_from_the_tables(talk: Deck) -> None:
    step = next(step for step in talk.steps if step.key == "change")
    assert "fallen by more than half: 260 in 2017" in step.message


def test_race_comes_with_its_context_and_pooled_years(talk: Deck) -> None:
    step = next(step for step in talk.steps if step.key == "who")
    assert step.figure is not None
    assert "They do not come from who people are." in step.message
    assert "-" in step.figure.period


def test_every_figure_of_it_can_be_taken_away(talk: Deck) -> None:
    atlas = store.atlas()
    for step in talk.steps:
        if step.figure is None:
            continue
        page, query = reuse._page_and_query(step.figure)
        asked = dict(pair.split("=") for pair in query.split("&") if pair)
        found = figure_routes.figure_at(atlas, page, step.figure.key, asked)
        assert found is not None, step.key
        assert found.title == step.figure.title


def test_small_tables_have_a_story_too(small_tables: Atlas) -> None:
    with controls.asking({}):
        made = story.talk(small_tables)
    assert len(made.steps) == 12
