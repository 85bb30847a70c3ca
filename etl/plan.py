"""What a refresh is asked to do, how it is followed, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.asking import Asked
from etl.choosing import Line
from etl.limits import Refusal
from etl.versions import KEEP

SEARCH_MINUTES = 60.0
"""Several builds find a copy out of twenty; a night has room for that and not for many more."""


@dataclass(frozen=True)
class Plan:
    """What to refresh, and where everything is."""

    live: Path
    """Everything fetched and published online (``EZC_LIVE``)."""
    source: Path
    """The embedded source files."""
    embedded: Path
    """The tables that came with the code."""
    names: tuple[str, ...] = ()
    """Datasets to ask for; all if empty."""
    accept: str = ""
    """Why a person publishes in spite of refusals."""
    only_build: bool = False
    wait: float = 0.0
    """Seconds to wait for another refresh."""
    keep: int = KEEP
    search_minutes: float = SEARCH_MINUTES
    """After so long no further build is begun to find the copy that breaks one."""

    @property
    def published(self) -> Path:
        """The folder of editions."""
        return self.live / "published"


@dataclass
class Outcome:
    """How a refresh ended."""

    exit: int
    said: str
    lines: list[Line] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    edition: str = ""
    previous: str = ""
    changes: Mapping[str, Any] | None = None


class Tell:
    """Told how a refresh goes on; the command line draws bars of it."""

    def asking(self, names: Iterable[str]) -> None:
        """These datasets are asked for."""

    def received(self, dataset: str, host: str, size: int, total: int | None) -> None:
        """So many bytes of an answer came, from several threads."""

    def asked(self, dataset: str, asked: Asked) -> None:
        """A dataset is finished, from several threads."""

    def step(self, step: str) -> None:
        """The build is at this step."""
