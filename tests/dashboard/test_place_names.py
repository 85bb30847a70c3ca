"""Names of places: on their own, and as the sentences of each language bend them."""

from __future__ import annotations

import pytest

from dashboard import place_names, store, words
from dashboard.place_names import Name
from dashboard.records import Place
from dashboard.sentences import injuries


def place(level: str, code: str) -> Place:
    found = store.atlas().place(level, code)
    assert found is not None
    return found


ZIP, TOWN, COUNTY = ("zcta", "02121"), ("town", "2502507000"), ("county", "25025")
HOUSE, CONGRESS = ("house", "25127"), ("congress", "2507")


@pytest.mark.parametrize(("language", "key", "forms"), [
    ("en", ZIP, "ZIP 02121, ZIP 02121, in ZIP 02121, of ZIP 02121"),
    ("es", ZIP, "ZIP 02121, el ZIP 02121, en el ZIP 02121, del ZIP 02121"),
    ("pt", ZIP, "ZIP 02121, o ZIP 02121, no ZIP 02121, do ZIP 02121"),
    ("ht", ZIP, "ZIP 02121, ZIP 02121, nan ZIP 02121, ZIP 02121"),
    ("pt", TOWN, "Boston, Boston, em Boston, de Boston"),
    ("en", COUNTY, "Suffolk County, Suffolk County, in Suffolk County, of Suffolk County"),
    ("es", COUNTY, "Condado de Suffolk, el condado de Suffolk, en el condado de Suffolk, "
                   "del condado de Suffolk"),
    ("pt", COUNTY, "Condado de Suffolk, o condado de Suffolk, no condado de Suffolk, "
                   "do condado de Suffolk"),
    ("ht", COUNTY, "Konte Suffolk, konte Suffolk, nan konte Suffolk, konte Suffolk"),
    ("en", CONGRESS, "7th Congressional District, the 7th Congressional District, "
                     "in the 7th Congressional District, of the 7th Congressional District"),
])  # fmt: skip
def test_each_kind_of_place_has_its_forms(language: str, key: tuple[str, str], forms: str) -> None:
    with words.speaking(language):
        name = place_names.name(place(*key))
    assert ", ".join(name.forms) == forms
    assert name == name.forms[0] == f"{name}"


def test_a_form_may_begin_a_sentence() -> None:
    with words.speaking("es"):
        name = place_names.name(place(*COUNTY))
    assert f"{name:The} y {name:the}" == "El condado de Suffolk y el condado de Suffolk"
    with pytest.raises(ValueError, match="format"):
        format(name, "near")


def test_in_an_english_sentence_a_district_has_its_article() -> None:
    house = place(*HOUSE)
    assert f"{place_names.name(house)}" == "5th Suffolk House district"
    assert f"{place_names.spoken(house)}" == "the 5th Suffolk House district"


def test_a_list_of_places_repeats_what_the_language_repeats() -> None:
    with words.speaking("pt"):
        names = [place_names.name(place(*key)) for key in (ZIP, COUNTY, TOWN)]
        said = place_names.listing(names)
    assert said == "ZIP 02121, Condado de Suffolk e Boston"
    assert f"{said:in}" == "no ZIP 02121, no condado de Suffolk e em Boston"


@pytest.mark.parametrize(("language", "said"), [
    ("en", "no record of anyone shot in ZIP 02121 "),
    ("es", "ninguna persona baleada en el ZIP 02121 "),
    ("pt", "ninguém baleado no ZIP 02121 "),
    ("ht", "moun ki pran bal nan ZIP 02121 "),
])  # fmt: skip
def test_a_sentence_bends_the_name(language: str, said: str) -> None:
    atlas = store.atlas()
    period = atlas.periods("people_shot", "zcta")[0]
    shot = atlas.observation("people_shot", "zcta", "01330", period)
    with words.speaking(language):
        name = place_names.of_zip("02121")
        assert said in injuries.people_shot(shot, None, name, Name("Boston"))
