"""The published editions: each in a folder of its own, one of them current, swapped in one step.

    <published>/versions/<id>/    an edition, never changed: tables, boundaries, ``changes.json``
    <published>/current           a link to one of them: what the site reads (``EZC_DATA``)
    <published>/decisions.jsonl   what a person decided: accepted refusals and roll-backs
    <published>/held.json         there while a roll-back holds: refreshes wait for a person

An edition is written beside its place, flushed to the disk and moved there by its name, and only
then does ``current`` point to it. Whenever the machine stops, ``current`` names a whole edition.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data_sources._keys import redact
from data_sources._vault import write_whole

KEEP = 12
CHANGES = "changes.json"
"""What an edition changed; stands in its folder beside the tables (see :mod:`etl.diff`)."""
_ID = re.compile(r"[0-9a-f]{12}")
_HIDDEN = ".making-"


class NoEditionError(ValueError):
    """An edition that is asked for is not kept, or is not whole."""


@dataclass(frozen=True)
class Edition:
    """A kept edition."""

    id: str
    folder: Path
    published: str
    """ISO time in UTC; "" for the tables that came with the code."""
    current: bool


class Shelf:
    """The editions below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.versions = folder / "versions"
        self.link = folder / "current"

    def current(self) -> Path | None:
        """The folder of the current edition, or None before the first."""
        return self.link.resolve() if self.link.is_dir() else None

    def editions(self) -> list[Edition]:
        """Every kept edition, newest first."""
        now = self.current()
        found = [
            Edition(path.name, path, _published(path), path.resolve() == now)
            for path in self.versions.glob("*")
            if _ID.fullmatch(path.name) and (path / "datapackage.json").is_file()
        ]
        return sorted(found, key=lambda e: (e.published, e.id), reverse=True)

    def get(self, edition: str) -> Edition:
        """A kept edition by its id, or by the beginning of it.

        Raises:
            NoEditionError: none or several ids begin so.
        """
        found = [e for e in self.editions() if edition and e.id.startswith(edition)]
        if len(found) != 1:
            kept = ", ".join(e.id for e in self.editions()) or "none"
            raise NoEditionError(f"no kept edition is called {edition!r}. Kept are: {kept}")
        return found[0]

    def seed(self, embedded: Path) -> None:
        """Make the tables that came with the code the first edition, where there is none yet.

        Raises:
            NoEditionError: they are not whole.
            OSError: they cannot be copied.
        """
        self.tidy()
        if self.current() is None:
            if problem := damage(embedded):
                raise NoEditionError(f"{embedded}: {problem}. To mend it: git checkout data")
            self.add(lambda out: _copy(embedded, out))

    def add(
        self, write: Callable[[Path], None], about: Callable[[Path], None] = lambda _: None
    ) -> Edition:
        """Write an edition and make it current; an equal one that is kept is made current again.

        Args:
            write: puts the tables and ``datapackage.json`` into the folder that it is given,
                which is not there yet.
            about: adds files about the edition to that folder.

        Raises:
            NoEditionError: what was written is not whole. ``current`` stays.
            OSError: it cannot be written. ``current`` stays.
        """
        with self.making() as made:
            write(made)
            return self.take(made, about)

    def making(self) -> _Making:
        """A folder beside the editions for one that is being made; gone afterwards."""
        self.versions.mkdir(parents=True, exist_ok=True)
        return _Making(self.versions)

    def take(self, made: Path, about: Callable[[Path], None] = lambda _: None) -> Edition:
        """Make a folder of tables (of :meth:`making`) an edition and the current one.

        Raises:
            NoEditionError: it is not whole. ``current`` stays.
            OSError: it cannot be written. ``current`` stays.
        """
        if problem := damage(made):
            raise NoEditionError(f"the new edition is not whole: {problem}")
        edition = version(made)
        place = self.versions / edition
        if damage(place):  # not there, or hurt by the disk
            about(made)
            _flush(made)
            if place.exists():
                _discard(place)
            made.rename(place)
            _flush_entry(self.versions)
        self.point_to(edition)
        return self.get(edition)

    def point_to(self, edition: str) -> None:
        """Make a kept edition the current one, in one step.

        Raises:
            NoEditionError: it is not kept, or not whole. ``current`` stays.
            OSError: the link cannot be written. ``current`` stays.
        """
        found = self.get(edition)
        if problem := damage(found.folder):
            raise NoEditionError(f"edition {found.id} is not whole: {problem}")
        fresh = self.folder / f"{_HIDDEN}link"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("versions") / found.id)
        fresh.replace(self.link)
        _flush_entry(self.folder)

    def roll_back(self, edition: str, reason: str, now: datetime) -> Edition:
        """Make an earlier edition current; refreshes then wait for a person.

        Args:
            edition: its id; "" takes the one published before the current one.
            reason: why; it is kept.
            now: the time.

        Raises:
            NoEditionError: there is no such edition, or it is not whole. ``current`` stays.
        """
        here = self.editions()
        was = next((e for e in here if e.current), None)
        if not edition:
            earlier = here[here.index(was) + 1 :] if was else []
            if not earlier:
                raise NoEditionError("no edition before the current one is kept")
            edition = earlier[0].id
        target = self.get(edition)
        note = {"kind": "rollback", "reason": reason, "edition": target.id}
        note |= {"previous": was.id if was else "", "date": stamp(now)}
        write_whole(self.folder / "held.json", (json.dumps(note) + "\n").encode())
        self.point_to(target.id)
        self.decide(note)
        return self.get(target.id)

    def held(self) -> Mapping[str, str] | None:
        """The roll-back that refreshes wait for a person because of, or None."""
        try:
            found: Mapping[str, str] = json.loads((self.folder / "held.json").read_bytes())
        except FileNotFoundError:
            return None
        except ValueError:
            return {"date": "", "reason": "", "edition": "", "previous": ""}
        return found

    def release(self) -> None:
        """Let refreshes publish again."""
        (self.folder / "held.json").unlink(missing_ok=True)

    def decide(self, decision: Mapping[str, Any]) -> None:
        """Remember what a person decided; keys are taken out.

        Raises:
            OSError: it cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "decisions.jsonl").open("a", encoding="utf-8") as file:
            file.write(redact(json.dumps(decision, ensure_ascii=False)) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def decisions(self) -> list[dict[str, Any]]:
        """What persons decided, oldest first; a line cut off by a power failure is left out."""
        try:
            lines = (self.folder / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        found = []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def prune(self, keep: int = KEEP) -> list[str]:
        """Take the oldest editions away, never the current one; returns their ids."""
        gone = [e for e in self.editions()[max(1, keep) :] if not e.current]
        for edition in gone:
            _discard(edition.folder)
        return [e.id for e in gone]

    def tidy(self) -> None:
        """Take away what a refresh that was cut off left behind."""
        for path in self.versions.glob(f"{_HIDDEN}*"):
            shutil.rmtree(path, ignore_errors=True)


class _Making:
    def __init__(self, folder: Path) -> None:
        self._outer = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=folder))

    def __enter__(self) -> Path:
        return self._outer / "tables"

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._outer, ignore_errors=True)


def version(folder: Path) -> str:
    """The id of the tables in a folder.

    Raises:
        NoEditionError: it has no ``datapackage.json`` that says so.
    """
    try:
        found = str(json.loads((folder / "datapackage.json").read_bytes())["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoEditionError(f"{folder} holds no edition ({type(error).__name__})") from None
    if not _ID.fullmatch(found):
        raise NoEditionError(f"{folder} names itself {found!r:.40}, which is no edition's id")
    return found


def damage(folder: Path) -> str:
    """What is missing or altered in a folder of tables; "" where all is as it was described."""
    try:
        version(folder)
        resources = json.loads((folder / "datapackage.json").read_bytes())["resources"]
        for resource in resources:
            content = (folder / resource["path"]).read_bytes()
            if f"sha256:{hashlib.sha256(content).hexdigest()}" != resource["hash"]:
                return f"{resource['path']} is not what datapackage.json describes"
    except NoEditionError as error:
        return str(error)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def stamp(now: datetime) -> str:
    """A time as it is written in every file here."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _published(folder: Path) -> str:
    try:
        return str(json.loads((folder / CHANGES).read_bytes())["published"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _copy(source: Path, out: Path) -> None:
    shutil.copytree(source, out)


def _discard(folder: Path) -> None:
    """Take a folder away so that its name never stands for half of it."""
    with tempfile.TemporaryDirectory(prefix=_HIDDEN, dir=folder.parent) as aside:
        folder.rename(Path(aside) / "gone")


def _flush(folder: Path) -> None:
    """Bring a folder to the disk before its name says that it is there."""
    for path in sorted(folder.rglob("*")):
        _flush_entry(path)
    _flush_entry(folder)


def _flush_entry(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
