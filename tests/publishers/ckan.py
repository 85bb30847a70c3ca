"""CKAN's datastore, as data.boston.gov speaks it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.publishers.double import Answer, Ask, Handler, Row, json_answer

DEFAULT_LIMIT, HIGHEST_LIMIT = 100, 32_000


def table(resource: str, rows: Sequence[Row]) -> Handler:
    """A table of the datastore: rows get ``_id`` from 1 on, all values are text."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    numbered = [
        {"_id": number, **{name: row.get(name) for name in columns}}
        for number, row in enumerate(rows, start=1)
    ]

    def answer(ask: Ask) -> Answer | None:
        if ask.query.get("resource_id") != resource:
            return None
        start = int(ask.query.get("offset", 0))
        limit = min(int(ask.query.get("limit", DEFAULT_LIMIT)), HIGHEST_LIMIT)
        result = {
            "include_total": True,
            "limit": limit,
            "offset": start,
            "records_format": "objects",
            "resource_id": resource,
            "total_estimation_threshold": None,
            "records": numbered[start : start + limit],
            "fields": [
                {"id": "_id", "type": "int"},
                *({"id": name, "type": "text"} for name in columns),
            ],
            "total": len(numbered),
            "total_was_estimated": False,
        }
        here = "https://data.boston.gov/api/3/action/help_show?name=datastore_search"
        return json_answer({"help": here, "success": True, "result": result})

    return answer


def not_found(resource: str) -> Answer:
    """What the portal says of a resource that it does not have."""
    error = {
        "__type": "Not Found Error",
        "message": f'Not found: Resource "{resource}" was not found.',
    }
    return json_answer({"help": "", "success": False, "error": error}, 404)
