"""The reference pages are what the code says, and say everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import catalogue, docs
from etl.fields import FIELDS
from etl.sources import datasets

FOLDER = Path(__file__).parents[2] / "docs"


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
