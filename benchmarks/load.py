"""Many readers of the map at once: how long they wait, what fails, what memory they take."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from benchmarks.crowd import MAP, Crowd, Visit, crowd, quantile
from benchmarks.meters import cpu_seconds, memory_mb
from benchmarks.others import EMPTY, NUMBER, app
from benchmarks.report import Figure
from benchmarks.site import Site, running

CROWDS = ((50, 10.0), (50, 2.0), (100, 10.0), (100, 2.0), (200, 10.0), (200, 2.0))
"""How many readers, and how long each thinks on average, in seconds."""
GOAL = (200, 10.0)
SECONDS = 20.0


def figures() -> list[Figure]:
    """The map under load, and an empty app under the largest crowds."""
    with running() as site, app(EMPTY) as empty:
        asyncio.run(crowd(site.url, readers=5, think=0.5, seconds=5))  # makes what is made once
        bare = memory_mb(site.process.pid)
        out: list[Figure] = []
        for readers, think in CROWDS:
            out += _map(site, readers, think)
        full = memory_mb(site.process.pid)
        out += [
            Figure("memory of the server before the crowds", bare, "MB"),
            Figure("memory after crowds of 200", full, "MB", most=600),
            Figure("memory a session", (full - bare) / max(n for n, _ in CROWDS), "MB"),
        ]
        for readers, think in CROWDS[-2:]:
            met = _met(empty, [NUMBER], readers, think)
            name = f"empty app, {readers} readers, {think:g} s"
            out.append(Figure(f"{name}: p95", 1000 * met.quantile(0.95), "ms"))
    return out


def _map(site: Site, readers: int, think: float) -> list[Figure]:
    before = cpu_seconds(site.process.pid)
    met = _met(site, [MAP], readers, think)
    spent = 1000 * (cpu_seconds(site.process.pid) - before)
    name = f"map, {readers} readers, {think:g} s"
    goal = (readers, think) == GOAL
    asked = len(met.answers) + len(met.opened)
    waits = [answer.seconds for answer in met.opened]
    return [
        Figure(f"{name}: p50", 1000 * met.quantile(0.5), "ms"),
        Figure(
            f"{name}: p95",
            1000 * met.quantile(0.95),
            "ms",
            most=100 if goal else None,
            note=f"{len(met.answers)} changes; readers took {met.client_share:.0%} of a core",
        ),
        Figure(f"{name}: errors", len(met.errors), "", most=0, note="; ".join(met.errors[:1])),
        Figure(f"{name}: connections made anew", met.reconnects, ""),
        Figure(f"{name}: opening the page, p95", 1000 * quantile(waits, 0.95), "ms"),
        Figure(f"{name}: CPU of an opening or change", spent / max(asked, 1), "ms"),
    ]


def _met(site: Site, visits: Sequence[Visit], readers: int, think: float) -> Crowd:
    return asyncio.run(crowd(site.url, visits, readers=readers, think=think, seconds=SECONDS))
