"""The about page."""

from __future__ import annotations

from tests.pages.conftest import Run, words


def test_it_says_who_why_and_what_is_kept(real: Run) -> None:
    page = real("about")
    assert not page.exception
    headers = [header.value for header in page.header]
    assert "What we keep about you: nothing" in headers
    assert "Glossary" in headers
    assert "Tell us what is wrong" in headers
    text = words(page)
    assert "racism" in text
    assert "Coalition" in text
    assert 'href="/documents/threat-model.md"' in text
