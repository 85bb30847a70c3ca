"""The data page: measures, states, coverage, sources, downloads."""

from __future__ import annotations

import pytest

from dashboard import store
from dashboard.tables import TABLES
from epidemiology.status import Status
from tests.pages.conftest import Run, words


def test_it_names_every_measure_and_source(real: Run) -> None:
    page = real("data")
    assert not page.exception
    text = words(page)
    atlas = store.atlas()
    for title in atlas.indicators["title"]:
        assert title.replace("'", "&#x27;") in text, title
    labels = " ".join(expander.label for expander in page.expander)
    for title in atlas.sources["title"]:
        assert title in labels, title


def test_it_explains_every_state_with_its_count(real: Run) -> None:
    from dashboard.sentences import value_words

    text = words(real("data"))
    for status in Status:
        assert value_words.status_name(status) in text
    assert f"{(store.atlas().observations['status'] == Status.TOO_FEW).sum():,}" in text


def test_coverage_says_where_a_source_is_silent(real: Run) -> None:
    page = real("data")
    assert "Massachusetts by years; a dash where there is nothing" in words(page)
    page.selectbox(key="d_town").select("2502507000").run()
    assert not page.exception
    assert "Boston" in words(page)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_taken(small: Run, table: str) -> None:
    page = small("data")
    page.selectbox(key="d_table").select(table).run()
    assert not page.exception
    assert len(page.get("download_button")) >= 5


def test_filters_count_their_rows(small: Run) -> None:
    page = small("data")
    page.selectbox(key="d_indicator").select("people_shot").run()
    page.selectbox(key="d_level").select("zcta").run()
    page.selectbox(key="d_period").select("2015-07_2017-12").run()
    assert not page.exception
    assert "15 rows" in words(page)


def test_lines_to_copy_name_the_api(small: Run) -> None:
    page = small("data")
    assert [tab.label for tab in page.tabs] == ["curl", "Python", "R"]
    assert len(page.code) == 3
    assert all("/api/v1/observations?indicator=people_shot" in block.value for block in page.code)
    assert "/api/v1/places/{level}/{code}" in words(page)


def test_each_source_says_which_copy_was_read(real: Run) -> None:
    found = words(real("data"))
    assert found.count("the one that came with the atlas") >= 30
