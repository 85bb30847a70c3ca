"""The batch geocoder: it knows the streets of one city, each at a place of its own."""

from __future__ import annotations

import hashlib
from pathlib import Path

from data_sources import census_geocoder
from tests.publishers import geocoder
from tests.publishers.double import Double

KNOWN = "Springfield"
WEST, SOUTH, EAST, NORTH = -72.62, 42.08, -72.48, 42.15
"""Degrees; the city's streets lie between them."""


def serve(double: Double, sources: Path) -> None:
    """Put the geocoder into the double; it needs no file."""
    del sources

    def find(street: str, place: str) -> list[str]:
        if not place.startswith(KNOWN):
            return ["No_Match"]
        return geocoder.exact(street, place, _point(street))

    double.serve("geocoder", census_geocoder.PATH, geocoder.batch(find))


def _point(street: str) -> str:
    """Longitude and latitude of a street: the same in every run."""
    digest = hashlib.sha256(street.encode()).digest()
    east, north = (int.from_bytes(digest[i : i + 4]) / 2**32 for i in (0, 4))
    return f"{WEST + east * (EAST - WEST):.6f},{SOUTH + north * (NORTH - SOUTH):.6f}"
