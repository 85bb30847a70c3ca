"""The yardstick itself, against texts whose grade is known."""

from __future__ import annotations

import pytest

from tests.dashboard.reading_grade import grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("people", 2),
        ("recorded", 3),
        ("police", 2),
        ("community", 4),
        ("lived", 1),
        ("2017", 2),
        ("table", 2),
        ("three", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_easy_and_hard_texts_are_told_apart() -> None:
    easy = "The cat sat on the mat. The dog ran to the cat."
    hard = (
        "Notwithstanding considerable heterogeneity in ascertainment, epidemiological surveillance "
        "demonstrates disproportionate concentration of interpersonal firearm victimization."
    )
    assert grade(easy) < 1
    assert grade(hard) > 18
