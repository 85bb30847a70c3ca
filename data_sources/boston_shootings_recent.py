"""People struck by a bullet in Boston, a later release with date, outcome and district only."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources.boston_shootings import DISTRICTS

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
)

LAST_DAY = datetime(2026, 4, 2)
OUTCOMES = {"0": False, "1": True}


def load(folder: Path) -> pd.DataFrame:
    """One row a person struck; the rows carry nothing that tells two alike people apart.

    Returns:
        date (datetime64, local day), killed (bool), district (text, "" where blank),
        source_row (int).

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, {"date": "date", "fatal": "fatal", "district": "district"})
    require(rows["fatal"].isin(OUTCOMES), rows, path, "fatal", "0 or 1")
    district = rows["district"].str.strip()
    require(
        district.isin((*DISTRICTS, "")), rows, path, "district", f"one of {', '.join(DISTRICTS)}"
    )
    date = pd.to_datetime(parse_column(rows, path, "date", _day, "2015-01-31"))
    require(
        date.between(datetime(2015, 1, 1), LAST_DAY),
        rows,
        path,
        "date",
        f"a day from 2015-01-01 to {LAST_DAY:%Y-%m-%d}",
    )
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
