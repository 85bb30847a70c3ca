"""What the catalogue says of economic and context indicators, in words and in feeds."""

from __future__ import annotations

import importlib

import pytest

from etl import derived
from etl.catalogue._indicator import Indicator
from etl.economy import INDICATORS
from etl.fields import FIELDS
from etl.surveyed import RANGES
from tests.dashboard.reading_grade import grade

BY_ID = {indicator.id: indicator for indicator in INDICATORS}
EACH = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)
NOT_OUR_WORDS = ("hot spot", "worst", "bad area", "dangerous", "gritty", "urban", "poor ",
                 "minorit", "colour", "victim", "driven by", "causes")  # fmt: skip


@EACH
def test_entry_is_complete(indicator: Indicator) -> None:
    assert "{place}" in indicator.sentence
    assert "{value}" in indicator.sentence
    assert len(indicator.title.split()) <= 10
    assert len(indicator.short_title.split()) <= 4
    assert indicator.theme in FIELDS["theme"].allowed
    assert indicator.better in FIELDS["better"].allowed
    assert "margin of error" in indicator.interval
    assert indicator.unit in {*RANGES, "dollars", "people", "people per square mile", "years"}
    assert all(caveat.endswith(".") for caveat in indicator.caveats)


@EACH
def test_sentences_are_plain(indicator: Indicator) -> None:
    said = indicator.sentence.format(value="24 percent", place="this town")
    words = " ".join([indicator.title, said, *indicator.caveats]).lower()
    assert not [word for word in NOT_OUR_WORDS if word in words]
    # Short sentences: a name such as "disability" or "Native American" weighs heavily.
    assert grade(said) <= (10 if indicator.id == "svi_household" else 8.5), said


@EACH
def test_feeds_name_datasets_that_exist(indicator: Indicator) -> None:
    for feed in indicator.feeds:
        module = importlib.import_module(f"data_sources.{feed.source}")
        assert module.DATASET.id == feed.source
    keys = [(feed.level, feed.period) for feed in indicator.feeds]
    assert len(set(keys)) == len(keys)


def test_race_is_never_called_a_vulnerability() -> None:
    line = "Being a person of color is not a vulnerability."
    assert any(line in caveat for caveat in BY_ID["svi_minority"].caveats)
    assert any("default" in caveat for caveat in BY_ID["svi_minority"].caveats)
    assert any(line in caveat for caveat in BY_ID["svi"].caveats)
    for id_ in ("white", "black", "hispanic", "asian", "native_american", "people_of_color"):
        assert any("racism, redlining" in caveat for caveat in BY_ID[id_].caveats)
        assert BY_ID[id_].better == "neither"


def test_the_cuts_of_ice_are_said() -> None:
    assert "$35,000" in BY_ID["ice_income"].interval
    assert "$200,000" in BY_ID["ice_income"].interval


def test_derived_columns_belong_to_datasets() -> None:
    for source in derived.DERIVED:
        assert importlib.import_module(f"data_sources.{source}").DATASET.id == source
