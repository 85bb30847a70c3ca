"""Tracts of 2020: the embedded outlines, and tables that give the embedded shares again."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from data_sources import census_tracts as tracts
from tests.publishers import census, outlines
from tests.publishers.double import Double

VARIABLES = (
    *(f"B03002_{line:03d}E" for line in range(1, 22)),
    *(f"B01001_{line:03d}E" for line in range(1, 50)),
)


def serve(double: Double, sources: Path) -> None:
    """Put the file and the table into the double."""
    frame = tracts.load(sources)
    named = {"GEOID": frame["tract"], "NAME": frame["tract"].str[5:], "NAMELSAD": frame["tract"]}
    shapes = gpd.GeoDataFrame(named, geometry=frame.geometry, crs=frame.crs)
    outlines.serve(double, tracts.ADDRESS, shapes)
    first = {f"B03002_{lines[0]:03d}E": name for name, lines in tracts.RACE_LINES.items()}
    first |= {f"B01001_{lines[0]:03d}E": name for name, lines in tracts.AGE_LINES.items()}
    ours = tracts.RACE_COLUMNS | tracts.AGE_COLUMNS
    rows = []
    for place in frame.to_dict("records"):
        cells = {tracts.PEOPLE: str(place["population"])}
        for variable, name in first.items():
            share = place[ours[name]]
            people = 0 if share != share else round(share / 100 * place["population"])
            cells[variable] = str(people)
        rows.append(census.place("tract", place["tract"], "Census Tract", VARIABLES, **cells))
    double.census(tracts.YEAR, "tract", rows)
