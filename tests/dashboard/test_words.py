"""Texts pass through one catalogue; a language without one stays in English."""

from __future__ import annotations

import pytest

from dashboard import words


@pytest.mark.parametrize("language", ["en", "xx", "", "<script>"])
def test_an_unknown_language_means_english(language: str) -> None:
    words.speak(language)
    assert words._("People shot") == "People shot"
    words.speak("en")


@pytest.mark.parametrize(("n", "text"), [(0, "0 rows"), (1, "1 row"), (1200, "1,200 rows")])
def test_plurals(n: int, text: str) -> None:
    assert words.plural("{n} row", "{n} rows", n) == text
