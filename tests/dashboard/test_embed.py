"""A figure alone in another page: nothing else is made, and a wrong one says so."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.reuse import embed


def _script(path: str) -> None:
    from dashboard.reuse import embed

    embed.show(path)


def alone(monkeypatch: pytest.MonkeyPatch, page: str, key: str, **query: str) -> str:
    monkeypatch.setattr(embed, "wanted", lambda: key)
    test = AppTest.from_function(_script, default_timeout=60, args=(page,))
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    assert [*test.selectbox, *test.text_input, *test.button, *test.expander] == []
    return " ".join(
        str(getattr(element.proto, "body", "") or getattr(element, "value", ""))
        for element in test.main
    )


@pytest.mark.parametrize(("page", "key", "query", "title"), [
    ("zip", "rate", {"zip": "01105"}, "People shot for each 100,000 residents, ZIP 01105"),
    ("map", "people", {"closer": "2501367000"}, "People shot in Springfield: stable rates of "),
    ("", "leading", {}, "Where more people live in poverty, more are shot"),
    ("disparity", "curve", {}, "One fifth of residents, "),
])  # fmt: skip
def test_one_figure_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, page: str, key: str, query: dict[str, str], title: str
) -> None:
    said = alone(monkeypatch, page, key, **query)
    assert said.count("<h1") == 1
    assert "<h2" not in said
    assert title in said
    assert "Source: " in said
    assert "Open in the atlas" in said


@pytest.mark.parametrize(("page", "key", "query"), [
    ("zip", "nope", {"zip": "01105"}),
    ("zip", "rate", {"zip": "99999"}),
    ("disparity", "fifths", {"by": "evil"}),
    ("about", "any", {}),
])  # fmt: skip
def test_a_figure_that_is_not_there_says_so(
    monkeypatch: pytest.MonkeyPatch, page: str, key: str, query: dict[str, str]
) -> None:
    said = alone(monkeypatch, page, key, **query)
    assert "is not in the atlas" in said
    assert "Open this page of the atlas" in said
