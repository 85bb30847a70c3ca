"""Sentences of income, of what was typed, of towns and of what a place is flagged for."""

from __future__ import annotations

import pytest

from dashboard.records import Observation, ZipCode
from dashboard.sentences import place_words, zip_answers
from tests.dashboard.observed import observation


@pytest.mark.parametrize(
    ("here", "state", "words"),
    [
        (
            observation(value=38_000.0, period="2018-2022"),
            observation(value=96_505.0, period="2018-2022"),
            "The middle household in ZIP 02121 had an income of about $38,000 a year. Across "
            "Massachusetts it was "
            "$96,500 (2018-2022).",
        ),
        (
            observation(value=38_000.0, moe=4_100.0, period="2017-2021"),
            observation(value=101_640.0, period="2019-2023"),
            "The middle household in ZIP 02121 had an income of about $38,000 a year, give or "
            "take $4,100 "
            "(2017-2021). Across Massachusetts it was $101,600 (2019-2023).",
        ),
        (
            observation(value=38_000.0, period="2018-2022"),
            None,
            "The middle household in ZIP 02121 had an income of about $38,000 a year (2018-2022).",
        ),
        (
            observation("not_covered", period="2018-2022"),
            observation(value=96_505.0),
            "no middle income",
        ),
        (None, None, "no middle income"),
    ],
)
def test_income(here: Observation | None, state: Observation | None, words: str) -> None:
    assert words in place_words.income(here, state, "ZIP 02121")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "po_box",
            "02112 is a post-office-box ZIP, with no area of its own. We show 02111 around it.",
        ),
        ("unique", "02112 has no area of its own"),
    ],
)
def test_which_area_was_answered(kind: str, words: str) -> None:
    zip_code = ZipCode("02112", "Boston", "02111", kind, "25025", "2502507000")
    assert zip_answers.answered_by(zip_code).startswith(words)


def test_towns_of_a_zip() -> None:
    assert place_words.lies_in("ZIP 02121", [("Boston", 1.0)]) == "ZIP 02121 lies in Boston."
    assert place_words.lies_in(
        "ZIP 01002", [("Amherst", 0.9), ("Pelham", 0.06), ("Shutesbury", 0.04)]
    ) == (
        "ZIP 01002 lies in Amherst (90% of residents), Pelham (6% of residents) and Shutesbury "
        "(4% of "
        "residents)."
    )


@pytest.mark.parametrize(
    ("flags", "notes"),
    [
        ("", 0),
        ("boundary_changed", 1),
        ("no_boundary group_quarters", 2),
        ("something_new", 0),
    ],
)
def test_flags_become_notes(flags: str, notes: int) -> None:
    assert len(place_words.flag_notes(flags, "ZIP 02169")) == notes
