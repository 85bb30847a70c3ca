"""Read-only JSON over the published tables: it filters what is there and computes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from dashboard import store

LIMIT = 100
MOST = 1000
CACHE = "public, max-age=3600"


class RefusedError(Exception):
    """A request that cannot be answered; the text says why and what would be right."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


FILTERS: dict[str, tuple[str, ...]] = {
    "places": ("level", "code", "name"),
    "indicators": ("id", "theme"),
    "observations": ("indicator", "level", "code", "period", "status"),
    "series": ("indicator", "level", "code", "period", "status"),
    "sources": ("id", "publisher"),
}
"""Columns of each table that a request may filter by; several values are separated by commas."""


def table(name: str) -> Callable[[Request], Response]:
    """The endpoint of one table: ``/api/v1/places?level=town&limit=50&offset=100``."""

    def answer(request: Request) -> Response:
        atlas = store.atlas()
        frame: pd.DataFrame = getattr(atlas, name)
        wanted = dict(request.query_params.multi_items())
        limit = _whole(wanted.pop("limit", str(LIMIT)), "limit", 1, MOST)
        offset = _whole(wanted.pop("offset", "0"), "offset", 0, 10_000_000)
        rows = narrow(frame, name, wanted)
        page = rows.iloc[offset : offset + limit]
        after = offset + limit
        more = {**wanted, "limit": limit, "offset": after}
        body = {
            "version": atlas.version,
            "total": len(rows),
            "limit": limit,
            "offset": offset,
            "next": f"/api/v1/{name}?{urlencode(more)}" if after < len(rows) else None,
            "data": records(page),
        }
        return reply(request, body)

    return answer


def narrow(frame: pd.DataFrame, name: str, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a table that fit the filters.

    Raises:
        RefusedError: a filter that the table does not have.
    """
    for column, text in wanted.items():
        if column not in FILTERS[name]:
            raise RefusedError(
                400,
                f"{column[:40]!r} is not a filter of {name}; "
                f"there are {', '.join(FILTERS[name])}, limit and offset",
            )
        frame = frame[frame[column].isin(text[:1000].split(","))]
    return frame


def zip_code(request: Request) -> Response:
    """One ZIP code: what answers for it and everything published about that area."""
    atlas = store.atlas()
    code = request.path_params["zip"]
    if not (len(code) == 5 and code.isascii() and code.isdigit()):
        raise RefusedError(400, "a ZIP code has five digits: /api/v1/zip/02121")
    found = atlas.zip_code(code)
    if found is None:
        raise RefusedError(404, f"{code} is not a ZIP code of this atlas")
    place = atlas.place("zcta", found.zcta)
    rows = atlas.observations
    here = rows[(rows["level"] == "zcta") & (rows["code"] == found.zcta)]
    overlaps = pd.concat(
        [
            atlas.overlap("zcta", found.zcta, to)
            for to in ("town", "county", "house", "senate", "congress")
        ]
    )
    body = {
        "version": atlas.version,
        "zip": _fields(found),
        "place": _fields(place) if place else None,
        "overlaps": records(overlaps),
        "observations": records(here),
    }
    return reply(request, body)


def index(request: Request) -> Response:
    """What there is: the endpoints and the filters of each table."""
    body = {
        "version": store.atlas().version,
        "endpoints": {f"/api/v1{path}": FILTERS.get(path[1:], ()) for path in TABLE_ENDPOINTS},
    }
    return reply(request, body)


def nothing(request: Request) -> Response:
    """Any other path below ``/api`` or ``/layers``.

    Raises:
        RefusedError: always, with the way to what there is.
    """
    raise RefusedError(404, f"nothing at {request.url.path[:100]}; see /api/v1")


def reply(request: Request, body: Mapping[str, Any]) -> Response:
    """JSON with an ETag, or 304."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": CACHE, "Access-Control-Allow-Origin": "*"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects; missing values are null."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=10))
    return rows


def _fields(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__}


def _whole(text: str, name: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise RefusedError(400, f"{name} is a whole number from {least} to {most}")
    return int(text)


TABLE_ENDPOINTS: dict[str, Callable[[Request], Response]] = {
    **{f"/{name}": table(name) for name in FILTERS},
    "/zip/{zip}": zip_code,
}
ENDPOINTS = {"": index, **TABLE_ENDPOINTS}
