"""People struck by a bullet in Boston, a later release with date, outcome and district only."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._fetch import Fetched, Table, arcgis, as_of, ckan
from data_sources._web import Web
from data_sources._web_error import WebError
from data_sources.boston_shootings import COLUMNS, DISTRICTS, RESOURCE
from data_sources.boston_shootings import OUTCOMES as OUTCOMES_IN_WORDS

DATASET = Dataset(
    id="boston_shootings_recent",
    title="Shootings, release of April 2026",
    publisher="Boston Police Department",
    landing_page="https://data.boston.gov/dataset/shootings",
    endpoint="https://data.boston.gov/api/3/action/datastore_search?resource_id=73c7e069-701f-4910-986d-b950f46c91a1",
    vintage="1 January 2015 - 2 April 2026",
    retrieved="2026-04 (public copy)",
    licence="Open Data Commons Public Domain Dedication and Licence (as described by third "
    "parties; confirm)",
    citation="Boston Police Department, Shootings, Analyze Boston, release of April 2026.",
    files=("boston_police/shooting_victims_date_district_2015_2026_04.csv",),
    caveats=(
        "Leaves out self-inflicted and justified shootings.",
        "Has no incident numbers, so it cannot be placed below the police district.",
        "Revises the release of February 2025: one death fewer in 2017, one more in 2023, "
        "and 127 people shot (20 killed) instead of 129 (19) in 2024.",
        "2026 runs to 2 April; the newest week is incomplete.",
    ),
    used_for="People shot in Boston, Suffolk County and the state by year; Boston police districts",
    live=("boston", "arcgis"),
    cadence_days=14,
)
CHECK = "/sFnw0xNflSi8J0uh/arcgis/rest/services/Person_Shot_Tbl_view/FeatureServer/0/query"
"""The police's own table of the same people, one row a person too."""

FIRST_DAY = datetime(2015, 1, 1)
OUTCOMES = {"0": False, "1": True}


def fetch(web: Web, out: Path) -> Fetched:
    """Ask Analyze Boston for every person struck, and keep day, outcome and district.

    The police's own table is asked as a check: a difference is a note, not an error, because the
    two are refreshed at different hours.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the table was not to be had whole, or an outcome is not known.
    """
    table = ckan(web, RESOURCE, COLUMNS)
    strange = sorted({row["shooting_type_v2"] for row in table.rows} - set(OUTCOMES_IN_WORDS))
    if strange:
        said = f"the outcome {strange[0][:40]!r} is not known"
        raise web.error("schema", "boston", "/dataset/shootings", said)
    newest = as_of(web, "boston", "/dataset/shootings", table.newest("shooting_date"))
    rows = tuple(
        {
            "date": row["shooting_date"][:10],
            "fatal": str(int(OUTCOMES_IN_WORDS[row["shooting_type_v2"]])),
            "district": row["district"],
        }
        for row in table.rows
    )
    Table(("date", "fatal", "district"), rows).write(out / DATASET.files[0])
    return Fetched(
        files=DATASET.files,
        rows=len(rows),
        vintage=f"1 January 2015 - {newest}",
        data_as_of=newest,
        note=_checked(web, table),
    )


def _checked(web: Web, table: Table) -> str:
    """What the police's own table says about how many people were shot in each year."""
    try:
        other = arcgis(web, CHECK, ("YEAR",))
    except WebError as error:
        return f"Not checked against the police's own table: {error.problem}."
    ours = Counter(row["shooting_date"][:4] for row in table.rows)
    theirs = Counter(row["YEAR"].partition(".")[0] for row in other.rows)
    apart = [
        f"{year}: {ours[year]} here, {theirs[year]} there"
        for year in sorted({*ours, *theirs})
        if ours[year] != theirs[year]
    ]
    if not apart:
        return "The police's own table has as many people in each year."
    return f"The police's own table differs in people shot: {'; '.join(apart)}."


def load(folder: Path) -> pd.DataFrame:
    """One row a person struck; the rows carry nothing that tells two alike people apart.

    Returns:
        date (datetime64, local day), killed (bool), district (text, "" where blank,
        "External" outside the city), source_row (int).

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, {"date": "date", "fatal": "fatal", "district": "district"})
    require(rows["fatal"].isin(OUTCOMES), rows, path, "fatal", "0 or 1")
    district = rows["district"].str.strip()
    require(
        district.isin((*DISTRICTS, "", "External")),
        rows,
        path,
        "district",
        f"one of {', '.join(DISTRICTS)}, External or blank",
    )
    date = pd.to_datetime(parse_column(rows, path, "date", _day, "2015-01-31"))
    require(date >= FIRST_DAY, rows, path, "date", f"a day from {FIRST_DAY:%Y-%m-%d} on")
    return pd.DataFrame(
        {
            "date": date,
            "killed": rows["fatal"].map(OUTCOMES).astype(bool),
            "district": district,
            "source_row": rows["source_row"],
        }
    )


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d")
