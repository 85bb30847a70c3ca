"""Security headers on every answer; a fault becomes a problem, and its cause goes to the log.

Nothing may come from or go to another host. Pages may stand in a frame only as the embed
(``?embed=true``), where nothing can be typed or sent. Everything read-only is open to any origin.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from functools import lru_cache

from starlette.datastructures import MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import problems
from dashboard.companion import paths
from dashboard.problems import ProblemError

LOG = logging.getLogger("every_zip_code")
CSP = "Content-Security-Policy"
UNFRAMED = "frame-ancestors 'none'"
"""All of the policy of a PDF: a browser's viewer is a page with scripts of its own."""
_NO_POWER = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    # An address may hold the ZIP code that a reader typed: it is told to nobody, own logs included.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NO_POWER),
    "Cross-Origin-Opener-Policy": "same-origin",
}
_OPEN = (
    "/api",
    "/layers",
    "/figures",
    "/documents",
    "/decks",
    "/z/",
    "/d/",
    "/healthz",
    "/changes.",
)
"""Where the site's own read-only answers stand; other sites may load them."""
_A_YEAR = "max-age=31536000"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def _open(path: str) -> bool:
    return f"/{paths.without_language(path.lstrip('/'))}".startswith(_OPEN)


def embedded(query: bytes | str) -> bool:
    """Whether an address asks for the page as it stands within another (Streamlit's own rule)."""
    asked = QueryParams(query).getlist("embed")
    return any(value.lower() == "true" for value in asked)


@lru_cache(maxsize=16)
def policy_of_page(document: str, framed: bool) -> str:
    """The policy of a document that starts Streamlit: its own inline scripts and no others.

    Styles are inline by Streamlit's design. Its components load their script from a blob that it
    makes itself, and maps work in a worker from one and read their files with WebAssembly. Colours
    of a map are expressions that are read, not run, so ``unsafe-eval`` is not needed.

    Args:
        document: the HTML that is served.
        framed: whether it may stand within another page.
    """
    scripts = " ".join(f"'sha256-{_digest(text)}'" for text in _INLINE.findall(document))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {scripts}".rstrip(),
            "worker-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            # Left out, not "*": an article that is still a file on a disk may hold it, too.
            *(() if framed else (UNFRAMED,)),
        )
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


STILL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
    f"base-uri 'none'; {UNFRAMED}"
)
"""The policy of what has no script: the companion's pages, documents, drawings, data."""


class Headers:
    """Adds what is missing to every answer, and answers where nothing inside did."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an HTTP request; everything else passes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def complete(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _complete(MutableHeaders(scope=message), scope)
            await send(message)

        try:
            await self.app(scope, receive, complete)
        except Exception as error:
            LOG.exception("an answer stopped: %s", type(error).__name__)
            if not begun:
                mistake = ProblemError("mistake", "it has been noted; please come back later")
                await problems.response(Request(scope), mistake)(scope, receive, complete)


def _complete(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in FIXED.items():
        headers.setdefault(name, value)
    headers.setdefault(
        "Cross-Origin-Resource-Policy", "cross-origin" if _open(scope["path"]) else "same-origin"
    )
    if CSP not in headers:
        headers[CSP] = _policy(headers.get("content-type", ""), scope)
    if UNFRAMED in headers[CSP]:
        headers.setdefault("X-Frame-Options", "DENY")  # for browsers that know no policy
    if scope.get("scheme") == "https":
        headers.setdefault("Strict-Transport-Security", _A_YEAR)


def _policy(content_type: str, scope: Scope) -> str:
    if content_type.startswith("application/pdf"):
        return UNFRAMED
    if content_type.startswith("text/html") and not _open(scope["path"]):
        # Streamlit's own document, which it serves below addresses that are nobody's.
        return policy_of_page("", embedded(scope.get("query_string", b"")))
    return STILL
