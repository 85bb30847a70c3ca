"""The survey that is the newest today, at all levels."""

from __future__ import annotations

from pathlib import Path

from tests.publishers import survey
from tests.publishers.double import Double

YEAR = 2024


def serve(double: Double, sources: Path) -> None:
    """Put the tables into the double."""
    for geography, rows in survey.levels(sources).items():
        double.census(YEAR, geography, rows)
