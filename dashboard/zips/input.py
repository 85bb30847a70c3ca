"""What a person typed into the ZIP box, or stands in the URL: a ZIP code, or a friendly line.

Only digits are ever said back, never the text itself, and nothing of it is logged.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dashboard.atlas import Atlas
from dashboard.records import Place, ZipCode
from dashboard.sentences import zip_answers

LONGEST = 40
"""Characters looked at; nobody writes a ZIP code longer than this."""
EXAMPLE = "02121"
"""A ZIP code as an example, in the state that has it."""
_ZIP = re.compile(r"([0-9]{5})(-?[0-9]{4})?")


@dataclass(frozen=True)
class Answer:
    """How the atlas answers a text: with a place, or with a line that says what to type.

    ``note`` is for a ZIP code that another area answers (a post-office box), ``choices`` are the
    ZIP codes of a town or neighborhood that was typed by its name.
    """

    zip_code: ZipCode | None = None
    place: Place | None = None
    line: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()


def example(atlas: Atlas) -> str:
    """A ZIP code to show what one looks like: where :data:`EXAMPLE` is unknown, the largest."""
    if atlas.zip_code(EXAMPLE) is not None:
        return EXAMPLE
    areas = atlas.places_at("zcta")
    return max(areas, key=lambda area: area.population or 0).code if areas else EXAMPLE


def read_zip(text: str, such_as: str = EXAMPLE) -> tuple[str, str]:
    """The five digits in ``text`` and "", or "" and a line that says what to type.

    Understood are ``02121``, `` 02121 ``, ``02121-1234``, ``02121 1234``, in any script's digits.

    Args:
        such_as: the ZIP code that the line has as an example.
    """
    if len(text) > LONGEST:
        text = text.strip()[: LONGEST + 1]
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if not character.isspace() and unicodedata.category(character) != "Cf"
    )
    plain = plain.replace("–", "-").replace("—", "-")
    if not plain:
        return "", zip_answers.zip_wanted(such_as)
    if match := _ZIP.fullmatch(plain):
        return match[1], ""
    if re.fullmatch(r"[1-9][0-9]{3}", plain):
        return "", zip_answers.zip_lost_its_zero("0" + plain)
    if re.fullmatch(r"[0-9]{1,9}", plain):
        return "", zip_answers.zip_wrong_length(len(plain), such_as)
    return "", zip_answers.zip_not_understood(such_as)


def answer(atlas: Atlas, text: str) -> Answer:
    """The ZIP code and the place that answers for it, or the line to show instead."""
    digits, line = read_zip(text, example(atlas))
    if line:
        name, choices = named(atlas, text)
        if not name:
            return Answer(line=line)
        return Answer(line=zip_answers.zip_of_town(name, len(choices) > 1), choices=choices)
    found = atlas.zip_code(digits)
    if found is None:
        return Answer(line=_unknown(atlas, digits))
    place = atlas.place("zcta", found.zcta)
    if place is None:
        return Answer(line=zip_answers.zip_unknown(digits))
    note = "" if found.zip == found.zcta else zip_answers.answered_by(found)
    return Answer(found, place, note=note)


def named(atlas: Atlas, text: str) -> tuple[str, tuple[str, ...]]:
    """The town or post office that ``text`` names, as the atlas writes it, and its ZIP codes.

    Post-office boxes are left out unless the place has nothing else. "" and () if it names none.
    """
    wanted = " ".join(text[:LONGEST].split()).casefold()
    towns = {place.code: place.name for place in atlas.places_at("town")}
    found: dict[str, list[ZipCode]] = {}
    for zip_code in atlas.every_zip_code():
        names = {zip_code.city, *(towns[code] for code in zip_code.towns.split() if code in towns)}
        for name in names:
            if name.casefold() == wanted:
                found.setdefault(name, []).append(zip_code)
    for name, zips in found.items():
        own = [z.zip for z in zips if z.kind != "po_box"] or [z.zip for z in zips]
        return name, tuple(sorted(own))
    return "", ()


def _unknown(atlas: Atlas, digits: str) -> str:
    """Whether the Postal Service gives the prefix to this state decides what is said."""
    prefixes = atlas.state.zip_prefixes
    if digits[:3] in prefixes:
        return zip_answers.zip_unknown(digits)
    return zip_answers.zip_of_another_state(digits, prefixes)
