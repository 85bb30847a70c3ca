"""HUD's USPS crosswalks: one service, one form, several kinds of area."""

from __future__ import annotations

from pathlib import Path

from data_sources import _state
from data_sources._fetch import Fetched, Row, Table, as_text
from data_sources._web import Web

PATH, STATE = "/hudapi/public/usps", _state.STATE.abbreviation
TYPES = {1: "zip-tract", 2: "zip-county", 3: "zip-cbsa", 5: "zip-cd"}
"""The crosswalks of the service, by its numbers."""
SHARES = {
    "res_ratio": "RES_RATIO",
    "bus_ratio": "BUS_RATIO",
    "oth_ratio": "OTH_RATIO",
    "tot_ratio": "TOT_RATIO",
}
"""Field of the service -> column of the public copies: shares of a ZIP code's addresses."""


def fetch(
    web: Web,
    out: Path,
    file: str,
    kind: int,
    area: str,
    year: int | None = None,
    quarter: int | None = None,
) -> Fetched:
    """Ask for the shares of every ZIP code of the state, newest quarter unless one is named.

    Args:
        web: asks the publisher, with its token.
        out: ``file`` is written below it.
        file: path of the table.
        kind: a key of :data:`TYPES`.
        area: the column of the area's code.
        year: with ``quarter``, an older release.
        quarter: 1 to 4.

    Raises:
        WebError: there is no token, or the table was not to be had whole.
    """
    names = {
        "zip": "ZIP",
        "geoid": area,
        "city": "USPS_ZIP_PREF_CITY",
        "state": "USPS_ZIP_PREF_STATE",
        **SHARES,
    }
    query = {"type": str(kind), "query": STATE}
    if year and quarter:
        query |= {"year": str(year), "quarter": str(quarter)}
    answer = web.json("hud", PATH, query, exact=True)
    try:
        data = answer["data"]
        results = web.rows("hud", PATH, data["results"])
        release = f"{data['year']} Q{data['quarter']}"
        rows: list[Row] = [
            {name: as_text(row[field]) for field, name in names.items()} for row in results
        ]
    except (LookupError, TypeError) as error:
        raise web.error("schema", "hud", PATH, f"the answer lacks {error}") from None
    came = str(data.get("crosswalk_type", TYPES[kind])).replace("_", "-").lower()
    if came != TYPES[kind]:
        raise web.error("schema", "hud", PATH, f"asked for {TYPES[kind]}, came {came[:40]!r}")
    if not rows:
        raise web.error("empty", "hud", PATH, f"no ZIP code in {release}")
    if len({(row["ZIP"], row[area]) for row in rows}) != len(rows):
        what = TYPES[kind].removeprefix("zip-")
        raise web.error("paging", "hud", PATH, f"a ZIP code and {what} came twice")
    columns = tuple(names.values())
    Table(columns, tuple(rows)).write(out / file, columns)
    return Fetched(files=(file,), rows=len(rows), vintage=release, data_as_of="")
