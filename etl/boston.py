"""Boston's police record: people shot, placed on the map by the number of their incident.

The only module that knows this city; another police record needs another one like it.
"""

from __future__ import annotations

import pandas as pd

DISTRICT_NAMES = {
    "A1": "Downtown",
    "A15": "Charlestown",
    "A7": "East Boston",
    "B2": "Roxbury",
    "B3": "Mattapan",
    "C11": "Dorchester",
    "C6": "South Boston",
    "D14": "Brighton",
    "D4": "South End",
    "E13": "Jamaica Plain",
    "E18": "Hyde Park",
    "E5": "West Roxbury",
}
"""Police districts by the names the department gives them."""


def locate(victims: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Give each person the point of the crime report with their incident's number.

    Many people may belong to one report. Nobody is de-duplicated and nobody is dropped: people
    without a report keep missing coordinates.

    Args:
        victims: as :func:`data_sources.boston_shootings.load` gives them.
        points: as :func:`data_sources.boston_crime_points.load` gives them.

    Returns:
        The victims in their order with latitude, longitude and point_row (line in the file of
        points, missing where there is none).

    Raises:
        pandas.errors.MergeError: an incident has two points.
        ValueError: the join changed the number of people.
    """
    found = points[["incident", "latitude", "longitude", "source_row"]].rename(
        columns={"source_row": "point_row"}
    )
    located = victims.merge(found, on="incident", how="left", validate="m:1")
    if len(located) != len(victims):
        raise ValueError(f"expected {len(victims)} people after the join, came {len(located)}")
    return located.astype({"point_row": "Int64"})


def incidents(located: pd.DataFrame) -> pd.DataFrame:
    """One row an incident, to link it with another source.

    Returns:
        Index incident; date (its first day), latitude, longitude, killed, injured (people).
    """
    people = located.assign(injured=~located["killed"])
    return people.groupby("incident", sort=True).agg(
        date=("date", "min"),
        latitude=("latitude", "first"),
        longitude=("longitude", "first"),
        killed=("killed", "sum"),
        injured=("injured", "sum"),
    )
