"""People struck by a bullet in Boston, one row a person, with the incident number."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._fetch import Fetched, as_of, ckan
from data_sources._web import Web

DATASET = Dataset(
    id="boston_shootings",
    title="Shootings",
    publisher="Boston Police Department",
    landing_page="https://data.boston.gov/dataset/shootings",
    endpoint="https://data.boston.gov/api/3/action/datastore_search?resource_id=73c7e069-701f-4910-986d-b950f46c91a1",
    vintage="1 January 2015 - 20 February 2025",
    retrieved="2025-02 (public copy)",
    licence="Open Data Commons Public Domain Dedication and Licence "
    "(as described by third parties; confirm)",
    citation="Boston Police Department, Shootings, Analyze Boston.",
    files=("boston_police/shooting_victims_2015_2025_02.csv",),
    caveats=(
        "Leaves out self-inflicted and justified shootings.",
        "Counts are revised later; the newest week is incomplete.",
    ),
    used_for="People shot in Boston by ZIP code and legislative district",
    live=("boston",),
    cadence_days=14,
)
RESOURCE = "73c7e069-701f-4910-986d-b950f46c91a1"
COLUMNS = (
    "incident_num",
    "shooting_date",
    "district",
    "shooting_type_v2",
    "victim_gender",
    "victim_race",
    "victim_ethnicity_nibrs",
    "multi_victim",
)

DISTRICTS = ("A1", "A15", "A7", "B2", "B3", "C11", "C6", "D14", "D4", "E13", "E18", "E5")
OUTCOMES = {"Fatal": True, "Non-Fatal": False}


def fetch(web: Web, out: Path) -> Fetched:
    """Ask Analyze Boston for every person struck, from 2015 to now.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the table was not to be had whole.
    """
    table = ckan(web, RESOURCE, COLUMNS)
    newest = as_of(web, "boston", "/dataset/shootings", table.newest("shooting_date"))
    table.write(out / DATASET.files[0], COLUMNS)
    return Fetched(
        files=DATASET.files,
        rows=len(table.rows),
        vintage=f"1 January 2015 - {newest}",
        data_as_of=newest,
        note=table.beyond((*COLUMNS, "_id")),
    )


def load(folder: Path) -> pd.DataFrame:
    """One row a person struck.

    Exact duplicate rows are several people in one incident: nobody is de-duplicated.

    Returns:
        incident (text, see :func:`incident_key`), date (datetime64, local day: the file marks
        local times as +00), district (text, "" where blank), killed (bool), source_row (int).

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "incident_num": "incident",
            "shooting_date": "date",
            "district": "district",
            "shooting_type_v2": "outcome",
        },
    )
    require(rows["outcome"].isin(OUTCOMES), rows, path, "outcome", "Fatal or Non-Fatal")
    return pd.DataFrame(
        {
            "incident": rows["incident"].map(incident_key),
            "date": pd.to_datetime(
                parse_column(rows, path, "date", local_day, "2015-01-31 23:59:00+00")
            ),
            "district": rows["district"].str.strip(),
            "killed": rows["outcome"].map(OUTCOMES).astype(bool),
            "source_row": rows["source_row"],
        }
    )


def incident_key(text: str) -> str:
    """The incident number without spaces, a leading ``I`` and a trailing ``-NN``."""
    key = text.replace(" ", "").removeprefix("I")
    head, dash, tail = key.rpartition("-")
    return head if dash and len(tail) == 2 and tail.isdigit() else key


def local_day(text: str) -> datetime:
    """The local day of a time that the portal mislabels as UTC."""
    return datetime.strptime(text[:10], "%Y-%m-%d")
