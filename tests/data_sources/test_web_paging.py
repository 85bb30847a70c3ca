"""Tables out of pages, whatever the publisher does between them: complete, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data_sources._fetch import Page, Table, arcgis, ckan, soda, whole_table
from data_sources._web import Web, WebError
from tests.publishers import faults, others
from tests.publishers.double import Double

Rows = list[dict[str, object]]
CHANGES: dict[str, Callable[[Rows, Rows, int, int], Rows]] = {
    # each: what is asked for, the whole table, where the page starts, its size -> what comes
    "right": lambda page, table, start, size: page,
    "the page before": lambda page, table, start, size: table[max(0, start - size) : start],
    "the page after": lambda page, table, start, size: table[start + size : start + 2 * size],
    "the first page": lambda page, table, start, size: table[:size],
    "nothing": lambda page, table, start, size: [],
    "a row twice": lambda page, table, start, size: page + page[:1],
    "a row for another": lambda page, table, start, size: page[:-1] + page[:1],
    "a row less": lambda page, table, start, size: page[1:],
    "short": lambda page, table, start, size: page[: max(1, size // 2)],
    "another order": lambda page, table, start, size: page[::-1],
    "another order of all": lambda page, table, start, size: table[::-1][start : start + size],
    "a moved window": lambda page, table, start, size: table[start + 1 : start + 1 + size],
}
HARMLESS = {"right", "short", "another order"}


@given(
    rows=st.integers(0, 40),
    size=st.integers(1, 45),
    plan=st.lists(st.sampled_from(sorted(CHANGES)), max_size=30),
    totals=st.lists(st.sampled_from([0, 0, 0, 0, -1, 1]), max_size=30),
)
@example(rows=6, size=2, plan=["right", "the page before"], totals=[])
@example(rows=6, size=2, plan=["right", "nothing"] * 4, totals=[])
@example(rows=6, size=2, plan=["the page after", "right", "the first page"] * 3, totals=[])
@example(rows=6, size=3, plan=["right", "another order of all"] * 4, totals=[])
def test_whatever_the_pages_do_the_table_is_whole_or_refused(
    rows: int, size: int, plan: list[str], totals: list[int]
) -> None:
    table: Rows = [{"id": number, "v": number * number} for number in range(rows)]
    asked = [0]

    def ask(start: int) -> Page:
        number = asked[0]
        asked[0] += 1
        change = CHANGES[plan[number] if number < len(plan) else "right"]
        page = change(table[start : start + size], table, start, size)
        return Page(page, rows + (totals[number] if number < len(totals) else 0))

    found, kind = None, ""
    try:
        found = whole_table(WITHOUT_NET, "boston", "/x", ask, ("id",), ("v",))
    except WebError as error:
        kind = error.kind
    if found is None:
        assert kind in {"paging", "empty"}
        assert rows == 0 or any(totals) or set(plan) - HARMLESS
        return
    assert sorted((int(row["id"]), int(row["v"])) for row in found.rows) == [
        (number, number * number) for number in range(rows)
    ]
    assert asked[0] <= 2 * (rows + 2), "it ends"


class _WithoutNet:
    """Only the part of ``Web`` that pages need to complain."""

    dataset = "a_table"
    error = Web.error


WITHOUT_NET: Web = _WithoutNet()  # type: ignore[assignment]


@pytest.mark.parametrize("size", [4, 7, 20, 21, 5_000])
def test_any_page_size_gives_the_same_table(publishers: Double, web: Web, size: int) -> None:
    rows = [{"geoid": f"{n:02}", "v": str(n)} for n in range(20)]
    publishers.soda("abcd-1234", rows)
    publishers.ckan("a-resource", rows)
    publishers.serve("arcgis", "/x/query", others.arcgis([{"OBJECTID": 1, **r} for r in rows[:1]]))
    assert list(soda(web, "abcd-1234", ("geoid",), ("v",), page=size).rows) == rows
    found = ckan(web, "a-resource", ("geoid", "v"), page=size)
    assert [row["v"] for row in found.rows] == [row["v"] for row in rows]
    assert found.columns == ("_id", "geoid", "v")
    numbered = [{"OBJECTID": n, **row} for n, row in enumerate(rows)]
    publishers.serve("arcgis", "/x/query", others.arcgis(numbered, page=6))
    assert len(arcgis(web, "/x/query", ("v",), page=size).rows) == 20


def test_a_filter_is_counted_too(publishers: Double, web: Web) -> None:
    rows = [{"st_geoid": str(n % 3), "geoid": str(n)} for n in range(30)]
    publishers.soda("abcd-1234", rows)
    found = soda(web, "abcd-1234", ("geoid",), (), where={"st_geoid": "2"}, page=4)
    assert len(found.rows) == 10
    between = {"$where": "geoid between '20' and '25'"}
    assert len(soda(web, "abcd-1234", ("geoid",), (), where=between).rows) == 6
    with pytest.raises(WebError, match="no-such-column"):
        soda(web, "abcd-1234", ("geoid",), (), where={"elsewhere": "2"})


def test_the_portals_cap_on_a_page_cuts_nothing_off(publishers: Double, web: Web) -> None:
    publishers.ckan("a-resource", [{"n": str(number)} for number in range(250)])
    publishers.fault("boston", faults.rows(lambda rows: rows[:100]))
    assert len(ckan(web, "a-resource", ("n",)).rows) == 250


def test_absent_values_are_blank_and_columns_are_those_of_any_row(tmp_path: Path) -> None:
    table = Table(("a", "b", "c"), ({"a": "1"}, {"a": "x,y", "b": 'say "b"', "c": "2031-01-01T"}))
    table.write(tmp_path / "deep" / "t.csv", ("c",))
    text = (tmp_path / "deep" / "t.csv").read_text()
    assert text == 'c,a,b\n,1,\n2031-01-01T,"x,y","say ""b"""\n'
    assert table.newest("c") == "2031-01-01"
    assert table.newest("z") == ""
    assert table.beyond(("a",)) == "New columns, kept and not used: b, c."
