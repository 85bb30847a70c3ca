"""The double's people struck in Boston: the embedded rows."""

from __future__ import annotations

from pathlib import Path

from data_sources import boston_shootings
from tests.publishers.double import Double
from tests.publishers.full import csv_rows


def serve(double: Double, sources: Path) -> None:
    double.ckan(boston_shootings.RESOURCE, csv_rows(sources / boston_shootings.DATASET.files[0]))
