"""A value, its status and its margin, in a cell and in words."""

from __future__ import annotations

import pytest

from dashboard.sentences import place_words, value_words
from epidemiology.status import Status
from tests.dashboard.observed import INCOME, SHOT, observation


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_name_a_note_and_a_cell(status: Status) -> None:
    assert value_words.status_name(status)
    assert value_words.status_note(status).endswith(".")
    assert value_words.cell(observation(status, None), SHOT)
    assert value_words.cell(observation(status, None), INCOME)


@pytest.mark.parametrize(
    ("status", "numerator", "value", "text"),
    [
        ("value", 92, 123.4, "123"),
        ("unstable", 12, 55.5, "56, unstable"),
        ("modelled", None, 3.4, "3.4, modelled"),
        ("provisional", 77, 1.1, "1.1, provisional"),
        ("count_only", 7, None, "7 people, no rate"),
        ("small_population", 11, None, "11 people, no rate"),
        ("too_few", None, None, "1-4 people, no rate"),
        ("suppressed", None, None, "1-9 people, no rate"),
        ("none_recorded", 0, None, "none recorded"),
        ("not_covered", None, None, "not covered"),
    ],
)
def test_cells(status: str, numerator: float | None, value: float | None, text: str) -> None:
    assert value_words.cell(observation(status, numerator, value=value), SHOT) == text


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        ("", "$200,000"),
        ("from_tracts top_coded", "$200,000 or more"),
        ("low_reliability", "$200,000, unsure"),
        ("few_households top_coded", "$200,000 or more, unsure"),
    ],
)
def test_cells_of_a_survey_tell_what_it_cannot(flags: str, text: str) -> None:
    here = observation(value=200_000.0, flags=flags)
    assert value_words.cell(here, INCOME) == text
    assert len(place_words.flag_notes(flags, "ZIP 02493")) == len(
        set(flags.split()) - {"from_tracts"}
    )


def test_what_is_hidden_stays_hidden_in_a_cell() -> None:
    assert value_words.cell(observation("too_few", 3, value=12.0), SHOT) == "1-4 people, no rate"
    assert value_words.cell(None, SHOT) == "not covered"


def test_a_margin_that_no_one_published_is_not_invented() -> None:
    assert value_words.margin(observation(value=1.0), INCOME) == "not published by this source"
    assert value_words.margin(observation(value=1.0, moe=4100.0), INCOME) == "±\u00a0$4,100"
    assert value_words.margin(None, INCOME) == "–"
