"""Keeps count of the rows of every source: read, used, left over and why."""

from __future__ import annotations

from collections import Counter, defaultdict


class Ledger:
    """Rows read and rows left over, by source id."""

    def __init__(self) -> None:
        self.rows_in: Counter[str] = Counter()
        self.left: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def read(self, source: str, rows: int) -> None:
        """Note rows that were read from a source."""
        self.rows_in[source] += rows

    def leave(self, source: str, why: str, rows: int) -> None:
        """Note rows of a source that reach no published number, and the reason."""
        if rows:
            self.left[source][why] += rows

    def rows_left(self, source: str) -> int:
        """Rows left over from a source, whatever the reason."""
        return sum(self.left[source].values())

    def why(self, source: str) -> str:
        """The reasons in words, most rows first."""
        return "; ".join(f"{n:,} {why}" for why, n in self.left[source].most_common())
