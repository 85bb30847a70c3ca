"""Fetched copies of the datasets: each in a folder named by its day and checksum, never changed.

    <live>/fetched/<dataset>/2026-11-02-0123456789ab/   the files, and FETCHED.json about them
    <live>/fetched/<dataset>/state.json                 which copy is good, and when it was checked

A copy is *good* once an edition made from it was published. One that was refused stays beside it,
for a person to look at.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data_sources._fetch import Fetched
from data_sources._keys import holds_key, redact
from data_sources._vault import write_whole
from etl.versions import stamp

FETCHED = "FETCHED.json"
KEEP = 4
"""Copies of a dataset that are kept besides the good one, the refused one and those of editions."""
_MAKING = ".making-"


class BadCopyError(Exception):
    """A fetch said that it wrote what it did not write."""


@dataclass(frozen=True)
class Copy:
    """One fetched copy of a dataset."""

    folder: Path
    files: tuple[str, ...]
    rows: int
    vintage: str
    data_as_of: str
    note: str
    retrieved: str
    """ISO day on which it was first fetched."""

    @property
    def name(self) -> str:
        """Its folder's name."""
        return self.folder.name

    @property
    def checksum(self) -> str:
        """Over its files: the first 12 hex digits."""
        return self.name.rpartition("-")[2]


@dataclass(frozen=True)
class Record:
    """What is known of a dataset from earlier refreshes; folder names of copies, ISO times."""

    good: str = ""
    checked: str = ""
    """When the publisher last had nothing newer than the good copy."""
    refused: str = ""
    """A newer copy that was refused; a person may accept it."""
    asked: str = ""
    problem: str = ""
    """Why it was not to be had or was refused when it was last asked for; "" if all went well."""


class Copies:
    """The store of copies below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def record(self, dataset: str) -> Record:
        """What is known of a dataset; nothing where its note is missing or damaged."""
        try:
            fields: Mapping[str, Any] = json.loads(self._state(dataset).read_bytes())
            return Record(**{k: str(v) for k, v in fields.items() if k in asdict(Record())})
        except (OSError, ValueError, AttributeError):
            return Record()

    def note(self, dataset: str, **changes: str) -> None:
        """Change what is known of a dataset, in one step; keys are taken out.

        Raises:
            OSError: it cannot be written; what was known stays.
        """
        made = replace(self.record(dataset), **changes)
        made = replace(made, problem=redact(made.problem))
        text = json.dumps(asdict(made), indent=1, ensure_ascii=False)
        write_whole(self._state(dataset), text.encode() + b"\n")

    def get(self, dataset: str, name: str) -> Copy | None:
        """A copy by its folder's name; None where it is missing or not what it was."""
        folder = self.folder / dataset / name
        if not name or not folder.is_dir():
            return None
        try:
            fields = json.loads((folder / FETCHED).read_bytes())
            copy = Copy(folder, tuple(fields.pop("files")), **fields)
            whole = _checksum(folder, copy.files) == copy.checksum
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return copy if whole else None

    def good(self, dataset: str) -> Copy | None:
        """The last good copy, or None."""
        return self.get(dataset, self.record(dataset).good)

    def fetch(self, dataset: str, fetch: Callable[[Path], Fetched], now: datetime) -> Copy:
        """Fetch a dataset into a copy of its own; an equal one that is kept is that one.

        Raises:
            BadCopyError: a file that it should have written is not there, or repeats a key.
            Exception: whatever ``fetch`` raises; nothing is kept then.
        """
        place = self.folder / dataset
        place.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=_MAKING, dir=place))
        try:
            fetched = fetch(made)
            for name in fetched.files:
                if not (made / name).is_file():
                    raise BadCopyError(f"{dataset}: the fetch did not write {name}")
                if holds_key(made / name):
                    raise BadCopyError(f"{dataset}: {name} repeats one of our keys")
            checksum = _checksum(made, fetched.files)
            for known in sorted(place.glob(f"????-??-??-{checksum}")):
                if copy := self.get(dataset, known.name):
                    return copy
            retrieved = now.astimezone(UTC).date().isoformat()
            about = asdict(fetched) | {"retrieved": retrieved, "note": redact(fetched.note)}
            write_whole(made / FETCHED, json.dumps(about, indent=1).encode() + b"\n")
            target = place / f"{retrieved}-{checksum}"
            if target.exists():  # damaged, or get() would have found it
                shutil.rmtree(target)
            made.chmod(0o755)
            made.rename(target)
            return Copy(target, tuple(about.pop("files")), **about)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def accept(self, dataset: str, copy: Copy, now: datetime) -> None:
        """A copy is what the published edition was made from, and the publisher's newest.

        Raises:
            OSError: it cannot be noted.
        """
        self.note(
            dataset, good=copy.name, checked=stamp(now), asked=stamp(now), refused="", problem=""
        )

    def tidy(self) -> None:
        """Take away what a refresh that was cut off left behind."""
        for left in self.folder.glob(f"*/{_MAKING}*"):
            shutil.rmtree(left, ignore_errors=True)

    def prune(self, named: Collection[tuple[str, str]]) -> int:
        """Take old copies away; how many.

        Args:
            named: dataset and checksum of copies that stay whatever their age.
        """
        taken = 0
        for place in sorted(self.folder.glob("*")):
            record = self.record(place.name)
            loose = [
                path
                for path in sorted(place.glob("????-??-??-*"))
                if path.name not in {record.good, record.refused}
                and (place.name, path.name.rpartition("-")[2]) not in named
            ]
            for path in loose[:-KEEP]:
                shutil.rmtree(path, ignore_errors=True)
                taken += 1
        return taken

    def _state(self, dataset: str) -> Path:
        return self.folder / dataset / "state.json"


def _checksum(folder: Path, files: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        with (folder / name).open("rb") as file:
            digest.update(f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return digest.hexdigest()[:12]


def age_in_days(time: str, now: datetime) -> float | None:
    """Days since an ISO time of a record; None where there is none."""
    if not time:
        return None
    return (now - datetime.fromisoformat(time)).total_seconds() / 86400
