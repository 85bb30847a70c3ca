"""The double's people struck in Boston: the embedded rows, and invented ones up to its today."""

from __future__ import annotations

from pathlib import Path

from tests.publishers import boston
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the portal's table and the police's own into the double."""
    boston.shootings(double, boston.record(sources))
