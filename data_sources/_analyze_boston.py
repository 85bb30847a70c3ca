"""Tables of data.boston.gov: whether they are still published, and their rows, whole or chosen.

A dataset is a list of resources (``package_show``). Most resources are also tables that can be
asked (``datastore_search``); of the others there is a file whose name changes with each refresh.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from data_sources._fetch import Page, Row, Table, as_text, whole_table
from data_sources._web import Web
from data_sources._web_error import WebError

HOST = "boston"
SHOW, SEARCH = "/api/3/action/package_show", "/api/3/action/datastore_search"
MOST_VALUES = 50
"""A flag with more values than this is none."""
Resources = Mapping[str, Mapping[str, Any]]


def resources(web: Web, dataset: str) -> Resources:
    """The resources that a dataset lists now, by id.

    Raises:
        WebError: the dataset is no longer published, or the answer has another form.
    """
    try:
        answer = web.json(HOST, SHOW, {"id": dataset})
    except WebError as error:
        if error.kind not in {"refused", "error"}:
            raise
        raise web.error(
            "refused",
            HOST,
            f"/dataset/{dataset}",
            f"the dataset {dataset!r} is no longer published ({error.problem})",
            "look for it by name at the portal; the last good copy stays in use",
        ) from None
    try:
        found = web.rows(HOST, SHOW, answer["result"]["resources"])
        return {str(resource["id"]): resource for resource in found}
    except (LookupError, TypeError):
        raise web.error("schema", HOST, SHOW, "the answer has another form") from None


def listed(web: Web, dataset: str, found: Resources, resource: str) -> Mapping[str, Any]:
    """One resource of a dataset.

    Raises:
        WebError: the dataset lists it no longer.
    """
    if resource not in found:
        names = ", ".join(str(other.get("name", name)) for name, other in found.items())
        raise web.error(
            "refused",
            HOST,
            f"/dataset/{dataset}",
            f"the dataset {dataset!r} no longer lists the resource {resource}; it lists: {names}",
            "look which of them took its place and change the id in the dataset's module",
        )
    return found[resource]


def table(web: Web, dataset: str, resource: Mapping[str, Any], columns: tuple[str, ...]) -> Table:
    """All rows of a resource: from the datastore, or from its file where it is in none.

    Raises:
        WebError: the table was not to be had whole, or a column is absent.
    """
    if resource.get("datastore_active", True):
        return _searched(web, str(resource["id"]), columns, {})
    return _downloaded(web, dataset, resource, columns)


def flagged(
    web: Web,
    dataset: str,
    resource: Mapping[str, Any],
    columns: tuple[str, ...],
    flag: str,
    known: Mapping[str, bool],
) -> Table:
    """The rows of a resource whose flag is set; the others are not asked for.

    Args:
        known: what each value of the flag means; the comparison ignores case and blanks.

    Returns:
        A table that may have no rows.

    Raises:
        WebError: the flag has a value that is not known, or see :func:`table`.
    """
    if not resource.get("datastore_active", True):
        whole = _downloaded(web, dataset, resource, columns)
        values = {row.get(flag, "") for row in whole.rows}
        meant = _meant(web, flag, values, known)
        return Table(whole.columns, tuple(r for r in whole.rows if r.get(flag, "") in meant))
    name = str(resource["id"])
    query = {
        "resource_id": name,
        "fields": flag,
        "distinct": "true",
        "limit": str(MOST_VALUES),
        "include_total": "false",
    }
    answer = web.json(HOST, SEARCH, query, exact=True)
    try:
        values = {as_text(row[flag]) for row in answer["result"]["records"]}
    except (LookupError, TypeError):
        raise web.error("schema", HOST, SEARCH, f"the column {flag!r} is absent") from None
    meant = _meant(web, flag, values, known)
    if not meant:
        return Table(columns, ())
    return _searched(web, name, columns, {flag: sorted(meant)})


def _meant(
    web: Web, flag: str, values: Collection[str], known: Mapping[str, bool]
) -> frozenset[str]:
    """The values that mean that the flag is set, as they are written."""
    strange = sorted(value for value in values if value.strip().upper() not in known)
    if strange or len(values) >= MOST_VALUES:
        said = ", ".join(repr(value[:20]) for value in strange[:5])
        raise web.error("schema", HOST, SEARCH, f"the flag {flag!r} has values not known: {said}")
    return frozenset(value for value in values if known[value.strip().upper()])


def _searched(
    web: Web, resource: str, columns: tuple[str, ...], filters: Mapping[str, Sequence[str]]
) -> Table:
    limit = 5_000

    def ask(start: int) -> Page:
        query = {
            "resource_id": resource,
            "sort": "_id",
            "limit": str(limit),
            "offset": str(start),
        }
        if filters:
            query["filters"] = json.dumps(filters)
        answer = web.json(HOST, SEARCH, query, exact=True)
        try:
            total = int(answer["result"]["total"])
            records = answer["result"]["records"]
        except (LookupError, TypeError, ValueError):
            raise web.error("schema", HOST, SEARCH, "the answer has another form") from None
        return Page(web.rows(HOST, SEARCH, records), total)

    return whole_table(web, HOST, SEARCH, ask, ("_id",), columns)


def _downloaded(
    web: Web, dataset: str, resource: Mapping[str, Any], columns: tuple[str, ...]
) -> Table:
    path = urlsplit(str(resource.get("url", ""))).path
    found = path.find("/dataset/")
    if found < 0 or not path.endswith(".csv"):
        where = f"/dataset/{dataset}"
        raise web.error("schema", HOST, where, "the resource is neither a table nor a CSV file")
    path = path[found:]
    lines = csv.DictReader(io.StringIO(web.text(HOST, path), newline=""), restkey="", strict=True)
    rows: list[Row] = []
    try:
        for row in lines:
            if None in row.values() or "" in row:
                raise web.error("cut", HOST, path, f"line {lines.line_num} is not whole")
            rows.append(row)
    except csv.Error as error:
        raise web.error("cut", HOST, path, f"the file cannot be read ({error})") from None
    names = tuple(lines.fieldnames or ())
    absent = [name for name in columns if name not in names]
    if absent:
        raise web.error(
            "schema",
            HOST,
            path,
            f"the column {absent[0]!r} is absent; the file has {', '.join(names[:40])}",
        )
    if not rows:
        raise web.error("empty", HOST, path, "the table has no rows")
    return Table(names, tuple(rows))
