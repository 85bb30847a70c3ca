"""The runbook has a line for everything that can be refused or can fail."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from data_sources._web_error import Kind
from etl import refresh, settings_page

ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
REFRESH = (ROOT / "docs" / "refresh.md").read_text(encoding="utf-8")
_RULE = re.compile(r"[Rr]efusal\(\s*\"([a-z ]+)\"")
RULES = sorted(
    {
        rule
        for name in ("plausible", "plausible_values", "refusing")
        for rule in _RULE.findall((ROOT / "etl" / f"{name}.py").read_text(encoding="utf-8"))
    }
)


def test_the_rules_are_found() -> None:
    assert len(RULES) > 12
    assert {"one place", "total", "too few rows", "rolled back"} <= set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_every_refusal_has_a_line(rule: str) -> None:
    first_cells = [line.split("|")[1] for line in RUNBOOK.splitlines() if line.startswith("|")]
    assert any(re.search(rf"\b{rule}\b", cell) for cell in first_cells), rule


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_failure_has_a_line(kind: str) -> None:
    part = RUNBOOK.partition("## A publisher fails")[2].partition("\n## ")[0]
    assert re.search(rf"\b{kind}\b", " ".join(re.findall(r"\*\*(.+?)\*\*", part))), kind


@pytest.mark.parametrize("word", [*refresh.LEFT_OUT, "failed", "stopped"])
def test_every_decision_has_a_line(word: str) -> None:
    assert f"`{word}`" in RUNBOOK or word in RUNBOOK.partition("## A publisher fails")[0]


@pytest.mark.parametrize(
    "code", [refresh.SOME_FAILED, refresh.REFUSED, refresh.BUSY, refresh.ERROR]
)
def test_every_exit_code_has_a_line(code: int) -> None:
    assert f"| exit {code}" in RUNBOOK
    assert f"\n| {code} |" in REFRESH


@pytest.mark.parametrize(
    "change",
    ["ACS 5-year", "CDC year becomes final", "SVI", "CDC PLACES", "District lines", "Boston",
     "Members after an election", "HUD crosswalks", "Census (2030)", "law lists"],
)  # fmt: skip
def test_every_yearly_change_has_a_line(change: str) -> None:
    part = RUNBOOK.partition("## Every year")[2].partition("\n## ")[0]
    assert change in part


def test_the_limit_of_a_search_is_said_where_it_is_looked_for() -> None:
    assert "EZC_SEARCH_MINUTES" in settings_page.SETTINGS
    assert "EZC_SEARCH_MINUTES" in REFRESH
    assert "--search" in RUNBOOK
