"""Incidents in which four or more people were shot, the shooter not counted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number

DATASET = Dataset(
    id="gva_mass_shootings",
    title="Mass shootings",
    publisher="Gun Violence Archive",
    landing_page="https://www.gunviolencearchive.org/reports/mass-shooting",
    endpoint="https://raw.githubusercontent.com/dxzys/Gun-Violence-Data/main/data/gva_master.csv",
    vintage="2014 - 22 July 2026",
    retrieved="2026-07 (public copy)",
    licence="No open licence; credit asked. Only aggregates are published here",
    citation="Gun Violence Archive, www.gunviolencearchive.org.",
    files=("gun_violence_archive/gva_ma_mass_shootings_2014_2026_07.csv",),
    caveats=(
        "Four or more people shot, killed or injured, not counting the shooter.",
        "Rare events: the yearly numbers say little about a trend.",
    ),
    used_for="Mass shootings in the state by year",
)

FIRST_YEAR = 2014
LAST_DAY = datetime(2026, 7, 22)
SMALLEST = 4


def load(folder: Path) -> pd.DataFrame:
    """One row an incident.

    Returns:
        incident (text, unique), date (datetime64), killed, injured (int), source_row (int).

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "Incident ID": "incident",
            "Incident Date": "date",
            "State": "state",
            "Victims Killed": "killed",
            "Victims Injured": "injured",
        },
        key=("incident",),
    )
    require(rows["incident"].str.fullmatch(r"\d+"), rows, path, "incident", "a number")
    require(rows["state"] == "Massachusetts", rows, path, "state", "Massachusetts")
    date = pd.to_datetime(
        parse_column(
            rows, path, "date", lambda text: datetime.strptime(text, "%B %d, %Y"), "July 5, 2026"
        )
    )
    require(
        date.between(datetime(FIRST_YEAR, 1, 1), LAST_DAY),
        rows,
        path,
        "date",
        f"a day from {FIRST_YEAR}-01-01 to {LAST_DAY:%Y-%m-%d}",
    )
    killed = parse_column(rows, path, "killed", whole_number, "a whole number").astype(int)
    injured = parse_column(rows, path, "injured", whole_number, "a whole number").astype(int)
    require(killed + injured >= SMALLEST, rows, path, "injured", f"{SMALLEST} or more people shot")
    return pd.DataFrame(
        {
            "incident": rows["incident"],
            "date": date,
            "killed": killed,
            "injured": injured,
            "source_row": rows["source_row"],
        }
    )
