"""The nation: the publisher's own table."""

from __future__ import annotations

from pathlib import Path

from data_sources import cdc_national_deaths
from tests.publishers.double import Double
from tests.publishers.full import csv_rows


def serve(double: Double, sources: Path) -> None:
    """Put the table into the double."""
    (name,) = cdc_national_deaths.DATASET.files
    double.soda(cdc_national_deaths.TABLE, csv_rows(sources / name))
