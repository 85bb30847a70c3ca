"""Why an edition that was made is not published, and which new copies are behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from etl import diff, plausible, recut
from etl.limits import Refusal
from etl.settings import STATE
from etl.versions import Shelf, version


def refusals(shelf: Shelf, made: Path, today: date, accepted: bool) -> list[Refusal]:
    """Every reason not to publish an edition in the place of the current one.

    Args:
        shelf: the published editions.
        made: the folder of the new one.
        today: the day of the refresh.
        accepted: whether a person has said so: then a roll-back is named, and looked past.
    """
    current = shelf.current()
    if current is None or version(made) == current.name:
        return []
    found = [_held(held, made)] if (held := shelf.held()) else []
    if found and not accepted:
        return found
    moved = recut.between(current, made, STATE.metric_crs)
    return found + plausible.compare(diff.read(current), diff.read(made), today, moved)


def _held(held: Mapping[str, str], made: Path) -> Refusal:
    return Refusal(
        "rolled back",
        "edition",
        "after a roll-back nothing is published until a person says so",
        f"edition {held['edition']} since {held['date']} ({held['reason']})",
        f"edition {version(made)}",
        next_step="docs/runbook.md, After a roll-back",
    )


def suspects(found: Collection[Refusal], fresh: Collection[str], shelf: Shelf) -> set[str]:
    """The new copies to leave out: of those behind a refusal, what is read for the first time.

    It explains a leap better than what grew by a day, and each copy that stays is one that readers
    get. All of them where no new copy is behind a refusal.

    Args:
        found: the refusals.
        fresh: datasets with a new copy.
        shelf: the published editions; the current one tells what was read before.
    """
    current = shelf.current()
    known = set(diff.read(current)["sources"]["id"]) if current else set()
    behind = [set(fresh).intersection(refusal.sources) for refusal in found]
    return set[str]().union(*(names - known or names for names in behind)) or set(fresh)
