"""Fixtures: the double, and a ``Web`` that asks it and never really waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from data_sources._web import Web
    from tests.publishers.double import Double


class Time:
    """A clock that only sleeping moves."""

    def __init__(self, now: float) -> None:
        self.start = self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def publishers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Double]:
    """The double; every host's address leads to it, ``EZC_LIVE`` is empty, no key is set."""
    from data_sources import _keys
    from data_sources._hosts import HOSTS
    from tests.publishers.double import publishers as start

    monkeypatch.setenv("EZC_LIVE", str(tmp_path / "live"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(_keys, "SECRETS", tmp_path / "secrets.toml")
    for name in _keys.KEYS:
        monkeypatch.delenv(name, raising=False)
    with start() as double:
        for host in HOSTS.values():
            monkeypatch.setenv(host.env, double.url(host.name))
        yield double


@pytest.fixture
def moment() -> Time:
    """The time as ``web`` sees it: seconds since the start, moved by sleeping only."""
    return Time(0.0)


@pytest.fixture
def web(publishers: Double, moment: Time) -> Iterator[Web]:
    """Asks the double; every wait is over at once and noted in ``moment.slept``."""
    from data_sources._web import Web

    with Web(monotonic=moment, sleep=moment.sleep) as client:
        yield client
