"""One request and its answer: everything between an address and a whole body in the vault."""

from __future__ import annotations

import hashlib
import json
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2

from data_sources import _answers
from data_sources._answers import Expected
from data_sources._hosts import Host
from data_sources._keys import KEYS, holds_key, key, redact
from data_sources._polite import Pace, http_date, retry_after
from data_sources._transfer import BadBodyError, Part, range_start, receive, strong_validator, unzip
from data_sources._vault import Response, Vault
from data_sources._web_error import Kind, WebError

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may go well a little later."""
KEPT_HEADERS = ("content-type", "content-length", "date", "etag", "last-modified")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOPS = 3
Progress = Callable[[str, str, int, int | None], None]
"""Told dataset, host, bytes so far and bytes in all (None where unknown)."""


@dataclass(frozen=True)
class Reply:
    """A whole answer, kept in the vault."""

    path: Path
    """The body; never written to."""
    response: Response
    unchanged: bool
    """The publisher said that nothing changed since the body was kept."""

    def read(self) -> bytes:
        """The body."""
        return self.path.read_bytes()


@dataclass(frozen=True)
class Ask:
    """One request, without its key."""

    method: str
    host: Host
    dataset: str
    url: str
    expect: Expected
    limit: int
    redirects: tuple[str, ...] = ()
    form: Mapping[str, str] | None = None
    files: Mapping[str, tuple[str, bytes, str]] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same question."""
        form, files, headers = self.form or {}, self.files or {}, self.headers
        sent = [
            (name, file[0], hashlib.sha256(file[1]).hexdigest()) for name, file in files.items()
        ]
        said = [self.method, self.url, sorted(form.items()), sorted(sent), sorted(headers.items())]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def resumable(self) -> bool:
        """Whether a body that was cut may be continued: files, not answers made on the spot."""
        return self.method == "GET" and self.expect != "json"

    def error(
        self, kind: Kind, problem: str, *, again: bool = False, wait: float | None = None
    ) -> WebError:
        """An error of this request."""
        step = ""
        if self.host.key and (kind == "key" or (kind == "redirect" and self.host.key_needed)):
            step = f"check {self.host.key}: get one from {KEYS[self.host.key].where}"
        return WebError(
            kind,
            urlsplit(self.url).netloc,
            self.url,
            problem,
            step,
            dataset=self.dataset,
            again=again,
            wait=wait,
        )


@dataclass
class Exchange:
    """What all requests of a run share."""

    client: httpx2.Client
    vault: Vault
    pace: Pace
    clock: Callable[[], float]
    monotonic: Callable[[], float]
    seconds: float
    """For one answer, however many bytes it has."""
    progress: Progress | None = None
    skew: dict[str, timedelta] = field(default_factory=dict)
    """How far each publisher's clock is ahead of this one."""
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)

    def lock(self, ask: Ask) -> threading.Lock:
        """Held while a request is under way, so that the same one is never sent twice at once."""
        with self._guard:
            return self._locks.setdefault(ask.id, threading.Lock())

    def now(self) -> datetime:
        """This machine's time, in UTC."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def once(self, ask: Ask) -> Reply:
        """Send a request once; what came of a body that cannot be continued is thrown away.

        Raises:
            WebError: the answer is not whole, or not what was asked for.
        """
        try:
            return self._attempt(ask)
        except WebError:
            if not ask.resumable:
                Part(self.vault.part(ask.id)).drop()
            raise

    def _attempt(self, ask: Ask, url: str = "", hops: int = 0) -> Reply:
        """Follow ``url``, where a redirect led; the key is not sent there."""
        part = Part(self.vault.part(ask.id))
        start, validator = part.begun() if ask.resumable else (0, "")
        stored = self.vault.recall(ask.id) if ask.method == "GET" else None
        headers = dict(ask.headers)
        headers["Accept-Encoding"] = "identity" if ask.resumable else "gzip"
        if start:
            headers |= {"Range": f"bytes={start}-", "If-Range": validator}
        elif stored:
            headers |= _conditions(stored.headers)
        self.pace.wait(ask.host)
        try:
            with self.client.stream(
                ask.method,
                url or _with_key(ask, headers),
                headers=headers,
                data=ask.form,
                files=ask.files,
            ) as response:
                self._note_clock(ask, response.headers)
                if response.status_code in REDIRECTS:
                    there = self._redirect(ask, str(response.request.url), response.headers, hops)
                else:
                    return self._take(ask, response, part, start, validator, stored)
            return self._attempt(ask, there, hops + 1)
        except httpx2.TimeoutException:
            raise ask.error("slow", "no byte came for too long", again=True) from None
        except httpx2.ConnectError as error:
            raise _unconnected(ask, error) from None
        except (httpx2.RemoteProtocolError, httpx2.ReadError) as error:
            raise ask.error("cut", f"the answer was cut ({error})", again=True) from None
        except httpx2.InvalidURL:
            raise ask.error("network", "the address is not one") from None
        except httpx2.TransportError as error:
            raise ask.error("network", f"no answer ({error})", again=True) from None
        except BadBodyError as error:
            if error.large:
                part.drop()
                raise ask.error("large", str(error)) from None
            kind: Kind = "slow" if error.slow else "cut"
            raise ask.error(kind, str(error), again=True) from None
        except OSError as error:
            raise ask.error("disk", f"the answer cannot be kept ({error.strerror})") from None

    def _take(
        self,
        ask: Ask,
        response: httpx2.Response,
        part: Part,
        start: int,
        validator: str,
        stored: Response | None,
    ) -> Reply:
        """The body of an answer, or the error that its status means."""
        status, headers = response.status_code, response.headers
        if status == 304 and stored:
            self.vault.seen(ask.id)
            return Reply(self.vault.path(stored.checksum), stored, unchanged=True)
        if status == 416 or (status == 206 and not _continues(headers, start, validator)):
            part.drop()
            raise ask.error("cut", "the rest of the file does not fit its beginning", again=True)
        if status == 204:
            raise ask.error("empty", "answered that there is nothing")
        if status not in {200, 206}:
            raise self._refusal(ask, response)
        if wrong := _answers.wrong_type(ask.expect, headers.get("content-type", "")):
            raise ask.error(*wrong)
        if status == 200:
            part.start(headers)
            start = 0
        size = self._receive(ask, response, part, start)
        encoding = headers.get("content-encoding", "identity").lower()
        if encoding in {"gzip", "x-gzip"}:
            unzip(part.path, ask.limit)
        elif encoding != "identity":
            raise ask.error("type", f"the body is packed as {encoding[:20]!r}")
        if wrong := _answers.wrong_body(ask.expect, part.path, ask.limit):
            part.drop()
            raise ask.error(*wrong, again=wrong[0] in {"cut", "syntax"})
        if holds_key(part.path):
            part.drop()
            raise ask.error("key", "the answer repeats our key, so that it cannot be kept")
        checksum = self.vault.put(part.path)
        part.finish()
        answer = Response(
            date=self.now().isoformat(timespec="seconds"),
            host=ask.host.name,
            dataset=ask.dataset,
            method=ask.method,
            url=redact(ask.url),
            status=200,
            headers={name: redact(headers[name]) for name in KEPT_HEADERS if name in headers},
            checksum=checksum,
            size=size,
        )
        self.vault.note(ask.id, answer)
        return Reply(self.vault.path(checksum), answer, unchanged=False)

    def _receive(self, ask: Ask, response: httpx2.Response, part: Part, start: int) -> int:
        """Append the body to the part; its size.

        Raises:
            BadBodyError: it is too large, too slow or shorter than it says.
        """
        headers = response.headers
        declared = headers.get("content-length", "")
        total = start + int(declared) if declared.isdigit() else None
        if total is None and "transfer-encoding" not in headers and ask.expect != "json":
            raise BadBodyError("nothing says how long the file is, or where it ends")
        if total is not None and total > ask.limit:
            raise BadBodyError(f"the body is larger than {ask.limit:,} bytes", large=True)
        since = self.monotonic()

        def watch(size: int) -> None:
            if self.progress:
                self.progress(ask.dataset, ask.host.name, size, total)
            if self.monotonic() - since > self.seconds:
                raise BadBodyError(f"{size:,} bytes came in {self.seconds:.0f} s", slow=True)

        size = receive(response.iter_raw(), part.path, limit=ask.limit, watch=watch)
        whole = (range_start(headers) or (0, None))[1] or total
        if whole is not None and size != whole:
            part.drop()
            raise BadBodyError(f"{size:,} of {whole:,} bytes came")
        return size

    def _refusal(self, ask: Ask, response: httpx2.Response) -> WebError:
        """What a status other than success means."""
        status = response.status_code
        if status in AGAIN:
            wait = retry_after(response.headers, self.now())
            if wait:
                self.pace.hold(ask.host, wait)
            asked = f" and asks to wait {wait:,.0f} s" if wait else ""
            kind: Kind = "busy" if status in {429, 503} else "server"
            return ask.error(kind, f"answered {status}{asked}", again=True, wait=wait)
        said = _answers.message(next(response.iter_bytes(4096), b""))
        problem = f"answered {status}{f': {said}' if said else ''}"
        return ask.error("key" if status in {401, 403} and ask.host.key else "refused", problem)

    def _redirect(self, ask: Ask, here: str, headers: Mapping[str, str], hops: int) -> str:
        """Where an answer sends us on, if the dataset allows that.

        Raises:
            WebError: it does not.
        """
        there = urljoin(here, headers.get("location", ""))
        parts = urlsplit(there)
        secure = parts.scheme == "https" or urlsplit(ask.host.url).scheme == "http"
        if hops >= HOPS or not secure or parts.hostname not in ask.redirects:
            where = f"{parts.scheme}://{parts.netloc}{parts.path}"
            raise ask.error("redirect", f"sends us on to {where} in the place of an answer")
        return there

    def _note_clock(self, ask: Ask, headers: Mapping[str, str]) -> None:
        if date := http_date(headers.get("date")):
            self.skew[ask.host.name] = date - self.now()


def _with_key(ask: Ask, headers: dict[str, str]) -> str:
    """The address to send to; the key of the host goes into it or into the headers."""
    value = key(ask.host.key) if ask.host.key else ""
    if not value or ask.host.key_as == "":
        return ask.url
    if ask.host.key_as == "query":
        return str(httpx2.URL(ask.url).copy_add_param(ask.host.key_field, value))
    headers[ask.host.key_field] = f"Bearer {value}" if ask.host.key_as == "bearer" else value
    return ask.url


def _conditions(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that ask for a body only if it changed."""
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return {condition: headers[name] for condition, name in pairs if name in headers}


def _continues(headers: Mapping[str, str], start: int, validator: str) -> bool:
    """Whether a partial answer is the rest of what we have."""
    found, now = range_start(headers), strong_validator(headers)
    return bool(start) and found is not None and found[0] == start and now in {"", validator}


def _unconnected(ask: Ask, error: Exception) -> WebError:
    """No connection: because of the certificate, or because nobody answers."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ask.error("certificate", f"its certificate is refused ({cause.verify_message})")
        cause = cause.__cause__ or cause.__context__
    return ask.error("network", f"cannot be reached ({error})", again=True)
