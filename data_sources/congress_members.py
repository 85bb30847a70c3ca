"""The state's members of the US House and Senate, with their official contact data only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require

DATASET = Dataset(
    id="congress_members",
    title="congress-legislators",
    publisher="@unitedstates project",
    landing_page="https://github.com/unitedstates/congress-legislators",
    endpoint="https://unitedstates.github.io/congress-legislators/legislators-current.json",
    vintage="15 June 2026",
    retrieved="2026-06-15 (public copy)",
    licence="CC0 1.0",
    citation="@unitedstates project, congress-legislators.",
    files=("legislature/congress_ma_members_2026_06.csv",),
    caveats=("A list of one day: members change.",),
    used_for="Who represents a place in Congress",
)

AS_OF = "2026-06-15"
CHAMBERS = {"House": "congress", "Senate": "us_senate"}


def load(folder: Path) -> pd.DataFrame:
    """One row a member.

    Returns:
        chamber (congress, us_senate), state (two letters), district (int text; "" for senators),
        name, party, phone, office, website, start and end of the term (text, ISO), source_row.

    Raises:
        SourceError: the file is not in its documented form, a web page is not the member's
            official one, or the term does not cover the day of the list.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "bioguide": "id",
            "name": "name",
            "chamber": "chamber",
            "state": "state",
            "district": "district",
            "party": "party",
            "start": "start",
            "end": "end",
            "url": "website",
            "phone": "phone",
            "office": "office",
        },
        key=("id",),
    )
    require(rows["name"].str.strip() != "", rows, path, "name", "a name")
    require(rows["chamber"].isin(CHAMBERS), rows, path, "chamber", "House or Senate")
    require(rows["state"].str.fullmatch(r"[A-Z]{2}"), rows, path, "state", "two letters, as in MA")
    house = rows["chamber"] == "House"
    require(
        rows["district"].str.fullmatch(r"\d{1,2}").eq(house),
        rows,
        path,
        "district",
        "a number for the House, blank for the Senate",
    )
    require(
        ~house | ~rows.duplicated(["state", "chamber", "district"]),
        rows,
        path,
        "district",
        "one member a district",
    )
    require(
        rows["website"].str.fullmatch(r"https://[\w.-]+\.(house|senate)\.gov/?"),
        rows,
        path,
        "website",
        "an address at house.gov or senate.gov",
    )
    require(rows["phone"].str.fullmatch(r"202-\d{3}-\d{4}"), rows, path, "phone", "202-224-3121")
    for end in ("start", "end"):
        parse_column(rows, path, end, date.fromisoformat, "a day, as in 2027-01-03")
    require(rows["start"] <= AS_OF, rows, path, "start", f"a term that began by {AS_OF}")
    require(rows["end"] > AS_OF, rows, path, "end", f"a term that ends after {AS_OF}")
    return rows[
        [
            "state",
            "district",
            "name",
            "party",
            "phone",
            "office",
            "website",
            "start",
            "end",
            "source_row",
        ]
    ].assign(chamber=rows["chamber"].map(CHAMBERS))
