"""How gently a publisher is asked: pauses between requests and the waits it asks for."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from data_sources._hosts import Host

LONGEST_WAIT = 24 * 3600.0


def http_date(text: str | None) -> datetime | None:
    """A date of an HTTP header, in UTC; None where it is absent or nonsense."""
    if not text:
        return None
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that an answer asks us to wait (RFC 9110, section 10.2.3).

    A date is read against the publisher's own ``Date`` header, so that a clock that is wrong,
    here or there, changes nothing; against ``now`` where that header is absent.

    Returns:
        0 to :data:`LONGEST_WAIT`; None where the header is absent or nonsense.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text)
    else:
        date = http_date(text)
        if date is None:
            return None
        seconds = (date - (http_date(headers.get("date")) or now)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else LONGEST_WAIT


class Pace:
    """Keeps the starts of requests to each host apart, in every thread of a run."""

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._monotonic, self._sleep = monotonic, sleep
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, host: Host) -> None:
        """Return when the host may be asked again."""
        with self._lock:
            now = self._monotonic()
            start = max(now, self._next.get(host.name, now))
            self._next[host.name] = start + host.pause
        if start > now:
            self._sleep(start - now)

    def hold(self, host: Host, seconds: float) -> None:
        """Ask the host nothing for so long: it said that it is busy."""
        with self._lock:
            until = self._monotonic() + seconds
            self._next[host.name] = max(until, self._next.get(host.name, until))
