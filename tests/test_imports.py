"""Who may import whom: the rooms of the house meet only where the design says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "epidemiology": {"epidemiology"},
    "data_sources": {"data_sources"},
    "etl": {"etl", "data_sources", "epidemiology"},
    "dashboard": {"dashboard", "epidemiology"},
    "pages": {"dashboard"},
    "app.py": {"dashboard"},
    "deploy": {"deploy"},
}
ROOMS = {
    "app",
    "deploy",
    "pages",
    "dashboard",
    "epidemiology",
    "etl",
    "data_sources",
    "tests",
    "benchmarks",
}


def modules(room: str) -> list[Path]:
    path = ROOT / room
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imported_rooms(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names & ROOMS


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    paths = modules(room)
    assert paths, f"{room} has no modules"
    found = {
        path.relative_to(ROOT).as_posix(): imported_rooms(path) - MAY_IMPORT[room] for path in paths
    }
    assert {path: rooms for path, rooms in found.items() if rooms} == {}


def test_pages_are_short_and_open_no_file() -> None:
    for path in modules("pages"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 120, f"{path.name} is longer than a page should be"
        calls = {
            n.func.id
            for n in ast.walk(ast.parse(text))
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        assert "open" not in calls, f"{path.name} opens a file"
