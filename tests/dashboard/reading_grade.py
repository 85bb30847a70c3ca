"""A small Flesch-Kincaid grade: enough to hold our texts to plain words.

Kincaid JP et al. (1975), Derivation of new readability formulas for Navy enlisted personnel:
``0.39 words/sentences + 11.8 syllables/words - 15.59``. Syllables are counted as groups of
vowels, which is within a tenth of a dictionary's count on English prose. A number is read as
one word of two syllables, as the usual programs do no worse.
"""

from __future__ import annotations

import re


def syllables(word: str) -> int:
    word = word.lower()
    if word[0].isdigit() or word[0] == "$":
        return 2
    word = re.sub(r"[^a-z]", "", word)
    if not word:
        return 1
    count = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and count > 1:
        count -= 1
    if word.endswith("ed") and count > 1 and not word.endswith(("ted", "ded")):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """The school grade (US) at which a text is read with ease."""
    text = re.sub(r"(?<=\d)[.,](?=\d)", "", text)
    sentences = [s for s in re.split(r"[.!?;:]+(?:\s|$)", text) if s.strip()]
    words = re.findall(r"[$\w][\w'’%½-]*", text)
    if not words or not sentences:
        return 0.0
    return (
        0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    )
