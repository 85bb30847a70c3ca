"""HUD's crosswalk: the embedded rows in the form of the service."""

from __future__ import annotations

from pathlib import Path

from data_sources import hud_zip_to_county
from tests.publishers import people
from tests.publishers.double import Double
from tests.publishers.full import csv_rows


def serve(double: Double, sources: Path) -> None:
    """Put the table into the double."""
    names = {
        "zip": "ZIP",
        "geoid": "COUNTY",
        "city": "USPS_ZIP_PREF_CITY",
        "state": "USPS_ZIP_PREF_STATE",
    }
    ratios = {f"{kind}_ratio": f"{kind.upper()}_RATIO" for kind in ("res", "bus", "oth", "tot")}
    rows = [
        {n: row[t] for n, t in names.items()} | {n: float(row[t]) for n, t in ratios.items()}
        for row in csv_rows(sources / hud_zip_to_county.DATASET.files[0])
    ]
    people.crosswalk(double, rows)
