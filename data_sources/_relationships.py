"""The Census Bureau's relationship files of 2020: which ZIP areas and other areas share land.

Columns: https://www.census.gov/geographies/reference-files/time-series/geo/relationship-files.2020.html
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from data_sources._census_api import STATE
from data_sources._fetch import Table
from data_sources._web import Web

FOLDER = "/geo/docs/maps-data/data/rel2020/zcta520"
ZCTA = "GEOID_ZCTA5_20"
PARTS = ("AREALAND_PART", "AREAWATER_PART")
"""Square metres of land and water that both areas share."""


def ask(web: Web, kind: str) -> Table:
    """The rows of the state: ZCTAs and areas of another kind that touch.

    Args:
        kind: ``county`` or ``tract``.

    Returns:
        All published columns; rows of land outside every ZCTA are left out.

    Raises:
        WebError: the file was not to be had whole, or is not in its documented form.
    """
    path = f"{FOLDER}/tab20_zcta520_{kind}20_natl.txt"
    other = f"GEOID_{kind.upper()}_20"
    text = web.text("tiger", path, expect="text")
    lines = csv.reader(io.StringIO(text), delimiter="|")
    head = next(lines, [])
    absent = [name for name in (ZCTA, other, *PARTS) if name not in head]
    if absent:
        problem = f"the column {absent[0]!r} is absent; the file has {', '.join(head)[:300]}"
        raise web.error("schema", "tiger", path, problem)
    zcta, place = head.index(ZCTA), head.index(other)
    rows = []
    for number, line in enumerate(lines, start=2):
        if len(line) != len(head):
            raise web.error("cut", "tiger", path, f"line {number} has {len(line)} fields")
        if line[zcta] and line[place].startswith(STATE):
            rows.append(dict(zip(head, line, strict=True)))
    if not rows:
        raise web.error("empty", "tiger", path, "no area of the state is in it")
    if len({(row[ZCTA], row[other]) for row in rows}) != len(rows):
        raise web.error("paging", "tiger", path, "a pair of areas stands twice")
    return Table(tuple(head), tuple(rows), web.dataset)


def renamed(table: Table, names: Mapping[str, str]) -> Table:
    """The table with other names for some columns."""
    return Table(
        tuple(names.get(name, name) for name in table.columns),
        tuple({names.get(n, n): value for n, value in row.items()} for row in table.rows),
        table.dataset,
    )
