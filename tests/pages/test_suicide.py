"""The Suicide page: help and safe storage first, then nation, state and county, never below."""

from __future__ import annotations

import html
import re

import pytest

from dashboard.help_lines import help_lines
from tests.pages.conftest import Run, words


def said(page: str) -> str:
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.S))


def test_help_and_safe_storage_stand_before_any_number(real: Run) -> None:
    test = real("suicide")
    assert not test.exception
    assert not test.info
    page = words(test)
    first_number = page.index("184 of the 287")
    for line in help_lines():
        assert page.index(f"tel:{line.dial}") < first_number
    text = said(page)
    for needed in ("Ask directly", "Make time and distance", "locked and unloaded"):
        assert text.index(needed) < text.index("184 of the 287")


def test_what_is_known(real: Run) -> None:
    test = real("suicide")
    text = said(words(test))
    assert "Most firearm deaths in Massachusetts are suicides." in text
    assert "184 of the 287 people in Massachusetts who died by firearm died by suicide" in text
    assert "No suicide has one single cause" in text
    assert "A county is the smallest place that we show" in text
    assert sum(e.type == "plotly_chart" for e in test.main) == 4
    assert test.selectbox(key="choice_year").value == "2023"


def test_every_year_of_the_counties(real: Run) -> None:
    test = real("suicide")
    years = test.selectbox(key="choice_year").options
    assert years == ["2024", "2023", "2022", "2021", "2020", "2019"]
    for year in years:
        test.selectbox(key="choice_year").select(year).run()
        assert not test.exception
        assert not test.info
        assert f"by county in Massachusetts, {year}" in said(words(test))
    text = said(words(real("suicide", year="2024")))
    assert "2024 is provisional in this source" in text


@pytest.mark.parametrize("query", [{"year": "1999"}, {"year": "'; --"}, {"town": "Boston"}])
def test_a_bad_link_gets_one_line(real: Run, query: dict[str, str]) -> None:
    test = real("suicide", **query)
    assert not test.exception
    assert len(test.info) == 1
    assert test.selectbox(key="choice_year").value == "2023"


def test_words_respect_who_died(real: Run) -> None:
    text = said(words(real("suicide"))).lower()
    for word in (
        "committed", "successful", "failed", "victim", "epidemic", "method", "overdose", "hanging",
        "worst", "highest", "because of", "driven by", "zip code a rate",
    ):  # fmt: skip
        assert word not in text, word
    assert "died by suicide" in text


def test_no_town_and_no_zip_is_named(real: Run) -> None:
    page = words(real("suicide"))
    assert "02121" not in page
    assert "Boston" not in said(page)
    assert "Springfield" not in page


def test_the_small_atlas_still_gives_help(small: Run) -> None:
    test = small("suicide")
    assert not test.exception
    page = words(test)
    for line in help_lines():
        assert f"tel:{line.dial}" in page
    assert "locked and unloaded" in page
