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


def test_what_holds_words_is_remembered_for_each_language_apart() -> None:
    made: list[tuple[str, int]] = []

    @words.remembered(8)
    def said(name: str, *, n: int) -> str:
        made.append((name, n))
        return f"{words._language.get()} {name} {n}"

    assert said("a", n=1) == "en a 1"
    assert said("a", n=1) == "en a 1"
    assert made == [("a", 1)]
    token = words._language.set("es")
    try:
        assert said("a", n=1) == "es a 1"
    finally:
        words._language.reset(token)
    assert said("a", n=1) == "en a 1"
    assert made == [("a", 1), ("a", 1)]
