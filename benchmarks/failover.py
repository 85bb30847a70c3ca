"""Readers whose replica is killed, and readers of a site that restarts: what they lose.

``python -m benchmarks.failover`` starts three replicas behind nginx on this machine, lets readers
choose, kills one replica (SIGKILL) and then restarts all one after another. Prints a table and
writes ``build/failover.json``.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.crowd import MAP, Visit, quantile
from benchmarks.readers import Reader, ReaderError
from benchmarks.site import ROOT, free_port
from deploy.local import Replicas, standing
from deploy.proxy import Replica


@dataclass
class Met:
    """What readers met before, while and after something happened to the replicas.

    Attributes:
        homes: the replica that each reader was with before.
        reconnects: how often each reader's connection was made anew.
        moved: readers who are with another replica afterwards.
        errors: what a reader would call broken.
        before: seconds of each choice that was answered before it happened.
        while_: of those asked while it happened.
        after: of those asked afterwards.
        seconds: how long it took.
    """

    homes: list[str] = field(default_factory=list)
    reconnects: list[int] = field(default_factory=list)
    moved: int = 0
    errors: list[str] = field(default_factory=list)
    before: list[float] = field(default_factory=list)
    while_: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)
    seconds: float = 0.0


async def met_by_readers(
    url: str,
    happen: Callable[[], None],
    *,
    readers: int,
    think: float,
    seconds: float,
    visits: Sequence[Visit] = (MAP,),
) -> Met:
    """Let readers choose without end while something happens.

    Args:
        url: of the proxy.
        happen: what is done to the replicas; runs beside the readers, and returns when it is over.
        readers: how many.
        think: mean seconds between an answer and the next choice.
        seconds: how long they choose before and after.
        visits: what they do, dealt out in turn.
    """
    met = Met()
    here = [Reader(url, v.path, v.query) for v in (visits[n % len(visits)] for n in range(readers))]
    opened = await asyncio.gather(*(reader.open() for reader in here), return_exceptions=True)
    met.errors += [str(trouble) for trouble in opened if isinstance(trouble, BaseException)]
    met.homes = [home(reader) for reader in here]
    times = met.before
    leave = asyncio.Event()

    async def choose(number: int, reader: Reader) -> None:
        chance, key, turn = random.Random(number), visits[number % len(visits)].key, number
        while not leave.is_set():
            await asyncio.sleep(think * chance.uniform(0.5, 1.5))
            turn += 1
            if reader.options(key)[turn % len(reader.options(key))] == reader.chosen(key):
                turn += 1
            asked, kept = time.perf_counter(), times
            try:
                await reader.choose(key, turn)
            except (ReaderError, OSError) as error:
                met.errors.append(str(error))
                return
            kept.append(time.perf_counter() - asked)

    going = asyncio.gather(*(choose(number, reader) for number, reader in enumerate(here)))
    await asyncio.sleep(seconds)
    times, begun = met.while_, time.perf_counter()
    await asyncio.to_thread(happen)
    met.seconds = time.perf_counter() - begun
    times = met.after
    await asyncio.sleep(seconds)
    leave.set()
    await going
    met.reconnects = [reader.reconnects for reader in here]
    met.moved = sum(home(r) != was for r, was in zip(here, met.homes, strict=True))
    await asyncio.gather(*(reader.close() for reader in here))
    return met


def home(reader: Reader) -> str:
    """The replica that holds a reader's session, as its cookie says."""
    cookie = reader.cookies.get("ezc_replica")
    return cookie.value if cookie else ""


def killed(replicas: Replicas, replica: Replica, gone: float) -> Callable[[], None]:
    """One replica ends at once and comes back after some seconds."""

    def happen() -> None:
        replicas.kill(replica)
        time.sleep(gone)
        replicas.mend()

    return happen


def main(
    count: Annotated[int, typer.Option("--replicas", min=2)] = 3,
    readers: Annotated[int, typer.Option(min=1)] = 60,
    think: Annotated[float, typer.Option(help="Mean seconds between two choices.")] = 5.0,
    seconds: Annotated[float, typer.Option(help="Before and after, each.")] = 20.0,
) -> None:
    """Kill one of several replicas under load, then restart all of them one after another."""
    console, ports = Console(), [free_port() for _ in range(count + 1)]
    met = partial(met_by_readers, readers=readers, think=think, seconds=seconds)
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with standing(ports[1:], ports[0], folder) as (replicas, url):
            victim = replicas.all[0]
            happen = killed(replicas, victim, 3.0)
            kill = asyncio.run(met(url, happen))
            roll = asyncio.run(met(url, replicas.roll))
    table = Table("", "a replica killed", "all restarted, one by one", box=None)
    rows = {what: (said(kill), said(roll)) for what, said in ROWS.items()}
    rows["sessions on the killed replica"] = (str(Counter(kill.homes)[victim.name]), "")
    for what, (one, other) in rows.items():
        table.add_row(what, one, other)
    console.print(table)
    for error in kill.errors + roll.errors:
        console.print(error, style="red")
    out = ROOT / "build" / "failover.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"killed": asdict(kill), "restarted": asdict(roll)}, indent=1) + "\n")
    raise typer.Exit(bool(kill.errors or roll.errors))


def _p95(times: Sequence[float]) -> str:
    return f"{quantile(times, 0.95) * 1000:,.0f} of {len(times)}"


ROWS: dict[str, Callable[[Met], str]] = {
    "readers": lambda met: str(len(met.homes)),
    "sessions at each replica": lambda met: ", ".join(
        f"{name}: {n}" for name, n in sorted(Counter(met.homes).items())
    ),
    "reconnects": lambda met: str(sum(met.reconnects)),
    "most reconnects of one reader": lambda met: str(max(met.reconnects)),
    "readers who moved": lambda met: str(met.moved),
    "errors": lambda met: str(len(met.errors)),
    "seconds until all was back": lambda met: f"{met.seconds:.1f}",
    "p95 before, ms of choices": lambda met: _p95(met.before),
    "p95 meanwhile, ms of choices": lambda met: _p95(met.while_),
    "slowest meanwhile, ms": lambda met: f"{max(met.while_, default=0) * 1000:,.0f}",
    "p95 after, ms of choices": lambda met: _p95(met.after),
}


if __name__ == "__main__":
    typer.run(main)
