"""What the documents say: the sheet of a ZIP code, the letter, the glossary, the guide."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from dashboard import store
from dashboard.atlas import Atlas
from dashboard.documents import letter_places, paper, plain
from dashboard.documents.document import Bullets, Document, Paragraph
from dashboard.documents.glossary import glossary
from dashboard.documents.letter import fields, greeting, letter
from dashboard.documents.reporters_guide import reporters_guide
from dashboard.documents.zip_sheet import zip_sheet
from dashboard.zips.input import answer
from dashboard.zips.report import zip_report
from tests.dashboard.reading_grade import grade

NEVER = re.compile(r"victim|hot spot|gritty|worst|\blost\b|accident|committed", re.IGNORECASE)


@pytest.fixture
def atlas(monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """The tables that ship."""
    monkeypatch.delenv("EZC_DATA", raising=False)
    return store.atlas()


def sheet(atlas: Atlas, zip: str) -> Document:
    found = answer(atlas, zip)
    assert found.zip_code is not None
    assert found.place is not None
    return zip_sheet(atlas, zip_report(atlas, found.zip_code, found.place))


def written(atlas: Atlas, text: str) -> Document:
    found, line = letter_places.subject(atlas, text)
    assert found is not None, line
    return letter(atlas, found)


def prose(document: Document) -> str:
    """Paragraphs and lists, each item a sentence."""
    lines = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Bullets):
            lines += [item if item.endswith((".", ":")) else f"{item}." for item in block.items]
    return " ".join(lines)


def pages(document: Document) -> int:
    return len(pypdf.PdfReader(io.BytesIO(paper.pdf(document, site="https://a.example"))).pages)


# --- the sheet -------------------------------------------------------------------------------


@pytest.mark.parametrize(("zip", "parts"), [
    ("02121", ("at least 92 people shot", "123 people per 100,000", "Chris Worrell")),
    ("01330", ("Why is there no rate? The source has no record", "does not mean no one was hurt")),
    ("01105", ("between 1 and 4 of them were killed", "read the interval first", "ends in 2020")),
    ("02112", ("post-office-box ZIP", "We show 02111 around it")),
    ("01013", ("Why is there no rate? Between 1 and 4 people",)),
    ("01144", ("Why is there no rate? This edition of the map has no boundary",)),
    ("01002", ("Why is there no rate? Some people shot in the same city or town",)),
])  # fmt: skip
def test_the_sheet_says_what_is_known_or_why_not(
    atlas: Atlas, zip: str, parts: tuple[str, ...]
) -> None:
    document = sheet(atlas, zip)
    text = " ".join(plain.text(document).split())
    for part in (*parts, "call or text 988", "These gaps come from policy"):
        assert part in text
    assert text.index("988") < text.index("How that compares")
    assert not NEVER.search(text)
    assert grade(prose(document)) <= 8.5


@pytest.mark.parametrize("zip", ["02121", "01330", "01105", "01013"])
def test_the_sheet_fits_on_two_pages(atlas: Atlas, zip: str) -> None:
    assert pages(sheet(atlas, zip)) <= 2


# --- the letter ------------------------------------------------------------------------------


def test_the_letter_asks_for_totals_and_for_nothing_about_a_person(atlas: Atlas) -> None:
    document = written(atlas, "Springfield")
    text = " ".join(plain.text(document).split())
    for part in (
        "Please publish how many people are shot in Springfield",
        "every three months",
        "M.G.L. chapter 140, section 121E",
        "no names, no addresses and no exact dates",
        "never by ZIP code",
        "ends in 2020",
        "adam.gomez@masenate.gov",
        "[Your name]",
    ):
        assert part in text
    assert not NEVER.search(text)
    assert grade(prose(document)) <= 8
    assert pages(document) == 2


def test_members_are_greeted_by_name_where_they_are_few(atlas: Atlas) -> None:
    few, _ = letter_places.subject(atlas, "Mount Washington")
    many, _ = letter_places.subject(atlas, "Boston")
    assert few is not None
    assert many is not None
    assert re.fullmatch(
        r"Dear Chief of Police, Representative [\w. ]+ and Senator [\w. ]+,", greeting(few)
    )
    assert greeting(many) == "Dear Chief of Police and members of the General Court,"


def test_a_town_that_publishes_is_thanked(atlas: Atlas) -> None:
    text = prose(written(atlas, "Boston"))
    assert "Thank you for the record that the police of Boston publish" in text
    assert "Public offices hold these numbers" not in text


def test_every_town_has_a_letter_at_an_address_of_its_own(atlas: Atlas) -> None:
    keys = set()
    for town in atlas.places_at("town"):
        subject = letter_places.town_subject(atlas, town)
        assert fields(subject)
        assert letter_places.find_town(atlas, subject.key) == town
        keys.add(subject.key)
    assert len(keys) == len(atlas.places_at("town"))


@pytest.mark.parametrize(("typed", "name"), [
    ("north adams", "North Adams"), ("north-adams", "North Adams"),
    (" NORTH  ADAMS", "North Adams"),
    ("2502507000", "Boston"), ("Dorchester", "Boston"), ("01105", "ZIP 01105"),
    ("01105-1234", "ZIP 01105"),
])  # fmt: skip
def test_a_place_is_found_as_people_write_it(atlas: Atlas, typed: str, name: str) -> None:
    found, line = letter_places.subject(atlas, typed)
    assert found is not None
    assert (found.name, line) == (name, "")


@pytest.mark.parametrize("typed", ["Atlantis", "99999", "0", "-", "é" * 1000, "<b>", "10001"])
def test_what_is_no_place_gets_a_line(atlas: Atlas, typed: str) -> None:
    found, line = letter_places.subject(atlas, typed)
    assert found is None
    assert line


# --- glossary and guide ----------------------------------------------------------------------


def test_the_glossary_is_one_page(atlas: Atlas) -> None:
    document = glossary(atlas)
    assert pages(document) == 1
    assert "Not covered" in plain.text(document)
    assert not NEVER.search(plain.text(document))


def test_the_guide_is_two_pages_with_each_state_and_word(atlas: Atlas) -> None:
    document = reporters_guide(atlas)
    assert pages(document) == 2
    text = " ".join(plain.text(document).split())
    for part in ("Five checks", "Not covered.", "Do not write: victims", atlas.version, "988"):
        assert part in text
    assert grade(prose(document)) <= 8
