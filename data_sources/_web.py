"""Asking publishers: politely, completely, and never believing what is not data.

A client asks for a host by name (``_hosts.py``) and gets an answer that is whole and of the
right kind, or a :class:`WebError` that says what to do. Keys are added to a request at the last
moment and stand in nothing that is kept.
"""

from __future__ import annotations

import os
import random
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2
import tenacity

from data_sources import _answers
from data_sources._answers import Expected
from data_sources._exchange import Ask, Exchange, Progress, Reply
from data_sources._hosts import HOSTS
from data_sources._keys import KEYS, key, quiet_logs, redact
from data_sources._polite import Pace
from data_sources._state import STATE
from data_sources._vault import Vault, live_folder
from data_sources._web_error import Kind, WebError

__all__ = ["Reply", "Web", "WebError"]
Params = Mapping[str, str | Sequence[str]]
"""A query, not encoded and without the key; a field may stand several times."""


def user_agent() -> str:
    """What this program calls itself; ``EZC_CONTACT`` adds an address to write to."""
    contact = os.environ.get("EZC_CONTACT", "").strip()
    about = f"open atlas of gun violence and economic disparity in {STATE.name}"
    return f"EveryZipCode/0.1 ({about}{f'; {contact}' if contact else ''})"


class Web:
    """Asks publishers. Safe to use from several threads; close it, or use it in ``with``."""

    def __init__(
        self,
        vault: Vault | None = None,
        *,
        dataset: str = "",
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        tries: int = 6,
        budget: float = 1800.0,
        request_seconds: float = 600.0,
        idle_seconds: float = 30.0,
        verify: ssl.SSLContext | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Get ready; nothing is asked yet.

        Args:
            vault: where answers are kept; the one of ``EZC_LIVE`` if None.
            dataset: named in errors and notes; see :meth:`named`.
            clock: this machine's time, in seconds.
            monotonic: seconds that only go forward.
            sleep: waits for so many seconds.
            tries: how often a request is sent before it is given up.
            budget: seconds for all requests of one dataset, waits included.
            request_seconds: seconds for one answer, however many bytes it has.
            idle_seconds: seconds without a byte.
            verify: certificates to trust; the system's if None.
            progress: told of every piece that comes in.
        """
        quiet_logs()
        self.dataset = dataset
        self._monotonic, self._sleep = monotonic, sleep
        self._tries, self._budget = tries, budget
        self._since: float | None = None
        client = httpx2.Client(
            headers={"User-Agent": user_agent()},
            timeout=httpx2.Timeout(idle_seconds),
            follow_redirects=False,
            verify=verify or True,
        )
        self._exchange = Exchange(
            client,
            vault or Vault(live_folder()),
            Pace(monotonic, sleep),
            clock,
            monotonic,
            request_seconds,
            progress,
        )

    def named(self, dataset: str) -> Web:
        """The same, for one dataset: with its name in errors and a time budget of its own."""
        view = object.__new__(Web)
        view.__dict__.update(self.__dict__)
        view.dataset, view._since = dataset, None
        return view

    def apart(self, vault: Vault) -> Web:
        """The same, with another store: for answers that must not stay."""
        view = self.named(self.dataset)
        view._exchange = replace(self._exchange, vault=vault)
        return view

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._exchange.client.close()

    @property
    def vault(self) -> Vault:
        """Where answers are kept."""
        return self._exchange.vault

    def now(self) -> datetime:
        """This machine's time, in UTC."""
        return self._exchange.now()

    def publishers_now(self, host: str) -> datetime:
        """The time by the publisher's clock, as its newest answer gave it."""
        return self.now() + self._exchange.skew.get(host, timedelta())

    def has_key(self, host: str) -> bool:
        """Whether the key that a host wants is there (true where it wants none)."""
        return not HOSTS[host].key or bool(key(HOSTS[host].key))

    def error(
        self, kind: Kind, host: str, path: str, problem: str, next_step: str = ""
    ) -> WebError:
        """An error of this dataset, for a client to raise."""
        url = HOSTS[host].url + path
        name = url.partition("//")[2].partition("/")[0]
        return WebError(kind, redact(name), url, problem, next_step, dataset=self.dataset)

    def get(
        self,
        host: str,
        path: str,
        params: Params | None = None,
        *,
        expect: Expected = "json",
        limit: int = 0,
        redirects: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Ask for a body and keep it. What did not change is not sent again.

        Args:
            host: a name of ``HOSTS``; its key is added here.
            path: from "/" on.
            params: the query, not encoded, without the key.
            expect: what the body must be.
            limit: bytes that it may have, opened; a default for its kind if 0.
            redirects: machines (``example.org``) to which the host may send us on.
            headers: more headers, none of them secret.

        Raises:
            WebError: it was not to be had whole, or is not what was expected.
        """
        query = f"?{urlencode(params, doseq=True)}" if params else ""
        return self._send(
            "GET", host, path + query, expect, limit, redirects=redirects, headers=headers or {}
        )

    def post(
        self,
        host: str,
        path: str,
        form: Mapping[str, str] | None = None,
        *,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        expect: Expected = "json",
        limit: int = 0,
    ) -> Reply:
        """Send a form, with files (field -> name, content, type), and keep the answer.

        Raises:
            WebError: see :meth:`get`.
        """
        return self._send("POST", host, path, expect, limit, form=form, files=files)

    def json(
        self,
        host: str,
        path: str,
        params: Params | None = None,
        *,
        exact: bool = False,
        limit: int = 0,
    ) -> Any:
        """The JSON of an answer.

        Args:
            host: see :meth:`get`, as ``path``, ``params`` and ``limit``.
            path: see there.
            params: see there.
            exact: numbers come as the text that was published.
            limit: see there.

        Raises:
            WebError: see :meth:`get`; or it is an error in the form of an answer.
        """
        return _answers.parse(self.get(host, path, params, limit=limit).read(), exact=exact)

    def text(
        self,
        host: str,
        path: str,
        params: Params | None = None,
        *,
        expect: Expected = "csv",
        limit: int = 0,
        redirects: tuple[str, ...] = (),
    ) -> str:
        """The text of an answer, in the encoding that it declares (UTF-8 if none).

        Raises:
            WebError: see :meth:`get`; or the text has another encoding.
        """
        reply = self.get(host, path, params, expect=expect, limit=limit, redirects=redirects)
        try:
            return _answers.decode(reply.read(), reply.response.headers.get("content-type", ""))
        except (UnicodeDecodeError, LookupError) as error:
            raise self.error("encoding", host, path, f"the text cannot be read ({error})") from None

    def rows(self, host: str, path: str, value: Any) -> list[dict[str, Any]]:
        """A value of JSON that must be a list of objects.

        Raises:
            WebError: it is something else.
        """
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.error("schema", host, path, "the answer is not a list of rows")
        return value

    def _send(
        self, method: str, host: str, path: str, expect: Expected, limit: int, **more: Any
    ) -> Reply:
        place = HOSTS[host]
        if place.key_needed and not key(place.key):
            raise self.error("key", host, path, "a key is needed", KEYS[place.key].absent)
        url = redact(place.url) + path
        limit = limit or _answers.LIMITS[expect]
        ask = Ask(method, place, self.dataset, url, expect, limit, **more)
        if self._since is None:
            self._since = self._monotonic()
        with self._exchange.lock(ask):
            return self._insist(ask)

    def _insist(self, ask: Ask) -> Reply:
        """Send it again where that may help, as long as there is time."""
        if self._left() <= 0:
            raise ask.error("time", f"{self._budget:,.0f} s for this dataset are over")
        retry = tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda e: isinstance(e, WebError) and e.again),
            wait=_wait,
            stop=self._enough,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retry(self._exchange.once, ask)
        except WebError as error:
            error.tries = int(retry.statistics.get("attempt_number", 1))
            raise

    def _enough(self, state: tenacity.RetryCallState) -> bool:
        return state.attempt_number >= self._tries or state.upcoming_sleep > self._left()

    def _left(self) -> float:
        return self._budget - (self._monotonic() - (self._since or 0.0))


def _wait(state: tenacity.RetryCallState) -> float:
    """What the publisher asked for, and some seconds that double from try to try."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, WebError) else None
    return (asked or 0.0) + random.uniform(0.5, 1.0) * min(60.0, 2.0 ** (state.attempt_number - 1))
