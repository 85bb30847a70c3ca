"""Residents of each city and town by race and ethnicity, with margins of error."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import (
    Dataset,
    SourceError,
    parse_column,
    read_rows,
    require,
    whole_number,
)

DATASET = Dataset(
    id="mapc_race",
    title="Race and ethnicity by municipality (B03002)",
    publisher="Metropolitan Area Planning Council, from the American Community Survey",
    landing_page="https://datacommon.mapc.org/browser/datasets",
    endpoint="https://api.census.gov/data/2021/acs/acs5?get=group(B03002)&for=county%20subdivision:*&in=state:25",
    vintage="ACS 2017-2021",
    retrieved="2026 (public copy)",
    licence="MAPC open data; US Government work, public domain (17 USC 105)",
    citation="Metropolitan Area Planning Council, DataCommon, table b03002_race_ethnicity_acs_m, "
    "from US Census Bureau, American Community Survey 2017-2021.",
    files=("census_acs/mapc_b03002_acs2021_ma_town.csv",),
    used_for="Residents of towns, counties and the state around 2019; race and ethnicity by town",
)

GROUPS = {
    "totpop": "population",
    "nhpop": "not_hispanic",
    "nhwhi": "white",
    "nhaa": "black",
    "nhna": "native_american",
    "nhas": "asian",
    "nhpi": "pacific_islander",
    "nhoth": "other",
    "nhmlt": "two_or_more",
    "lat": "hispanic",
}
"""Published column -> ours. All but population and hispanic are not Hispanic or Latino."""
STATE_ROW = "Massachusetts"
MUNICIPALITIES = 351
GEOID_PREFIX = "06000US"


def load(folder: Path) -> pd.DataFrame:
    """One row a city or town (351); the regions and the state of the file are left out.

    Returns:
        town (GEOID, 10 digits), name, the ten counts of ``GROUPS`` (residents) and their 90 %
        margins of error as ``<group>_moe``, source_row. ``attrs["rows_read"]`` is the number of
        lines of the file, ``attrs["state"]`` its row of the state: a dictionary of the same counts.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    columns = {"muni_id": "municipality", "municipal": "name", "geoid": "geoid"}
    for theirs, ours in GROUPS.items():
        columns |= {theirs: ours, f"{theirs}_me": f"{ours}_moe"}
    rows = read_rows(path, columns, key=("municipality",))
    number = parse_column(rows, path, "municipality", whole_number, "a whole number")
    for group in GROUPS.values():
        rows[group] = parse_column(rows, path, group, whole_number, "residents, a whole number")
        rows[f"{group}_moe"] = parse_column(
            rows, path, f"{group}_moe", float, "a margin of error"
        ).astype(float)
        require(
            rows[f"{group}_moe"] >= 0, rows, path, f"{group}_moe", "a margin of error of 0 or more"
        )
    towns = rows[number <= MUNICIPALITIES].drop(columns="municipality")
    towns.attrs["published"] = rows.attrs["published"]
    require(
        towns["geoid"].str.fullmatch(GEOID_PREFIX + r"\d{10}"),
        towns,
        path,
        "geoid",
        f"{GEOID_PREFIX} and ten digits",
    )
    parts = towns[[g for g in GROUPS.values() if g not in {"population", "not_hispanic"}]].sum(
        axis=1
    )
    require(parts == towns["population"], towns, path, "population", "the sum of its groups")
    towns.insert(0, "town", towns["geoid"].str.removeprefix(GEOID_PREFIX))
    state = rows[rows["name"] == STATE_ROW]
    if len(state) != 1:
        raise SourceError(
            path, f"{len(state)} rows are called {STATE_ROW}", "one", column="municipal"
        )
    towns = towns.drop(columns="geoid").reset_index(drop=True)
    towns.attrs = {
        "rows_read": len(rows),
        "state": {
            name: float(state[name].iloc[0])
            for group in GROUPS.values()
            for name in (group, f"{group}_moe")
        },
    }
    return towns
