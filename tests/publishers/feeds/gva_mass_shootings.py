"""The copy of the archive's reports: the embedded rows and one of another state."""

from __future__ import annotations

from pathlib import Path

from data_sources import gva_mass_shootings
from tests.publishers import people
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the file into the double."""
    text = (sources / gva_mass_shootings.DATASET.files[0]).read_text(encoding="utf-8-sig")
    head, first, *rest = text.splitlines()
    other = first.replace("Massachusetts", "Vermont").replace(first.partition(",")[0], "1", 1)
    people.mass_shootings(double, "\n".join([head, first, *rest, other]) + "\n")
