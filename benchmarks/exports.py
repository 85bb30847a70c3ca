"""How long each kind of file takes to be made, anew each time; the converters are warm."""

from __future__ import annotations

import time
import urllib.request

from benchmarks.report import Figure
from benchmarks.site import Site, running

EXPORTS = {
    "brief of a district (PDF)": ("/documents/house/{}.pdf", ("25110", "25111", "25112", "25113")),
    "sheet of a ZIP code (PDF)": ("/documents/zip/{}.pdf", ("01105", "02121", "01609", "01841")),
    "figure (PDF)": ("/figures/zip/rate.pdf?zip={}", ("01105", "02121", "01609", "01841")),
    "figure (PNG)": ("/figures/zip/rate.png?zip={}", ("01105", "02121", "01609", "01841")),
    "figure (SVG)": ("/figures/zip/rate.svg?zip={}", ("01105", "02121", "01609", "01841")),
    "figure as a slide (PPTX)": (
        "/figures/zip/rate.pptx?zip={}",
        ("01105", "02121", "01609", "01841"),
    ),
    "map (PNG)": ("/figures/map/people.png?level={}", ("zcta", "town", "house", "senate")),
    "briefing (PPTX)": ("/decks/briefing.pptx?place={}", ("01105", "02121", "01609", "01841")),
    "page without script": ("/z/{}.html", ("01105", "02121", "01609", "01841")),
}
"""Address, and places for it: the first warms up, the median of the others counts."""


def figures() -> list[Figure]:
    """Every kind of file, each under a second."""
    out: list[Figure] = []
    with running() as site:
        for name, (address, places) in EXPORTS.items():
            made = [_made(site, address.format(place)) for place in places][1:]
            seconds, size = sorted(made)[len(made) // 2]
            out.append(Figure(f"{name}: made", seconds, "s", most=1, note=f"{size / 1e3:,.0f} kB"))
    return out


def _made(site: Site, path: str) -> tuple[float, int]:
    started = time.perf_counter()
    with urllib.request.urlopen(site.url + path) as response:
        size = len(response.read())
    return time.perf_counter() - started, size
