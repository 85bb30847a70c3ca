"""From the publishers to a new edition, or to the reason why there is none.

    fetch -> view -> build, validate, audit -> compare -> publish

Each dataset falls back on its own: on its last good copy, and where it has none on the embedded
files. A new copy that cannot be read, breaks the build or makes numbers implausible is left out
and the others are built without it; readers keep whole tables at every moment.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data_sources._dataset import SourceError
from data_sources._keys import redact
from data_sources._vault import Vault
from data_sources._web import Web
from etl import asking, diff, plausible, runs, view
from etl.asking import Asked, Source
from etl.copies import Copies, Copy, age_in_days
from etl.plausible import Refusal
from etl.versions import KEEP, Edition, Shelf, damage, stamp, version
from etl.view import Choice

PUBLISHED, SOME_FAILED, REFUSED, BUSY, ERROR = 0, 3, 4, 5, 1
"""Exit codes: nothing to do for a person; a publisher failed and its last copy stands; a new copy
was refused and waits for a person; another refresh runs; anything else (nothing changed)."""
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
class Line:
    """What became of one dataset in this run: a row of the summary."""

    id: str
    decision: str = "not asked"
    """new, unchanged, failed, no key, unreadable, breaks the build, refused, not asked."""
    choice: Choice = field(default_factory=lambda: Choice("", "embedded"))
    rows: int | None = None
    age: float | None = None
    """Days since the copy in use was known to be the publisher's newest."""


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
            _log(plan, started, clock(), outcome)
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
        self.lines = {name: Line(name) for name in sources}
        self.fresh: dict[str, Copy] = {}
        """Copies that came and are not the good ones: what this run may change."""
        self.refusals: list[Refusal] = []
        self.previous = ""

    def outcome(self, code: int, said: str) -> Outcome:
        shown = [line for name, line in self.lines.items() if self.sources[name].dataset.live]
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
            self._read_new()
            outcome = self._settle()
        self.shelf.prune(self.plan.keep)
        return outcome

    # Which copies

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
            self._choose(name, asked.get(name))

    def _choose(self, name: str, asked: Asked | None) -> None:
        line, record = self.lines[name], self.copies.record(name)
        good = self.copies.good(name)
        new = asked.copy if asked else None
        if new is None and self.plan.accept:
            new = self.copies.get(name, record.refused)
        if new and not (good and new.name == good.name):
            self.fresh[name] = new
            line.decision = "new"
            self._use(name, new, "fresh", stamp(self.now))
            return
        if asked and asked.copy:
            line.decision = "unchanged"
            self._use(name, good, "fresh", stamp(self.now))
            return
        problem = asked.problem if asked else record.problem
        if asked:
            line.decision = "no key" if asked.without_key else "failed"
        self._use(name, good, "kept" if problem else "fresh", record.checked, problem)

    def _use(
        self, name: str, copy: Copy | None, state: view.State, checked: str, problem: str = ""
    ) -> None:
        line, dataset = self.lines[name], self.sources[name].dataset
        line.rows = copy.rows if copy else None
        line.age = age_in_days(checked, self.now) if copy else None
        if copy is None:
            state = "embedded" if dataset.embedded else "absent"
            line.choice = Choice(name, state, problem=problem)
            return
        about = (copy.retrieved, checked, copy.vintage, copy.data_as_of, copy.note, problem)
        line.choice = Choice(name, state, copy.folder, copy.files, *about)

    def _drop(self, name: str, decision: str, problem: str) -> None:
        """Leave a new copy out: the good one, or the embedded files, take its place."""
        self.fresh.pop(name, None)
        self.lines[name].decision = decision
        checked = self.copies.record(name).checked
        self._use(name, self.copies.good(name), "kept", checked, problem)

    def _view(self, without: Iterable[str] = ()) -> Path:
        choices = {name: line.choice for name, line in self.lines.items()}
        for name in without:
            choices[name] = self._fallback(name)
        target = Path(tempfile.mkdtemp(dir=self.room)) / "sources"
        return view.assemble(target, self.plan.source, choices.values())

    def _fallback(self, name: str) -> Choice:
        line = replace(self.lines[name])
        kept, self.lines[name] = self.lines[name], line
        try:
            self._use(name, self.copies.good(name), "kept", "")
            return line.choice
        finally:
            self.lines[name] = kept

    def _read_new(self) -> None:
        """Try each new copy with its own reader: what has another form is left out at once."""
        if not self.fresh:
            return
        folder = self._view()
        for name in list(self.fresh):
            try:
                for load in self.sources[name].loads:
                    load(folder)
            except OSError:
                raise
            except Exception as error:
                self._drop(name, "unreadable", self._plain(error))

    def _plain(self, error: Exception) -> str:
        """The words of an error, with paths as the sources folder has them."""
        text = str(error) if isinstance(error, SourceError) else f"{type(error).__name__}: {error}"
        for folder in self.room.glob("*"):
            text = text.replace(f"{folder}/sources/", "")
        return redact(" ".join(text.split())[:1000])

    # Which edition

    def _settle(self) -> Outcome:
        while True:
            with self.shelf.making() as made:
                try:
                    self.make(self._view(), made, self.tell.step)
                except OSError:
                    raise
                except Exception as error:
                    self._blame(error)
                    continue
                self.tell.step("Comparing")
                found = self._refused(made)
                if not found or self.plan.accept:
                    return self._publish(made, found)
            self.refusals += found
            sources = [set(refusal.sources) & self.fresh.keys() for refusal in found]
            for name in set().union(*sources):
                self._refuse(name, found)
            if not all(sources) or not self.fresh:
                for name in list(self.fresh):
                    self._refuse(name, found)
                self._remember()
                return self.outcome(REFUSED, f"refused; edition {self.previous} stays")

    def _refuse(self, name: str, found: list[Refusal]) -> None:
        why = next((r for r in found if name in r.sources), found[0])
        copy = self.fresh[name]
        self._drop(name, "refused", str(why))
        self.copies.note(name, refused=copy.name)

    def _blame(self, error: Exception) -> None:
        """Find the copy that breaks the build and leave it out.

        Raises:
            BuildError: the build breaks without any new copy.
        """
        name = self._owner(error)
        if name is None and self.fresh:
            name = self._search()
        if name is None:
            raise BuildError(self._plain(error)) from error
        if name in self.fresh:
            copy = self.fresh[name]
            self._drop(name, "breaks the build", self._plain(error))
            self.copies.note(name, refused=copy.name)
        else:  # a copy that was good for earlier code
            self.lines[name].decision = "unreadable"
            self._use(name, None, "embedded", "", self._plain(error))

    def _owner(self, error: Exception) -> str | None:
        """The dataset whose fetched file an error names."""
        if not isinstance(error, SourceError):
            return None
        for name, line in self.lines.items():
            files = line.choice.files if line.choice.folder else ()
            if any(error.file.endswith(f"/{file}") for file in files):
                return name
        return None

    def _search(self) -> str | None:
        """The new copy without which the build goes well, by halves; None if it never does."""
        self.tell.step("Looking for what breaks it")
        suspects = sorted(self.fresh)
        if not self._builds(without=suspects):
            return None
        trusted: list[str] = []
        while len(suspects) > 1:
            half = suspects[: len(suspects) // 2]
            others = [name for name in self.fresh if name not in {*trusted, *half}]
            if self._builds(without=others):
                suspects, trusted = [n for n in suspects if n not in half], trusted + half
            else:
                suspects = half
        return suspects[0]

    def _builds(self, without: list[str]) -> bool:
        with self.shelf.making() as made:
            try:
                self.make(self._view(without), made, lambda _: None)
            except OSError:
                raise
            except Exception:
                return False
        return True

    def _refused(self, made: Path) -> list[Refusal]:
        current = self.shelf.current()
        if current is None or version(made) == current.name:
            return []
        if held := self.shelf.held():
            return [
                Refusal(
                    "rolled back",
                    "edition",
                    "after a roll-back nothing is published until a person says so",
                    f"edition {held['edition']} since {held['date']} ({held['reason']})",
                    f"edition {version(made)}",
                    next_step="docs/runbook.md, After a roll-back",
                )
            ]
        return plausible.compare(diff.read(current), diff.read(made), self.now.date())

    def _publish(self, made: Path, refusals: list[Refusal]) -> Outcome:
        current = self.shelf.current()
        if current and not self._news(current, made):
            self._remember()
            return self.outcome(self._code(), f"nothing new; edition {current.name} stays")
        if refusals or (self.plan.accept and self.shelf.held()):
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
                found = diff.between(current, folder, self.now, self.plan.accept)
                found.write(folder)
                changes.append(found.document)

        self.tell.step("Publishing")
        edition: Edition = self.shelf.take(made, about)
        self._remember()
        if self.plan.accept:
            self.shelf.release()
        said = f"published edition {edition.id}"
        if refusals:
            said += f", accepting {len(refusals)} refusals"
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
        here, there = diff.read(current), diff.read(made)
        was, now = here.pop("sources"), there.pop("sources")
        same = here.keys() == there.keys() and all(here[n].equals(there[n]) for n in here)
        same = same and _files(current) == _files(made) and "state" in was
        if not same or not was.drop(columns="state").equals(now.drop(columns="state")):
            return True
        before = dict(zip(was["id"], was["state"], strict=True))
        return any(
            row.state != before[row.id] and (row.state != "kept" or self._overdue(str(row.id)))
            for row in now.itertuples()
        )

    def _overdue(self, name: str) -> bool:
        days, age = self.sources[name].dataset.cadence_days, self.lines[name].age
        return bool(days) and age is not None and age > days

    def _remember(self) -> None:
        """Note what is known of each dataset now."""
        for name, line in self.lines.items():
            asked = {"asked": stamp(self.now), "problem": line.choice.problem}
            if name in self.fresh:
                self.copies.accept(name, self.fresh[name], self.now)
            elif line.decision == "unchanged":
                good = self.copies.good(name)
                if good:
                    self.copies.accept(name, good, self.now)
            elif line.decision != "not asked":
                self.copies.note(name, **asked)

    def _code(self) -> int:
        decisions = {line.decision for line in self.lines.values()}
        if self.refusals or "breaks the build" in decisions:
            return REFUSED
        return SOME_FAILED if decisions & {"failed", "unreadable"} else PUBLISHED


def _files(folder: Path) -> dict[str, bytes]:
    """The files of an edition beside its tables."""
    return {path.name: path.read_bytes() for path in sorted((folder / "boundaries").glob("*.*"))}


def _log(plan: Plan, started: datetime, ended: datetime, outcome: Outcome) -> None:
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
        "answers": runs.answers(plan.live, started),
    }
    try:
        runs.write(plan.live, started, record)
    except OSError as error:
        outcome.said += f" The log of this run could not be written ({error.strerror})."
        outcome.exit = outcome.exit or ERROR
