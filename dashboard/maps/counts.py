"""How many places of a map are in each state, or have each label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from dashboard.atlas import Atlas
from dashboard.maps import aspects
from epidemiology.status import Status


def near_counts(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> dict[int | None, int]:
    """How many places have each label; None counts those that were not tested."""
    return dict(
        Counter(
            aspects.near_class(atlas, level, code, layer[1])
            for code in counted(atlas, level, codes)
        )
    )


def sure_counts(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> dict[int | None, int]:
    """How many places have an interval of each width; None counts those without a rate."""
    return dict(
        Counter(
            aspects.sure_class(atlas.observation(aspects.MEASURE, level, code, layer[1]))
            for code in counted(atlas, level, codes)
        )
    )


def counted(atlas: Atlas, level: str, codes: Collection[str] | None) -> Collection[str]:
    """The codes that are counted: these, or of None all of a level."""
    return [place.code for place in atlas.places_at(level)] if codes is None else codes


def statuses(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> dict[Status, int]:
    """How many places of a level have each status; a place without a row is not covered.

    ``codes`` are the places that are counted, if not all.
    """
    id = aspects.MEASURE if aspects.of(layer) == aspects.SURE else layer[0]
    rows = atlas.at(id, level, layer[1])["status"]
    if codes is not None:
        rows = rows[rows.index.isin(codes)]
    found = {Status(str(status)): int(n) for status, n in rows.value_counts().items()}
    missing = sum(code not in rows.index for code in counted(atlas, level, codes))
    if missing:
        found[Status.NOT_COVERED] = found.get(Status.NOT_COVERED, 0) + missing
    return found
