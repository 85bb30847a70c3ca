"""The three facts come from the tables, with their intervals and sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import store
from dashboard.home.facts import facts
from tests.small_atlas import write_small_atlas


def test_the_real_tables_tell_all_three() -> None:
    atlas = store.load(Path(__file__).parent.parent.parent / "data")
    found = facts(atlas)
    assert len(found) == 3
    for fact in found:
        assert fact.source
        assert "interval" in fact.interval or "argin of error" in fact.interval
    assert "suicide" in found[0].text
    assert "homicide" in found[0].text
    assert "None of our sources has the whole state after 2020." in found[1].text


def test_what_the_tables_cannot_tell_is_left_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("atlas") / "data"
    write_small_atlas(folder)
    assert len(facts(store.load(folder))) == 2
