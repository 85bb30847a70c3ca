"""Runs one page of the site as a reader's session would, over the small or the real atlas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.small_atlas import write_small_atlas

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., AppTest]


@pytest.fixture(scope="session")
def small_atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "data"
    write_small_atlas(folder)
    return folder


@pytest.fixture
def small(small_atlas: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A page over the invented atlas, which has a place of every status."""
    monkeypatch.setenv("EZC_DATA", str(small_atlas))
    return run_page


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Run:
    """A page over the tables that ship."""
    monkeypatch.delenv("EZC_DATA", raising=False)
    return run_page


def run_page(page: str, **query: str) -> AppTest:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.switch_page(f"pages/{page}.py")
    return test.run()


def words(test: AppTest) -> str:
    """Everything the page says, HTML included."""
    return " ".join(
        str(getattr(element.proto, "body", "") or getattr(element, "value", ""))
        for element in test.main
        if element.type not in {"text_input", "selectbox"}
    )
