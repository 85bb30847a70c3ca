"""Errors of the site's own routes as ``application/problem+json`` (RFC 9457).

The ``type`` of a problem is an address that says what it means; ``detail`` says what is wrong
this time and what would be right.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
ADDRESS = "/api/v1/problems/{kind}"
KINDS: dict[str, tuple[int, str]] = {
    "unknown-parameter": (400, "A parameter that is not there"),
    "wrong-value": (400, "A value that a parameter cannot have"),
    "not-found": (404, "Nothing at this address"),
    "method-not-allowed": (405, "Only reading is possible"),
    "not-acceptable": (406, "A format that is not there"),
    "too-large": (413, "A request with a body"),
    "too-long": (414, "The address is too long"),
    "too-many": (429, "Too many requests in a short time"),
    "large-headers": (431, "The headers are too long"),
    "mistake": (500, "A mistake of this site"),
    "busy": (503, "Too many at once"),
    "unavailable": (503, "The tables cannot be read just now"),
}
"""Every kind of problem: its HTTP status and its title."""
A_MINUTE = "public, max-age=60"
NEVER = "no-store"


class ProblemError(Exception):
    """A request that cannot be answered.

    Args:
        kind: one of :data:`KINDS`.
        detail: what is wrong, and what would be right.
        more: members beside those of RFC 9457, such as the parameter.
    """

    def __init__(self, kind: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.kind = kind
        self.more = more


def response(request: Request, problem: ProblemError) -> Response:
    """The problem as a response; ``instance`` is the path without its query."""
    status, title = KINDS[problem.kind]
    body = {
        "type": ADDRESS.format(kind=problem.kind),
        "title": title,
        "status": status,
        "detail": str(problem),
        "instance": quote(request.url.path[:200], safe="/~!$&'()*+,;=:@"),
        **problem.more,
    }
    return Response(
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        status,
        {"Cache-Control": NEVER if status >= 500 or status == 429 else A_MINUTE, "Vary": "Accept"},
        MEDIA_TYPE,
    )


def quoted(text: str) -> str:
    """What a stranger sent, short and in quotes."""
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
