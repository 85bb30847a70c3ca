"""The printed brief of a district: two pages that open, tagged, with what they promise."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from dashboard import store
from dashboard.districts import names as district_names
from dashboard.documents import paper, plain
from dashboard.documents.district_brief import MOST_ZIPS, district_brief
from dashboard.documents.document import Bullets, FigureBlock, TableBlock
from dashboard.drawings import Choropleth, Dots


def test_every_district_has_a_brief() -> None:
    atlas = store.atlas()
    names = set()
    for place in district_names.listed(atlas):
        document = district_brief(atlas, place.level, place.code)
        names.add(document.name)
        drawn = [type(b.figure.drawing) for b in document.blocks if isinstance(b, FigureBlock)]
        assert Dots in drawn
        assert Choropleth in drawn
        tables = [block for block in document.blocks if isinstance(block, TableBlock)]
        assert len(tables) == 2
        assert 1 <= len(tables[-1].rows) <= MOST_ZIPS
        facts = next(block for block in document.blocks if isinstance(block, Bullets))
        assert len(facts.items) == 3
        assert "July 2015 through 2017" in document.dated
        assert document.address == district_names.address(place)
    assert len(names) == 209


@pytest.mark.parametrize(("level", "code", "words"), [
    ("house", "25127", "at least 152 people shot in the 5th Suffolk House district"),
    ("house", "25042", "This seat is vacant, or was when the list was made."),
    ("house", "25006", "Barnstable-Dukes-Nantucket, Massachusetts House"),
    ("congress", "2507", "7th Congressional District"),
])  # fmt: skip
def test_the_brief_is_two_tagged_pages(level: str, code: str, words: str) -> None:
    document = district_brief(store.atlas(), level, code)
    made = PdfReader(io.BytesIO(paper.pdf(document, site="https://atlas.example")))
    assert len(made.pages) == 2
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"]
    text = " ".join(" ".join(page.extract_text().split()) for page in made.pages)
    assert words in text
    assert f"atlas.example/district?{level}={code}" in text.replace("? ", "?")
    assert "988" in text
    assert store.atlas().version[:6] in text


def test_no_party_and_no_record_of_the_member() -> None:
    atlas = store.atlas()
    for place in district_names.listed(atlas)[::10]:
        text = plain.text(district_brief(atlas, place.level, place.code))
        assert "Democrat" not in text
        assert "Republican" not in text
        assert "not a member's record" in " ".join(text.split())


def test_a_name_with_marks_stands_in_the_brief() -> None:
    text = plain.text(district_brief(store.atlas(), "house", "25053"))
    assert "Carlos González" in text
    made = paper.pdf(district_brief(store.atlas(), "house", "25053"))
    assert "González" in PdfReader(io.BytesIO(made)).pages[0].extract_text()


def test_no_such_district() -> None:
    with pytest.raises(LookupError):
        district_brief(store.atlas(), "senate", "25127")
