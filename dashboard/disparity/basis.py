"""What a view's figures rest on: sources, publishers, known limits."""

from __future__ import annotations

from functools import lru_cache

from dashboard.atlas import Atlas
from dashboard.disparity.view import View
from dashboard.reuse import limits
from dashboard.zips.figures import publishers


@lru_cache(maxsize=64)
def _source_ids(atlas: Atlas, indicator: str, level: str, period: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(atlas.at(indicator, level, period)["source"]))


def source_ids(atlas: Atlas, view: View) -> tuple[str, ...]:
    """The sources of both measures of a view."""
    return _source_ids(atlas, view.measure, view.level, view.period) + _source_ids(
        atlas, view.order_by, view.level, view.order_period
    )


def limits_of(atlas: Atlas, view: View) -> str:
    """What is known to limit both measures."""
    counts = _source_ids(atlas, view.measure, view.level, view.period)
    return f"{limits.of_counts(counts)} {limits.of_measure(atlas, view.order_by)}".strip()


def publishers_of(atlas: Atlas, view: View) -> str:
    """Who publishes them."""
    return publishers(atlas, source_ids(atlas, view))
