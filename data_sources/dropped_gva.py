"""Exports of Gun Violence Archive that a person dropped: incidents of later years, by town.

The archive has no interface for programs. A person searches for the state and a period,
presses "Export as CSV" and puts the file into the drop folder; ``python -m etl dropped`` checks
it. The export has neither coordinates nor characteristics, so it counts for towns, counties and
the state, as the archive's listing of 2018 to 2020 does. Addresses are never kept.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from data_sources import _dropped, _state
from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._dropped import Column, Form, Found, Problem, day, filled, whole
from data_sources._fetch import Fetched, Row, Table
from data_sources._web import Web

_CITY = _state.STATE.police_record.name
_OUTSIDE = f" outside {_CITY}" if _CITY else ""

DATASET = Dataset(
    id="dropped_gva",
    title=f"Gun violence incidents in {_state.STATE.name}, exported by hand",
    publisher="Gun Violence Archive",
    landing_page="https://www.gunviolencearchive.org/",
    endpoint="https://www.gunviolencearchive.org/query",
    vintage="2021 and later, as far as exports were dropped",
    retrieved="by hand",
    licence="No open licence; credit asked. Only aggregates are published here",
    citation="Gun Violence Archive, www.gunviolencearchive.org.",
    files=("dropped/gva_incidents.csv", "dropped/gva_periods.csv"),
    caveats=(
        "Collected from news and police reports: people who were shot and survived are missed "
        "most.",
        "What kind of incident it was is not in an export: people who died by suicide or were "
        "shot by police are counted where the archive lists them, as in 2018 to 2020.",
        "Only years that the exports cover whole are counted, for towns, counties and the state"
        + (f"; {_CITY} is counted from its police record." if _CITY else "."),
    ),
    used_for=f"People shot{_OUTSIDE} by town and county after 2020",
    embedded=False,
)
INCIDENTS, PERIODS = DATASET.files

_EXPORT_STOPS = (500, 1000, 2000)
"""Lengths at which an export may have been cut."""
STATE = _state.STATE.name
QUIET_DAYS = 31
"""The archive has incidents of the state every few days: a longer silence is a missing part."""


def _number(text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        raise ValueError
    return text


FORM = Form(
    id="gva_export",
    title="an export of Gun Violence Archive",
    publisher="Gun Violence Archive",
    page="https://www.gunviolencearchive.org/query",
    how=f"Sign in, search for the state {STATE} and a period of at most six months, press "
    '"Export as CSV", and name the file after the period: `gva_2021-01_2021-06.csv`, or '
    "`gva_2021.csv` for a year.",
    use="Counts of people shot by town, county and state for years that the files cover whole.",
    columns=(
        Column("Incident ID", "the archive's number", "3501199", _number, also=("incident_id",)),
        Column("Incident Date", "a day", "July 5, 2026", day, also=("date",)),
        Column("State", "a state", STATE, filled),
        Column("City Or County", "a city, town or county", "Springfield", filled),
        Column(
            "Victims Killed",
            "a whole number",
            "0",
            whole,
            also=("# Victims Killed", "# Killed", "Killed", "n_killed"),
        ),
        Column(
            "Victims Injured",
            "a whole number",
            "1",
            whole,
            also=("# Victims Injured", "# Injured", "Injured", "n_injured"),
        ),
        Column(
            "Suspects Killed",
            "a whole number",
            "0",
            whole,
            also=("# Subjects-Suspects Killed", "# Suspects Killed"),
            needed=False,
        ),
        Column(
            "Suspects Injured",
            "a whole number",
            "0",
            whole,
            also=("# Subjects-Suspects Injured", "# Suspects Injured"),
            needed=False,
        ),
    ),
    key=("Incident ID",),
)


def __getattr__(name: str) -> Any:
    """``fetch`` is there only where an export was dropped: without one there is nothing to do."""
    if name == "fetch" and any(found.good for found in exports()):
        return collect
    raise AttributeError(name)


def exports() -> list[Found]:
    """The files of the drop folder that are exports of the archive, checked."""
    found = (check(_dropped.read(path, [FORM])) for path in _dropped.files())
    return [one for one in found if one.form is FORM]


def check(found: Found) -> Found:
    """Check what a form cannot say: the period of the name, and whether the file reaches it."""
    if found.form is not FORM:
        return found
    mine = [row for row in found.rows if row["State"] == STATE]
    if other := len(found.rows) - len(mine):
        found.notes.append(f"{other:,} rows of other states are left out")
    if len(found.rows) in _EXPORT_STOPS:
        said = f"the file has just {len(found.rows):,} rows, where an export stops"
        found.problems.append(Problem(said, "Export shorter periods, so that each is whole"))
    found.rows = mine
    period = _dropped.period_of(found.name)
    if period is None:
        found.problems.append(
            Problem(
                "the name does not say which period was searched for",
                "Name the file after it, as in gva_2021-01_2021-06.csv",
            )
        )
        return found
    days = sorted(row["Incident Date"] for row in mine if isinstance(row["Incident Date"], date))
    if not days:
        said = f"there is no incident of {STATE}"
        found.problems.append(Problem(said, "Search for the state and export again"))
    elif days[0] < period[0] or days[-1] > period[1]:
        said = "there are days outside the period of the name"
        found.problems.append(Problem(said, "Name the file after the period searched for"))
    else:
        marks = [period[0] - timedelta(days=1), *days, period[1] + timedelta(days=1)]
        gaps = [(b - a, a, b) for a, b in pairwise(marks)]
        longest, after, before = max(gaps)
        if longest.days > QUIET_DAYS:
            said = f"there is no incident between {after} and {before}"
            todo = "Export that part again, or name the file after the period that it holds"
            found.problems.append(Problem(said, todo))
    return found


def collect(_: Web, out: Path) -> Fetched:
    """Put the exports together: no address, no row twice, the incidents that are read first.

    Args:
        out: the files of :func:`load` are written below it.
    """
    found = exports()
    good = [one for one in found if one.good]
    rows: dict[str, Row] = {}
    for one in good:
        for cells in one.rows:
            rows.setdefault(
                str(cells["Incident ID"]),
                {
                    "incident": str(cells["Incident ID"]),
                    "date": str(cells["Incident Date"]),
                    "place": str(cells["City Or County"]),
                    "killed": str(_sum(cells["Victims Killed"], cells["Suspects Killed"])),
                    "injured": str(_sum(cells["Victims Injured"], cells["Suspects Injured"])),
                },
            )
    spans = sorted(period for one in good if (period := _dropped.period_of(one.name)))
    columns = ("incident", "date", "place", "killed", "injured")
    ordered = tuple(rows[number] for number in sorted(rows, key=int))
    Table(columns, ordered).write(out / INCIDENTS)
    periods = tuple({"first": str(first), "last": str(last)} for first, last in spans)
    Table(("first", "last"), periods).write(out / PERIODS)
    bad = [one.name for one in found if not one.good]
    return Fetched(
        files=DATASET.files,
        rows=len(rows),
        vintage="; ".join(f"{first} to {last}" for first, last in spans),
        data_as_of="",
        note=f"Left out, see `python -m etl dropped`: {', '.join(bad)}." if bad else "",
    )


def _sum(*cells: _dropped.Cell) -> int:
    return sum(cell for cell in cells if isinstance(cell, int))


def load(folder: Path) -> pd.DataFrame:
    """One row an incident of the exports together.

    Returns:
        incident (text, unique), date (datetime64), place (text, free), killed, injured (int;
        suspects who were shot included), source_row (int).

    Raises:
        SourceError: a file is not in its form.
    """
    path = DATASET.paths(folder)[0]
    names = ("incident", "date", "place", "killed", "injured")
    rows = read_rows(path, {name: name for name in names}, key=("incident",))
    require(rows["incident"].str.fullmatch(r"\d+"), rows, path, "incident", "a number")
    rows["date"] = pd.to_datetime(
        parse_column(rows, path, "date", date.fromisoformat, "2021-01-31")
    )
    for column in ("killed", "injured"):
        rows[column] = parse_column(rows, path, column, whole_number, "a whole number").astype(int)
    return rows[[*names, "source_row"]]


def whole_years(folder: Path) -> tuple[int, ...]:
    """The years of which the exports together cover every day.

    Raises:
        SourceError: a file is not in its form.
    """
    path = DATASET.paths(folder)[1]
    rows = read_rows(path, {"first": "first", "last": "last"})
    for column in ("first", "last"):
        rows[column] = parse_column(rows, path, column, date.fromisoformat, "2021-01-31")
    spans = sorted(zip(rows["first"], rows["last"], strict=True))
    joined: list[tuple[date, date]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(
        year
        for first, last in joined
        for year in range(first.year, last.year + 1)
        if first <= date(year, 1, 1) and date(year, 12, 31) <= last
    )
