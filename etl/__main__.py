"""The operator's commands: ``python -m etl --help``."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Annotated

import pandera.errors
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from data_sources._dataset import SourceError
from etl import explain as explaining
from etl import publishing, refresh_commands, settings, validation
from etl.runs import BusyError

app = typer.Typer(
    help="Build, check and explain the tables of the atlas.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
console = Console(soft_wrap=True)
complaint = Console(stderr=True, soft_wrap=True)

SourceFolder = Annotated[Path, typer.Option("--from", help="The folder of source files.")]
Scheduler = Annotated[
    str,
    typer.Option(
        help="Run the heavy steps on a Dask cluster: tcp://host:8786, or local for one worker a "
        "core of this machine. The tables are the same."
    ),
]
StateCode = Annotated[
    str, typer.Option("--state", help="FIPS code of the state, as in states.toml: 25, 44.")
]
DataFolder = Annotated[Path, typer.Option("--data", help="The folder of published tables.")]


@app.command()
def build(
    source: SourceFolder = Path("../shared/sources"),
    out: Annotated[Path, typer.Option(help="Where the tables go; replaced whole.")] = Path("data"),
    state: StateCode = settings.STATE.fips,
    scheduler: Scheduler = "",
) -> None:
    """Make every table from the source files and swap them in, or leave the old ones untouched."""
    _work_for(state)
    from etl import build as building  # the heavy imports, only where they are needed
    from etl import computing

    started = time.perf_counter()
    with Progress(
        TextColumn("{task.description:34}"), BarColumn(), TimeElapsedColumn(), console=console
    ) as bar:
        task = bar.add_task("Reading", total=len(building.STEPS) + 1)

        def advance(step: str) -> None:
            bar.update(task, description=step)
            bar.advance(task)

        with computing.on(scheduler):
            atlas = building.build(source, advance)
        bar.update(task, description="Writing")
        version = building.publish(atlas, out)
        bar.update(task, description="Done", completed=len(building.STEPS) + 1)
    rows = sum(map(len, atlas.tables.values()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(
        f"Version {version}: {len(atlas.tables)} tables, {rows:,} rows in {out} "
        f"({time.perf_counter() - started:.0f} s, {peak:,.0f} MB at most)"
    )


@app.command()
def check(data: DataFolder = Path("data")) -> None:
    """Check the published tables: form, keys, privacy, sums, intervals."""
    _work_for(publishing.state_of(data))
    from etl import audit  # the heavy imports, only where they are needed

    tables = publishing.read(data)
    for line in [*validation.check(tables), *audit.audit(tables)]:
        console.print(f"  {line}")
    console.print(f"All of {data} holds.")


@app.command()
def sources(data: DataFolder = Path("data")) -> None:
    """List the sources: rows read, used and left over, and why."""
    table = Table(box=None)
    table.add_column("source", no_wrap=True)
    for name in ("publisher", "vintage"):
        table.add_column(name)
    for name in ("read", "used", "left"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("why")
    for row in publishing.read(data)["sources"].to_dict("records"):
        rows = (f"{row[name]:,}" for name in ("rows_in", "rows_used", "rows_left"))
        table.add_row(row["id"], row["publisher"], row["vintage"], *rows, row["left_why"])
    console.print(table)


@app.command()
def explain(
    observation: Annotated[
        str,
        typer.Argument(
            help="indicator/level/code/period, as in people_shot/zcta/02121/2015-07_2017-12; "
            "or a table of statistics and its key, as in gradients/..."
        ),
    ],
    data: DataFolder = Path("data"),
    source: Annotated[
        Path | None, typer.Option("--from", help="Also find the rows of the source files.")
    ] = None,
) -> None:
    """Print how one number came to be, down to the lines of the source files."""
    _work_for(publishing.state_of(data))
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for label, text in explaining.explain(publishing.read(data), observation, source):
        table.add_row(label, text)
    console.print(table)


@app.command()
def dropped(
    folder: Annotated[
        Path | None, typer.Option(help="Another drop folder than live/dropped or EZC_DROPPED.")
    ] = None,
) -> None:
    """Check the tables that a person dropped: what each is, what is wrong in it, what to do."""
    from data_sources import _dropped
    from etl import dropped as dropping  # the heavy imports, only where they are needed

    found = dropping.check(folder)
    for one in found:
        for line in dropping.lines(one):
            console.print(line, highlight=False, markup=False)
    console.print(dropping.summary(found, folder or _dropped.folder()), markup=False)


@app.command()
def docs(
    out: Annotated[Path, typer.Option(help="The folder of the pages.")] = Path("docs"),
) -> None:
    """Write the reference pages from the code: methods, measures, tables, sources."""
    from etl import docs as writing  # the heavy imports, only where they are needed

    for path in writing.write(out):
        console.print(f"  {path}")


refresh_commands.add_to(app, console)


def _work_for(state: str) -> None:
    """Go on with another state, in the place of this process: one process works for one state.

    Raises:
        ValueError: the state is not set up.
    """
    if state == settings.STATE.fips:
        return
    if state not in settings.states():
        known = ", ".join(f"{code} ({one.name})" for code, one in settings.states().items())
        raise ValueError(
            f"the state {state[:20]!r} is not set up; these are: {known}. "
            "Add it to data_sources/states.toml"
        )
    os.environ[settings.VARIABLE] = state
    os.execv(sys.executable, [sys.executable, "-m", "etl", *sys.argv[1:]])


def main() -> int:
    """Run a command; a problem is one message and exit status 1, never a traceback."""
    try:
        return int(app(standalone_mode=False) or 0)
    except BusyError as error:
        complaint.print(f"[bold]Stopped:[/bold] {error}", highlight=False)
        return 5
    except (SourceError, explaining.NotFoundError, ValueError) as error:
        complaint.print(f"[bold]Stopped:[/bold] {error}", highlight=False)
        return 1
    except pandera.errors.SchemaErrors as error:
        complaint.print("[bold]Stopped:[/bold] a table is not in its form:", highlight=False)
        complaint.print(json.dumps(error.message, indent=1, default=str)[:4000], highlight=False)
        return 1
    except typer.Abort:
        return 130
    except Exception as error:  # usage errors of the command line carry their own text
        if (show := getattr(error, "show", None)) is None:
            raise
        show()
        return int(getattr(error, "exit_code", 2))


if __name__ == "__main__":
    sys.exit(main())
