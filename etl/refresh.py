"""From the publishers to a new edition, or to the reason why there is none.

    fetch -> view -> build, validate, audit -> compare -> publish

Each dataset falls back on its own: on its last good copy, and where it has none on the embedded
files. A new copy that cannot be read, breaks the build or makes numbers implausible is left out
and the others are built without it; readers keep whole tables at every moment.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data_sources._dataset import SourceError
from data_sources._keys import redact
from data_sources._vault import Vault
from data_sources._web import Web
from etl import asking, diff, plausible, runs
from etl.asking import Asked, Source
from etl.choosing import Chosen, Line, plain
from etl.copies import Copies
from etl.plausible import Refusal
from etl.versions import KEEP, Edition, Shelf, damage, stamp, version

PUBLISHED, SOME_FAILED, REFUSED, BUSY, ERROR = 0, 3, 4, 5, 1
"""Exit codes: nothing to do for a person; a publisher failed and its last copy stands; a new copy
was refused and waits for a person; another refresh runs; anything else (nothing changed)."""
LEFT_OUT = ("refused", "breaks the build", "unreadable")
Make = Callable[[Path, Path, Callable[[str], None]], None]


class BuildError(Exception):
    """No tables can be made, whatever copies are left out."""


@dataclass(frozen=True)
class Plan:
    """What to refresh, and where everything is."""

    live: Path
    """Everything fetched and published online (``EZC_LIVE``)."""
    source: Path
    """The embedded source files."""
    embedded: Path
    """The tables that came with the code."""
    names: tuple[str, ...] = ()
    """Datasets to ask for; all if empty."""
    accept: str = ""
    """Why a person publishes in spite of refusals."""
    only_build: bool = False
    wait: float = 0.0
    """Seconds to wait for another refresh."""
    keep: int = KEEP

    @property
    def published(self) -> Path:
        """The folder of editions."""
        return self.live / "published"


@dataclass
class Outcome:
    """How a refresh ended."""

    exit: int
    said: str
    lines: list[Line] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    edition: str = ""
    previous: str = ""
    changes: Mapping[str, Any] | None = None


class Tell:
    """Told how a refresh goes on; the command line draws bars of it."""

    def asking(self, names: Iterable[str]) -> None:
        """These datasets are asked for."""

    def received(self, dataset: str, host: str, size: int, total: int | None) -> None:
        """So many bytes of an answer came, from several threads."""

    def asked(self, dataset: str, asked: Asked) -> None:
        """A dataset is finished, from several threads."""

    def step(self, step: str) -> None:
        """The build is at this step."""


def make_tables(folder: Path, out: Path, step: Callable[[str], None]) -> None:
    """Build, validate and audit the tables of a folder of source files."""
    from etl import build as building  # the heavy imports, only where they are needed

    building.publish(building.build(folder, step), out)


def open_web(plan: Plan, tell: Tell) -> Web:
    """What asks the publishers in a refresh."""
    return Web(Vault(plan.live), progress=tell.received)


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def run(
    plan: Plan,
    *,
    sources: Mapping[str, Source] | None = None,
    make: Make = make_tables,
    web: Callable[[Plan, Tell], Web] = open_web,
    clock: Callable[[], datetime] = utc_now,
    tell: Tell | None = None,
) -> Outcome:
    """Refresh the atlas; every run but one that found another running leaves a log.

    Args:
        plan: what to refresh.
        sources: every dataset; those of ``data_sources/`` if None.
        make: makes the tables of a folder of source files.
        web: opens what asks the publishers.
        clock: the time, with its zone.
        tell: told how it goes on.

    Raises:
        ValueError: a name is not that of a dataset that can be fetched.
    """
    every = asking.known() if sources is None else sources
    _check_names(plan, every)
    started = clock()
    try:
        with runs.alone(plan.live, plan.wait):
            work = _Refresh(plan, every, make, web, started, tell or Tell())
            try:
                outcome = work.go()
            except Exception as error:
                name = "" if isinstance(error, BuildError | SourceError) else type(error).__name__
                said = redact(f"{name}{': ' if name else ''}{error}")
                outcome = work.outcome(ERROR, f"nothing was published. {said}")
            runs.log(plan, outcome, started, clock())
            return outcome
    except runs.BusyError as busy:
        return Outcome(BUSY, f"{busy}; wait for it, or give --wait SECONDS")


def _check_names(plan: Plan, sources: Mapping[str, Source]) -> None:
    can = sorted(name for name, source in sources.items() if source.fetch)
    for name in plan.names:
        if name not in can:
            raise ValueError(f"no dataset {name!r} can be fetched. Expected some of: {can}")


class _Refresh:
    def __init__(
        self,
        plan: Plan,
        sources: Mapping[str, Source],
        make: Make,
        web: Callable[[Plan, Tell], Web],
        now: datetime,
        tell: Tell,
    ) -> None:
        self.plan, self.sources, self.make, self.tell = plan, sources, make, tell
        self.web, self.now = web, now
        self.shelf = Shelf(plan.published)
        self.copies = Copies(plan.live / "fetched")
        self.chosen = Chosen(sources, self.copies, plan.source, now)
        self.refusals: list[Refusal] = []
        self.previous = ""

    def outcome(self, code: int, said: str) -> Outcome:
        shown = [
            line for name, line in self.chosen.lines.items() if self.sources[name].dataset.live
        ]
        here = self.shelf.current()
        edition = here.name if here else ""
        return Outcome(code, said, shown, self.refusals, edition, self.previous)

    def go(self) -> Outcome:
        self.shelf.seed(self.plan.embedded)
        self.copies.tidy()
        current = self.shelf.current()
        self.previous = current.name if current else ""
        self._ask()
        with tempfile.TemporaryDirectory(prefix=".making-", dir=self.plan.live) as room:
            self.room = Path(room)
            self.chosen.read_new(self.room)
            outcome = self._settle()
        self.shelf.prune(self.plan.keep)
        return outcome

    def _ask(self) -> None:
        names = [
            name
            for name, source in self.sources.items()
            if source.fetch and (name in self.plan.names or not self.plan.names)
        ]
        asked: dict[str, Asked] = {}
        if not self.plan.only_build:
            self.tell.asking(names)
            with self.web(self.plan, self.tell) as web:
                asked = asking.ask(self.sources, names, self.copies, web, self.now, self.tell.asked)
        for name in self.sources:
            self.chosen.choose(name, asked.get(name), accept_refused=bool(self.plan.accept))

    def _settle(self) -> Outcome:
        while True:
            with self.shelf.making() as made:
                try:
                    self.make(self.chosen.view(self.room), made, self.tell.step)
                except OSError:
                    raise
                except Exception as error:
                    self._blame(error)
                    continue
                self.tell.step("Comparing")
                found = self._refused(made)
                if not found or self.plan.accept:
                    return self._publish(made, found)
            self.refusals += [refusal for refusal in found if refusal not in self.refusals]
            behind = {name for refusal in found for name in refusal.sources}
            for name in behind & self.chosen.fresh.keys() or set(self.chosen.fresh):
                self._refuse(name, found)
            if not self.chosen.fresh:
                self.chosen.remember()
                return self.outcome(REFUSED, f"refused; edition {self.previous} stays")

    def _refuse(self, name: str, found: list[Refusal]) -> None:
        why = next((r for r in found if name in r.sources), found[0])
        copy = self.chosen.fresh[name]
        self.chosen.drop(name, "refused", str(why))
        self.copies.note(name, refused=copy.name)

    def _blame(self, error: Exception) -> None:
        """Find the copy that breaks the build and leave it out.

        Raises:
            BuildError: the build breaks without any new copy.
        """
        name = self.chosen.owner(error)
        if name is None and self.chosen.fresh:
            name = self._search()
        if name is None:
            raise BuildError(plain(error)) from error
        if name in self.chosen.fresh:
            copy = self.chosen.fresh[name]
            self.chosen.drop(name, "breaks the build", plain(error))
            self.copies.note(name, refused=copy.name)
        else:  # a copy that was good for earlier code
            self.chosen.embed(name, plain(error))

    def _search(self) -> str | None:
        """The new copy without which the build goes well, by halves; None if it never does."""
        self.tell.step("Looking for what breaks it")
        suspects = sorted(self.chosen.fresh)
        if not self._builds(without=suspects):
            return None
        trusted: list[str] = []
        while len(suspects) > 1:
            half = suspects[: len(suspects) // 2]
            others = [name for name in self.chosen.fresh if name not in {*trusted, *half}]
            if self._builds(without=others):
                suspects, trusted = [n for n in suspects if n not in half], trusted + half
            else:
                suspects = half
        return suspects[0]

    def _builds(self, without: list[str]) -> bool:
        with self.shelf.making() as made:
            try:
                self.make(self.chosen.view(self.room, without), made, lambda _: None)
            except OSError:
                raise
            except Exception:
                return False
        return True

    def _refused(self, made: Path) -> list[Refusal]:
        current = self.shelf.current()
        if current is None or version(made) == current.name:
            return []
        found: list[Refusal] = []
        if held := self.shelf.held():
            found.append(
                Refusal(
                    "rolled back",
                    "edition",
                    "after a roll-back nothing is published until a person says so",
                    f"edition {held['edition']} since {held['date']} ({held['reason']})",
                    f"edition {version(made)}",
                    next_step="docs/runbook.md, After a roll-back",
                )
            )
            if not self.plan.accept:
                return found
        return found + plausible.compare(diff.read(current), diff.read(made), self.now.date())

    def _publish(self, made: Path, refusals: list[Refusal]) -> Outcome:
        current = self.shelf.current()
        held = bool(self.plan.accept and self.shelf.held())
        if current and not held and not self._news(current, made):
            self.chosen.remember()
            return self.outcome(self._code(), f"nothing new; edition {current.name} stays")
        if refusals or held:
            self.shelf.decide(
                {
                    "kind": "accept",
                    "date": stamp(self.now),
                    "reason": self.plan.accept,
                    "edition": version(made),
                    "previous": self.previous,
                    "accepted": [refusal.as_dict() for refusal in refusals],
                }
            )
        changes: list[Mapping[str, Any]] = []

        def about(folder: Path) -> None:
            if current:
                reason = self.plan.accept if refusals or held else ""
                found = diff.between(current, folder, self.now, reason)
                found.write(folder)
                changes.append(found.document)

        self.tell.step("Publishing")
        edition: Edition = self.shelf.take(made, about)
        self.chosen.remember()
        if self.plan.accept:
            self.shelf.release()
        said = f"published edition {edition.id}"
        if refusals:
            said += f", accepting {len(refusals)} refusals"
        lines = self.chosen.lines.values()
        if left := [line.id for line in lines if line.decision in LEFT_OUT]:
            said += f" without what is new of {', '.join(left)}"
        outcome = self.outcome(self._code(), said)
        outcome.changes = changes[0] if changes else None
        return outcome

    def _news(self, current: Path, made: Path) -> bool:
        """Whether an edition says anything else than the current one.

        That a publisher could not be asked is news once its copy is older than it may become:
        a site that could not be reached for a night makes no edition.
        """
        if version(made) == current.name and not damage(current):
            return False
        here, there = _checksums(current), _checksums(made)
        other = {path for path in here.keys() | there.keys() if here.get(path) != there.get(path)}
        was, now = (pd.read_parquet(folder / _SOURCES) for folder in (current, made))
        if other - {_SOURCES} or "state" not in was:
            return True
        if not was.drop(columns="state").equals(now.drop(columns="state")):
            return True
        before = dict(zip(was["id"], was["state"], strict=True))
        return any(
            state != before[name] and (state != "kept" or self.chosen.overdue(name))
            for name, state in zip(now["id"], now["state"], strict=True)
        )

    def _code(self) -> int:
        decisions = {line.decision for line in self.chosen.lines.values()}
        if self.refusals or "breaks the build" in decisions:
            return REFUSED
        return SOME_FAILED if decisions & {"failed", "unreadable"} else PUBLISHED


_SOURCES = "sources.parquet"


def _checksums(folder: Path) -> dict[str, str]:
    """The checksum of each file of an edition, as its description says."""
    package = json.loads((folder / "datapackage.json").read_bytes())
    return {resource["path"]: resource["hash"] for resource in package["resources"]}
