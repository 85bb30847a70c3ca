"""Files that are kept: made once, or not at all where nobody may wait."""

from __future__ import annotations

import pytest

from dashboard.kept import Kept, NotKeptError, only_kept
from dashboard.maps.layers import File


def test_what_is_kept_is_given_and_what_is_not_is_not_made() -> None:
    kept = Kept(most=10_000, at_once=1)
    made: list[str] = []

    def make() -> File:
        made.append("made")
        return File.of(b"content", "text/plain")

    with only_kept(), pytest.raises(NotKeptError):
        kept.get(("page",), make)
    assert made == []
    first = kept.get(("page",), make)
    with only_kept():
        assert kept.get(("page",), make) is first
    assert made == ["made"]
