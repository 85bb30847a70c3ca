"""The Trends page: every look at it, what the URL says, and the words around the numbers."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Run, words

CONTEXT = 4
"""Figures that stand below every look: young people, years lost, laws, background checks."""
BOXES = {
    "intent": ["look", "measure"],
    "age": ["look", "intent", "years"],
    "sex": ["look", "intent", "measure"],
    "race": ["look", "intent"],
    "nation": ["look", "intent"],
    "town": ["look", "measure", "town"],
}


def boxes(test: AppTest) -> dict[str, str]:
    return {box.key.removeprefix("choice_"): box.value for box in test.selectbox}


def charts(test: AppTest) -> int:
    return sum(e.type == "plotly_chart" for e in test.main) - CONTEXT


def said(test: AppTest) -> str:
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", words(test), flags=re.S))


def test_opens_with_one_sentence_and_the_intents_apart(real: Run) -> None:
    test = real("trends")
    assert not test.exception
    assert not test.info
    assert boxes(test) == {"look": "intent", "measure": "rate"}
    assert charts(test) == 1
    text = said(test)
    assert test.title[0].value == "How has gun violence changed in Massachusetts?"
    assert "In 2024, 184 people in Massachusetts died by suicide with a firearm and 96" in text
    assert "Homicide and suicide are drawn apart" in text
    assert "still rising as late reports come in" in text
    assert "Ends in 2017" in text
    assert "Checks are not sales" in text
    assert "A license is not a firearm" in text
    assert "the CDC hides most years" in text


@pytest.mark.parametrize("look", list(BOXES))
def test_each_look_has_its_choices_and_its_figure(real: Run, look: str) -> None:
    test = real("trends", look=look)
    assert not test.exception
    assert not test.info
    assert sorted(boxes(test)) == sorted(BOXES[look])
    assert charts(test) == (2 if look == "race" else 1)


@pytest.mark.parametrize(
    "query",
    [
        {"look": "sex", "intent": "suicide", "measure": "count"},
        {"look": "sex", "intent": "homicide"},
        {"look": "age", "intent": "suicide", "years": "2010"},
        {"look": "age", "years": "2019-2023"},
        {"look": "nation", "intent": "all"},
        {"look": "nation", "intent": "suicide"},
        {"look": "town", "town": "25", "measure": "rate"},
        {"look": "town", "town": "2501367000", "measure": "count"},
    ],
)
def test_a_link_opens_its_view(real: Run, query: dict[str, str]) -> None:
    test = real("trends", **query)
    assert not test.exception
    assert not test.info
    assert boxes(test) | query == boxes(test)
    assert charts(test) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"look": "hour"},
        {"intent": "<script>", "look": "sex"},
        {"measure": "percent"},
        {"look": "town", "town": "O'Brien"},
        {"look": "age", "years": "1999"},
        {"look": "sex", "intent": "all"},
        {"shape": "round"},
    ],
)
def test_a_bad_link_gets_one_line_and_the_usual_view(real: Run, query: dict[str, str]) -> None:
    test = real("trends", **query)
    assert not test.exception
    assert len(test.info) == 1
    assert charts(test) == 1
    assert "script" not in said(test)


def test_a_choice_goes_into_the_link(real: Run) -> None:
    test = real("trends")
    test.selectbox(key="choice_look").select("town").run()
    assert test.query_params["look"] in ("town", ["town"])
    test.selectbox(key="choice_town").select("2501367000").run()
    assert not test.exception
    assert not test.info
    assert "People shot across Springfield" in said(test)
    test.selectbox(key="choice_look").select("intent").run()
    assert not test.info, "a choice that this look does not have is no fault of the reader"


def test_boston_has_its_break_and_the_reason(real: Run) -> None:
    text = said(real("trends", look="town"))
    assert "from news reports; from 2015 on from the police record" in text
    assert "Do not compare 2014 with later years" in text
    assert "2026 to Apr 2" in text
    assert "ends with 2020" in text
    test = real("trends", look="town", measure="rate")
    chart = next(e for e in test.main if e.type == "plotly_chart")
    assert "news reports until" in chart.proto.spec
    assert '"dash":"dash"' in chart.proto.spec.replace(" ", "")


def test_a_town_with_nobody_recorded_is_not_called_safe(real: Run) -> None:
    test = real("trends", look="town", town="2501102095", measure="rate")
    assert not test.exception
    assert charts(test) == 0, "there is nothing to draw"
    text = said(test)
    assert "none recorded" in text
    assert "a gap in the data, not a zero" in text


def test_race_stands_with_its_context_and_pooled_years(real: Run) -> None:
    text = said(real("trends", look="race"))
    assert text.index("racism, redlining and disinvestment") < text.index("by race, 2022-2023")
    assert "years are put together" in text
    assert "hidden: 1-9 in a year" in text.lower()
    assert not re.search(r"times (as|more|higher)", text)


def test_race_of_suicides_is_told_as_a_gap(real: Run) -> None:
    test = real("trends", look="race", intent="suicide")
    assert not test.exception
    assert charts(test) == 0
    assert "would give hidden counts back" in said(test)


def test_a_sum_of_intents_says_what_it_is(real: Run) -> None:
    text = said(real("trends", look="nation", intent="all"))
    assert "All intents together: homicide, suicide, unintentional" in text
    assert "/suicide" in words(real("trends", look="nation", intent="suicide"))


@pytest.mark.parametrize("look", list(BOXES))
def test_words_are_those_of_the_guide(real: Run, look: str) -> None:
    text = said(real("trends", look=look)).lower()
    for word in (
        "victim", "hot spot", "dangerous", "driven by", "committed", "gun crime", "accident",
        "legal intervention", "worst", "safe place", " caused", "poorest",
    ):  # fmt: skip
        assert word not in text, word


def test_the_small_atlas_has_less_and_says_so(small: Run) -> None:
    for look in BOXES:
        test = small("trends", look=look)
        assert not test.exception
        assert test.title
