"""What the ZIP box understands, and the friendly line for all the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import store
from dashboard.atlas import Atlas
from dashboard.zips.input import LONGEST, answer, read_zip
from tests.small_atlas import write_small_atlas


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    folder: Path = tmp_path_factory.mktemp("atlas") / "data"
    write_small_atlas(folder)
    return store.load(folder)


@pytest.mark.parametrize(
    "text",
    [
        "02121",
        " 02121 ",
        "02121-1234",
        " 02121-1234 ",
        "02121 1234",
        "021211234",
        "0 2 1 2 1",
        "02121\n",
        "\t02121",
        "02121–1234",
        "０２１２１",
        "\u200b02121",
    ],
)
def test_understood(text: str) -> None:
    assert read_zip(text) == ("02121", "")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "Type a five-digit ZIP code"),
        ("   ", "Type a five-digit ZIP code"),
        ("0212", "this has 4"),
        ("021211", "this has 6"),
        ("2121", "Did you mean 02121?"),
        ("abc", "not a ZIP code"),
        ("02l2l", "not a ZIP code"),
        ("😀", "not a ZIP code"),
        ("9" * 10_000, "not a ZIP code"),
        ("02121" + " " * 10_000, ""),
        ("<script>alert(1)</script>", "not a ZIP code"),
        ("02121<script>", "not a ZIP code"),
        ("02121'; DROP TABLE places; --", "not a ZIP code"),
        ("' OR 1=1", "not a ZIP code"),
        ("-2121", "not a ZIP code"),
        ("02121-12", "not a ZIP code"),
        ("\x00", "not a ZIP code"),
        ("{zip}", "not a ZIP code"),
    ],
)
def test_a_friendly_line(text: str, part: str) -> None:
    digits, line = read_zip(text)
    assert part in line
    assert bool(digits) is not bool(line)


@given(st.text(max_size=200))
def test_any_text_gets_five_digits_or_a_line_and_is_not_said_back(text: str) -> None:
    digits, line = read_zip(text)
    assert bool(digits) is not bool(line)
    assert (digits == "") or (len(digits) == 5 and digits.isascii() and digits.isdigit())
    assert "<" not in line
    assert len(line) < 120
    assert LONGEST < 200


@pytest.mark.parametrize(
    ("zip", "place", "note"),
    [
        ("02121", "02121", ""),
        (
            "02112",
            "02111",
            "02112 is a post-office-box ZIP, with no area of its own. We show 02111 around it.",
        ),
        ("01101", "01105", "01101 has no area of its own"),
    ],
)
def test_answered(atlas: Atlas, zip: str, place: str, note: str) -> None:
    found = answer(atlas, zip)
    assert found.place is not None
    assert found.place.code == place
    assert found.note.startswith(note)
    assert found.line == ""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("10001", "covers Massachusetts"),
        ("99999", "covers Massachusetts"),
        ("00501", "covers Massachusetts"),
        ("02899", "covers Massachusetts"),
        ("02799", "We do not know ZIP 02799"),
        ("01999", "We do not know ZIP 01999"),
        ("abc", "not a ZIP code"),
    ],
)
def test_not_answered(atlas: Atlas, text: str, part: str) -> None:
    found = answer(atlas, text)
    assert found.place is None
    assert part in found.line


@pytest.mark.parametrize(
    ("zip", "ours"),
    [
        ("01999", True),
        ("02799", True),
        ("05599", True),
        ("00999", False),
        ("02801", False),
        ("05401", False),
    ],
)
def test_prefixes(atlas: Atlas, zip: str, ours: bool) -> None:
    """A ZIP code nobody knows: of this state, or of another one."""
    line = answer(atlas, zip).line
    assert ("may be new" in line) is ours
    assert ("start with 010 to 027" in line) is not ours


@pytest.mark.parametrize(
    ("text", "name", "some"),
    [
        ("Brockton", "Brockton", "02301"),
        ("  brockton ", "Brockton", "02301"),
        ("dorchester", "Dorchester", "02121"),
        ("BOSTON", "Boston", "02118"),
        ("Manchester-by-the-Sea", "Manchester-by-the-Sea", "01944"),
    ],
)
def test_a_town_typed_by_its_name_gives_its_zip_codes(text: str, name: str, some: str) -> None:
    found = answer(store.atlas(), text)
    assert found.zip_code is None
    assert found.line.startswith(name)
    assert some in found.choices
    assert "02112" not in found.choices, "a post-office box is nobody's neighborhood"


@pytest.mark.parametrize("text", ["Springfield, Illinois", "<script>", "' OR 1=1", "b" * 10_000])
def test_what_names_no_town_is_never_said_back(text: str) -> None:
    found = answer(store.atlas(), text)
    assert not found.choices
    assert text not in found.line


def test_one_zip_code_is_not_a_choice(atlas: Atlas) -> None:
    found = answer(atlas, "Ashfield")
    assert found.choices == ("01330",)
    assert found.line == "Ashfield has one ZIP code:"
