"""The double's state deaths: the embedded rows, which have the API's own columns."""

from __future__ import annotations

from pathlib import Path

from data_sources import cdc_state_deaths
from tests.publishers.double import Double
from tests.publishers.full import csv_rows


def serve(double: Double, sources: Path) -> None:
    rows = csv_rows(sources / cdc_state_deaths.DATASET.files[0])
    double.soda(cdc_state_deaths.TABLE, rows, name=cdc_state_deaths.DATASET.title)
