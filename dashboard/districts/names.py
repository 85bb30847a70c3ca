"""What a legislative district is called, and which one a text names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from dashboard import figures
from dashboard.atlas import Atlas
from dashboard.records import Place
from dashboard.words import _

LEVELS = ("house", "senate", "congress")
"""Chambers in the order of the page; also the names of the URL's parameters."""
LONGEST = 80
"""Characters of a text that are looked at; the longest name has half as many."""
MOST_NEAR = 4

_UNITS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "twentieth": 20, "thirtieth": 30}
_ORDINALS = {word: number for number, word in enumerate(_UNITS, 1)}
_FILLERS = frozenset({
    "and", "congress", "congressional", "district", "districts", "house", "ma", "massachusetts",
    "of", "representative", "representatives", "senate", "state", "the", "us",
})  # fmt: skip
_NUMBER = re.compile(r"0*([0-9]{1,3})(st|nd|rd|th)?")


@dataclass(frozen=True)
class Named:
    """What a text names: a district, or those whose names are nearest."""

    place: Place | None = None
    near: tuple[Place, ...] = ()


def short(place: Place) -> str:
    """The name as it leads a title: "5th Suffolk", "7th Congressional District"."""
    if place.level == "congress":
        number = re.search(r"[0-9]+", place.name)
        return (
            _("{nth} Congressional District").format(nth=_ordinal(int(number[0])))
            if number
            else place.name
        )
    # The Census calls numbered districts "State House District 7".
    return re.sub(r"^State (House|Senate) (?=District )|\s+District$", "", place.name)


def full(place: Place) -> str:
    """The name with its chamber, for titles and lists: "5th Suffolk, Massachusetts House"."""
    if place.level == "congress":
        return short(place)
    if place.level == "house":
        return _("{name}, Massachusetts House").format(name=short(place))
    return _("{name}, Massachusetts Senate").format(name=short(place))


def address(place: Place) -> str:
    """The page of a district."""
    return figures.address("district", **{place.level: place.code})


def find(atlas: Atlas, level: str, text: str) -> Named:
    """The district of a chamber that a text names, by code or by name as people write it.

    Understood are "5th Suffolk", "Fifth Suffolk District", "5th-suffolk", "Suffolk 5", the
    Census code, and for Congress also "7" and "MA-7".
    """
    text = text[:LONGEST].strip()
    known = {place.code.casefold(): place for place in atlas.places_at(level)}
    if found := known.get(text.casefold()):
        return Named(found)
    names = _names(atlas, level)
    key = name_key(text)
    if key in names:
        return Named(names[key])
    return Named(near=_nearest(names, key))


@lru_cache(maxsize=8)
def _names(atlas: Atlas, level: str) -> dict[str, Place]:
    return {name_key(place.name): place for place in atlas.places_at(level)}


def name_key(text: str) -> str:
    """A name without its spelling: lower-case words, a number first, no marks, no fillers."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’`")
    numbers: list[int] = []
    words: list[str] = []
    tens = 0
    for word in re.findall(r"[^\W_]+", plain):
        if word in _TENS:
            tens = _TENS[word]
            if word.endswith("ieth"):
                numbers, tens = [*numbers, tens], 0
        elif word in _ORDINALS:
            numbers, tens = [*numbers, tens + _ORDINALS[word]], 0
        elif number := _NUMBER.fullmatch(word):
            numbers.append(int(number[1]))
        elif word not in _FILLERS:
            words.append(word)
    return " ".join([*(str(number) for number in numbers), *words])


def _nearest(names: dict[str, Place], key: str) -> tuple[Place, ...]:
    """Districts with all words of the text, in the order of their numbers; else those alike."""
    words = [word for word in key.split() if not word.isdigit()]
    holding = [name for name in names if words and all(word in name.split() for word in words)]
    if holding:
        wanted = next((int(word) for word in key.split() if word.isdigit()), 0)
        near = sorted(holding, key=lambda name: (abs(_first(name) - wanted), _first(name)))
    else:
        near = get_close_matches(key, names, n=MOST_NEAR, cutoff=0.55)
    return tuple(names[name] for name in near[:MOST_NEAR])


def _first(name: str) -> int:
    word = name.split(" ", 1)[0]
    return int(word) if word.isdigit() else 0


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return _("{n}th").format(n=number)
    return {1: _("{n}st"), 2: _("{n}nd"), 3: _("{n}rd")}.get(number % 10, _("{n}th")).format(
        n=number
    )


def listed(atlas: Atlas) -> Sequence[Place]:
    """All districts as a list of choices: by chamber, then by name and number."""
    return [
        place
        for level in LEVELS
        for place in sorted(
            atlas.places_at(level),
            key=lambda p: (name_key(p.name).lstrip("0123456789 "), _first(name_key(p.name))),
        )
    ]
