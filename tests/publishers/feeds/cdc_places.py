"""PLACES with invented shares, one ZCTA of the state left out and two of its neighbors in."""

from __future__ import annotations

from pathlib import Path

from data_sources import cdc_places, census_zcta
from tests.publishers import cdc
from tests.publishers.double import Double

RELEASE = "PLACES: ZCTA Data (GIS Friendly Format), 2025 release"


def serve(double: Double, sources: Path) -> None:
    """Put the table into the double."""
    codes = sorted(census_zcta.load_codes(sources)["code"])
    rows = cdc.places([*codes[1:], "02802", "03031"], cdc_places.MEASURES)
    double.soda(cdc_places.TABLE, rows, name=RELEASE)
