"""The members: the embedded list, by the service and in the nightly file."""

from __future__ import annotations

from pathlib import Path

from data_sources import open_states
from tests.publishers import people
from tests.publishers.double import Double
from tests.publishers.full import csv_rows


def serve(double: Double, sources: Path) -> None:
    """Put both into the double."""
    served = people.as_served(csv_rows(sources / open_states.DATASET.files[0]))
    people.open_states_people(double, served)
    people.nightly(double, served)
