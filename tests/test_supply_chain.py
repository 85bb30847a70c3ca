"""What is installed is what was pinned, byte for byte, under licences that allow it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from etl import licences_page
from etl.licences_page import ALLOWED, allowed, licence, pinned

ROOT = Path(__file__).parent.parent
TOOLS = ALLOWED | {"Artistic-1.0", "GPL-3.0"}
"""For what only tests and checks run, each as a program or library of its own, never shipped."""


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-cluster.txt", "requirements-dev.txt"]
)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(blocks) > 50
    for block in blocks:
        assert re.match(r"[A-Za-z0-9_.\[\]-]+==[^\s;]+", block), block
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}", block), block
        assert "://" not in block, block


def test_only_hashes_are_installed() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    workflows = "".join(p.read_text("utf-8") for p in (ROOT / ".github/workflows").glob("*.yml"))
    for line in (makefile + workflows).splitlines():
        if "pip install" in line:
            assert "--require-hashes" in line, line


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda p: p.stem
)
def test_each_step_of_a_workflow_is_named_by_the_hash_of_its_commit(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    assert used
    for step in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", step), step


def test_tests_run_the_versions_that_ship() -> None:
    ours, tools = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert {name: tools.get(name) for name in ours} == ours


@pytest.mark.parametrize(
    ("file", "licences"), [("requirements.txt", ALLOWED), ("requirements-dev.txt", TOOLS)]
)
def test_every_licence_is_allowed(file: str, licences: frozenset[str]) -> None:
    found = {name: licence(name) for name in pinned(file)}
    assert {n: said for n, said in found.items() if not allowed(said, licences)} == {}


@pytest.mark.parametrize(("expression", "right"), [
    ("MIT", True),
    ("MIT OR GPL-3.0", True),
    ("BSD-3-Clause AND 0BSD", True),
    ("MIT AND GPL-3.0", False),
    ("GPL-3.0", False),
    ("Other/Proprietary License", False),
    ("", False),
])  # fmt: skip
def test_what_is_allowed(expression: str, right: bool) -> None:
    assert allowed(expression) == right


def test_a_package_that_is_not_installed_says_what_to_do() -> None:
    with pytest.raises(LookupError, match=r"make .venv/.tools"):
        licences_page.licence("no-such-package-at-all")


def test_known_faults_are_looked_up_every_week() -> None:
    flow = yaml.safe_load((ROOT / ".github/workflows/audit.yml").read_text("utf-8"))
    assert flow[True]["schedule"]  # YAML reads the word "on" as true
    steps = [step.get("run", "") for step in flow["jobs"]["audit"]["steps"]]
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert any("pip_audit" in run and f"-r {name}" in run for run in steps)
