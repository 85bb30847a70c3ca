"""The commands around refreshing: refresh, versions, rollback, diff, freshness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from data_sources._vault import live_folder
from etl import asking, diff, freshness, pruning, refresh, runs
from etl.asking import Asked
from etl.plan import SEARCH_MINUTES, Outcome, Plan, Tell
from etl.versions import CHANGES, KEEP, NoEditionError, Shelf, damage

LiveFolder = Annotated[
    Path | None, typer.Option("--live", help="Everything fetched; EZC_LIVE, or live/.")
]
EMBEDDED = Path(__file__).parent.parent / "data"
SHOWN = 12
"""Refusals and groups of changes that are printed; the log and the files have all."""


def add_to(app: typer.Typer, console: Console) -> None:
    """Add the commands to the application; what they print goes to ``console``."""

    @app.command("refresh")
    def _refresh(
        names: Annotated[
            list[str] | None, typer.Argument(help="Datasets to ask for; all if none is named.")
        ] = None,
        source: Annotated[
            Path, typer.Option("--from", envvar="EZC_SOURCES", help="The embedded source files.")
        ] = Path("../shared/sources"),
        accept: Annotated[
            str, typer.Option(help="Publish what was refused, and keep this reason.")
        ] = "",
        only_build: Annotated[
            bool, typer.Option("--only-build", help="Ask nobody; build from what is here.")
        ] = False,
        wait: Annotated[float, typer.Option(help="Seconds to wait for another refresh.")] = 0.0,
        keep: Annotated[int, typer.Option(min=1, help="Editions that are kept.")] = KEEP,
        search: Annotated[
            float,
            typer.Option(
                "--search",
                envvar="EZC_SEARCH_MINUTES",
                min=0,
                help="Minutes after which no more builds are tried to find a copy that breaks one.",
            ),
        ] = SEARCH_MINUTES,
        live: LiveFolder = None,
    ) -> None:
        """Ask the publishers, build, check, compare with what is published, publish.

        Exit codes: 0 published, or nothing new; 3 a publisher failed and its last copy stands;
        4 something was refused and waits for a person; 5 another refresh runs; 1 another error.
        """
        plan = Plan(
            live=live or live_folder(),
            source=source,
            embedded=EMBEDDED,
            names=tuple(names or ()),
            accept=accept.strip(),
            only_build=only_build,
            wait=wait,
            keep=keep,
            search_minutes=search,
        )
        with Bars(console) as bars:
            outcome = refresh.run(plan, tell=bars)
        _report(console, outcome)
        raise typer.Exit(outcome.exit)

    @app.command()
    def seed(live: LiveFolder = None) -> None:
        """Publish the tables that came with the code, where nothing is published yet."""
        folder = live or live_folder()
        shelf = Shelf(folder / "published")
        with runs.alone(folder, wait=600):
            shelf.seed(EMBEDDED)
        console.print(f"Current: {shelf.current()}")

    @app.command()
    def versions(live: LiveFolder = None) -> None:
        """List the kept editions, newest first, and what persons decided."""
        shelf = Shelf((live or live_folder()) / "published")
        table = Table(box=None)
        for name in ("", "edition", "published", "changes", "whole"):
            table.add_column(name, no_wrap=True)
        for edition in shelf.editions():
            table.add_row(
                "current" if edition.current else "",
                edition.id,
                edition.published or "with the code",
                _totals(edition.folder),
                damage(edition.folder) or "yes",
            )
        console.print(table)
        for decision in shelf.decisions()[-SHOWN:]:
            line = "{date} {kind} {previous} -> {edition}: {reason}".format_map(decision)
            console.print(escape(line))
        if held := shelf.held():
            console.print(
                f"Rolled back on {held['date']}: refreshes publish nothing until "
                "`python -m etl refresh --accept REASON`."
            )

    @app.command()
    def rollback(
        edition: Annotated[
            str, typer.Argument(help="Its id, or the beginning; the one before if none.")
        ] = "",
        reason: Annotated[str, typer.Option(help="Why; it is kept.")] = "no reason given",
        live: LiveFolder = None,
    ) -> None:
        """Make an earlier edition current again; refreshes then wait for a person."""
        folder = live or live_folder()
        now = refresh.utc_now()
        with runs.alone(folder, wait=60):
            found = Shelf(folder / "published").roll_back(edition, reason, now)
        console.print(
            f"Edition {found.id} is current. Refreshes publish nothing until "
            "`python -m etl refresh --accept REASON`."
        )

    @app.command("prune")
    def _prune(live: LiveFolder = None) -> None:
        """Take away bodies and copies that no kept edition refers to; each refresh does it too."""
        folder = live or live_folder()
        with runs.alone(folder, wait=60):
            gone = pruning.prune(folder, refresh.utc_now())
        if gone.unknown:
            console.print(
                f"No log says what edition {', '.join(gone.unknown)} was made from: nothing was "
                "taken away. `python -m etl refresh --keep N` lets old editions go."
            )
            return
        console.print(
            f"Taken away: {gone.bodies:,} bodies ({gone.size / 1e6:,.1f} MB), {gone.copies:,} "
            f"copies, {gone.logs:,} logs."
        )

    @app.command("diff")
    def _diff(
        old: Annotated[str, typer.Argument(help="An edition's id, or a folder of tables.")],
        new: Annotated[str, typer.Argument(help="Another one.")],
        out: Annotated[
            Path | None, typer.Option(help="A folder for changes.json and changes.csv.")
        ] = None,
        live: LiveFolder = None,
    ) -> None:
        """Print what changed between two editions, by measure, place and size; write it."""
        shelf = Shelf((live or live_folder()) / "published")
        changes = diff.between(_folder(shelf, old), _folder(shelf, new))
        _print_changes(console, changes.document)
        if out:
            changes.write(out)
            console.print(f"{out / CHANGES} and changes.csv have all of it.")

    @app.command("freshness")
    def _freshness(
        badge: Annotated[Path | None, typer.Option(help="Write a badge (JSON) here.")] = None,
        live: LiveFolder = None,
    ) -> None:
        """Print how old each source is; exit status 1 where one is older than it may be."""
        found = freshness.ages(live or live_folder(), asking.known(), refresh.utc_now())
        table = Table(box=None)
        for name in ("source", "state", "days", "may be", "data as of", "last problem"):
            table.add_column(name, no_wrap=name != "last problem")
        for age in found:
            days = "" if age.days is None else f"{age.days:.1f}"
            state = f"[bold]{age.state}[/bold]" if age.late else age.state
            what = escape(age.problem or (age.without_key if age.days is None else ""))
            table.add_row(age.id, state, days, str(age.cadence or ""), age.data_as_of, what)
        console.print(table)
        if badge:
            freshness.write_badge(found, badge)
        if any(age.late for age in found):
            raise typer.Exit(1)


class Bars(Tell):
    """Progress bars of a refresh."""

    def __init__(self, console: Console) -> None:
        self._bars = Progress(
            TextColumn("{task.description:34}"),
            BarColumn(),
            DownloadColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=console,
        )
        self._tasks: dict[str, TaskID] = {}
        self._lock = Lock()
        self._step: TaskID | None = None

    def __enter__(self) -> Bars:
        """Show them."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave them as they are."""
        if self._step is not None:
            self._bars.update(self._step, total=1, completed=1)
        self._bars.stop()

    def asking(self, names: Iterable[str]) -> None:
        """One bar a dataset."""
        for name in names:
            self._tasks[name] = self._bars.add_task(name, total=None, note="")

    def received(self, dataset: str, host: str, size: int, total: int | None) -> None:
        """Bytes of one answer: ``size`` so far."""
        if dataset in self._tasks:
            self._bars.update(self._tasks[dataset], completed=size, total=total, note=host)

    def asked(self, dataset: str, asked: Asked) -> None:
        """A dataset is finished."""
        note = "fetched" if asked.copy else ("no key" if asked.without_key else "failed")
        with self._lock:
            task = self._tasks[dataset]
            done = max(1, self._bars.tasks[self._bars.task_ids.index(task)].completed)
            self._bars.update(task, total=done, completed=done, note=note)

    def step(self, step: str) -> None:
        """The build is at this step."""
        if self._step is None:
            self._step = self._bars.add_task("Building", total=None, note=step)
        self._bars.update(self._step, note=step)


def _report(console: Console, outcome: Outcome) -> None:
    if outcome.lines:
        table = Table(box=None)
        for name in ("source", "went", "read", "rows", "fetched", "as of", "age", "why"):
            table.add_column(
                name, justify="right" if name in {"rows", "age"} else "left", no_wrap=name != "why"
            )
        for line in sorted(outcome.lines, key=lambda line: line.id):
            choice = line.choice
            table.add_row(
                line.id,
                line.decision,
                choice.state,
                "" if line.rows is None else f"{line.rows:,}",
                choice.retrieved,
                choice.data_as_of,
                "" if line.age is None else f"{line.age:.0f} d",
                escape(choice.problem or choice.note),
            )
        console.print(table)
    for refusal in outcome.refusals[:SHOWN]:
        console.print(f"[bold]Refused[/bold] {escape(str(refusal))}", highlight=False)
    if len(outcome.refusals) > SHOWN:
        console.print(f"{len(outcome.refusals) - SHOWN} more refusals are in the log of the run.")
    if outcome.changes:
        _print_changes(console, outcome.changes)
    console.print(f"[bold]Refresh:[/bold] {escape(outcome.said)}.", highlight=False)


def _print_changes(console: Console, document: Mapping[str, Any]) -> None:
    totals = document["totals"]
    console.print(
        f"{document['old']} -> {document['new']}: {totals['new']:,} new, "
        f"{totals['revised']:,} revised, {totals['withdrawn']:,} withdrawn"
    )
    for row in document["summary"][:SHOWN]:
        periods = ", ".join(row["periods"][-3:])
        console.print(
            f"  {row['kind']}: {row['title']} ({row['indicator']}), {row['level']}: "
            f"{row['count']:,} numbers ({periods})"
        )
    sized = [row for row in document["changes"] if row["size"] is not None]
    for row in sorted(sized, key=lambda row: -abs(row["relative"] or 0.0))[:SHOWN]:
        kind = "count" if row["count_old"] is not None and row["count_new"] is not None else "value"
        console.print(
            f"  {row['indicator']}, {row['name'] or row['code']}, {row['period']}: "
            f"{row[f'{kind}_old']:,.6g} -> {row[f'{kind}_new']:,.6g}"
        )


def _totals(folder: Path) -> str:
    try:
        totals = diff.read_document(folder)["totals"]
    except ValueError:
        return ""
    return "{new} new, {revised} revised, {withdrawn} withdrawn".format_map(totals)


def _folder(shelf: Shelf, name: str) -> Path:
    path = Path(name)
    if (path / "datapackage.json").is_file():
        return path
    try:
        return shelf.get(name).folder
    except NoEditionError as error:
        raise ValueError(f"{error}; a folder of tables will do as well") from None
