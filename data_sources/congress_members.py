"""The state's members of the US House and Senate, with their official contact data only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from data_sources import _state
from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._fetch import Fetched, Row, Table
from data_sources._web import Web

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
    files=(f"legislature/congress_{_state.STATE.slug}_members_2026_06.csv",),
    caveats=("A list of one day: members change.",),
    used_for="Who represents a place in Congress",
    live=("github",),
    cadence_days=31,
)
LIST = "/unitedstates/congress-legislators/gh-pages/legislators-current.json"
STATE = _state.STATE.abbreviation
SEATS = {"rep": "House", "sen": "Senate"}
COLUMNS = (
    "bioguide",
    "name",
    "chamber",
    "state",
    "district",
    "party",
    "start",
    "end",
    "url",
    "phone",
    "office",
)

AS_OF = "2026-06-15"
"""Of the embedded list; :func:`fetch` holds a newer one against its own day."""
CHAMBERS = {"House": "congress", "Senate": "us_senate"}


def fetch(web: Web, out: Path) -> Fetched:
    """Ask for the list of sitting members and keep the state's, with their newest term.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the list was not to be had whole, or has nobody of the state.
    """
    people = web.rows("github", LIST, web.json("github", LIST))
    rows = [row for person in people if (row := _member(web, person))]
    if not rows:
        raise web.error("empty", "github", LIST, f"the list has nobody of {STATE}")
    today = f"{web.now():%Y-%m-%d}"
    if over := [row["name"] for row in rows if row["end"] <= today]:
        raise web.error("schema", "github", LIST, f"the term of {over[0]} is over")
    Table(COLUMNS, tuple(rows)).write(out / DATASET.files[0], COLUMNS)
    return Fetched(
        files=DATASET.files, rows=len(rows), vintage="the sitting members", data_as_of=""
    )


def _member(web: Web, person: Mapping[str, Any]) -> Row | None:
    """The row of a member, or None of another state."""
    try:
        term, name = person["terms"][-1], person["name"]
        if term["state"] != STATE:
            return None
        return {
            "bioguide": person["id"]["bioguide"],
            "name": name.get("official_full") or f"{name['first']} {name['last']}",
            "chamber": SEATS[term["type"]],
            "state": term["state"],
            "district": str(term["district"]) if term["type"] == "rep" else "",
            "party": term["party"],
            "start": term["start"],
            "end": term["end"],
            "url": term.get("url", ""),
            "phone": term.get("phone", ""),
            "office": term.get("address") or term.get("office", ""),
        }
    except (LookupError, TypeError, AttributeError):
        raise web.error("schema", "github", LIST, "a member has another form") from None


def load(folder: Path) -> pd.DataFrame:
    """One row a member.

    Returns:
        chamber (congress, us_senate), state (two letters), district (int text; "" for senators),
        name, party, phone, office, website, start and end of the term (text, ISO), source_row.

    Raises:
        SourceError: the file is not in its documented form, a web page is not the member's
            official one, or a term was over on the day of the embedded list.
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
    require(rows["start"] < rows["end"], rows, path, "start", "a term that begins before its end")
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
