"""Measures everything, or some parts: ``make bench``, ``python -m benchmarks load routes``.

Machines differ and are busy, so what can be a ratio is one: against an empty Streamlit app, or the
plain way, in the same run. The table says what each figure was in the last run on this machine,
and which goals are met; ``build/bench.json`` keeps it for the next.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from rich.console import Console

from benchmarks import browser, build, exports, growth, load, report, reruns, routes
from benchmarks.report import Figure

PARTS: dict[str, Callable[[], list[Figure]]] = {
    "browser": browser.figures,
    "reruns": reruns.figures,
    "load": load.figures,
    "routes": routes.figures,
    "exports": exports.figures,
    "growth": growth.figures,
    "build": build.figures,
}


def main(wanted: list[str]) -> int:
    """Measure the parts that are named, or all; print and keep. 1 for a part that is not there."""
    console = Console()
    if unknown := [name for name in wanted if name not in PARTS]:
        console.print(f"No part {unknown[0]!r}; there are {', '.join(PARTS)}.")
        return 1
    before, idle = report.read(), os.getloadavg()[0]
    figures: list[Figure] = []
    for name in wanted or PARTS:
        console.print(f"\nmeasuring {name}", style="dim", end="")
        started = time.perf_counter()
        part = PARTS[name]()
        console.print(f": {time.perf_counter() - started:.0f} s", style="dim")
        report.show(part, before, console)
        figures += part
        # Kept part by part: a run that is ended early has measured what it has measured.
        report.write(report.Run(report.machine(), (idle, os.getloadavg()[0]), tuple(figures)))
    console.print(
        f"\n{report.machine()}; load average {idle:.1f} before, {os.getloadavg()[0]:.1f} after"
    )
    console.print(report.verdict(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
