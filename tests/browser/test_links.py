"""Links between pages in a real browser: they keep the session, and go where they say."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def door(page: Page, name: str) -> None:
    page.locator(".ezc-doors").get_by_role("link", name=name).click()


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_link_to_another_page_keeps_the_session(site: str, opened: Open) -> None:
    page = opened(f"{site}/?lang=es").page
    page.evaluate("window.here = 1")
    door(page, "Obtener los datos")
    title(page, "Datos")
    expect(page).to_have_url(re.compile(r"/data\?lang=es$"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.evaluate("window.here") == 1, "the document was not loaded anew"
    page.go_back()
    title(page, "Every Zip Code")
    page.go_forward()
    title(page, "Datos")
    assert page.evaluate("window.here") == 1


def test_a_link_takes_its_choices_along(site: str, opened: Open) -> None:
    page = opened(f"{site}/map?place=01105").page
    page.evaluate("window.here = 1")
    page.get_by_role("link", name="All about ZIP 01105").click()
    title(page, "ZIP 01105, Springfield")
    expect(page).to_have_url(f"{site}/zip?zip=01105")
    assert page.evaluate("window.here") == 1


def test_a_link_in_a_new_tab_is_left_to_the_browser(site: str, opened: Open) -> None:
    page = opened(site).page
    page.locator(".ezc-doors").wait_for()
    with page.context.expect_page() as other:
        page.locator(".ezc-doors").get_by_role("link", name="Get the data").click(
            modifiers=["ControlOrMeta"]
        )
    title(other.value, "Data")
    title(page, "Every Zip Code")


def test_without_a_connection_a_link_loads_its_page(site: str, opened: Open) -> None:
    page = opened(site).page
    page.locator(".ezc-doors").wait_for()
    page.evaluate("""() => {
        window.here = 1;
        document.querySelector('.stApp').dataset.testConnectionState = 'DISCONNECTED_FOREVER';
    }""")
    door(page, "Get the data")
    title(page, "Data")
    assert page.evaluate("window.here") is None


def test_the_front_page_needs_no_script_for_charts(site: str, opened: Open) -> None:
    watched = opened(site)
    picture = watched.page.locator("img.ezc-picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 300
    assert "poverty" in (picture.get_attribute("alt") or "")
    scripts = [url for url in watched.requests if url.endswith(".js")]
    assert scripts
    assert not [url for url in scripts if re.search(r"Plotly|DeckGl|BidiComponent", url)]


def test_a_page_that_a_link_opens_begins_at_its_top(site: str, opened: Open) -> None:
    page = opened(site, width=360).page
    page.locator(".ezc-doors").get_by_role("link", name="Get the data").scroll_into_view_if_needed()
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    assert page.evaluate(scrolled) > 500
    door(page, "Get the data")
    title(page, "Data")
    page.wait_for_function(f"{scrolled} === 0")
