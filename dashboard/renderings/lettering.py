"""How wide words are, and where they break, without a screen: for pictures.

The widths are those of Liberation Sans, the font that the converter of pictures carries itself
(metrically the same as Arial and Helvetica), so that a picture looks the same on any machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_REGULAR = {
    191: "'",
    222: "ijl’‘ł",
    260: "|",
    278: " !,./:;I[\\]ft·ı",
    333: "()-`r“”",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    549: "÷≥≤",
    556: "#$0123456789?L_abdeghnopqu–đ",
    584: "+<=>~−×",
    611: "FTZßø",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQØ",
    833: "Mm½",
    889: "%æ",
    944: "W",
    1000: "—…Æ",
    1015: "@",
}
_BOLD = {
    238: "'",
    278: " ,./I\\ijl’‘·ıł",
    280: "|",
    333: "!()-:;[]`ft",
    389: "*r{}",
    474: '"',
    500: "z“”",
    549: "÷≥≤",
    556: "#$0123456789J_aceksvxy–",
    584: "+<=>^~−×",
    611: "?FLTZbdghnopqußøđ",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQwØ",
    833: "M½",
    889: "%mæ",
    944: "W",
    975: "@",
    1000: "—…Æ",
}
_OF = {
    bold: {letter: width for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}
"""Widths in thousandths of the size, by weight."""
_WIDEST = 1000


def width_of(words: str, size: float, bold: bool = False) -> float:
    """Pixels that a line takes; letters with marks are as wide as those without."""
    return _units(words, bold) * size / 1000


@lru_cache(maxsize=8192)
def _units(words: str, bold: bool) -> int:
    """Thousandths of the size that a line takes; those of its parts add up to it."""
    plain = unicodedata.normalize("NFD", words)
    widths = _OF[bold]
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return sum(widths.get(letter, _WIDEST) for letter in letters)


def wrapped(words: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Lines that fit a width; a word that does not is broken."""
    lines: list[str] = []
    space = _units(" ", bold)
    for paragraph in words.split("\n"):
        line, taken = "", 0
        for word in paragraph.split():
            more = _units(word, bold)
            longer = taken + space + more if line else more
            if longer * size / 1000 <= width:
                line, taken = f"{line} {word}" if line else word, longer
                continue
            if line:
                lines.append(line)
            *full, line = _broken(word, size, width, bold)
            lines += full
            taken = _units(line, bold)
        if line:
            lines.append(line)
    return lines


def _broken(word: str, size: float, width: float, bold: bool) -> Sequence[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter, size, bold) > width:
            parts.append("")
        parts[-1] += letter
    return parts
