"""Incidents in which four or more people were shot, the shooter not counted."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pandas as pd

from data_sources import _state
from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._fetch import Fetched, Row, Table, as_of
from data_sources._web import Web

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
    files=(f"gun_violence_archive/gva_{_state.STATE.slug}_mass_shootings_2014_2026_07.csv",),
    caveats=(
        "Four or more people shot, killed or injured, not counting the shooter.",
        "Rare events: the yearly numbers say little about a trend.",
    ),
    used_for="Mass shootings in the state by year",
    live=("github",),
    cadence_days=31,
)
COPY = "/dxzys/Gun-Violence-Data/main/data/gva_master.csv"
"""A copy of the archive's reports that others refresh daily."""
STATE = _state.STATE.name
COLUMNS = ("Incident ID", "Incident Date", "State", "Victims Killed", "Victims Injured", "as_of")

FIRST_YEAR = 2014
LAST_DAY = datetime(2026, 7, 22)
"""Of the embedded file."""
SMALLEST = 4


def fetch(web: Web, out: Path) -> Fetched:
    """Ask for the copy of the archive's reports and keep the state's, without address or point.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the file was not to be had whole.
    """
    text = web.text("github", COPY)
    lines = csv.DictReader(io.StringIO(text, newline=""))
    rows: list[Row] = []
    days: list[str] = []
    for line in lines:
        try:
            days.append(f"{datetime.strptime(line['Incident Date'], '%B %d, %Y'):%Y-%m-%d}")
            if line["State"] == STATE:
                rows.append({name: line[name] for name in COLUMNS[:-1]})
        except KeyError as error:
            said = f"the column {error} is absent"
            raise web.error("schema", "github", COPY, said) from None
        except (TypeError, ValueError):
            said = f"line {lines.line_num} has no day such as 'July 5, 2026'"
            raise web.error("schema", "github", COPY, said) from None
        if None in line or None in line.values():
            raise web.error("cut", "github", COPY, f"line {lines.line_num} is not whole")
    if not rows:
        raise web.error("empty", "github", COPY, f"the file has no incident of {STATE}")
    newest = as_of(web, "github", COPY, max(days))
    rows = [{**row, "as_of": newest} for row in rows]
    Table(COLUMNS, tuple(rows)).write(out / DATASET.files[0], COLUMNS)
    return Fetched(
        files=DATASET.files, rows=len(rows), vintage=f"{FIRST_YEAR} - {newest}", data_as_of=newest
    )


def last_day(folder: Path) -> datetime:
    """The day up to which the file reaches.

    Raises:
        SourceError: there is no file.
    """
    (path,) = DATASET.paths(folder)
    with path.open(newline="", encoding="utf-8-sig") as file:
        text = next((row.get("as_of") or "" for row in csv.DictReader(file)), "")
    return datetime.fromisoformat(text) if text else LAST_DAY


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
    require(rows["state"] == STATE, rows, path, "state", STATE)
    date = pd.to_datetime(
        parse_column(
            rows, path, "date", lambda text: datetime.strptime(text, "%B %d, %Y"), "July 5, 2026"
        )
    )
    require(
        date.between(datetime(FIRST_YEAR, 1, 1), last := last_day(folder)),
        rows,
        path,
        "date",
        f"a day from {FIRST_YEAR}-01-01 to {last:%Y-%m-%d}",
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
