"""What may be asked: of a host, by a short address, with small headers and no body."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import problems
from dashboard.problems import ProblemError
from dashboard.reuse.bar import site

ADDRESS = 8_000
"""Bytes of a path with its query. Own routes take less (see serving.LONGEST)."""
HEADERS = 16_000
"""Bytes of all header lines together."""
BODY = 8_000
"""Bytes of a body. Nothing here takes one; a small one gets the answer that its method gets."""
_HOST = re.compile(
    r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?"
)
_UPLOADS = "/_stcore/upload_file"


class Requests:
    """Refuses what no reader's program sends, before anything is read or made."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and (problem := refused(scope)):
            response = problems.response(Request(scope), problem)
            # Kept by a cache, one strange request would close the address to everyone.
            response.headers["Cache-Control"] = problems.NEVER
            await response(scope, receive, send)
        elif scope["type"] == "websocket" and not same_origin(Headers(scope=scope)):
            # Before Streamlit looks: for a stranger's origin it would ask another host who it is.
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self.app(scope, receive, send)


def refused(scope: Scope) -> ProblemError | None:
    """Why an HTTP request is not answered, or None."""
    headers = Headers(scope=scope)
    # The host stands in links, citations and previews.
    if not _HOST.fullmatch(headers.get("host", "")):
        return ProblemError("wrong-value", "the header Host is not the name of a host")
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > ADDRESS:
        return ProblemError("too-long", f"an address has at most {ADDRESS:,} bytes")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS:
        return ProblemError("large-headers", f"all headers together have at most {HEADERS:,} bytes")
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not _small(length):
        return ProblemError("too-large", "nothing here takes a body: ask with GET")
    if scope["path"].startswith(_UPLOADS) and scope["method"] not in {"GET", "HEAD", "OPTIONS"}:
        return ProblemError("method-not-allowed", "nothing can be uploaded here")
    return None


def _small(length: str) -> bool:
    return length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= BODY


def same_origin(headers: Headers) -> bool:
    """Whether a WebSocket is opened by a page of this site, or by a program (no origin)."""
    origin = headers.get("origin")
    if origin is None:
        return bool(_HOST.fullmatch(headers.get("host", "")))
    try:
        host = urlsplit(origin).netloc.lower()
    except ValueError:
        return False
    # A proxy may hide the host that readers know; EZC_SITE names it then.
    return host in {headers.get("host", "").lower(), urlsplit(site(None)).netloc.lower()} - {""}
