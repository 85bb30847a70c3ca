"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.published_answers import tests_of
from tests.publishers.fixtures import moment, publishers, web

__all__ = ["moment", "publishers", "web"]

# A busy machine is no failure: examples have no time limit.
settings.register_profile("atlas", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("atlas"), max_examples=5_000)
settings.load_profile("atlas")

ROOT = Path(__file__).parent.parent
SOURCES = Path(os.environ.get("EZC_SOURCES", ROOT.parent / "shared" / "sources"))
REQUIRED = os.environ.get("EZC_REQUIRE_SOURCES") == "1"


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the publishers' files."""
    return SOURCES


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the checks over the publishers' files where a clone has none of them.

    They are counted in one printed line. With EZC_REQUIRE_SOURCES=1 they run whatever is there.
    """
    for item in items:
        if getattr(item, "originalname", "") in tests_of(item.path):
            item.add_marker(pytest.mark.reference)
    if SOURCES.is_dir() or REQUIRED:
        return
    needy = [item for item in items if item.get_closest_marker("sources")]
    if needy:
        config.hook.pytest_deselected(items=needy)
        items[:] = [item for item in items if not item.get_closest_marker("sources")]
        config.stash[LEFT_OUT] = len(needy)


LEFT_OUT = pytest.StashKey[int]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker process tells the one that prints what it left out."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every worker collects all tests: each has left out the same ones."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many published answers were met, and what was left out for want of files."""
    passed = terminalreporter.stats.get("passed", [])
    if met := sum("reference" in report.keywords for report in passed):
        terminalreporter.write_line(f"{met} cases of published answers (tests/reference) are met")
    if left := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{left} checks over the publishers' files were left out: no folder {SOURCES} "
            "(EZC_SOURCES names another; EZC_REQUIRE_SOURCES=1 makes them run)"
        )
