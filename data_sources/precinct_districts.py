"""Which legislative districts the precincts of a town lie in."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, read_rows, require

DATASET = Dataset(
    id="precinct_districts",
    title="Precincts and legislative districts, 2022",
    publisher="Massachusetts Secretary of the Commonwealth, Elections Division",
    landing_page="https://electionstats.state.ma.us",
    endpoint="https://electionstats.state.ma.us",
    vintage="Precincts of 2022, district plan of 2021",
    retrieved="2022 (public copy, compiled)",
    licence="Public facts; no licence in the copy",
    citation="Massachusetts Secretary of the Commonwealth; compiled by B. W. Benson.",
    files=("legislature/precinct_districts_ma_2022.csv",),
    caveats=("Names only, no geometry: used to check the districts' names, not to place anyone.",),
    used_for="Check of district names",
)


def load(folder: Path) -> pd.DataFrame:
    """One row a precinct.

    Returns:
        town, ward ("-" for none), precinct, house and senate (district names; the House's spell
        their ordinals, as in "Seventh Plymouth"), congress (number as text), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "city_town": "town",
            "Ward": "ward",
            "Pct": "precinct",
            "State_Rep": "house",
            "State_Senate": "senate",
            "US_House": "congress",
        },
        key=("town", "ward", "precinct"),
    )
    for column in ("town", "house", "senate"):
        require(rows[column].str.strip() != "", rows, path, column, "a name")
    require(rows["congress"].str.fullmatch(r"\d{1,2}"), rows, path, "congress", "a district number")
    return rows
