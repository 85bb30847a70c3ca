"""Every drawing of a page is followed by the same in words and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1.element_tree import Block

from tests.pages.conftest import run_page

PAGES = [
    ("home", {}),
    ("zip", {"zip": "02121"}),
    ("zip", {"zip": "01105"}),
    ("zip", {"zip": "02139"}),
    ("district", {"house": "25110"}),
    ("district", {"congress": "2507"}),
    ("disparity", {}),
    ("trends", {}),
    ("trends", {"look": "town"}),
    ("compare", {"places": "01105 springfield 25"}),
    ("suicide", {}),
]
DRAWING, TABLE, WORDS = "drawing", "table", "words"


def parts(node: Any) -> Iterator[str]:
    """Drawings, paragraphs and folded tables, in the order of the page."""
    proto = getattr(node, "proto", None)
    if isinstance(node, Block):
        if getattr(node, "label", "") == "The same as a table":
            inside = [text for child in node.children.values() for text in _html(child)]
            assert any("<caption>" in text and "<td" in text for text in inside)
            yield TABLE
            return
        for child in node.children.values():
            yield from parts(child)
    elif node.type == "plotly_chart":
        yield DRAWING
    elif node.type == "caption":
        yield WORDS
    elif node.type == "toggle" and "as a table" in node.label:
        yield TABLE
    else:
        text = str(getattr(proto, "body", ""))
        if "ezc-picture" in text or "ezc-areas" in text:
            yield DRAWING
        elif 'class="ezc-text"' in text:
            yield WORDS


def _html(node: Any) -> list[str]:
    if isinstance(node, Block):
        return [text for child in node.children.values() for text in _html(child)]
    return [str(getattr(getattr(node, "proto", None), "body", ""))]


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_every_drawing_has_words_and_a_table(page: str, query: dict[str, str]) -> None:
    seen = list(parts(run_page(page, **query).main))
    drawings = [number for number, part in enumerate(seen) if part == DRAWING]
    assert drawings
    for number, end in zip(drawings, [*drawings[1:], len(seen)], strict=True):
        after = seen[number + 1 : end]
        assert TABLE in after, (number, seen)
        assert WORDS in after[: after.index(TABLE)], (number, seen)


@pytest.mark.parametrize("page", ["map", "disparity"])
def test_every_map_has_words_and_a_table_that_is_made_when_asked_for(page: str) -> None:
    test = run_page(page)
    maps = [e for e in test.main if e.type == "deck_gl_json_chart"]
    switches = [toggle for toggle in test.toggle if "as a table" in toggle.label]
    assert len(maps) == (2 if page == "map" else 1)
    assert len(switches) == 1
    assert len(test.caption) >= len(maps)
    before = len(test.dataframe)
    switches[0].set_value(True).run()
    assert not test.exception
    assert len(test.dataframe) == before + 1
    assert len(test.dataframe[-1].value) > 500
