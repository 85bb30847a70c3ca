"""The embedded pairs of ZIP areas and counties in the publisher's form."""

from __future__ import annotations

from pathlib import Path

from data_sources import zcta_to_county
from tests.publishers import outlines
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the file into the double."""
    pairs = zcta_to_county.load(sources)
    rows = [(z, c, 1) for z, c in zip(pairs["zcta"], pairs["county"], strict=True)]
    outlines.relationships(double, "county", rows)
