"""Shots fired: the embedded rows."""

from __future__ import annotations

from pathlib import Path

from data_sources import boston_shots_fired
from tests.publishers import boston
from tests.publishers.double import Double
from tests.publishers.full import csv_rows


def serve(double: Double, sources: Path) -> None:
    """Put the table into the double."""
    boston.shots(double, csv_rows(sources / boston_shots_fired.DATASET.files[0]))
