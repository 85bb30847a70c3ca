"""The copy of the archive's reports: the embedded rows and a newer one of another state."""

from __future__ import annotations

import re
from pathlib import Path

from data_sources import gva_mass_shootings
from tests.publishers import people
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the file into the double."""
    text = (sources / gva_mass_shootings.DATASET.files[0]).read_text(encoding="utf-8-sig")
    head, first, *rest = text.splitlines()
    other = re.sub(r'^\d+,"[^"]*",Massachusetts', '1,"November 12, 2026",Vermont', first)
    people.mass_shootings(double, "\n".join([head, first, *rest, other]) + "\n")
