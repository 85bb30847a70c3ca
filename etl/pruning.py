"""Takes away what no kept edition, no newest answer and no person's decision refers to any more.

Kept are: the newest answer to each request, the bodies and the copies that every kept edition was
made from (its first log names them), the good and the refused copy of each dataset with a few
others, and the logs of the last runs and of the kept editions. Where the log of a kept edition is
missing nobody knows what it was made from: then no body and no copy goes.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from data_sources._vault import Vault
from etl import runs
from etl.copies import Copies
from etl.versions import Shelf

GRACE = timedelta(days=2)
"""A body younger than this stays: its note may not be written yet."""
UNASKED = timedelta(days=400)
"""A request that nobody repeated for so long is forgotten: yearly tables are asked for every night
while they are of use."""
UNFINISHED = timedelta(days=30)
"""The beginning of a download that nobody went on with."""


@dataclass(frozen=True)
class Pruned:
    """What was taken away."""

    bodies: int = 0
    copies: int = 0
    logs: int = 0
    size: int = 0
    """Bytes of the bodies."""
    unknown: tuple[str, ...] = ()
    """Kept editions without a log: because of them no body and no copy was taken away."""


def prune(live: Path, now: datetime) -> Pruned:
    """Take away what nothing refers to; call it only while holding the lock of ``live``.

    Args:
        live: the folder of everything fetched and published.
        now: the time, with its zone.
    """
    kept = {e.id for e in Shelf(live / "published").editions() if e.published}
    firsts = _first_logs(live, kept)
    logs = [path for path in runs.old_logs(live) if path not in firsts]
    unknown = tuple(sorted(kept - {str(log["edition"]) for log in firsts.values()}))
    for path in logs:
        _remove(path)
    if unknown:
        return Pruned(logs=len(logs), unknown=unknown)
    made_of = {body for log in firsts.values() for body in log["bodies"]}
    named = {(row["id"], row["checksum"]) for log in firsts.values() for row in log["datasets"]}
    bodies, size = _bodies(Vault(live), made_of, now)
    copies = Copies(live / "fetched").prune(named)
    return Pruned(bodies, copies, len(logs), size)


def _first_logs(live: Path, kept: Collection[str]) -> dict[Path, Mapping[str, Any]]:
    """Of each kept edition the log of the run that made it, where it can be read."""
    found: dict[str, tuple[Path, Mapping[str, Any]]] = {}
    for path in runs.logs(live):
        try:
            log = json.loads(path.read_bytes())
            made = log["edition"] in kept and log["edition"] != log["previous"]
            if made and {"bodies", "datasets"} <= log.keys():
                found.setdefault(log["edition"], (path, log))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return dict(found.values())


def _bodies(vault: Vault, made_of: Collection[str], now: datetime) -> tuple[int, int]:
    """Take bodies away that no note and none of ``made_of`` names; their number and bytes."""
    for path in _older(vault.notes(), now - UNASKED):
        _remove(path)
    for path in _older(vault.parts(), now - UNFINISHED):
        _remove(path)
    named = vault.named() | set(made_of)
    taken = size = 0
    for path in _older(vault.bodies(), now - GRACE):
        if path.parent.name + path.name not in named:
            size += path.stat().st_size
            taken += _remove(path)
    return taken, size


def _older(paths: Collection[Path], than: datetime) -> Iterator[Path]:
    for path in paths:
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < than.timestamp():
                yield path


def _remove(path: Path) -> bool:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        return True
    return False
