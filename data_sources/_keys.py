"""Keys and tokens of publishers: from the environment or from Streamlit's secrets, nowhere else.

A key never stands in an address that is kept, in an error, a log line or a file: everything
written goes through :func:`redact`.
"""

from __future__ import annotations

import logging
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

SECRETS = Path(__file__).parent.parent / ".streamlit" / "secrets.toml"
HIDDEN = "[key]"


@dataclass(frozen=True)
class KeyKind:
    """A key that a publisher gives out: what it opens and where a person gets one."""

    name: str
    publisher: str
    where: str
    without: str
    """What happens where there is none."""

    @property
    def absent(self) -> str:
        """The one line that a person reads where the key is absent."""
        return (
            f"{self.publisher}: no {self.name}. {self.without} "
            f"Get one, free, from {self.where} and set {self.name} in the environment or in "
            ".streamlit/secrets.toml."
        )


KEYS = {
    kind.name: kind
    for kind in (
        KeyKind(
            "CENSUS_API_KEY",
            "US Census Bureau",
            "https://api.census.gov/data/key_signup.html",
            "Its tables are not asked for; the last good copy stays.",
        ),
        KeyKind(
            "SOCRATA_APP_TOKEN",
            "data.cdc.gov",
            "https://data.cdc.gov/profile/edit/developer_settings",
            "Requests go out without one, at a lower rate.",
        ),
        KeyKind(
            "OPENSTATES_API_KEY",
            "Open States",
            "https://open.pluralpolicy.com/accounts/profile/",
            "The nightly file of members is read instead.",
        ),
        KeyKind(
            "HUD_API_TOKEN",
            "HUD User",
            "https://www.huduser.gov/hudapi/public/register",
            "The ZIP crosswalk is not asked for; the last good copy stays.",
        ),
    )
}


def key(name: str) -> str:
    """The key of that name, or "" where there is none: the environment first, then the secrets.

    Raises:
        KeyError: the project knows no key of that name.
        ValueError: the file of secrets cannot be read (its content is not repeated).
    """
    KEYS[name]
    return (os.environ.get(name) or _secrets().get(name, "")).strip()


def missing() -> list[str]:
    """One line for each key that is absent, saying what happens and where to get it."""
    return [kind.absent for name, kind in KEYS.items() if not key(name)]


def redact(text: str) -> str:
    """The text without any key that is set, and without passwords in addresses."""
    for value in _values():
        text = text.replace(value, HIDDEN)
    text = re.sub(r"(?i)([?&](?:api_?)?(?:key|token)=)[^&\s\"'<>]*", rf"\g<1>{HIDDEN}", text)
    return re.sub(r"(?i)(https?://)[^/@\s]+@", r"\1", text)


def holds_key(path: Path) -> bool:
    """Whether a key stands in a file as it is: such a file is not kept."""
    needles = [value.encode() for value in _values()]
    if not needles:
        return False
    longest = max(map(len, needles))
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            window = tail + chunk
            if any(needle in window for needle in needles):
                return True
            tail = window[-longest:]
    return False


def _values() -> Iterator[str]:
    """Every key that is set, as it is and as it looks in an address; the longest first."""
    values = {value for name in KEYS if len(value := key(name)) >= 6}
    values |= {write(value) for value in values for write in (quote, quote_plus)}
    yield from sorted(values, key=len, reverse=True)


def _secrets() -> dict[str, str]:
    if not SECRETS.is_file():
        return {}
    try:
        table = tomllib.loads(SECRETS.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        raise ValueError(f'{SECRETS.name} cannot be read. Expected lines NAME = "value".') from None
    return {name: value for name, value in table.items() if isinstance(value, str)}


class _Discreet(logging.Filter):
    """Takes keys out of what the HTTP library logs: it writes whole addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


def quiet_logs() -> None:
    """Put the filter before every logger of the HTTP library; once is enough."""
    for name in ("httpx2", *(f"httpcore2.{part}" for part in ("connection", "http11", "proxy"))):
        logger = logging.getLogger(name)
        if not any(isinstance(held, _Discreet) for held in logger.filters):
            logger.addFilter(_Discreet())
