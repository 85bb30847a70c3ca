"""How old each source is, against the age that its cadence allows: ``python -m etl freshness``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data_sources._vault import write_whole
from etl.asking import Source, lacks_key
from etl.copies import Copies, age_in_days


@dataclass(frozen=True)
class Age:
    """How old one source is."""

    id: str
    title: str
    cadence: int
    """Days that it may become old."""
    days: float | None
    """Since the copy in use was known to be the publisher's newest; None if never fetched."""
    data_as_of: str
    without_key: str
    """Where to get the key that it needs; "" where none lacks."""
    problem: str
    """Why it was not to be had, or was refused, when it was last asked for."""

    @property
    def late(self) -> bool:
        """Older than it may be. What lacks a key is not late: nobody asked for it."""
        if not self.cadence or (self.days is None and self.without_key):
            return False
        return self.days is None or self.days > self.cadence

    @property
    def state(self) -> str:
        """In words."""
        if self.days is None:
            return "no key" if self.without_key else "never fetched"
        return "too old" if self.late else "fresh"


def ages(live: Path, sources: Mapping[str, Source], now: datetime) -> list[Age]:
    """Every source that can be fetched, the oldest against its cadence first."""
    copies = Copies(live / "fetched")
    found = []
    for name, source in sources.items():
        if source.fetch is None:
            continue
        record, good = copies.record(name), copies.good(name)
        found.append(
            Age(
                id=name,
                title=source.dataset.title,
                cadence=source.dataset.cadence_days,
                days=age_in_days(record.checked, now) if good else None,
                data_as_of=good.data_as_of if good else "",
                without_key=lacks_key(source),
                problem=record.problem,
            )
        )
    return sorted(found, key=lambda a: (not a.late, -(a.days or 0.0) / (a.cadence or 1), a.id))


def badge(found: list[Age]) -> dict[str, object]:
    """The badge (schema version 1 of the endpoint badges that code hosts show)."""
    late = [age for age in found if age.late]
    message = "current" if not late else f"{len(late)} of {len(found)} sources too old"
    return {
        "schemaVersion": 1,
        "label": "data",
        "message": message,
        "color": "green" if not late else "orange",
        "isError": bool(late),
    }


def write_badge(found: list[Age], path: Path) -> None:
    """Write the badge in one step.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(path, json.dumps(badge(found)).encode() + b"\n")
