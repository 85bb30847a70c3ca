"""How wide words are, and where they break, without a screen: for pictures.

The widths are those of Liberation Sans, the font that the converter of pictures carries itself
(metrically the same as Arial and Helvetica), so that a picture looks the same on any machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_WIDTHS = {
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    355: '"',
    191: "'",
    222: "ijl",
    260: "|",
    334: "{}",
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHERS = 600
BOLD = 1.075
"""How much wider bold letters are, at most on the average of a line."""


def width_of(words: str, size: float, bold: bool = False) -> float:
    """Pixels that a line takes; letters with marks are as wide as those without."""
    plain = unicodedata.normalize("NFD", words)
    total = sum(_OF.get(letter, _OTHERS) for letter in plain if not unicodedata.combining(letter))
    return total * size / 1000 * (BOLD if bold else 1)


def wrapped(words: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Lines that fit a width; a word that does not is broken."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if width_of(longer, size, bold) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _broken(word, size, width, bold)
            lines += full
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
