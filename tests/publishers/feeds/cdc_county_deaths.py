"""The counties: the publisher's own export, in the form of the portal."""

from __future__ import annotations

from pathlib import Path

from data_sources import cdc_county_deaths
from tests.publishers import cdc
from tests.publishers.double import Double
from tests.publishers.full import csv_rows


def serve(double: Double, sources: Path) -> None:
    """Put the table into the double."""
    rows = [row for name in cdc_county_deaths.DATASET.files for row in csv_rows(sources / name)]
    double.soda(cdc_county_deaths.TABLE, cdc.counties(rows))
