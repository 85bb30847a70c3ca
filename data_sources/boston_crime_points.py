"""Where crime reports with the SHOOTING flag happened in Boston, one row a report.

The flag changes its meaning: to 2018 a person was shot, from 2019 on any confirmed gunfire. The
points are used to place people of the victims' record on the map; the reports are never counted.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _analyze_boston as portal
from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources._fetch import Fetched, Row, Table, as_of
from data_sources._web import Web
from data_sources.boston_shootings import incident_key, local_day

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
    live=("boston",),
    cadence_days=14,
)
PORTAL = "crime-incident-reports-august-2015-to-date-source-new-system"
RESOURCES = {
    "2015": "792031bf-b9bb-467c-b118-fe795befdf00",
    "2016": "b6c4e2c3-7b1e-4f4a-b019-bef8c6a0e882",
    "2017": "64ad0053-842c-459b-9833-ff53d568f2e3",
    "2018": "e86f8e38-a23c-4c1a-8455-c8f94210a8f1",
    "2019": "34e0ae6b-8c94-4998-ae9e-1b51551fe9ba",
    "2020": "be047094-85fe-4104-a480-4fa3d03f9623",
    "2021": "f4495ee9-c42c-4019-82c1-d067f07e45d2",
    "2022": "313e56df-6d77-49d2-9c49-ee411f10cf58",
    "2023 to present": "b973d8cb-eeb2-4e7e-99da-c92938efc9c0",
}
"""The years as the portal cuts them."""
FLAG = "SHOOTING"
FLAGS = {"Y": True, "1": True, "": False, "0": False, "N": False}
"""``Y`` or blank to 2018, ``1`` or ``0`` from 2019, both in between."""
COLUMNS = ("INCIDENT_NUMBER", "OFFENSE_CODE", FLAG, "OCCURRED_ON_DATE", "YEAR", "Lat", "Long")
"""What is kept of the 17 published columns: no street, no description."""
KNOWN_COLUMNS = (
    *COLUMNS,
    "_id",
    "OFFENSE_CODE_GROUP",
    "OFFENSE_DESCRIPTION",
    "DISTRICT",
    "REPORTING_AREA",
    "MONTH",
    "DAY_OF_WEEK",
    "HOUR",
    "UCR_PART",
    "STREET",
    "Location",
)

FIRST_YEAR, LAST_YEAR = 2015, 2023
SLIP_PREFIX, SLIP_YEAR = "12", 2023
"""One report of February 2023 carries a number that starts with 12."""
SOUTH, NORTH, WEST, EAST = 42.2, 42.45, -71.25, -70.85
MOST_UNREADABLE = 0.02
"""Share of live reports whose number or place may be unusable (test records, slips)."""
SAME_PLACE = 0.001
"""Degrees within which two rows of one report are at one place."""


def fetch(web: Web, out: Path) -> Fetched:
    """Ask Analyze Boston for every flagged report, from mid June 2015 to now.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: a table was not to be had whole, or its flag has a value that nobody explains.
    """
    published = portal.resources(web, PORTAL)
    rows: list[Row] = []
    columns: dict[str, None] = {}
    for years, resource in RESOURCES.items():
        about = portal.listed(web, PORTAL, published, resource)
        found = portal.flagged(web, PORTAL, about, COLUMNS, FLAG, FLAGS)
        if not found.rows:
            where = f"/dataset/{PORTAL}"
            raise web.error("empty", "boston", where, f"{years}: no report has the {FLAG} flag")
        columns |= dict.fromkeys(found.columns)
        rows += [{name: row.get(name, "") for name in COLUMNS} for row in found.rows]
    new = Table(tuple(columns), ()).beyond(KNOWN_COLUMNS)
    other = [
        str(about.get("name", name))
        for name, about in published.items()
        if name not in RESOURCES.values() and about.get("datastore_active")
    ]
    more = f"Other tables of the dataset, not read: {', '.join(other)}." if other else ""
    whole = Table(COLUMNS, tuple(rows))
    newest = as_of(web, "boston", f"/dataset/{PORTAL}", whole.newest("OCCURRED_ON_DATE"))
    whole.write(out / DATASET.files[0])
    return Fetched(
        files=DATASET.files,
        rows=len(rows),
        vintage=f"June 2015 - {newest}",
        data_as_of=newest,
        note=" ".join(text for text in (new, more) if text),
    )


def load(folder: Path) -> pd.DataFrame:
    """One row a crime report that has a place.

    The embedded file has no date column: the year is the first two digits of the report's number,
    and the reports end with :data:`LAST_YEAR`. The live file has dates.

    Returns:
        incident (text, see :func:`data_sources.boston_shootings.incident_key`; unique),
        year (int), date (datetime64, local day; NaT where the file has none), latitude,
        longitude (float, WGS84), source_row (int).

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    with path.open(encoding="utf-8-sig") as file:
        live = "OCCURRED_ON_DATE" in file.readline()
    return _live(path) if live else _embedded(path)


def _live(path: Path) -> pd.DataFrame:
    """The reports as the portal has them, several rows a report in the older years.

    Rows without coordinates, test records and points outside the city have no place. Rows of one
    report that lie apart have none either: nobody can say which is right.
    """
    names = {"INCIDENT_NUMBER": "incident", "Lat": "latitude", "Long": "longitude"}
    rows = read_rows(path, {**names, FLAG: "flag", "OCCURRED_ON_DATE": "date"})
    require(rows["flag"].str.strip().str.upper().map(FLAGS).eq(True), rows, path, "flag", "Y or 1")
    day = pd.to_datetime(parse_column(rows, path, "date", local_day, "2015-07-31 23:59:00+00"))
    frame = pd.DataFrame(
        {
            "incident": rows["incident"].map(incident_key),
            "year": day.dt.year,
            "date": day,
            **{
                axis: parse_column(rows, path, axis, _degrees, "degrees, or blank").astype(float)
                for axis in ("latitude", "longitude")
            },
            "source_row": rows["source_row"],
        }
    )
    readable = frame["incident"].str.fullmatch(r"\d{9}")
    nowhere = frame[["latitude", "longitude"]].isna().any(axis=1)
    inside = frame["latitude"].between(SOUTH, NORTH) & frame["longitude"].between(WEST, EAST)
    for holds, column, expected in (
        (readable, "INCIDENT_NUMBER", "nine digits, perhaps after an I"),
        (inside | nowhere, "Lat", "points in Boston"),
    ):
        if (share := (~holds).mean()) > MOST_UNREADABLE:
            row = int(frame.loc[~holds, "source_row"].iloc[0])
            said = f"{share:.1%} of the rows do not fit, this one first"
            raise SourceError(path, said, expected, row=row, column=column)
    frame = frame[readable & inside]
    spread = frame.groupby("incident")[["latitude", "longitude"]].agg(["min", "max"])
    apart = pd.concat(
        [spread[axis]["max"] - spread[axis]["min"] for axis in ("latitude", "longitude")], axis=1
    ).max(axis=1)
    frame = frame[~frame["incident"].isin(apart.index[apart > SAME_PLACE])]
    if frame.empty:
        raise SourceError(path, "no report has a place in Boston", "points in Boston")
    return frame.drop_duplicates("incident").reset_index(drop=True)


def _degrees(text: str) -> float:
    """Degrees; NaN for blank and for the portal's own signs of "unknown", 0 and -1.

    Raises:
        ValueError: the text is no number.
    """
    value = float(text) if text.strip() else float("nan")
    return float("nan") if value in (0.0, -1.0) else value


def _embedded(path: Path) -> pd.DataFrame:
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
            "date": pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]"),
            "latitude": latitude,
            "longitude": longitude,
            "source_row": rows["source_row"],
        }
    )
