"""How often one address may ask for what costs work: files that are made, and the API.

An address is known by a keyed digest only, in memory, until its requests no longer count: a
minute at most. IPv6 addresses count by their network of 64 bits, which is what one line has.
Behind a proxy the server takes the address from ``X-Forwarded-For`` if ``FORWARDED_ALLOW_IPS``
names the proxy. A proxy on a private address that it does not name cannot be told from its
readers: then nobody is limited, and the log says once what to set.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import math
import os
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import problems
from dashboard.problems import ProblemError

LOG = logging.getLogger("every_zip_code")
EXPORTS, API = "EZC_EXPORTS_A_MINUTE", "EZC_API_A_MINUTE"
ROOMS = {
    "/figures/": EXPORTS,
    "/documents/": EXPORTS,
    "/decks/": EXPORTS,
    "/api/": API,
    "/_stcore/metrics": API,
    "/_stcore/agent/": API,
}
"""What is counted, by the start of its path. Other answers are kept files, or a session's."""
DEFAULTS = {EXPORTS: 120, API: 600}
"""Requests of one address: so many at once, and so many a minute after that."""
MINUTE = 60.0
MOST = 50_000
"""Addresses that are remembered; beyond that the one that asked longest ago is forgotten."""


class Pace:
    """The generic cell rate algorithm: one time a caller, at which it has caught up."""

    def __init__(self, a_minute: int, most: int = MOST) -> None:
        self.a_minute, self._most = a_minute, most
        self.free: OrderedDict[bytes, float] = OrderedDict()

    def wait(self, who: bytes, now: float) -> float:
        """Seconds until ``who`` may ask; 0 where it may now, which is counted then.

        Args:
            who: a caller.
            now: seconds on a clock that never goes back.
        """
        free = max(self.free.get(who, now), now) + MINUTE / self.a_minute
        if free - now > MINUTE:
            return free - now - MINUTE
        self.free[who] = free
        self.free.move_to_end(who)
        if len(self.free) > self._most:
            self.free.popitem(last=False)
        return 0.0

    def forget(self, now: float) -> bool:
        """Drop callers whose requests no longer count; whether any are left."""
        for who in [who for who, free in self.free.items() if free <= now]:
            del self.free[who]
        return bool(self.free)


def setting(name: str, default: int) -> int:
    """A whole number of the environment; 0 means no limit.

    Raises:
        ValueError: it is not a whole number, or negative; says what would be right.
    """
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} is {text!r}; it should be a whole number, 0 for no limit")
    return int(text)


class Rates:
    """Refuses with 429 and ``Retry-After`` where an address asks too often."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self._clock = app, clock
        limits = {name: setting(name, default) for name, default in DEFAULTS.items()}
        self.paces = {name: Pace(limit) for name, limit in limits.items() if limit}
        self._key = secrets.token_bytes(16)
        self._sweeping = self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        pace = self._pace(scope)
        seconds = self._wait(pace, scope) if pace else 0.0
        if pace is None or not seconds:
            await self.app(scope, receive, send)
            return
        problem = ProblemError(
            "too-many",
            f"one address may ask {pace.a_minute:,} times a minute; the whole tables can be "
            "loaded as files, see /data",
        )
        response = problems.response(Request(scope), problem)
        response.headers["Retry-After"] = str(math.ceil(seconds))
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        await response(scope, receive, send)

    def _pace(self, scope: Scope) -> Pace | None:
        if scope["type"] != "http" or scope["method"] == "OPTIONS":
            return None
        for start, name in ROOMS.items():
            if scope["path"].startswith(start):
                return self.paces.get(name)
        return None

    def _wait(self, pace: Pace, scope: Scope) -> float:
        address = caller(scope)
        if address is None:
            if not self._warned:
                self._warned = True
                LOG.warning(
                    "Requests come through a proxy that FORWARDED_ALLOW_IPS does not name: "
                    "no reader's rate is limited. See docs/settings.md."
                )
            return 0.0
        seconds = pace.wait(
            blake2b(address.encode(), key=self._key, digest_size=8).digest(), self._clock()
        )
        if not self._sweeping:
            self._sweeping = True
            asyncio.get_running_loop().call_later(MINUTE, self._sweep)
        return seconds

    def _sweep(self) -> None:
        self._sweeping = self._sweep_once()
        if self._sweeping:
            asyncio.get_running_loop().call_later(MINUTE, self._sweep)

    def _sweep_once(self) -> bool:
        left = [pace.forget(self._clock()) for pace in self.paces.values()]
        return any(left)


def caller(scope: Scope) -> str | None:
    """The address or network that asks; None where an unnamed proxy stands before it."""
    peer = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    passed_on = Headers(scope=scope).get("x-forwarded-for", "")
    if passed_on and not address.is_global and peer not in passed_on:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
