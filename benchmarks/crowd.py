"""Many readers at once: each opens a page, thinks, chooses, waits for the answer, thinks again."""

from __future__ import annotations

import asyncio
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.readers import Answer, Reader, ReaderError


@dataclass(frozen=True)
class Visit:
    """What a reader does: the page, and the select box whose options are chosen one by one."""

    path: str
    query: str
    key: str


MAP = Visit("map", "", "choice_beside")
"""A reader of the map, who chooses another economic measure each time."""


@dataclass
class Crowd:
    """What many readers met.

    Attributes:
        readers: how many there were.
        think: mean seconds between an answer and the next choice.
        opened: answers to opening a page, one a reader.
        answers: answers to choices, once all readers had come.
        errors: what was said of each failure; a reader who meets one comes again.
        reconnects: connections that broke and were made anew, which is no error.
        client_share: part of one core that the readers themselves took: near 1 they are the
            bottleneck, and the figures say more of them than of the site.
    """

    readers: int
    think: float
    opened: list[Answer] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reconnects: int = 0
    client_share: float = 0.0

    def quantile(self, share: float) -> float:
        """Seconds within which that share of choices was answered; not a number without any."""
        return quantile([answer.seconds for answer in self.answers], share)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least ``share`` of them do not exceed; NaN for none."""
    if not values:
        return float("nan")
    return float(np.quantile(values, share, method="inverted_cdf"))


async def crowd(
    url: str,
    visits: Sequence[Visit] = (MAP,),
    *,
    readers: int,
    think: float,
    seconds: float,
    coming: float | None = None,
    seed: int = 1,
) -> Crowd:
    """Let readers come one after another, then measure for some seconds.

    Args:
        url: of the site or of the proxy before it.
        visits: what they do, dealt out in turn.
        readers: how many.
        think: mean seconds that one thinks; each time between half and one and a half of it.
        seconds: how long is measured, after the last has come.
        coming: seconds over which they come; by default ten a second.
        seed: of the thinking times.
    """
    met = Crowd(readers, think)
    begun, used = time.perf_counter(), _cpu()
    ramp = readers / 10 if coming is None else coming
    measured = begun + ramp + think
    await asyncio.gather(
        *(
            _reader(
                met,
                url,
                visits[number % len(visits)],
                random.Random(seed * 100_003 + number),
                ramp * number / readers,
                (measured, measured + seconds),
            )
            for number in range(readers)
        )
    )
    met.client_share = (_cpu() - used) / (time.perf_counter() - begun)
    return met


async def _reader(
    met: Crowd,
    url: str,
    visit: Visit,
    chance: random.Random,
    later: float,
    measured: tuple[float, float],
) -> None:
    await asyncio.sleep(later)
    while time.perf_counter() < measured[1]:
        reader = Reader(url, visit.path, visit.query)
        try:
            met.opened.append(await reader.open())
            await _choose(met, reader, visit.key, chance, measured)
        except (ReaderError, OSError) as error:
            met.errors.append(str(error))
            await asyncio.sleep(1)
        finally:
            met.reconnects += reader.reconnects
            await reader.close()


async def _choose(
    met: Crowd, reader: Reader, key: str, chance: random.Random, measured: tuple[float, float]
) -> None:
    number = chance.randrange(1000)
    while True:
        await asyncio.sleep(met.think * chance.uniform(0.5, 1.5))
        now = time.perf_counter()
        if now >= measured[1]:
            return
        number += 1
        if reader.options(key)[number % len(reader.options(key))] == reader.chosen(key):
            number += 1
        answer = await reader.choose(key, number)
        if now >= measured[0]:
            met.answers.append(answer)


def _cpu() -> float:
    usage: Any = resource.getrusage(resource.RUSAGE_SELF)
    return float(usage.ru_utime + usage.ru_stime)
