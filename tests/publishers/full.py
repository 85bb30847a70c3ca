"""The full set: what every module of ``feeds/`` serves.

A feed is named like its dataset and has ``serve(double, sources)``: it puts the dataset's tables
into the double, from the publishers' files where there are any and invented where there are none.
"""

from __future__ import annotations

import csv
import importlib
from pathlib import Path

from tests.publishers.double import Double

FEEDS = tuple(
    sorted(
        path.stem for path in (Path(__file__).parent / "feeds").glob("*.py") if path.stem[0] != "_"
    )
)


def serve_all(double: Double, sources: Path) -> tuple[str, ...]:
    """Serve the full set; returns the datasets that it has."""
    for name in FEEDS:
        importlib.import_module(f"tests.publishers.feeds.{name}").serve(double, sources)
    return FEEDS


def csv_rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """The rows of a file as text."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))
