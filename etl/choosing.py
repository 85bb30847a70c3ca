"""Which copy of each dataset a build reads: the newest, the last good one, or the embedded one."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from data_sources._dataset import SourceError
from data_sources._keys import redact
from etl import view
from etl.asking import Asked, Source
from etl.copies import Copies, Copy, age_in_days
from etl.versions import stamp
from etl.view import Choice


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


class Chosen:
    """The copies of one refresh.

    Args:
        sources: every dataset.
        copies: the store of copies.
        embedded: the embedded source files.
        now: the time of the refresh.
    """

    def __init__(
        self, sources: Mapping[str, Source], copies: Copies, embedded: Path, now: datetime
    ) -> None:
        self.sources, self.copies, self.embedded, self.now = sources, copies, embedded, now
        self.lines = {name: Line(name) for name in sources}
        self.fresh: dict[str, Copy] = {}
        """Copies that came and are not the good ones: what this refresh may change."""

    def choose(self, name: str, asked: Asked | None, accept_refused: bool) -> None:
        """Choose the copy of a dataset.

        Args:
            name: its id.
            asked: how asking for it went; None where nobody asked.
            accept_refused: use a copy that was refused before, where none came now.
        """
        line, record = self.lines[name], self.copies.record(name)
        good = self.copies.good(name)
        new = asked.copy if asked else None
        if new is None and accept_refused:
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

    def drop(self, name: str, decision: str, problem: str) -> None:
        """Leave a new copy out: the good one, or the embedded files, take its place."""
        self.fresh.pop(name, None)
        self.lines[name].decision = decision
        checked = self.copies.record(name).checked
        self._use(name, self.copies.good(name), "kept", checked, problem)

    def view(self, room: Path, without: Iterable[str] = ()) -> Path:
        """A folder for a build, in a new folder of ``room``.

        Args:
            room: where to put it.
            without: fresh copies that are left out this time.
        """
        choices = {name: line.choice for name, line in self.lines.items()}
        for name in without:
            choices[name] = self._fallback(name)
        target = Path(tempfile.mkdtemp(dir=room)) / "sources"
        return view.assemble(target, self.embedded, choices.values())

    def _fallback(self, name: str) -> Choice:
        line = replace(self.lines[name])
        kept, self.lines[name] = self.lines[name], line
        try:
            self._use(name, self.copies.good(name), "kept", "")
            return line.choice
        finally:
            self.lines[name] = kept

    def read_new(self, room: Path) -> None:
        """Try each new copy with its own reader: what has another form is left out at once."""
        if not self.fresh:
            return
        folder = self.view(room)
        for name in list(self.fresh):
            try:
                for load in self.sources[name].loads:
                    load(folder)
            except OSError:
                raise
            except Exception as error:
                self.drop(name, "unreadable", plain(error))

    def owner(self, error: Exception) -> str | None:
        """The dataset whose fetched file an error names."""
        if not isinstance(error, SourceError):
            return None
        for name, line in self.lines.items():
            files = line.choice.files if line.choice.folder else ()
            if any(error.file.endswith(f"/{file}") for file in files):
                return name
        return None

    def embed(self, name: str, problem: str) -> None:
        """Read the embedded files: a copy that was good for earlier code is not any more."""
        self.lines[name].decision = "unreadable"
        self._use(name, None, "embedded", "", problem)

    def overdue(self, name: str) -> bool:
        """Whether the copy in use is older than the dataset's cadence allows."""
        days, age = self.sources[name].dataset.cadence_days, self.lines[name].age
        return bool(days) and age is not None and age > days

    def remember(self) -> None:
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


def plain(error: Exception) -> str:
    """The words of an error in one line, with paths as the sources folder has them."""
    text = str(error) if isinstance(error, SourceError) else f"{type(error).__name__}: {error}"
    text = re.sub(r"\S*/\.making-\S+?/sources/", "", text)
    return redact(" ".join(text.split())[:1000])
