"""Which ZIP areas touch each other on the map."""

from __future__ import annotations

from functools import lru_cache

from shapely import STRtree
from shapely.geometry import shape

from dashboard.atlas import Atlas

MOST = 8
"""Neighbours that are named; few ZIP areas have more."""


def neighbours(atlas: Atlas, code: str) -> tuple[str, ...]:
    """Codes of the ZIP areas that share a border with one, by number; () without a boundary."""
    return _touching(atlas).get(code, ())[:MOST]


@lru_cache(maxsize=2)
def _touching(atlas: Atlas) -> dict[str, tuple[str, ...]]:
    features = atlas.features("zcta")
    codes = list(features)
    shapes = [shape(features[code]) for code in codes]
    found: dict[str, set[str]] = {code: set() for code in codes}
    # Boundaries are simplified together: what is shared stays shared, to the last digit.
    for one, other in STRtree(shapes).query(shapes, predicate="intersects").T:
        if one != other:
            found[codes[one]].add(codes[other])
    return {code: tuple(sorted(others)) for code, others in found.items()}
