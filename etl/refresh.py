"""From the publishers to a new edition, or to the reason why there is none.

    fetch -> view -> build, validate, audit -> compare -> publish

Each dataset falls back on its own: on its last good copy, and where it has none on the embedded
files. A new copy that cannot be read, breaks the build or makes numbers implausible is left out
and the others are built without it; readers keep whole tables at every moment.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data_sources._dataset import SourceError
from data_sources._keys import redact
from data_sources._vault import Vault
from data_sources._web import Web
from etl import asking, diff, pruning, refusing, runs, searching
from etl.asking import Asked, Source
from etl.choosing import Chosen, plain
from etl.copies import Copies
from etl.limits import Refusal
from etl.news import is_news
from etl.plan import Outcome, Plan, Tell
from etl.versions import Edition, Shelf, stamp, version

__all__ = ["BUSY", "ERROR", "PUBLISHED", "REFUSED", "SOME_FAILED", "Outcome", "Plan", "Tell", "run"]

PUBLISHED, SOME_FAILED, REFUSED, BUSY, ERROR = 0, 3, 4, 5, 1
"""Exit codes: nothing to do for a person; a publisher failed and its last copy stands; a new copy
was refused and waits for a person; another refresh runs; anything else (nothing changed)."""
LEFT_OUT = ("refused", "breaks the build", "unreadable")
Make = Callable[[Path, Path, Callable[[str], None]], None]


class BuildError(Exception):
    """No tables can be made, whatever copies are left out."""


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
    timer: Callable[[], float] = time.monotonic,
) -> Outcome:
    """Refresh the atlas; every run but one that found another running leaves a log.

    Args:
        plan: what to refresh.
        sources: every dataset; those of ``data_sources/`` if None.
        make: makes the tables of a folder of source files.
        web: opens what asks the publishers.
        clock: the time, with its zone.
        tell: told how it goes on.
        timer: seconds, for the limit of a search.

    Raises:
        ValueError: a name is not that of a dataset that can be fetched.
    """
    every = asking.known() if sources is None else sources
    _check_names(plan, every)
    started = clock()
    try:
        with runs.alone(plan.live, plan.wait):
            work = _Refresh(plan, every, make, web, started, tell or Tell(), timer)
            try:
                outcome = work.go()
            except Exception as error:
                name = "" if isinstance(error, BuildError | SourceError) else type(error).__name__
                said = redact(f"{name}{': ' if name else ''}{error}")
                outcome = work.outcome(ERROR, f"nothing was published. {said}")
            runs.log(plan, outcome, started, clock())
            with contextlib.suppress(OSError):  # what could not be taken away goes another night
                pruning.prune(plan.live, clock())
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
        timer: Callable[[], float],
    ) -> None:
        self.plan, self.sources, self.make, self.tell = plan, sources, make, tell
        self.web, self.now = web, now
        self.shelf = Shelf(plan.published)
        self.copies = Copies(plan.live / "fetched")
        self.chosen = Chosen(sources, self.copies, plan.source, now)
        self.refusals: list[Refusal] = []
        self.previous = ""
        self.timer, self.searched = timer, 0.0

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
                found = refusing.refusals(self.shelf, made, self.now.date(), bool(self.plan.accept))
                if not found or self.plan.accept:
                    return self._publish(made, found)
            self.refusals += [refusal for refusal in found if refusal not in self.refusals]
            for name in refusing.suspects(found, self.chosen.fresh, self.shelf):
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
        problem, owner = plain(error), self.chosen.owner(error)
        if owner and owner not in self.chosen.fresh:  # a copy that was good for earlier code
            self.chosen.embed(owner, problem)
            return
        blamed = (owner,) if owner else self._search()
        if not blamed:
            raise BuildError(problem) from error
        if len(blamed) > 1:
            problem = (
                f"one of {', '.join(blamed)} breaks the build; the search for it was stopped after "
                f"{self.plan.search_minutes:g} minutes. {problem}"
            )
        for name in blamed:
            copy = self.chosen.fresh[name]
            self.chosen.drop(name, "breaks the build", problem)
            self.copies.note(name, refused=copy.name)

    def _search(self) -> tuple[str, ...]:
        """New copies of which one breaks the build; none if it breaks without them as well."""
        if not self.chosen.fresh:
            return ()
        self.tell.step("Looking for what breaks it")
        left = self.plan.search_minutes * 60 - self.searched
        started = self.timer()
        found = searching.search(self.chosen.fresh, self._builds, left, self.timer)
        self.searched += self.timer() - started
        return found.suspects

    def _builds(self, without: Sequence[str]) -> bool:
        with self.shelf.making() as made:
            try:
                self.make(self.chosen.view(self.room, without), made, lambda _: None)
            except OSError:
                raise
            except Exception:
                return False
        return True

    def _publish(self, made: Path, refusals: list[Refusal]) -> Outcome:
        current = self.shelf.current()
        held = bool(self.plan.accept and self.shelf.held())
        if current and not held and not is_news(current, made, self.chosen.overdue):
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

    def _code(self) -> int:
        decisions = {line.decision for line in self.chosen.lines.values()}
        if self.refusals or "breaks the build" in decisions:
            return REFUSED
        return SOME_FAILED if decisions & {"failed", "unreadable"} else PUBLISHED
