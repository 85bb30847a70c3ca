"""What a rerun costs: bytes on the wire and processor time of the server, for every page.

Against the rerun of an empty app, and the map's change also against the plain way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import astuple, dataclass

from benchmarks.crowd import MAP, Visit, quantile
from benchmarks.meters import cpu_seconds
from benchmarks.others import ALIKE, BESIDE, EMPTY, NUMBER, PLAIN, app
from benchmarks.readers import Answer, Reader
from benchmarks.report import Figure
from benchmarks.site import Site, running
from dashboard import links

CHOSEN = {"zip": "zip?zip=02121", "district": "district?house=25110"}
"""Pages that say little without a place."""
PAGES = tuple(CHOSEN.get(path, path) for path in links.PAGES)
ROUNDS, TIMES = 12, 40
"""Site and empty app take turns, so that a busy moment of the machine meets both. Linux tells
processor time in steps of 10 ms, and an empty app's changes of one round take only ten of them;
more changes in one round would meet the site's limit on what one session may send."""
Step = Callable[[Reader, int], Awaitable[Answer]]


@dataclass(frozen=True)
class Cost:
    """Means over many reruns of one reader: milliseconds of CPU, bytes; the median wait in ms."""

    cpu: float
    received: float
    wait: float


async def cost(site: Site, path: str, step: Step, times: int = TIMES) -> Cost:
    """What one step costs, repeated by one reader whose caches are warm."""
    page, _, query = path.partition("?")
    reader = Reader(site.url, page, query)
    await reader.open()
    for number in range(10):
        await step(reader, number)
    before = cpu_seconds(site.process.pid)
    answers = [await step(reader, number) for number in range(times)]
    await reader.close()
    spent = cpu_seconds(site.process.pid) - before
    return Cost(
        1000 * spent / times,
        sum(answer.received for answer in answers) / times,
        1000 * quantile([answer.seconds for answer in answers], 0.5),
    )


def choosing(visit: Visit) -> Step:
    """A step that chooses the next option of the visit's select box."""
    return lambda reader, number: reader.choose(visit.key, number)


def again(reader: Reader, _number: int) -> Awaitable[Answer]:
    """A step that runs the whole page."""
    return reader.rerun()


def calm(costs: Sequence[Cost]) -> Cost:
    """Means over the half of the rounds that the rest of the machine disturbed least."""
    half = sorted(costs, key=lambda cost: cost.cpu)[: (len(costs) + 1) // 2]
    return Cost(*(sum(values) / len(half) for values in zip(*map(astuple, half), strict=True)))


def figures() -> list[Figure]:
    """A change of the map, and a run of every page."""
    out: list[Figure] = []
    with running() as site, app(EMPTY) as empty, app(ALIKE) as alike, app(PLAIN) as plain:
        asyncio.run(cost(site, "map", choosing(MAP)))  # makes what is made once
        rounds = [
            (
                asyncio.run(cost(empty, "", choosing(NUMBER))),
                asyncio.run(cost(alike, "", choosing(NUMBER))),
                asyncio.run(cost(site, "map", choosing(MAP))),
            )
            for _ in range(ROUNDS)
        ]
        base, bare, change = (calm(costs) for costs in zip(*rounds, strict=True))
        way = asyncio.run(cost(plain, "", choosing(BESIDE), times=10))
        out += [
            Figure("empty app: CPU of a change", base.cpu, "ms"),
            Figure("empty app: a change, median wait", base.wait, "ms"),
            Figure("map: bytes of a change", change.received, "B", most=5000),
            Figure("map: CPU of a change", change.cpu, "ms"),
            Figure(
                "map: CPU of a change / empty app's",
                change.cpu / base.cpu,
                "x",
                most=2,
                note=f"empty elements of the same kinds alone: {bare.cpu / base.cpu:.2f}",
            ),
            Figure(
                "map: CPU of a change / that of empty elements of the same kinds",
                change.cpu / bare.cpu,
                "x",
            ),
            Figure("map: a change, median wait", change.wait, "ms"),
            Figure("plain way: bytes of a change / map's", way.received / change.received, "x"),
            Figure("plain way: CPU of a change / map's", way.cpu / change.cpu, "x"),
        ]
        for path in PAGES:
            run = asyncio.run(cost(site, path, again, times=15))
            name = f"/{path.partition('?')[0]}"
            out += [
                Figure(f"{name}: bytes of a whole run", run.received, "B"),
                Figure(f"{name}: CPU of a whole run", run.cpu, "ms"),
                Figure(f"{name}: CPU of a whole run / empty app's", run.cpu / base.cpu, "x"),
            ]
    return out
