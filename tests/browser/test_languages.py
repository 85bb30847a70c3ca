"""A person who reads only Spanish finds her ZIP on a phone, prints the page, and finds help."""

from __future__ import annotations

import io
import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from dashboard import words
from tests.browser.conftest import settled

Reader = Callable[..., Page]


def said(language: str, text: str) -> str:
    with words.speaking(language):
        return words._(text)


def test_a_spanish_phone_from_the_front_page_to_print_and_help(reader: Reader, site: str) -> None:
    page = reader(width=360, locale="es-PR")
    assert page.evaluate("document.documentElement.lang") == "es"
    page.get_by_label(said("es", "Your ZIP code or town")).fill("01105")
    page.get_by_role("button", name=said("es", "Show my ZIP")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("01105")
    settled(page)
    body = page.locator('[data-testid="stMain"]').inner_text()
    assert said("es", "If this is hard to read, someone is there.") in body
    assert "personas baleadas" in body
    assert not re.search(r"\b(people|shot|the|were|from|through)\b", body)
    expect(page.get_by_role("link", name=said("es", "call or text 988")).first).to_be_visible()

    printed = page.get_by_role("link", name=said("es", "Print this page (PDF)"))
    address = printed.get_attribute("href")
    assert address is not None
    with urllib.request.urlopen(site + address) as answer:
        pdf = PdfReader(io.BytesIO(answer.read()))
    assert pdf.root_object["/Lang"] in {"es", "es-US"}
    assert "01105" in pdf.pages[0].extract_text()
    assert "personas baleadas" in " ".join(page.extract_text() for page in pdf.pages)


@pytest.mark.parametrize("language", ["pt", "ht"])
def test_a_reader_changes_the_language_and_keeps_it(reader: Reader, language: str) -> None:
    page = reader("zip?zip=02121", width=360)
    page.get_by_role("link", name=words.LANGUAGES[language].name).click()
    page.wait_for_url(f"**/zip?zip=02121&lang={language}")
    settled(page)
    assert page.evaluate("document.documentElement.lang") == language
    expect(page.get_by_text(said(language, "How that compares")).first).to_be_visible()
    # Another page of the menu is in the same language, and so is its address.
    page.get_by_role("button", name=said(language, "Menu"), exact=True).click()
    page.get_by_role("link", name=said(language, "Suicide"), exact=True).click()
    page.wait_for_url(f"**/suicide?lang={language}")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        said(language, "Suicide and firearms")
    )
    assert page.evaluate("document.documentElement.lang") == language
    page.go_back()
    page.wait_for_url(f"**/zip?zip=02121&lang={language}")


def test_english_by_choice_stays_english_in_a_spanish_browser(reader: Reader) -> None:
    page = reader("about", locale="es-PR")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/about?lang=en")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("About and privacy")
    page.get_by_role("link", name="Data", exact=True).first.click()
    page.wait_for_url("**/data?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Data")
