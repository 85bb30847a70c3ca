"""The reference pages are what the code says, and say everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data_sources._hosts import HOSTS
from data_sources._keys import KEYS
from etl import catalogue, docs, settings_page
from etl.fields import FIELDS
from etl.sources import datasets

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs"


@pytest.mark.parametrize("name", docs.pages())
def test_the_page_is_what_the_code_says(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == docs.pages()[name], "run: python -m etl docs"


def test_every_measure_source_and_field_is_documented() -> None:
    pages = docs.pages()
    assert all(f"`{i.id}`" in pages["indicators.md"] for i in catalogue.INDICATORS)
    assert all(f"`{name}`" in pages["sources.md"] for name in datasets())
    assert all(f"`{name}`" in pages["tables.md"] for name in FIELDS)


def test_every_public_function_says_what_it_is() -> None:
    for line in docs.pages()["methods.md"].splitlines():
        if line.startswith("**`"):
            assert len(line.partition("`** ")[2]) > 10, line


def test_every_setting_is_documented() -> None:
    code = [ROOT / "app.py", ROOT / "tests" / "conftest.py"]
    for room in ("dashboard", "data_sources", "epidemiology", "etl", "pages"):
        code += (ROOT / room).rglob("*.py")
    named = {
        name
        for path in code
        for name in re.findall(r"\bEZC_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    assert named - {"EZC_URL"} == set(settings_page.SETTINGS)
    page = docs.pages()["settings.md"]
    assert all(f"`{name}`" in page for name in (*KEYS, *(host.env for host in HOSTS.values())))
