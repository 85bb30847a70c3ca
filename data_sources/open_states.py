"""Sitting members of the state House and Senate, with their official contact data only."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pandas as pd

from data_sources._dataset import Dataset, read_rows, require

DATASET = Dataset(
    id="open_states",
    title="Open States: Massachusetts legislators",
    publisher="Open States",
    landing_page="https://github.com/openstates/people",
    endpoint=(
        "https://v3.openstates.org/people?jurisdiction=ma (key); "
        "https://data.openstates.org/people/current/ma.csv"
    ),
    vintage="5 August 2026",
    retrieved="2026-08-05 (public copy)",
    licence="CC0 1.0",
    citation="Open States, people, https://github.com/openstates/people.",
    files=("legislature/openstates_ma_members_2026_08.csv",),
    caveats=(
        "A list of one day: members change. Official list: https://malegislature.gov/Legislators.",
    ),
    used_for="Who represents a place in the State House and Senate",
)

AS_OF = "2026-08-05"
CHAMBERS = {"House": "house", "Senate": "senate"}
PROFILE = "https://malegislature.gov/Legislators/Profile/"
_OFFICIAL_EMAIL = r"[^@\s]+@(mahouse|masenate)\.gov"


def load(folder: Path) -> pd.DataFrame:
    """One row a member. Birth dates and district addresses are never read.

    Returns:
        chamber (house, senate), district (name as published), name, party, email, phone, office
        (the State House office), website (the profile at malegislature.gov), role (leadership
        position or ""), source_row.

    Raises:
        SourceError: the file is not in its documented form, or holds an e-mail address, a
            telephone number or an office that is not of the State House.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "openstates_id": "id",
            "name": "name",
            "chamber": "chamber",
            "district": "district",
            "party": "party",
            "email": "email",
            "capitol_phone": "phone",
            "capitol_office": "office",
            "links": "links",
            "leadership_position": "role",
            "member_code": "member",
        },
        key=("id",),
    )
    require(
        ~rows.duplicated(["chamber", "district"]), rows, path, "district", "one member a district"
    )
    require(rows["name"].str.strip() != "", rows, path, "name", "a name")
    require(rows["chamber"].isin(CHAMBERS), rows, path, "chamber", "House or Senate")
    require(rows["party"] != "", rows, path, "party", "a party")
    require(
        rows["email"].str.fullmatch(_OFFICIAL_EMAIL),
        rows,
        path,
        "email",
        "an address at mahouse.gov or masenate.gov",
    )
    require(
        rows["phone"].str.fullmatch(r"(\d{3}-\d{3}-\d{4})?"),
        rows,
        path,
        "phone",
        "617-722-2000 or blank",
    )
    require(
        rows["office"].str.contains("State House"),
        rows,
        path,
        "office",
        "an office in the State House",
    )
    require(
        rows["member"].str.fullmatch(r"[\w ]*"),
        rows,
        path,
        "member",
        "letters and digits, or blank",
    )
    # The member code is today's; the links also hold profiles of a member's former seats.
    profiles = rows["links"].map(_profile)
    website = profiles.where(rows["member"] == "", PROFILE + rows["member"].map(quote))
    return rows[["district", "name", "party", "email", "phone", "office", "role"]].assign(
        chamber=rows["chamber"].map(CHAMBERS), website=website, source_row=rows["source_row"]
    )


def _profile(links: str) -> str:
    """The first link to the legislature's own profile, or ""."""
    return next((link for link in links.split("||") if link.startswith(PROFILE)), "")
