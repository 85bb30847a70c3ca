"""Whether memory stays flat: an hour's readers in some minutes, ``python -m benchmarks.soak``.

Readers come, choose, lose their connection, leave; others ask for exports and the API; every so
often a new edition of the tables is published under them. Memory, sessions, threads and open files
of the server are read every few seconds. The slope is that of a line through the second half, when
caches are full. Writes ``build/soak.json``.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import time
import urllib.request
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import psutil
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.readers import Reader, ReaderError
from benchmarks.site import ROOT, running

VISITS = (
    ("", "", ()),
    ("zip", "zip=02121", ()),
    ("zip", "zip=01105", ()),
    ("map", "", ("choice_beside", "choice_measure")),
    ("map", "place=01105", ("choice_beside",)),
    ("disparity", "", ("choice_by",)),
    ("trends", "", ("choice_look",)),
    ("compare", "places=01105 springfield 25", ()),
    ("district", "house=25110", ()),
    ("briefing", "place=02121", ()),
    ("data", "", ()),
    ("about", "", ()),
)
"""Pages, their addresses, and the select boxes whose options are chosen on them."""
FILES = (
    "/api/v1/observations?level=zcta&limit=200",
    "/api/v1/places?level=town&format=csv",
    "/figures/zip/rate.png?zip={zip}",
    "/figures/zip/rate.xlsx?zip={zip}",
    "/figures/map/people.svg",
    "/documents/zip/{zip}.pdf",
    "/documents/letter/{zip}.pdf",
    "/decks/briefing.pptx?place={zip}",
    "/z/{zip}.html",
    "/layers/zcta.geojson",
)
console = Console()


@dataclass
class Soaked:
    """What was seen.

    Attributes:
        samples: second, memory in MB (resident), sessions, threads, open files.
        visits: sessions that were opened and left.
        files: exports and API answers that came.
        swaps: editions that were published meanwhile.
        errors: what was said of each failure.
    """

    samples: list[tuple[float, float, int, int, int]] = field(default_factory=list)
    visits: int = 0
    files: int = 0
    swaps: int = 0
    errors: list[str] = field(default_factory=list)

    def slope(self, column: int = 1) -> float:
        """Growth an hour of a column of the samples, in their second half."""
        half = np.array(self.samples[len(self.samples) // 2 :])
        return float(np.polyfit(half[:, 0], half[:, column], 1)[0] * 3600) if len(half) > 2 else 0.0


def live_sessions(url: str) -> int:
    """Sessions with a connection, by Streamlit's own count."""
    with urllib.request.urlopen(f"{url}/_stcore/metrics?families=active_sessions") as answer:
        lines = answer.read().decode().splitlines()
    return int(sum(float(line.split()[-1]) for line in lines if line.startswith("active_sessions")))


async def soak(
    url: str, pid: int, *, seconds: float, readers: int, published: Path | None, every: float
) -> Soaked:
    """Let readers come and go for some time.

    Args:
        url: of the site.
        pid: of its process.
        seconds: for how long.
        readers: at once.
        published: a folder of editions whose link ``current`` the site reads; None: no swaps.
        every: seconds between two editions.
    """
    seen, started = Soaked(), time.perf_counter()
    until = started + seconds
    work = [_reader(seen, url, random.Random(n), until) for n in range(readers)]
    work += [_asker(seen, url, random.Random(-1 - n), until) for n in range(2)]
    if published is not None:
        work.append(_publisher(seen, published, every, until))
    running_work = asyncio.gather(*work)
    process = psutil.Process(pid)
    while not running_work.done():
        seen.samples.append(
            (
                round(time.perf_counter() - started, 1),
                process.memory_info().rss / 1e6,
                await asyncio.to_thread(live_sessions, url),
                process.num_threads(),
                process.num_fds(),
            )
        )
        await asyncio.wait([running_work], timeout=5)
    await running_work
    return seen


async def _reader(seen: Soaked, url: str, chance: random.Random, until: float) -> None:
    while time.perf_counter() < until:
        path, query, keys = chance.choice(VISITS)
        reader = Reader(url, path, query)
        try:
            await reader.open()
            for key in chance.sample(keys, len(keys)):
                for _step in range(2):
                    await asyncio.sleep(chance.uniform(0.2, 0.6))
                    await reader.choose(key, chance.randrange(1000))
            if chance.random() < 0.1:
                await reader.reconnect()
            seen.visits += 1
        except (ReaderError, OSError, TimeoutError) as error:
            seen.errors.append(f"/{path}?{query}: {error}")
        finally:
            await reader.close()


async def _asker(seen: Soaked, url: str, chance: random.Random, until: float) -> None:
    while time.perf_counter() < until:
        path = chance.choice(FILES).format(zip=chance.choice(("02121", "01105", "02139", "01201")))
        try:
            await asyncio.to_thread(_get, url + path)
            seen.files += 1
        except OSError as error:
            seen.errors.append(f"{path}: {error}")
        await asyncio.sleep(chance.uniform(0.1, 0.5))


def _get(url: str) -> None:
    with urllib.request.urlopen(url, timeout=60) as answer:
        answer.read()


async def _publisher(seen: Soaked, published: Path, every: float, until: float) -> None:
    """Publish an edition after another, as ``etl refresh`` does: a whole folder, then its link."""
    while time.perf_counter() + every < until:
        await asyncio.sleep(every)
        seen.swaps += 1
        await asyncio.to_thread(publish, published, f"{seen.swaps:012x}")


def publish(published: Path, edition: str) -> None:
    """The tables that ship as an edition of another name, made current; all are kept."""
    shutil.copytree(ROOT / "data", published / edition)
    package = published / edition / "datapackage.json"
    found = json.loads(package.read_text("utf-8")) | {"version": edition}
    package.write_text(json.dumps(found), "utf-8")
    fresh = published / "current.new"
    fresh.symlink_to(edition)
    os.replace(fresh, published / "current")


def main(
    seconds: Annotated[float, typer.Option(help="How long.")] = 420,
    readers: Annotated[int, typer.Option(help="Readers at once.")] = 12,
    every: Annotated[float, typer.Option(help="Seconds between editions; 0 for none.")] = 0,
) -> None:
    """Soak the site and say what was seen."""
    with TemporaryDirectory() as folder:
        published = Path(folder) if every else None
        if published:
            publish(published, "0" * 12)
        with running(published / "current" if published else None) as site:
            seen = asyncio.run(
                soak(
                    site.url,
                    site.process.pid,
                    seconds=seconds,
                    readers=readers,
                    published=published,
                    every=every,
                )
            )
            said = site.said()
    table = Table("second", "MB", "sessions", "threads", "files")
    step = max(len(seen.samples) // 15, 1)
    for sample in seen.samples[::step]:
        table.add_row(*(f"{value:,.0f}" for value in sample))
    console.print(table)
    console.print(
        f"{seen.visits:,} visits, {seen.files:,} files, {seen.swaps} editions, "
        f"{len(seen.errors)} errors, {said.count('Traceback')} tracebacks"
    )
    console.print(
        f"second half: {seen.slope():+.0f} MB an hour, that is "
        f"{seen.slope() / max(seen.visits / seconds * 3600, 1) * 1e3:+.1f} kB a visit"
    )
    for error in seen.errors[:10]:
        console.print(error, markup=False)
    out = ROOT / "build" / ("soak-editions.json" if every else "soak.json")
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(asdict(seen) | {"mb_an_hour": seen.slope()}, indent=1), "utf-8")
    out.with_suffix(".log").write_text(said, "utf-8")
    console.print(f"written to {out}, and what the server said beside it")


if __name__ == "__main__":
    typer.run(main)
