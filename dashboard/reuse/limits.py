"""What the numbers of a figure cannot say, in a line or two, from the tables where they say it."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.sentences import injuries


def of(atlas: Atlas, figure: Figure) -> str:
    """Of a figure: what it says itself, or the first caveat of each source that has one."""
    if figure.limits:
        return figure.limits
    ids = {id for text in figure.sources for id in text.split()}
    table = atlas.in_words("sources")
    found = table[table["id"].isin(ids)]
    lines = (str(text).splitlines() for text in found["caveats"].dropna())
    return " ".join(dict.fromkeys(line[0] for line in lines if line))


def of_counts(sources: Iterable[str], located: str = "") -> str:
    """Of people counted by where it happened: how many could be placed, and who recorded.

    Args:
        sources: ids of the sources of the counts.
        located: how much of the record could be placed, where that is worth saying.
    """
    ids = " ".join(dict.fromkeys(id for text in sources for id in text.split()))
    return " ".join(part for part in (located, injuries.recorder_note(ids)) if part)


def of_measure(atlas: Atlas, indicator: str) -> str:
    """Of a measure: the first caveat of its entry in the catalogue."""
    found = atlas.indicator(indicator)
    return next(iter(found.caveats.splitlines()), "") if found else ""
