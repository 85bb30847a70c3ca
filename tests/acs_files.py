"""Small files of the Census survey's tables, as ``acs_5year.fetch`` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from data_sources import acs_5year
from data_sources._fetch import Table
from tests.publishers.census import place

GEOGRAPHIES = {
    "state": "state",
    "county": "county",
    "town": "county subdivision",
    "tract": "tract",
    "zcta": "zip code tabulation area",
}
Cells = Mapping[str, str]


def write(
    folder: Path,
    places: Mapping[str, Sequence[tuple[str, str, Cells]]],
    vintage: str = "2020-2024",
) -> None:
    """Write the files.

    Args:
        places: by level: code, name and the cells that are not 0 (estimates) or 13 (margins).
    """
    names = acs_5year.VARIABLES
    for (level, geography), file in zip(GEOGRAPHIES.items(), acs_5year.DATASET.files, strict=True):
        rows = [
            {"vintage": vintage, **place(geography, code, name, names, **cells)}
            for code, name, cells in places[level]
        ]
        kept = ("vintage", "GEO_ID", "NAME", *names)
        Table(kept, tuple({n: row[n] for n in kept} for row in rows)).write(folder / file)
