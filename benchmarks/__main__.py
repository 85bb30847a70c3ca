"""Measures the build and the site in one run: ``make bench``.

Machines differ, so what can be a ratio is one: against an empty Streamlit app in the same run.
Prints a table and writes ``build/bench.json``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks.site import FLAGS, ROOT, Site, chromium, running
from benchmarks.wire import counted

SOURCES = Path(os.environ.get("EZC_SOURCES", ROOT.parent / "shared" / "sources"))
console = Console()


@dataclass(frozen=True)
class Figure:
    """One measured figure and the goal it is held against."""

    what: str
    value: float
    unit: str
    goal: str = ""


def build_figures() -> list[Figure]:
    """Time, memory and sameness of two builds from the source files."""
    if not SOURCES.is_dir():
        console.print(f"No folder {SOURCES}: the build is not measured.")
        return []
    seconds, peaks, digests = [], [], []
    with TemporaryDirectory() as folder:
        for run in ("first", "second"):
            out = Path(folder) / run
            started = time.perf_counter()
            usage = subprocess.run(
                [sys.executable, "-c", _BUILD, str(SOURCES), str(out)],
                cwd=ROOT,
                check=True,
                capture_output=True,
                text=True,
                env=os.environ | {"PYTHONHASHSEED": str(len(seconds))},
            )
            seconds.append(time.perf_counter() - started)
            peaks.append(int(usage.stdout.split()[-1]) / 1024)
            digests.append(_digest(out))
        tables = sum(p.stat().st_size for p in out.rglob("*") if p.is_file()) / 1e6
    return [
        Figure("build, whole process", min(seconds), "s", "under 90"),
        Figure("build, peak memory", max(peaks), "MB", "under 2,000"),
        Figure("two builds with identical bytes", float(digests[0] == digests[1]), "1 = yes", "1"),
        Figure("tables in data/", tables, "MB"),
    ]


_BUILD = """
import resource, sys
from pathlib import Path
from etl import build
build.publish(build.build(Path(sys.argv[1])), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def cpu_seconds(pid: int) -> float:
    """User and system seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def first_paint(browser: Browser, url: str, seen: str) -> float:
    """Seconds from asking for a page to its main element standing there."""
    page = browser.new_page()
    started = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(seen)
    seconds = time.perf_counter() - started
    page.close()
    return seconds


def per_change(
    browser: Browser,
    site: Site,
    url: str,
    ready: str,
    change: Callable[[Page, int], None],
    times: int = 10,
) -> tuple[float, float]:
    """Mean bytes that travel to the browser and server CPU milliseconds of one change."""
    with counted(site.url) as wire:
        page = browser.new_page()
        page.goto(wire.url + url)
        page.wait_for_selector(ready)
        page.wait_for_timeout(3000)
        before, cpu = wire.received, cpu_seconds(site.process.pid)
        for n in range(times):
            change(page, n)
            page.wait_for_timeout(1200)
        spent = (cpu_seconds(site.process.pid) - cpu) / times * 1000
        received = (wire.received - before) / times
        page.close()
    return received, spent


def choose_indicator(page: Page, n: int) -> None:
    """Choose another economic indicator on the map, with the keyboard."""
    box = page.get_by_role("combobox", name="Beside it")
    box.click()
    page.get_by_role("option").nth(n % 5 + 1).click()


def choose_economic(page: Page, n: int) -> None:
    """Choose another economic measure on the Disparity page."""
    page.get_by_role("combobox", name="Economic measure").click()
    page.get_by_role("option").nth(n % 5 + 1).click()


EMPTY = "import streamlit as st\nst.selectbox('Choose', range(10))\nst.write('An empty app')\n"


def choose_number(page: Page, n: int) -> None:
    """Choose another number in the empty app."""
    page.get_by_role("combobox").click()
    page.get_by_role("option").nth(n % 5 + 1).click()


def site_figures() -> list[Figure]:
    """Start, first page, bytes and CPU of a change, memory; against an empty app."""
    figures = []
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY)
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        with running() as site, running(script=script) as empty:
            figures += [Figure("start until it answers", site.seconds_to_start, "s")]
            first_paint(browser, empty.url, "[data-testid=stMarkdown]")  # fills the caches
            base = min(
                first_paint(browser, empty.url, "[data-testid=stMarkdown]") for _ in range(3)
            )
            for name, path in (
                ("home", "/"),
                ("ZIP page", "/zip?zip=02121"),
                ("map", "/map"),
                ("disparity", "/disparity"),
                ("district", "/district?house=25110"),
                ("compare", "/compare"),
                ("trends", "/trends"),
            ):
                first_paint(browser, site.url + path, "h1")
                seconds = min(first_paint(browser, site.url + path, "h1") for _ in range(3))
                figures.append(Figure(f"{name}: title on screen", seconds, "s"))
                figures.append(Figure(f"{name}: against an empty app", seconds / base, "x"))
            plain = per_change(browser, empty, "/", "[data-testid=stMarkdown]", choose_number)
            sent = per_change(browser, site, "/map", "canvas", choose_indicator)
            figures += [
                Figure(
                    "map: bytes that travel at a change of indicator",
                    sent[0],
                    "B",
                    "under 5,000",
                ),
                Figure("map: server CPU at a change", sent[1], "ms"),
                Figure(
                    "map: server CPU against an empty app's rerun",
                    sent[1] / max(plain[1], 0.1),
                    "x",
                ),
                *disparity_figures(browser, site, plain[1]),
                Figure("memory of the server", memory_mb(site.process.pid), "MB"),
                *layer_figures(site),
                *export_figures(site),
            ]
        browser.close()
    return figures


def disparity_figures(browser: Browser, site: Site, plain: float) -> list[Figure]:
    """Bytes and CPU of a change on the Disparity page; the second round finds its caches warm."""
    for _ in range(2):
        sent = per_change(browser, site, "/disparity", "canvas", choose_economic)
    return [
        Figure("disparity: bytes that travel at a change", sent[0], "B"),
        Figure("disparity: server CPU at a change", sent[1], "ms", "under 50"),
        Figure(
            "disparity: server CPU against an empty app's rerun", sent[1] / max(plain, 0.1), "x"
        ),
    ]


def layer_figures(site: Site) -> list[Figure]:
    """What the browser fetches once for each level."""
    figures = []
    for level in ("zcta", "town", "county", "house", "senate", "congress"):
        with urllib.request.urlopen(f"{site.url}/layers/{level}.geojson") as response:
            content = response.read()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        figures.append(
            Figure(
                f"layer {level}, gzipped, fetched once", len(gzip.compress(content, 6)) / 1e3, "kB"
            )
        )
    return figures


EXPORTS = {
    "brief of a district (PDF)": "/documents/house/25110.pdf",
    "sheet of a ZIP code (PDF)": "/documents/zip/01105.pdf",
    "page without script": "/z/01105.html",
    "figure as PNG": "/figures/zip/rate.png?zip=01105",
    "figure as SVG": "/figures/zip/rate.svg?zip=01105",
    "figure as a slide (PPTX)": "/figures/zip/rate.pptx?zip=01105",
    "briefing (PPTX)": "/decks/briefing.pptx?place=01105",
}


def export_figures(site: Site) -> list[Figure]:
    """How long each kind of file takes to be made; the converters are warm."""
    figures = []
    for name, path in EXPORTS.items():
        started = time.perf_counter()
        with urllib.request.urlopen(site.url + path) as response:
            size = len(response.read())
        seconds = time.perf_counter() - started
        figures += [
            Figure(f"{name}: made", seconds, "s", "under 1"),
            Figure(f"{name}: size", size / 1e3, "kB"),
        ]
    return figures


def main() -> None:
    """Measure, print and write."""
    figures = build_figures() + site_figures()
    table = Table("figure", "value", "unit", "goal", box=None)
    for figure in figures:
        table.add_row(figure.what, f"{figure.value:,.2f}", figure.unit, figure.goal)
    console.print(table)
    out = ROOT / "build" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps([asdict(f) for f in figures], indent=1) + "\n")


if __name__ == "__main__":
    main()
