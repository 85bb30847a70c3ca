"""Every text that readers see passes through here, so that it can be translated.

``_("...")`` marks a sentence; ``plural(one, many, n)`` a sentence that counts. Both look the
sentence up in the reader's language. A catalogue that is not there yet leaves it in English.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

LANGUAGES = ("en",)
"""Languages on offer, the first is the one the texts are written in."""
LOCALES = Path(__file__).parent / "locales"
DOMAIN = "every_zip_code"

P = ParamSpec("P")
R = TypeVar("R")

_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, languages=[language], fallback=True)


def speak(language: str) -> None:
    """Set the language of what follows in this script run; an unknown one means English."""
    _language.set(language if language in LANGUAGES else LANGUAGES[0])


def _(text: str) -> str:
    """The text in the reader's language."""
    return _catalogue(_language.get()).gettext(text)


def plural(one: str, many: str, n: int) -> str:
    """The text for ``n`` things in the reader's language, with ``{n}`` filled in."""
    return _catalogue(_language.get()).ngettext(one, many, n).format(n=f"{n:,}")


def remembered(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A cache like ``lru_cache`` for what holds words: each language has its own.

    Args:
        maxsize: most results that are kept, all languages together.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=maxsize)
        def kept(
            _language: str, args: tuple[Hashable, ...], more: tuple[tuple[str, Hashable], ...]
        ) -> R:
            return make(*args, **dict(more))  # type: ignore[arg-type]

        @wraps(make)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            return kept(_language.get(), args, tuple(sorted(kwargs.items())))

        return answer

    return decorate
