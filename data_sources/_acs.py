"""How the Census Bureau writes estimates and margins of error in its files.

Text codes and jam values: https://www.census.gov/data/developers/data-sets/acs-1yr/notes-on-acs-estimate-and-annotation-values.html
"""

from __future__ import annotations

MISSING = frozenset({"", "-", "--", "(X)", "N", "**", "***", "null"})
"""No estimate, or no margin of error; ``***`` stands beside a median in an open-ended class."""
CONTROLLED = frozenset({"*****", "-555555555"})
"""A margin of error of zero: the estimate is held to an official count."""
JAM_VALUES = frozenset(
    {"-222222222", "-333333333", "-666666666", "-888888888", "-999999999", "-555555555"}
)


def estimate(text: str) -> float:
    """An estimate; NaN for the codes that mean there is none.

    An open-ended median ("250,000+", "2,500-") gives its bound, see :func:`open_ended`.

    Raises:
        ValueError: neither a number that is not negative nor one of the codes.
    """
    cleaned = text.strip().removesuffix(".0")
    if cleaned in MISSING or cleaned in JAM_VALUES:
        return float("nan")
    if open_ended(cleaned):
        cleaned = cleaned[:-1]
    return _number(cleaned)


def margin(text: str) -> float:
    """A 90 % margin of error; 0 for a controlled estimate, NaN where there is none.

    Raises:
        ValueError: neither a number that is not negative nor one of the codes.
    """
    cleaned = text.strip().removesuffix(".0")
    if cleaned in CONTROLLED:
        return 0.0
    if cleaned in MISSING or cleaned in JAM_VALUES:
        return float("nan")
    return _number(cleaned)


def open_ended(text: str) -> bool:
    """Whether a median is only known to be beyond a bound: "250,000+" or "2,500-"."""
    cleaned = text.strip()
    return len(cleaned) > 1 and cleaned[-1] in "+-" and cleaned[0].isdigit()


def _number(text: str) -> float:
    value = float(text.replace(",", ""))
    if not 0 <= value < float("inf"):
        raise ValueError(text)
    return value


def percent(text: str) -> float:
    """A percentage from 0 to 100; blank and -999 are missing.

    Raises:
        ValueError: anything else.
    """
    cleaned = text.strip()
    if cleaned in {"", "-999", "-999.0"}:
        return float("nan")
    value = float(cleaned)
    if not 0 <= value <= 100:
        raise ValueError(text)
    return value
