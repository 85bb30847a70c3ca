"""Flagged crime reports: the embedded points with the years of their numbers, and invented ones."""

from __future__ import annotations

from pathlib import Path

from tests.publishers import boston
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the nine tables into the double."""
    boston.crime(double, boston.flagged_reports(sources))
