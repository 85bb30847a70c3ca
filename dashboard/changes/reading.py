"""The record of changes that each edition of the tables carries, newest first.

A refresh writes ``changes.json`` into every edition that it publishes (see ``etl diff``). The
tables that came with the code have none.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard import store
from dashboard.atlas import Atlas

LOG = logging.getLogger("every_zip_code")
FILE = "changes.json"
FORM = 1
MOST = 12
"""Editions that are told about."""


@dataclass(frozen=True)
class Summed:
    """Changes of one kind of one measure at one level."""

    indicator: str
    title: str
    level: str
    kind: str
    count: int
    periods: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One number that is new, revised or withdrawn; None stands for hidden or absent."""

    kind: str
    indicator: str
    level: str
    name: str
    group: str
    period: str
    status_old: str | None
    status_new: str | None
    count_old: float | None
    count_new: float | None
    value_old: float | None
    value_new: float | None


@dataclass(frozen=True)
class Renewed:
    """A source whose copy is another one than before."""

    title: str
    publisher: str
    change: str
    data_as_of: str
    data_as_of_before: str


@dataclass(frozen=True)
class Edition:
    """What one edition changed against the one before it."""

    id: str
    before: str
    published: str
    """ISO time in UTC."""
    reason: str
    """A person's, where one accepted what the checks had refused."""
    totals: dict[str, int]
    sources: tuple[Renewed, ...]
    summary: tuple[Summed, ...]
    changes: tuple[Change, ...]
    left_out: int


def editions(atlas: Atlas) -> tuple[Edition, ...]:
    """The changes of the edition on the page and of the kept ones before it, newest first."""
    found: list[Edition] = []
    folder: Path | None = atlas.folder
    while folder is not None and len(found) < MOST:
        edition = _read(folder)
        if edition is None or any(edition.id == known.id for known in found):
            break
        found.append(edition)
        folder = store.kept(edition.before)
    return tuple(found)


@lru_cache(maxsize=4 * MOST)
def _read(folder: Path) -> Edition | None:
    path = folder / FILE
    try:
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if record["form"] != FORM:
            LOG.error("%s has form %r, and this site reads form %r", path, record["form"], FORM)
            return None
        return Edition(
            id=str(record["new"]),
            before=str(record["old"]),
            published=str(record["published"]),
            reason=str(record["reason"]),
            totals={kind: int(record["totals"][kind]) for kind in ("new", "revised", "withdrawn")},
            sources=tuple(_only(Renewed, row) for row in record["sources"]),
            summary=tuple(
                _only(Summed, row | {"periods": tuple(row["periods"])}) for row in record["summary"]
            ),
            changes=tuple(_only(Change, row) for row in record["changes"]),
            left_out=int(record["left_out"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        LOG.error("%s cannot be read: %s", path, type(error).__name__)
        return None


def _only(cls: type[Any], row: dict[str, Any]) -> Any:
    """The fields that a class has; a record may say more."""
    return cls(**{name: row[name] for name in cls.__dataclass_fields__})
