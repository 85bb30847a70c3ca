"""Every text is translated, and each address, number and file speaks its language."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from babel.messages import Message
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Router

from dashboard import catalogues, formats, links, place_names, shell, store, words
from dashboard.companion import pages as companion
from dashboard.routes import ROUTES
from tests.dashboard.asgi import Client

OTHERS = [language for language in words.LANGUAGES if language != words.FIRST]


# --- catalogues ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wanted() -> dict[str, Message]:
    return {_key(message): message for message in catalogues.messages(store.folder()) if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_every_translation_is_used(
    wanted: dict[str, Message], language: str
) -> None:
    catalogue = catalogues.read(language)
    written = {_key(message) for message in catalogue if message.id}
    mend = "run `python -m dashboard words` and translate what it lists"
    assert set(wanted) - written == set(), mend
    assert written - set(wanted) == set(), mend
    assert catalogues.absent(catalogue) == [], mend


_FIELD = re.compile(r"{([^{}:]*)[^{}]*}")
FORM = re.compile(r"{([^{}:]*):([^{}]*)}")
NAMES = {"place", "places", "town", "district", "one", "other", "others"}
"""Fields for the name of a place; a translation may ask for one of its forms."""
_TAG = re.compile(r"</?[a-z]+")


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_fields_and_marks_of_its_text(language: str) -> None:
    wrong = []
    for message in catalogues.read(language):
        if not message.id:
            continue
        texts = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        said = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        for text, told in zip(texts, said, strict=True):
            for pattern in (_FIELD, _TAG):
                if set(pattern.findall(text)) != set(pattern.findall(told)):
                    wrong.append((text, told))
            if text[:1].isspace() != told[:1].isspace() or text.count("\n") != told.count("\n"):
                wrong.append((text, told))
            if text.count(place_names.BETWEEN) != told.count(place_names.BETWEEN):
                wrong.append((text, told))
            for field, form in FORM.findall(told):
                if field not in NAMES or form.lower() not in place_names.FORMS:
                    wrong.append((text, told))
    assert wrong == []


def test_a_text_is_missed_when_it_has_no_translation(wanted: dict[str, Message]) -> None:
    catalogue = catalogues.read("es")
    some = next(message for message in catalogue if message.id)
    some.string = ""
    assert catalogues.absent(catalogue) == [_key(some)]
    counted = next(m for m in catalogue if m.id and not isinstance(m.id, str))
    counted.string = (counted.string[0], "")
    assert _key(counted) in catalogues.absent(catalogue)


def test_texts_are_found_in_code_and_tables(wanted: dict[str, Message]) -> None:
    assert "If this is hard to read, someone is there." in wanted
    assert "{n} person" in wanted
    assert "Gini index" in wanted
    assert not any(re.search(r"20[0-9]{2}", text) for _t, _c, text in _table_texts())


def _table_texts() -> Iterator[tuple[str, str, str]]:
    return catalogues.table_texts(store.folder())


@pytest.mark.parametrize("language", OTHERS)
def test_pages_say_who_has_read_a_translation_or_that_nobody_has(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import languages

    with words.speaking(language):
        assert bool(languages.notice()) != bool(words.read_by(language))
        monkeypatch.setattr(words, "read_by", lambda _language: "Ana, 2027-01-31")
        assert languages.notice() == ""
    assert languages.notice() == ""


# --- choosing --------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "accepted", "language"), [
    (None, None, "en"),
    (None, "es-PR,es;q=0.9,en;q=0.8", "es"),
    (None, "fr-CA,fr;q=0.9,pt-BR;q=0.8", "pt"),
    (None, "HT", "ht"),
    (None, "fr, *;q=0.1", "en"),
    (None, ";;,,-", "en"),
    ("pt", "es", "pt"),
    ("xx", "es", "es"),
    ("<script>", "", "en"),
])  # fmt: skip
def test_the_language_of_the_address_then_of_the_browser(
    asked: str | None, accepted: str | None, language: str
) -> None:
    assert words.preferred(asked, accepted) == language


@pytest.mark.parametrize(("address", "spanish"), [
    ("/", "/?lang=es"),
    ("/zip?zip=01105", "/zip?zip=01105&lang=es"),
    ("/zip?lang=pt&zip=01105", "/zip?lang=pt&zip=01105"),
    ("/z/01105.html", "/es/z/01105.html"),
    ("/d/house/25110.html", "/es/d/house/25110.html"),
    ("/es/z/01105.html", "/es/z/01105.html"),
    ("/documents/zip/01105.pdf", "/documents/zip/01105.pdf?lang=es"),
    ("/map#view", "/map?lang=es#view"),
    ("/api/v1/zip/01105", "/api/v1/zip/01105"),
    ("https://example.org/?a=b", "https://example.org/?a=b"),
    ("//example.org", "//example.org"),
    ("tel:988", "tel:988"),
    ("", ""),
])  # fmt: skip
def test_addresses_carry_the_language(address: str, spanish: str) -> None:
    assert links.local(address) == address
    with words.speaking("es"):
        assert links.local(address) == spanish
        assert links.local(links.local(address)) == spanish
    with words.speaking("en", chosen=True):
        assert links.local("/zip?zip=01105") == "/zip?zip=01105&lang=en"
        assert links.local("/z/01105.html") == "/z/01105.html"


# --- numbers and dates -----------------------------------------------------------------------


@pytest.mark.parametrize(("language", "number", "money", "day"), [
    ("en", "1,234.5", "$45,678", "August 1, 2026"),
    ("es", "1,234.5", "$45,678", "1 de agosto de 2026"),
    ("pt", "1.234,5", "$45.678", "1 de agosto de 2026"),
    ("ht", "1,234.5", "$45,678", "1 out 2026"),
])  # fmt: skip
def test_numbers_and_dates_have_their_local_form(
    language: str, number: str, money: str, day: str
) -> None:
    with words.speaking(language):
        assert formats.number(1234.5, 1) == number
        assert formats.number(-1234.5, 1) == "−" + number
        assert formats.money(45678) == money
        assert formats.day("2026-08-01") == day
        assert formats.number(None) == formats.NOTHING


TEXT = st.text(st.sampled_from("ab 0123456789.,%-/(){}\n"), max_size=40)


@given(TEXT)
def test_a_sentence_of_the_tables_gets_its_numbers_back(text: str) -> None:
    bare, numbers = words.without_numbers(text)
    again = bare
    for place, number in enumerate(numbers, 1):
        again = again.replace(f"{{{place}}}", number, 1)
    if not re.search(r"{[0-9]+}", text):
        assert again == text


@given(TEXT, st.sampled_from(OTHERS))
def test_an_unknown_sentence_of_the_tables_stays_as_it_is(text: str, language: str) -> None:
    with words.speaking(language):
        told = words.told(text)
    if not re.search(r"[a-z]", text):
        assert told == text


def test_a_known_sentence_of_the_tables_keeps_new_figures() -> None:
    with words.speaking("pt"):
        said = words.told("Counts of 1 to 4 are shown as 1-4; rates start at 10 people and are "
                          "marked unstable below 2,000.")  # fmt: skip
    assert "2.000" in said
    assert "Counts" not in said


# --- what is served --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(Router(ROUTES))


@pytest.mark.parametrize(("path", "header", "language"), [
    ("/", "", "en"),
    ("/", "es-MX,es;q=0.9", "es"),
    ("/zip?lang=pt", "es", "pt"),
    ("/zip?lang=xx", "", "en"),
    ("/nowhere?lang=ht", "", "ht"),
])  # fmt: skip
def test_the_document_of_a_page_says_its_language(
    client: Client, path: str, header: str, language: str
) -> None:
    answer = client.get(path, {"accept-language": header})
    assert f'<html lang="{language}">' in answer.text
    with words.speaking(language):
        assert html.escape(words._("Skip to the page")) in answer.text or path == "/nowhere?lang=ht"


def test_own_words_of_the_client_are_known_to_it() -> None:
    """The texts are Streamlit's; a new release may say others."""
    scripts = "".join(
        path.read_text("utf-8", "ignore")
        for path in (shell._INDEX.parent / "static/js").glob("*.js")
    )
    parts = {"Press Enter to apply": "`apply`", "Press Enter to submit form": "`submit form`"}
    missing = [text for text in shell._own_words() if parts.get(text, text) not in scripts]
    assert missing == []
    assert "`Press Enter to ${" in scripts


@pytest.mark.parametrize("language", OTHERS)
def test_pages_without_script_have_a_folder_a_language(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/z/01105.html")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert f'href="/{language}/d/' in answer.text or f"lang={language}" in answer.text
    assert 'href="/z/01105.html"' in answer.text  # the way back to English
    with words.speaking(language):
        title = companion.page(store.atlas(), "z/01105.html")
        assert title is not None
        assert html.escape(title.document.title) in answer.text
        assert html.escape(words._("If this is hard to read, someone is there.")) in answer.text


@pytest.mark.parametrize("path", [
    "/figures/zip/rate.svg?zip=01105",
    "/figures/zip/rate.csv?zip=01105",
    "/documents/zip/01105.txt",
    "/documents/glossary.html",
    "/layers/zcta.geojson",
])  # fmt: skip
def test_files_speak_the_language_of_their_address(client: Client, path: str) -> None:
    def followed(address: str) -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.content

    mark = "&" if "?" in path else "?"
    english, spanish = followed(path), followed(f"{path}{mark}lang=es")
    assert english != spanish
    assert followed(path) == english


def test_what_programs_read_is_in_english(client: Client) -> None:
    one = client.get("/api/v1/zip/01105")
    with words.speaking("es"):
        again = client.get("/api/v1/zip/01105")
    assert one.content == again.content
