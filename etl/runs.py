"""One refresh at a time, and a log of each: for the operator.

``<live>/runs/<time>.json``:

    {"form": 1, "started": "...Z", "ended": "...Z", "exit": 0, "said": "...",
     "names": [], "accept": "", "only_build": false,
     "edition": "0123456789ab", "previous": "ba9876543210",  # current after and before
     "datasets": [{"id", "decision", "state", "checksum", "rows", "retrieved", "vintage",
                   "data_as_of", "note", "problem"}],
     "refusals": [{"rule", "table", "indicator", "level", "place", "period", "old", "new",
                   "what", "sources", "next_step"}],
     "answers": [{"date", "host", "dataset", "url", "status", "checksum", "size"}],  # no keys
     "bodies": ["<checksum>"]}

``answers`` are the bodies that came in this run; what a publisher said was unchanged has none.
``bodies`` are the newest ones of all requests when it ended: what its edition was made from.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_sources._keys import redact
from data_sources._vault import Vault, write_whole
from etl.versions import stamp

if TYPE_CHECKING:
    from etl.plan import Outcome, Plan

KEEP = 200
"""Logs that stay, besides those of the runs that made a kept edition."""
_ANSWER = ("date", "host", "dataset", "url", "status", "checksum", "size")


class BusyError(Exception):
    """Another refresh runs."""


@contextmanager
def alone(folder: Path, wait: float) -> Iterator[None]:
    """Hold the lock of a folder of live data; it falls with the process, however that ends.

    Args:
        folder: of everything fetched.
        wait: seconds to wait for another refresh.

    Raises:
        BusyError: another refresh still runs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "refresh.lock").open("a+", encoding="utf-8") as lock:
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    lock.seek(0)
                    who = lock.read().strip() or "somewhere"
                    raise BusyError(f"another refresh runs ({who})") from None
                time.sleep(min(0.2, max(0.01, until - time.monotonic())))
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        yield


def write(folder: Path, started: datetime, run: dict[str, Any]) -> Path:
    """Write the log of a run.

    Raises:
        OSError: it cannot be written.
    """
    runs = folder / "runs"
    text = json.dumps({"form": 1, **run}, indent=1, ensure_ascii=False)
    path = runs / f"{started.strftime('%Y-%m-%dT%H%M%S.%f')[:-3]}Z.json"
    write_whole(path, redact(text).encode() + b"\n")
    return path


def logs(folder: Path) -> list[Path]:
    """The logs of the runs, oldest first."""
    return sorted((folder / "runs").glob("*.json"))


def old_logs(folder: Path) -> list[Path]:
    """Those before the last :data:`KEEP`."""
    return logs(folder)[:-KEEP]


def answers(folder: Path, since: datetime) -> list[dict[str, Any]]:
    """The answers that came since a time, from the store's notes, by dataset and time."""
    found = []
    for path in (folder / "responses").glob("*.json"):
        try:
            note = json.loads(path.read_bytes())
            came = datetime.fromisoformat(note["date"])
            if came >= since.replace(microsecond=0):
                found.append({name: note[name] for name in _ANSWER} | {"date": stamp(came)})
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda a: (a["dataset"], a["date"], a["url"]))


def log(plan: Plan, outcome: Outcome, started: datetime, ended: datetime) -> None:
    """Write the log of a refresh; where it cannot be written the outcome says so."""
    datasets = [
        {
            "id": line.id,
            "decision": line.decision,
            "state": line.choice.state,
            "checksum": line.choice.folder.name.rpartition("-")[2] if line.choice.folder else "",
            "rows": line.rows,
            "retrieved": line.choice.retrieved,
            "vintage": line.choice.vintage,
            "data_as_of": line.choice.data_as_of,
            "note": line.choice.note,
            "problem": line.choice.problem,
        }
        for line in outcome.lines
    ]
    record = {
        "started": stamp(started),
        "ended": stamp(ended),
        "exit": outcome.exit,
        "said": outcome.said,
        "names": list(plan.names),
        "accept": plan.accept,
        "only_build": plan.only_build,
        "edition": outcome.edition,
        "previous": outcome.previous,
        "datasets": datasets,
        "refusals": [refusal.as_dict() for refusal in outcome.refusals],
        "answers": answers(plan.live, started),
    }
    try:
        record["bodies"] = sorted(Vault(plan.live).named())
        write(plan.live, started, record)
    except OSError as error:
        outcome.said += f" The log of this run could not be written ({error.strerror})."
        outcome.exit = outcome.exit or 1
