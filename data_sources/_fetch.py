"""What a dataset's ``fetch`` returns, and complete tables out of pages.

Nothing here interprets: rows come out as published, or not at all.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from data_sources._vault import write_whole
from data_sources._web import Web, WebError

Row = dict[str, str]
READS = 2
"""How often a table is read from the start where its pages do not fit together."""


@dataclass(frozen=True)
class Fetched:
    """What one fetch brought."""

    files: tuple[str, ...]
    """Below the folder that was given, in the form that the module's ``load`` reads."""
    rows: int
    vintage: str
    """The period that the data describes, as far as the publisher says."""
    data_as_of: str
    """ISO date of the publisher's own state of the data; "" where it names none."""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A whole table: every column that any row has, every row once."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    dataset: str = ""

    def newest(self, column: str) -> str:
        """The largest ISO date (its first ten characters) of a column; "" where it is empty."""
        return max((row.get(column, "")[:10] for row in self.rows), default="")

    def beyond(self, known: Iterable[str]) -> str:
        """A line that names the columns that are new; "" where there are none."""
        new = sorted(set(self.columns) - set(known))
        return f"New columns, kept and not used: {', '.join(new)}." if new else ""

    def write(self, path: Path, columns: Sequence[str] = ()) -> None:
        """Write CSV in UTF-8 in one step, the columns in the order given and then the others.

        Raises:
            WebError: it cannot be written; what stood there before stays.
        """
        order = [*columns, *(name for name in self.columns if name not in columns)]
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, order, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        save(path, text.getvalue().encode(), self.dataset)


def save(path: Path, content: bytes, dataset: str = "") -> None:
    """Write a fetched file in one step.

    Raises:
        WebError: it cannot be written; what stood there before stays.
    """
    try:
        write_whole(path, content)
    except OSError as error:
        problem = f"the file cannot be written ({error.strerror})"
        raise WebError("disk", "this machine", str(path), problem, dataset=dataset) from None


@dataclass(frozen=True)
class Page:
    """A slice of a table and the number of rows that the publisher says the whole has."""

    rows: Sequence[Mapping[str, Any]]
    total: int


def whole_table(
    web: Web,
    host: str,
    path: str,
    ask: Callable[[int], Page],
    key: tuple[str, ...],
    columns: tuple[str, ...] = (),
) -> Table:
    """Read pages until one is empty and put them together, complete or not at all.

    Args:
        ask: the page that begins at a row number (from 0), with the total as it is now.
        key: the columns that together name a row.
        columns: columns that must be there.

    Returns:
        The rows in the order of the pages; absent values are "".

    Raises:
        WebError: a page was repeated, missing or moved, the total changed meanwhile (after
            :data:`READS` readings), the table is empty or a column is absent.
    """
    problem = ""
    for _ in range(READS):
        rows, totals = _read(ask)
        if not rows and totals <= {0}:
            raise web.error("empty", host, path, "the table has no rows")
        seen = {name for row in rows for name in row}
        absent = [name for name in (*key, *columns) if name not in seen]
        if rows and absent:
            raise web.error(
                "schema",
                host,
                path,
                f"the column {absent[0]!r} is absent; the table has {', '.join(sorted(seen)[:40])}",
            )
        problem = _misfit(rows, totals, key)
        if not problem:
            order = tuple(dict.fromkeys(name for row in rows for name in row))
            return Table(order, tuple(rows), web.dataset)
    raise web.error("paging", host, path, problem)


def _read(ask: Callable[[int], Page]) -> tuple[list[Row], set[int]]:
    rows: list[Row] = []
    totals: set[int] = set()
    while True:
        page = ask(len(rows))
        totals.add(page.total)
        rows += [{name: as_text(value) for name, value in row.items()} for row in page.rows]
        if not page.rows or len(rows) > page.total:
            return rows, totals


def _misfit(rows: list[Row], totals: set[int], key: tuple[str, ...]) -> str:
    """Why these rows are not the whole table once; "" where they are."""
    if len(totals) > 1:
        few, *_, many = sorted(totals)
        return f"the number of rows changed from page to page ({few} to {many})"
    (total,) = totals
    if len(rows) != total:
        return f"the pages hold {len(rows)} rows and the publisher counts {total}"
    counts = Counter(tuple(row.get(name, "") for name in key) for row in rows)
    (name, times), *_ = counts.most_common(1)
    if times > 1:
        return f"the row {', '.join(name)} came {times} times, so that another one is missing"
    return ""


def as_text(value: Any) -> str:
    """A value of JSON as the text of a CSV cell: "" for null, nothing rounded.

    Numbers are text already where :meth:`Web.json` read them with ``exact``.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


def soda(
    web: Web,
    dataset: str,
    key: tuple[str, ...],
    columns: tuple[str, ...],
    *,
    where: Mapping[str, str] | None = None,
    page: int = 50_000,
) -> Table:
    """A table of data.cdc.gov, or the rows that a filter keeps (SODA 2).

    Args:
        dataset: the four-by-four id.
        key: the columns that together name a row; pages are ordered by them.
        columns: columns that must be there.
        where: filters (``{"st_geoid": "25"}``) or one ``$where``.
        page: rows a page.

    Raises:
        WebError: see :func:`whole_table`.
    """
    path = f"/resource/{dataset}.json"
    filters = dict(where or {})

    def ask(start: int) -> Page:
        counted = web.json("cdc", path, {**filters, "$select": "count(*) as n"})
        try:
            total = int(counted[0]["n"])
        except (LookupError, TypeError, ValueError):
            raise web.error("schema", "cdc", path, "the count of rows has another form") from None
        if start >= total:
            return Page((), total)
        slice_ = {"$order": ",".join(key), "$limit": str(page), "$offset": str(start)}
        rows = web.json("cdc", path, {**filters, **slice_}, exact=True)
        return Page(web.rows("cdc", path, rows), total)

    return whole_table(web, "cdc", path, ask, key, columns)


def ckan(web: Web, resource: str, columns: tuple[str, ...], *, page: int = 5_000) -> Table:
    """A table of data.boston.gov (CKAN datastore), all columns, in the order of ``_id``.

    Args:
        resource: the resource id.
        columns: columns that must be there.
        page: rows a page; the portal caps it at 32,000.

    Raises:
        WebError: see :func:`whole_table`.
    """
    path = "/api/3/action/datastore_search"

    def ask(start: int) -> Page:
        query = {"resource_id": resource, "sort": "_id", "limit": str(page), "offset": str(start)}
        result = web.json("boston", path, query, exact=True)
        try:
            total = int(result["result"]["total"])
            records = result["result"]["records"]
        except (LookupError, TypeError, ValueError):
            raise web.error("schema", "boston", path, "the answer has another form") from None
        return Page(web.rows("boston", path, records), total)

    return whole_table(web, "boston", path, ask, ("_id",), columns)


def arcgis(
    web: Web, path: str, columns: tuple[str, ...], *, key: str = "OBJECTID", page: int = 1_000
) -> Table:
    """A table of a feature service of ArcGIS Online, all columns, without geometry.

    Args:
        path: up to and with ``/FeatureServer/<n>/query``.
        columns: columns that must be there.
        key: the column that names a row.
        page: rows a page; the service may give fewer.

    Raises:
        WebError: see :func:`whole_table`.
    """
    every = {"where": "1=1", "f": "json"}

    def ask(start: int) -> Page:
        counted = web.json("arcgis", path, {**every, "returnCountOnly": "true"})
        slice_ = {"resultOffset": str(start), "resultRecordCount": str(page)}
        fields = {"outFields": "*", "orderByFields": key, "returnGeometry": "false"}
        answer = web.json("arcgis", path, {**every, **fields, **slice_}, exact=True)
        try:
            total = int(counted["count"])
            rows = [feature["attributes"] for feature in answer["features"]]
        except (LookupError, TypeError, ValueError):
            raise web.error("schema", "arcgis", path, "the answer has another form") from None
        if answer.get("exceededTransferLimit") and start + len(rows) >= total:
            raise web.error("paging", "arcgis", path, "there are more rows than it counts")
        return Page(web.rows("arcgis", path, rows), total)

    return whole_table(web, "arcgis", path, ask, (key,), columns)


def as_of(web: Web, host: str, path: str, text: str) -> str:
    """The ISO day of a publisher's date.

    Raises:
        WebError: it cannot be read, or lies in the future by this clock and the publisher's.
    """
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise web.error("schema", host, path, f"{text[:40]!r} is not a date") from None
    latest = max(web.now(), web.publishers_now(host))
    if datetime(day.year, day.month, day.day, tzinfo=UTC) > latest + timedelta(days=1):
        raise web.error("future", host, path, f"the data is dated {day}, which is in the future")
    return day.isoformat()
