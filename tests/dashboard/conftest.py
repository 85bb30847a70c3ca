"""The small atlas as a folder, and as the tables of a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import store
from dashboard.atlas import Atlas
from tests.small_atlas import write_small_atlas


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("atlas") / "data"
    write_small_atlas(folder)
    return folder


@pytest.fixture
def small_tables(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    monkeypatch.setenv("EZC_DATA", str(small_folder))
    return store.atlas()
