"""A source that is older than its cadence allows is told, and the badge says how many are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from etl import freshness
from etl.freshness import Age

FRESH = Age("cdc", "Deaths", 30, 2.0, "2026-11-01", "", "")


@pytest.mark.parametrize(
    ("age", "state", "late"),
    [
        (FRESH, "fresh", False),
        (replace(FRESH, days=30.0), "fresh", False),
        (replace(FRESH, days=30.1), "too old", True),
        (replace(FRESH, days=9_999.0, cadence=0), "fresh", False),  # never changes
        (replace(FRESH, days=None), "never fetched", True),
        (replace(FRESH, days=None, without_key="get one at ..."), "no key", False),
        (replace(FRESH, days=31.0, without_key="get one at ..."), "too old", True),
    ],
)
def test_the_state_of_a_source(age: Age, state: str, late: bool) -> None:
    assert (age.state, age.late) == (state, late)


def test_the_badge_counts_what_is_late(tmp_path: Path) -> None:
    old = replace(FRESH, id="old", days=90.0)
    freshness.write_badge([FRESH, old], tmp_path / "badge.json")
    badge = json.loads((tmp_path / "badge.json").read_text())
    assert badge["message"] == "1 of 2 sources too old"
    assert (badge["color"], badge["isError"], badge["schemaVersion"]) == ("orange", True, 1)
    freshness.write_badge([FRESH], tmp_path / "badge.json")
    badge = json.loads((tmp_path / "badge.json").read_text())
    assert (badge["message"], badge["isError"]) == ("current", False)
