"""Where crime reports with the SHOOTING flag happened in Boston, one row a report.

The flag changes its meaning: to 2018 a person was shot, from 2019 on any confirmed gunfire. The
points are used to place people of the victims' record on the map; the reports are never counted.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources.boston_shootings import incident_key

DATASET = Dataset(
    id="boston_crime_points",
    title="Crime incident reports (new system), reports with the SHOOTING flag",
    publisher="Boston Police Department",
    landing_page="https://data.boston.gov/dataset/crime-incident-reports-august-2015-to-date-source-new-system",
    endpoint="https://data.boston.gov/api/3/action/datastore_search?resource_id=b973d8cb-eeb2-4e7e-99da-c92938efc9c0",
    vintage="June 2015 - 8 March 2023",
    retrieved="2023-03 (public copy)",
    licence="Open Data Commons Public Domain Dedication and Licence (as described by third "
    "parties; confirm)",
    citation="Boston Police Department, Crime Incident Reports, Analyze Boston.",
    files=("boston_police/crime_shooting_flag_points_2015_2023.csv",),
    caveats=(
        "The SHOOTING flag meant that a person was shot to 2018, and any confirmed gunfire "
        "from 2019: the reports are never counted, they only say where.",
        "About 5 % of flagged reports have no coordinates; some points are police stations.",
        "A file of the first quarter of 2023 with all 17 published columns is a sample of the "
        "form: its flag means gunfire, this file holds the same weeks to 8 March, "
        "and it is not read.",
    ),
    used_for="Where people were shot in Boston: ZIP codes and legislative districts",
)

FIRST_YEAR, LAST_YEAR = 2015, 2023
SLIP_PREFIX, SLIP_YEAR = "12", 2023
"""One report of February 2023 carries a number that starts with 12."""
SOUTH, NORTH, WEST, EAST = 42.2, 42.45, -71.25, -70.85


def load(folder: Path) -> pd.DataFrame:
    """One row a crime report.

    There is no date column: the year is the first two digits of the report's number.

    Returns:
        incident (text, see :func:`data_sources.boston_shootings.incident_key`; unique),
        year (int), latitude, longitude (float, WGS84), source_row (int).

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {"INCIDENT_NUMBER": "incident", "Lat": "latitude", "Long": "longitude"},
        key=("incident",),
    )
    rows["key"] = rows["incident"].map(incident_key)
    require(
        rows["key"].str.fullmatch(r"\d{9}"),
        rows,
        path,
        "incident",
        "nine digits, perhaps after an I",
    )
    require(
        ~rows["key"].duplicated(), rows, path, "incident", "each report once, with or without the I"
    )
    slips = rows["key"].str[:2] == SLIP_PREFIX
    if slips.sum() > 1:
        raise SourceError(
            path,
            f"{slips.sum()} numbers start with {SLIP_PREFIX}",
            "at most one",
            row=int(rows.loc[slips, "source_row"].iloc[1]),
            column="INCIDENT_NUMBER",
        )
    year = (2000 + rows["key"].str[:2].astype(int)).where(~slips, SLIP_YEAR)
    require(
        year.between(FIRST_YEAR, LAST_YEAR),
        rows,
        path,
        "incident",
        f"a number that starts with the year, {FIRST_YEAR % 100}-{LAST_YEAR % 100}",
    )
    latitude = parse_column(rows, path, "latitude", float, "a latitude in degrees").astype(float)
    longitude = parse_column(rows, path, "longitude", float, "a longitude in degrees").astype(float)
    require(
        latitude.between(SOUTH, NORTH),
        rows,
        path,
        "latitude",
        f"a latitude in Boston, {SOUTH} to {NORTH}",
    )
    require(
        longitude.between(WEST, EAST),
        rows,
        path,
        "longitude",
        f"a longitude in Boston, {WEST} to {EAST}",
    )
    return pd.DataFrame(
        {
            "incident": rows["key"],
            "year": year,
            "latitude": latitude,
            "longitude": longitude,
            "source_row": rows["source_row"],
        }
    )
