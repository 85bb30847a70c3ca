"""Every text that becomes HTML is escaped; only safe addresses become links."""

from __future__ import annotations

import pytest

from dashboard import markup
from dashboard.help_lines import help_lines


def test_tables_escape_and_head_their_rows() -> None:
    html = markup.table_html(("A & B", "n"), [("<b>x</b>", "1")], caption="<script>", numbers=(1,))
    assert "<b>" not in html
    assert "<script>" not in html
    assert '<th scope="row">' in html
    assert '<th scope="col" class="n">' in html
    assert 'role="region"' in html


@pytest.mark.parametrize(("address", "linked"), [
    ("https://malegislature.gov/", True), ("mailto:a@b.gov", True), ("tel:+16175550100", True),
    ("javascript:alert(1)", False), ("data:text/html,x", False), ("", False),
])  # fmt: skip
def test_links(address: str, linked: bool) -> None:
    html = markup.link("<name>", address)
    assert ("<a href" in html) is linked
    assert "&lt;name&gt;" in html


def test_the_help_lines() -> None:
    said = " ".join(f"{line.name} {line.how}" for line in help_lines())
    for number in ("988", "833-773-2445", "877-785-2020"):
        assert number in said
    assert "call or text 988" in said
