"""What a resident takes along: plain words that stand alone, and the ZIP codes around."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import store
from dashboard.atlas import Atlas
from dashboard.zips.input import answer
from dashboard.zips.near import neighbours
from dashboard.zips.report import zip_report
from dashboard.zips.take import share_words
from tests.dashboard.reading_grade import grade

SITE = "https://atlas.example"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.load(Path(__file__).parent.parent.parent / "data")


def words_of(atlas: Atlas, zip: str) -> str:
    found = answer(atlas, zip)
    assert found.zip_code is not None
    assert found.place is not None
    return share_words(zip_report(atlas, found.zip_code, found.place), SITE)


def test_words_to_share_read_at_grade_eight_for_every_kind_of_zip(atlas: Atlas) -> None:
    statuses: dict[str, str] = {}
    for code, status in atlas.at("people_shot", "zcta", "2015-07_2017-12")["status"].items():
        statuses.setdefault(status, str(code))
    assert len(statuses) >= 5
    for status, zip in statuses.items():
        words = words_of(atlas, zip)
        assert grade(words.rpartition(" See ")[0]) <= 8, (status, words)
        assert words.endswith(f"{SITE}/zip?zip={zip}")
        assert "victim" not in words


def test_words_to_share_say_what_is_not_known(atlas: Atlas) -> None:
    assert "at least 92 people shot" in words_of(atlas, "02121")
    assert "this does not mean no one was hurt" in words_of(atlas, "01330")


def test_neighbours_are_mutual_and_never_oneself(atlas: Atlas) -> None:
    codes = list(atlas.features("zcta"))[::9]
    for code in codes:
        around = neighbours(atlas, code)
        assert code not in around
        assert list(around) == sorted(around)
    assert "02119" in neighbours(atlas, "02121")
    assert "02121" in neighbours(atlas, "02119")
    assert neighbours(atlas, "00000") == ()
