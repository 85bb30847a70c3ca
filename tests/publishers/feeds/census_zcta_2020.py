"""The national file of ZIP areas of 2020."""

from __future__ import annotations

from pathlib import Path

from data_sources import census_zcta_2020
from tests.publishers import outlines
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the file into the double."""
    frame = outlines.with_others(outlines.zip_areas(sources))
    outlines.serve(double, census_zcta_2020.ADDRESS, frame)
