"""Socrata's SODA 2, as data.cdc.gov speaks it: filters, $where, $select, $order, pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.publishers.double import Answer, Ask, Handler, Row, json_answer

DEFAULT_LIMIT, HIGHEST_LIMIT = 1_000, 50_000
Test = Callable[[Row], bool]


def table(rows: Sequence[Row]) -> Handler:
    """A dataset. Empty values are left out of a row, as the real one does."""
    columns = {name for row in rows for name in row}

    def answer(ask: Ask) -> Answer:
        try:
            kept = [row for row in rows if all(test(row) for test in _tests(ask.query, columns))]
            return json_answer(_selected(ask.query, kept, columns), etag=True)
        except LookupError as error:
            return _no_such_column(str(error.args[0]))

    return answer


def about(
    dataset: str, rows: Sequence[Row], name: str = "", updated: int = 1_786_000_000
) -> Handler:
    """The dataset's own page in JSON: its name, its columns, when its rows changed."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    value = {
        "id": dataset,
        "name": name or dataset,
        "rowsUpdatedAt": updated,
        "columns": [{"fieldName": column, "dataTypeName": "text"} for column in columns],
    }
    return lambda _: json_answer(value)


def _selected(query: Mapping[str, str], rows: list[Row], columns: set[str]) -> list[Any]:
    select = query.get("$select", "*")
    if match := re.fullmatch(r"count\(\*\)(?: as (\w+))?", select, re.IGNORECASE):
        return [{match[1] or "count": str(len(rows))}]
    for term in reversed([t for t in query.get("$order", "").split(",") if t.strip()]):
        name, _, way = term.strip().partition(" ")
        _known(name, columns | {":id"})
        if name != ":id":
            key = _by(name)
            rows = sorted(rows, key=key, reverse=way.upper() == "DESC")
    start = int(query.get("$offset", 0))
    limit = min(int(query.get("$limit", DEFAULT_LIMIT)), HIGHEST_LIMIT)
    wanted = None if select == "*" else [name.strip() for name in select.split(",")]
    for name in wanted or ():
        _known(name, columns)
    return [
        {n: str(v) for n, v in row.items() if v not in ("", None) and (not wanted or n in wanted)}
        for row in rows[start : start + limit]
    ]


def _by(name: str) -> Callable[[Row], str]:
    return lambda row: str(row.get(name) or "")


def _tests(query: Mapping[str, str], columns: set[str]) -> list[Test]:
    tests: list[Test] = []
    for name, value in query.items():
        if not name.startswith("$"):
            _known(name, columns)
            tests.append(_equal(name, value))
    if where := query.get("$where"):
        tests += [_term(term.strip(), columns) for term in _conjuncts(where)]
    return tests


def _conjuncts(where: str) -> list[str]:
    """The parts between ANDs, but not the AND of BETWEEN."""
    safe = re.sub(r"(?i)(between\s+'[^']*')\s+and\s+", r"\1 &&& ", where)
    return [part.replace("&&&", "and") for part in re.split(r"(?i)\s+and\s+", safe)]


def _term(text: str, columns: set[str]) -> Test:
    if match := re.fullmatch(r"(\w+)\s*=\s*'([^']*)'", text):
        _known(match[1], columns)
        return _equal(match[1], match[2])
    if match := re.fullmatch(r"(\w+)\s+between\s+'([^']*)'\s+and\s+'([^']*)'", text, re.IGNORECASE):
        name, low, high = match.groups()
        _known(name, columns)
        return lambda row: low <= str(row.get(name, "")) <= high
    if match := re.fullmatch(r"(\w+)\s+in\s*\(([^)]*)\)", text, re.IGNORECASE):
        name, values = match[1], set(re.findall(r"'([^']*)'", match[2]))
        _known(name, columns)
        return lambda row: str(row.get(name, "")) in values
    if match := re.fullmatch(r"starts_with\((\w+),\s*'([^']*)'\)", text, re.IGNORECASE):
        name, head = match.groups()
        _known(name, columns)
        return lambda row: str(row.get(name, "")).startswith(head)
    raise LookupError(text)


def _equal(name: str, value: str) -> Test:
    return lambda row: str(row.get(name, "")) == value


def _known(name: str, columns: set[str]) -> None:
    if name not in columns:
        raise LookupError(name)


def _no_such_column(name: str) -> Answer:
    code = "query.soql.no-such-column"
    said = f"Query coordinator error: {code}; No such column: {name}; position: Map(row -> 1)"
    return json_answer({"message": said, "errorCode": code, "data": {"column": name}}, 400)
