"""Reports of shots fired in Boston where nobody was struck, one row a report."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _analyze_boston as portal
from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._fetch import Fetched, as_of
from data_sources._web import Web
from data_sources.boston_shootings import DISTRICTS, local_day

DATASET = Dataset(
    id="boston_shots_fired",
    title="Shots fired",
    publisher="Boston Police Department",
    landing_page="https://data.boston.gov/dataset/shots-fired",
    endpoint="https://data.boston.gov/api/3/action/datastore_search?resource_id=c1e4e6ac-8a84-4b48-8a23-7b2645a32ede",
    vintage="1 January 2015 - 19 February 2023",
    retrieved="2023-02 (public copy)",
    licence="Open Data Commons Public Domain Dedication and Licence (as described by third "
    "parties; confirm)",
    citation="Boston Police Department, Shots Fired, Analyze Boston.",
    files=("boston_police/shots_fired_2015_2023_02.csv",),
    caveats=(
        "Reports without ballistic evidence are not confirmed and are not counted.",
        "47 reports repeat the number of another one; the file does not say whether they are the "
        "same event, so all are kept.",
        "Located by police district only. The dataset may no longer be published: confirm.",
    ),
    used_for="Confirmed gunfire by Boston police district and year",
    live=("boston",),
    cadence_days=31,
)
PORTAL, RESOURCE = "shots-fired", "c1e4e6ac-8a84-4b48-8a23-7b2645a32ede"
COLUMNS = ("incident_num", "incident_date", "district", "ballistics_evidence")

EVIDENCE = {"t": True, "f": False}
FIRST_YEAR = 2015


def fetch(web: Web, out: Path) -> Fetched:
    """Ask Analyze Boston for every report of shots fired, if it still publishes them.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the dataset is no longer published, or was not to be had whole.
    """
    published = portal.resources(web, PORTAL)
    about = portal.listed(web, PORTAL, published, RESOURCE)
    table = portal.table(web, PORTAL, about, COLUMNS)
    newest = as_of(web, "boston", f"/dataset/{PORTAL}", table.newest("incident_date"))
    table.write(out / DATASET.files[0], COLUMNS)
    return Fetched(
        files=DATASET.files,
        rows=len(table.rows),
        vintage=f"1 January 2015 - {newest}",
        data_as_of=newest,
        note=table.beyond((*COLUMNS, "_id")),
    )


def load(folder: Path) -> pd.DataFrame:
    """One row a report.

    Returns:
        date (datetime64, local day: the file marks local times as +00), district (text, "" where
        blank, "External" outside the city), ballistic_evidence (bool), source_row (int).

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "incident_num": "incident",
            "incident_date": "date",
            "district": "district",
            "ballistics_evidence": "evidence",
        },
    )
    require(rows["evidence"].isin(EVIDENCE), rows, path, "evidence", "t or f")
    district = rows["district"].str.strip()
    require(
        district.isin((*DISTRICTS, "", "External")),
        rows,
        path,
        "district",
        f"one of {', '.join(DISTRICTS)}, External or blank",
    )
    date = pd.to_datetime(parse_column(rows, path, "date", local_day, "2015-01-31 23:59:00+00"))
    require(date.dt.year >= FIRST_YEAR, rows, path, "date", f"a day from {FIRST_YEAR} on")
    return pd.DataFrame(
        {
            "date": date,
            "district": district,
            "ballistic_evidence": rows["evidence"].map(EVIDENCE).astype(bool),
            "source_row": rows["source_row"],
        }
    )
