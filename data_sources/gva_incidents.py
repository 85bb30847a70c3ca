"""Incidents of gun violence in the state as Gun Violence Archive collected them from news.

Four files of one archive: a listing (counts, no coordinates), incident pages with coordinates and
characteristics (complete to March 2018, then an arbitrary part of 2019 and 2020), and one file of
early 2020 geocoded by others. Only the columns that counting needs are kept: no address, no link,
no age or gender. What stands here in rows never leaves the pipeline.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._state import STATE

_CITY = STATE.police_record.name

DATASET = Dataset(
    id="gva_incidents",
    title=f"Gun violence incidents in {STATE.name}",
    publisher="Gun Violence Archive",
    landing_page="https://www.gunviolencearchive.org/",
    endpoint="https://www.gunviolencearchive.org/query",
    vintage="1 January 2014 - 31 December 2020",
    retrieved="2018-2021 (public copies)",
    licence="No open licence; credit asked. Only aggregates are published here",
    citation="Gun Violence Archive, www.gunviolencearchive.org.",
    files=(
        f"gun_violence_archive/gva_{STATE.slug}_stage1_2015_2020.csv",
        f"gun_violence_archive/gva_{STATE.slug}_stage2_2014_2018_q1.csv",
        f"gun_violence_archive/gva_{STATE.slug}_stage2_partial_2019_2020.csv",
        f"gun_violence_archive/gva_{STATE.slug}_geocoded_2020_01_05.csv",
    ),
    caveats=(
        "Collected from news and police reports: people who were shot and survived are missed "
        "most, above all in 2014 and 2015.",
        "Leaves out most suicides.",
        "What kind of incident it was is known for 2014 to March 2018 and for a part of 2019 "
        "and 2020.",
        "Where it happened is known for 2014 to March 2018 and for a part of 2019 and 2020.",
    ),
    used_for=f"People shot outside {_CITY} by ZIP code, town, county and district; {_CITY} in 2014"
    if _CITY
    else "People shot by ZIP code, town, county and district",
)
LISTING, DETAILS, DETAILS_PARTIAL, POINTS_2020 = DATASET.files

CITY_POINTS = STATE.archive_city_points
"""Points where the archive puts incidents that it knows by the city only, with the number of
incidents there in the files of incident pages: latitude, longitude, incidents."""

_HARMED_LIMIT = 100
_SOUTH, _NORTH, _WEST, _EAST = 24.0, 50.0, -125.0, -66.0
_ID = re.compile(r"/incident/(\d+)$")


def load_listing(folder: Path) -> pd.DataFrame:
    """Every incident of 2015 to 2020, from the archive's search.

    Returns:
        incident (text, unique), date (datetime64), place (text, free), killed, injured (int),
        source_file (text), source_row (int).

    Raises:
        SourceError: the file is not in its documented form.
    """
    path = _path(folder, LISTING)
    rows = read_rows(
        path,
        {
            "incident_url": "incident",
            "date": "date",
            "state": "state",
            "city_or_county": "place",
            "n_killed": "killed",
            "n_injured": "injured",
        },
        key=("incident",),
    )
    number = parse_column(rows, path, "incident", _incident_number, ".../incident/ and a number")
    return _incidents(rows, path, LISTING, number, "%B %d, %Y", "June 19, 2015", (2015, 2020))


def load_details(folder: Path) -> pd.DataFrame:
    """Incident pages: 2014 to March 2018 whole, 2019 and 2020 in part.

    Returns:
        The columns of :func:`load_listing`, and latitude, longitude (float, NaN where blank),
        characteristics (text, parts separated by ``||``), participant_types and
        participant_statuses (text, ``index::value`` separated by ``||``).

    Raises:
        SourceError: a file is not in its documented form, or both files have an incident.
    """
    frames = []
    for name, years in ((DETAILS, (2014, 2018)), (DETAILS_PARTIAL, (2019, 2020))):
        path = _path(folder, name)
        rows = read_rows(
            path,
            {
                "incident_id": "incident",
                "date": "date",
                "state": "state",
                "city_or_county": "place",
                "n_killed": "killed",
                "n_injured": "injured",
                "latitude": "latitude",
                "longitude": "longitude",
                "incident_characteristics": "characteristics",
                "participant_type": "participant_types",
                "participant_status": "participant_statuses",
            },
            key=("incident",),
        )
        require(rows["incident"].str.fullmatch(r"\d+"), rows, path, "incident", "a number")
        frame = _incidents(rows, path, name, rows["incident"], "%Y-%m-%d", "2015-06-19", years)
        frame["latitude"], frame["longitude"] = _coordinates(rows, path)
        texts = ["characteristics", "participant_types", "participant_statuses"]
        frames.append(pd.concat([frame, rows[texts]], axis=1))
    details = pd.concat(frames, ignore_index=True)
    partial = details["source_file"] == DETAILS_PARTIAL
    require(
        ~(partial & details["incident"].duplicated()),
        details,
        _path(folder, DETAILS_PARTIAL),
        "incident",
        "an incident that the file of 2014-2018 does not have",
    )
    return details


def load_points_2020(folder: Path) -> pd.DataFrame:
    """Coordinates of incidents from January to May 2020, geocoded from addresses by others.

    Some points fall in another state that has the same street: they are for the reader of this
    table to reject.

    Returns:
        incident (text, unique), latitude, longitude (float), source_file, source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    path = _path(folder, POINTS_2020)
    rows = read_rows(
        path,
        {"id": "incident", "state": "state", "lat": "latitude", "lng": "longitude"},
        key=("incident",),
    )
    require(rows["incident"].str.fullmatch(r"\d+"), rows, path, "incident", "a number")
    latitude, longitude = _coordinates(rows, path)
    return pd.DataFrame(
        {
            "incident": rows["incident"],
            "latitude": latitude,
            "longitude": longitude,
            "source_file": POINTS_2020,
            "source_row": rows["source_row"],
        }
    )


def load_addresses(folder: Path) -> pd.DataFrame:
    """Addresses of incidents with people harmed and without a point, for the geocoder only.

    Nothing of this table may be written, logged or shown.

    Returns:
        incident (text, unique), address, place (text, as the archive has them).

    Raises:
        SourceError: a file is not in its documented form.
    """
    names = {"city_or_county": "place", "address": "address", "n_killed": "k", "n_injured": "i"}
    frames = []
    for name, number in ((LISTING, "incident_url"), (DETAILS, "incident_id")):
        path = _path(folder, name)
        rows = read_rows(path, {number: "incident", **names})
        if number == "incident_url":
            rows["incident"] = parse_column(
                rows, path, "incident", _incident_number, ".../incident/ and a number"
            )
        frames.append(rows[(rows["k"] != "0") | (rows["i"] != "0")])
    every = pd.concat(frames).drop_duplicates("incident")
    details, points = load_details(folder), load_points_2020(folder)
    known = {
        *details.loc[details["latitude"].notna(), "incident"],
        *points.loc[points["latitude"].notna(), "incident"],
    }
    left = every[~every["incident"].isin(known) & (every["address"].str.strip() != "")]
    return left[["incident", "address", "place"]].reset_index(drop=True)


def _path(folder: Path, name: str) -> Path:
    return DATASET.paths(folder)[DATASET.files.index(name)]


def _incident_number(text: str) -> str:
    match = _ID.search(text)
    if match is None:
        raise ValueError(text)
    return match[1]


def _incidents(
    rows: pd.DataFrame,
    path: Path,
    name: str,
    number: pd.Series,
    form: str,
    example: str,
    years: tuple[int, int],
) -> pd.DataFrame:
    require(rows["state"] == STATE.name, rows, path, "state", STATE.name)
    require(rows["place"].str.strip() != "", rows, path, "place", "a city, town or county")
    date = pd.to_datetime(
        parse_column(rows, path, "date", lambda text: datetime.strptime(text, form), example)
    )
    require(
        date.dt.year.between(*years), rows, path, "date", f"a day from {years[0]} to {years[1]}"
    )
    counts = {}
    for column in ("killed", "injured"):
        counts[column] = parse_column(rows, path, column, whole_number, "a whole number").astype(
            int
        )
        require(
            counts[column] < _HARMED_LIMIT, rows, path, column, f"fewer than {_HARMED_LIMIT} people"
        )
    frame = pd.DataFrame(
        {
            "incident": number,
            "date": date,
            "place": rows["place"].str.strip(),
            **counts,
            "source_file": name,
            "source_row": rows["source_row"],
        }
    )
    require(
        ~frame["incident"].duplicated(),
        rows.assign(incident=number),
        path,
        "incident",
        "each incident once",
    )
    return frame


def _coordinates(rows: pd.DataFrame, path: Path) -> tuple[pd.Series, pd.Series]:
    pair = []
    for column, low, high in (("latitude", _SOUTH, _NORTH), ("longitude", _WEST, _EAST)):
        values = parse_column(rows, path, column, _degrees, "degrees, or blank").astype(float)
        fits = values.isna() | (values == 0) | values.between(low, high)
        require(fits, rows, path, column, f"degrees in the United States, {low:g} to {high:g}")
        pair.append(values)
    require(pair[0].isna() == pair[1].isna(), rows, path, "longitude", "both coordinates or none")
    return pair[0], pair[1]


def _degrees(text: str) -> float:
    return float(text) if text.strip() else float("nan")
