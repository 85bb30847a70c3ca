"""Sitting members of the state House and Senate, with their official contact data only."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from data_sources._dataset import Dataset, read_rows, require
from data_sources._fetch import Fetched, Page, Row, Table, whole_table
from data_sources._keys import KEYS
from data_sources._state import STATE
from data_sources._web import Web

DATASET = Dataset(
    id="open_states",
    title=f"Open States: {STATE.name} legislators",
    publisher="Open States",
    landing_page="https://github.com/openstates/people",
    endpoint=(
        f"https://v3.openstates.org/people?jurisdiction={STATE.slug} (key); "
        f"https://data.openstates.org/people/current/{STATE.slug}.csv"
    ),
    vintage="5 August 2026",
    retrieved="2026-08-05 (public copy)",
    licence="CC0 1.0",
    citation="Open States, people, https://github.com/openstates/people.",
    files=(f"legislature/openstates_{STATE.slug}_members_2026_08.csv",),
    caveats=(
        "A list of one day: members change. Official list: https://malegislature.gov/Legislators.",
    ),
    used_for="Who represents a place in the State House and Senate",
    live=("openstates", "openstates_files"),
    cadence_days=7,
)
PEOPLE, NIGHTLY = "/people", f"/people/current/{STATE.slug}.csv"
PER_PAGE = 50
"""The most that the service gives a page."""

AS_OF = "2026-08-05"
"""Of the embedded list."""
CHAMBERS = {"House": "house", "Senate": "senate"}
HOUSES = {"lower": "House", "upper": "Senate"}
"""The service's names of the chambers."""
SEATS = {"Representative", "Senator"}
"""Titles that every member of a chamber has."""
COLUMNS = (
    "openstates_id",
    "name",
    "chamber",
    "district",
    "party",
    "email",
    "capitol_phone",
    "capitol_office",
    "links",
    "leadership_position",
    "member_code",
)
PROFILE = STATE.member_profile
_OFFICIAL_EMAIL = rf"([^@\s]+@{STATE.member_email})?"


def fetch(web: Web, out: Path) -> Fetched:
    """Ask Open States for the sitting members: the service with a key, the nightly file without.

    Only what :func:`load` reads is kept: no birth date, no picture, no address at home.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the list was not to be had whole.
    """
    keyed = web.has_key("openstates")
    rows = _asked(web) if keyed else _nightly(web)
    Table(COLUMNS, tuple(rows)).write(out / DATASET.files[0], COLUMNS)
    return Fetched(
        files=DATASET.files,
        rows=len(rows),
        vintage="the sitting members",
        data_as_of="",
        note="" if keyed else KEYS["OPENSTATES_API_KEY"].absent,
    )


def _asked(web: Web) -> list[Row]:
    rows: list[Row] = []
    for house, chamber in HOUSES.items():
        total = 0

        def ask(start: int, house: str = house) -> Page:
            nonlocal total
            if start and start >= total:
                return Page((), total)
            query = {
                "jurisdiction": STATE.slug,
                "org_classification": house,
                "include": ["offices", "links"],
                "page": str(start // PER_PAGE + 1),
                "per_page": str(PER_PAGE),
            }
            answer = web.json("openstates", PEOPLE, query)
            try:
                pagination, people = answer["pagination"], answer["results"]
                total, last = int(pagination["total_items"]), int(pagination["max_page"])
            except (LookupError, TypeError, ValueError):
                raise web.error(
                    "schema", "openstates", PEOPLE, "the answer has another form"
                ) from None
            if last != max(1, -(-total // PER_PAGE)):
                said = f"{total} people do not make {last} pages of {PER_PAGE}"
                raise web.error("paging", "openstates", PEOPLE, said)
            return Page(web.rows("openstates", PEOPLE, people), total)

        table = whole_table(web, "openstates", PEOPLE, ask, ("id",), ("name", "current_role"))
        rows += [_member(web, chamber, house, row) for row in table.rows]
    return rows


def _member(web: Web, chamber: str, house: str, person: Mapping[str, str]) -> Row:
    try:
        role: Any = json.loads(person["current_role"])
        offices: Any = json.loads(person.get("offices") or "[]")
        links: Any = json.loads(person.get("links") or "[]")
        extras: Any = json.loads(person.get("extras") or "{}")
        capitol: Mapping[str, Any] = next(
            (o for o in offices if o.get("classification") == "capitol"), {}
        )
        if role["org_classification"] != house:
            raise ValueError
        title = role.get("title") or ""
        return {
            "openstates_id": person["id"],
            "name": person["name"],
            "chamber": chamber,
            "district": role["district"],
            "party": person.get("party", ""),
            "email": person.get("email", ""),
            "capitol_phone": capitol.get("voice") or "",
            "capitol_office": capitol.get("address") or "",
            "links": "||".join(link["url"] for link in links),
            "leadership_position": "" if title in SEATS else title,
            "member_code": str(extras.get("member code") or ""),
        }
    except (LookupError, TypeError, ValueError, AttributeError):
        raise web.error("schema", "openstates", PEOPLE, "a member has another form") from None


def _nightly(web: Web) -> list[Row]:
    host = "openstates_files"
    lines = csv.DictReader(io.StringIO(web.text(host, NIGHTLY), newline=""))
    rows: list[Row] = []
    for line in lines:
        if None in line or None in line.values():
            raise web.error("cut", host, NIGHTLY, f"line {lines.line_num} is not whole")
        try:
            rows.append(
                {
                    "openstates_id": line["id"],
                    "name": line["name"],
                    "chamber": HOUSES[line["current_chamber"]],
                    "district": line["current_district"],
                    "party": line["current_party"],
                    "email": line["email"],
                    "capitol_phone": line["capitol_voice"],
                    "capitol_office": line["capitol_address"],
                    "links": "||".join(line["links"].split(";")),
                    "leadership_position": "",
                    "member_code": "",
                }
            )
        except KeyError as error:
            said = f"line {lines.line_num}: {error} is absent or not known"
            raise web.error("schema", host, NIGHTLY, said) from None
    if not rows:
        raise web.error("empty", host, NIGHTLY, "the file names nobody")
    return rows


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
        "an address at mahouse.gov or masenate.gov, or blank",
    )
    require(
        rows["phone"].str.fullmatch(r"(\d{3}-\d{3}-\d{4})?"),
        rows,
        path,
        "phone",
        "617-722-2000 or blank",
    )
    require(
        rows["office"].str.contains("State House") | (rows["office"] == ""),
        rows,
        path,
        "office",
        "an office in the State House, or blank",
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
