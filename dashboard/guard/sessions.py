"""How many sessions there are at once, in all and of one address, and how fast each may speak."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections import Counter
from hashlib import blake2b

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.guard.rates import caller, setting

SESSIONS = "EZC_SESSIONS"
DEFAULT = 1000
SHARE = 4
"""One address has at most this part of all: a school or a newsroom, not everyone."""
A_SECOND, AT_ONCE = 20.0, 60
"""Messages of a session; what comes faster waits, and the sender with it."""


def allow_files() -> None:
    """Raise the limit of open files to what the system lets this process have.

    A session takes four (its connection, and an event loop that Streamlit makes for its script),
    one that has just left still three: with the usual limit of 1,024 the 160th reader would find
    a closed door.
    """
    if sys.platform == "win32":  # has no such limit
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Sessions:
    """Counts WebSockets; one too many is closed before it becomes a session."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.most = setting(SESSIONS, DEFAULT)
        self.open: Counter[bytes] = Counter()
        self._key = secrets.token_bytes(16)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a connection on, or close it."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        who = self._who(scope)
        if self.most and (
            self.open.total() >= self.most or (who and self.open[who] >= max(self.most // SHARE, 1))
        ):
            await receive()
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        self.open[who] += 1
        try:
            await self.app(scope, paced(receive), send)
        finally:
            self.open[who] -= 1
            if not self.open[who]:
                del self.open[who]

    def _who(self, scope: Scope) -> bytes:
        address = caller(scope)
        if address is None:
            return b""
        return blake2b(address.encode(), key=self._key, digest_size=8).digest()


def paced(receive: Receive) -> Receive:
    """The messages of one connection, no faster than a reader's page sends them.

    A frame of text ends it: Streamlit speaks in bytes, and would log a traceback.
    """
    free = 0.0

    async def slowed() -> Message:
        nonlocal free
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        if message.get("bytes") is None:
            return {"type": "websocket.disconnect", "code": 1003}
        now = asyncio.get_running_loop().time()
        free = max(free, now) + 1 / A_SECOND
        await asyncio.sleep(max(0.0, free - now - AT_ONCE / A_SECOND))
        return message

    return slowed
