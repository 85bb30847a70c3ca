"""Every text that readers see passes through here, so that it can be translated.

``_("...")`` marks a sentence; ``plural(one, many, n)`` a sentence that counts; ``told(text)`` says
a sentence of the tables. All look the sentence up in the reader's language. What a catalogue does
not have stays in English.

The catalogues are the files ``locales/<language>/LC_MESSAGES/every_zip_code.po``;
``python -m dashboard words`` brings them up to date with the code and the tables.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol, get_group_symbol


@dataclass(frozen=True)
class Language:
    """A language on offer.

    Attributes:
        name: what its speakers call it.
        locale: language and country, as other programs know it.
        numbers: the locale whose signs its numbers have, among its readers in the United States.
    """

    name: str
    locale: str
    numbers: str


LANGUAGES = {
    "en": Language("English", "en_US", "en_US"),
    "es": Language("Español", "es_US", "es_US"),
    "pt": Language("Português", "pt_BR", "pt_BR"),
    # Haitian Creole has no entry of its own in the Unicode tables; agencies in Massachusetts
    # write its numbers as they write English ones.
    "ht": Language("Kreyòl ayisyen", "ht_HT", "en_US"),
}
"""Languages on offer by their codes; the first is the one the texts are written in."""
FIRST = next(iter(LANGUAGES))
LOCALES = Path(__file__).parent / "locales"
DOMAIN = "every_zip_code"
READ_BY = "X-Read-By"
"""Header of a catalogue: the native speaker who has read the translation over, and when."""

P = ParamSpec("P")
R = TypeVar("R")

HOME = "Massachusetts"
"""The state that the texts speak of. In an atlas of another one they speak of that."""
_OF_HOME = ("Massachusetts Coalition", "Massachusetts Behavioral Health")
"""Names that stay as they are, whatever state is shown."""
_state = HOME

_language: ContextVar[str] = ContextVar("language", default=FIRST)
_carried: ContextVar[str] = ContextVar("carried", default="")


def catalogue_file(language: str) -> Path:
    """Where the translations into a language are."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = catalogue_file(language)
    if language == FIRST or not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as written, io.BytesIO() as read:
        write_mo(read, read_po(written, locale=language))
        read.seek(0)
        return gettext.GNUTranslations(read)


def read_by(language: str) -> str:
    """The native speaker who has read a translation over, and when; "" where nobody has yet."""
    return _catalogue(language).info().get(READ_BY.casefold(), "")


def known(language: str) -> str:
    """The code of a language on offer, or that of the first one."""
    return language if language in LANGUAGES else FIRST


def preferred(asked: str | None, accepted: str | None) -> str:
    """The language to speak: the one that was asked for, else the first that the browser takes.

    Args:
        asked: a code, as an address names it.
        accepted: the header ``Accept-Language``, most wanted first.
    """
    if asked in LANGUAGES:
        return str(asked)
    for part in (accepted or "").split(","):
        code = part.split(";")[0].strip().split("-")[0].casefold()
        if code in LANGUAGES:
            return code
    return FIRST


def language() -> str:
    """The code of the language that is being spoken."""
    return _language.get()


def tag() -> str:
    """The language and country being spoken, as files of slides name them: ``en-US``."""
    return LANGUAGES[_language.get()].locale.replace("_", "-")


def carried() -> str:
    """The language that addresses on this page carry on; "" where the browser may choose."""
    return _carried.get()


def speak(language: str, *, chosen: bool = False) -> None:
    """Set the language of what follows in this script run; an unknown one means English.

    Args:
        language: its code.
        chosen: whether the reader asked for it, so that addresses carry it even if it is English.
    """
    _language.set(known(language))
    _carried.set(_carries(language, chosen))


@contextmanager
def speaking(language: str, *, chosen: bool = False) -> Iterator[None]:
    """Speak a language inside a block, see :func:`speak`."""
    before = _language.set(known(language)), _carried.set(_carries(language, chosen))
    try:
        yield
    finally:
        _language.reset(before[0])
        _carried.reset(before[1])


def _carries(language: str, chosen: bool) -> str:
    return known(language) if chosen or known(language) != FIRST else ""


def _(text: str) -> str:
    """The text in the reader's language."""
    return _here(text, _catalogue(_language.get()).gettext(text))


def speak_of(state: str) -> None:
    """Set the name of the state whose tables are shown: one site shows one state."""
    global _state
    _state = state


def state_spoken_of() -> str:
    """The name of the state whose tables are shown."""
    return _state


def at_home() -> bool:
    """Whether the tables are of the state about which some texts hold alone."""
    return _state == HOME


def _here(text: str, said: str) -> str:
    if at_home() or any(name in text for name in _OF_HOME):
        return said
    return said.replace(HOME, _state)


def plural(one: str, many: str, n: int) -> str:
    """The text for ``n`` things in the reader's language, with ``{n}`` filled in."""
    said = _catalogue(_language.get()).ngettext(one, many, n)
    return _here(one, said).format(n=signs(f"{n:,}"))


@lru_cache
def _signs(language: str) -> dict[int, str]:
    numbers = LANGUAGES[language].numbers
    return str.maketrans({",": get_group_symbol(numbers), ".": get_decimal_symbol(numbers)})


def signs(number: str) -> str:
    """A number written as in English, "1,234.5", with the signs of the reader's language."""
    return number.translate(_signs(_language.get()))


_NUMBER = re.compile(r"(?<![A-Za-z\d/.])\d+(?:[.,]\d+)*(?![\d/])")


def without_numbers(text: str) -> tuple[str, list[str]]:
    """A sentence of the tables with ``{1}``, ``{2}`` … for its numbers, and the numbers.

    The next edition of the tables has other figures in the same sentence: without them it needs no
    new translation.
    """
    numbers: list[str] = []

    def lift(found: re.Match[str]) -> str:
        numbers.append(found[0])
        return f"{{{len(numbers)}}}"

    return _NUMBER.sub(lift, text), numbers


def told(text: str) -> str:
    """A text of the tables in the reader's language, line by line; English where it is new."""
    if _language.get() == FIRST:
        return text
    return "\n".join(_told_line(line) for line in text.split("\n"))


def _told_line(line: str) -> str:
    bare, numbers = without_numbers(line)
    if not bare:
        return line
    said = _catalogue(_language.get()).gettext(bare)  # of other places too: taken as it is
    if said == bare:
        return line
    for place, number in enumerate(numbers, 1):
        said = said.replace(f"{{{place}}}", signs(number))
    return said


def remembered(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A cache like ``lru_cache`` for what holds words: each language has its own.

    Args:
        maxsize: most results that are kept, all languages together.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=maxsize)
        def kept(
            _spoken: tuple[str, str],
            args: tuple[Hashable, ...],
            more: tuple[tuple[str, Hashable], ...],
        ) -> R:
            return make(*args, **dict(more))  # type: ignore[arg-type]

        @wraps(make)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            return kept((language(), carried()), args, tuple(sorted(kwargs.items())))

        return answer

    return decorate
