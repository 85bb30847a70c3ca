"""The map in a real browser."""

from __future__ import annotations

import itertools
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page

from benchmarks.wire import Wire
from tests.browser.conftest import Open, choose, drawn, settled

FIVE_KB = 5 * 1024
"""Most that travels to the browser for one change."""


def colours(page: Page, number: int) -> dict[tuple[int, int, int], int]:
    """Pixels of a map by colour."""
    shot = page.locator('[data-testid="stDeckGlJsonChart"] canvas').nth(number).screenshot()
    image = Image.open(BytesIO(shot)).convert("RGB")
    return {
        colour: n
        for n, colour in image.getcolors(maxcolors=1 << 24) or []  # type: ignore[misc]
    }


def extent(page: Page, number: int, ground: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Distance of what is drawn from each side of its frame: left, top, right, bottom."""
    shot = page.locator('[data-testid="stDeckGlJsonChart"] canvas').nth(number).screenshot()
    image = Image.open(BytesIO(shot)).convert("RGB")
    mask = Image.new("L", image.size)
    mask.putdata([0 if pixel == ground else 255 for pixel in image.get_flattened_data()])
    left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
    return left, top, image.width - right, image.height - bottom


def test_a_choice_repaints_one_map_and_sends_little(site: str, wire: Wire, opened: Open) -> None:
    seen = opened(f"{site}/map")
    drawn(seen.page)
    left, right = colours(seen.page, 0), colours(seen.page, 1)
    loaded = [address for address in seen.requests if "/layers/" in address]
    for option in ("Gini index", "Poverty"):
        before = wire.received
        choose(seen.page, "Beside it", option)
        drawn(seen.page)
        assert wire.received - before < FIVE_KB, f"{option}: {wire.received - before} bytes"
    assert colours(seen.page, 1) != right
    assert colours(seen.page, 0) == left
    before = wire.received
    choose(seen.page, "Measure", "People killed")
    drawn(seen.page)
    assert wire.received - before < FIVE_KB, f"{wire.received - before} bytes"
    assert colours(seen.page, 0) != left
    again = [address for address in seen.requests if "/layers/" in address]
    assert again == loaded, "no geometry is loaded for another measure"
    assert seen.complaints == []
    assert seen.elsewhere() == []


def test_a_link_reopens_the_view_and_back_undoes_a_choice(site: str, opened: Open) -> None:
    seen = opened(f"{site}/map?level=town&beside=median_household_income")
    page = seen.page
    drawn(page)
    choose(page, "Measure", "People killed")
    assert "measure=people_killed" in page.url
    assert "level=town" in page.url
    page.get_by_role("heading", name="People shot and killed").wait_for()
    link = page.url
    page.go_back()
    page.get_by_role("heading", name="People shot", exact=True).wait_for()
    assert "measure" not in page.url
    page.go_forward()
    page.get_by_role("heading", name="People shot and killed").wait_for()
    again = opened(link)
    again.page.get_by_role("heading", name="People shot and killed").wait_for()
    assert "towns and cities" in again.page.locator("body").inner_text()
    assert again.complaints == []


def test_a_click_chooses_a_place_in_both_maps(site: str, opened: Open) -> None:
    seen = opened(f"{site}/map?level=county")
    page = seen.page
    drawn(page)
    frame = page.locator('[data-testid="stDeckGlJsonChart"] canvas').first.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + frame["width"] * 0.42, frame["y"] + frame["height"] * 0.3)
    page.locator(".deck-tooltip").first.wait_for(state="visible")
    assert "Worcester" in page.locator(".deck-tooltip").first.inner_text()
    page.mouse.click(frame["x"] + frame["width"] * 0.42, frame["y"] + frame["height"] * 0.3)
    page.wait_for_url("**place=25027*")
    settled(page)
    assert page.get_by_text("Worcester County", exact=False).count() >= 2
    for _ in range(40):
        if sum(a.endswith("/county/place/25027.geojson") for a in seen.requests) == 2:
            break
        page.wait_for_timeout(250)
    else:
        raise AssertionError("the place is not outlined in both maps")


def test_the_select_box_does_the_same_and_leads_to_the_place(site: str, opened: Open) -> None:
    seen = opened(f"{site}/map")
    page = seen.page
    drawn(page)
    page.get_by_label("Find a place").first.click()
    page.keyboard.type("02121")
    page.keyboard.press("Enter")
    page.wait_for_url("**place=02121*")
    page.get_by_text("92 people", exact=False).first.wait_for()
    page.get_by_role("link", name="All about ZIP 02121").click()
    page.wait_for_url("**/zip?zip=02121*")
    page.go_back()
    page.wait_for_url("**/map?place=02121*")
    drawn(page)
    assert seen.complaints == []


@pytest.mark.parametrize(("width", "maps"), [(1280, 2), (360, 1)])
def test_the_state_fills_its_frame_centred(site: str, opened: Open, width: int, maps: int) -> None:
    page = opened(f"{site}/map?level=county", width=width).page
    drawn(page, maps)
    frames = page.locator('[data-testid="stDeckGlJsonChart"]')
    assert frames.count() == maps
    for number in range(maps):
        box = frames.nth(number).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["width"] / box["height"] == pytest.approx(1.5, abs=0.1)
        # The canvas is transparent where nothing is drawn: mist shines through.
        left, top, right, bottom = extent(page, number, (0xF4, 0xF5, 0xF8))
        if width == 1280:  # the legend lies in the lower left corner there
            assert abs(top - min(top, bottom)) <= 40
        assert abs(left - right) <= 8
        assert max(left, right) <= 0.08 * box["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_one_map_and_a_switch_on_a_phone(site: str, opened: Open) -> None:
    seen = opened(f"{site}/map", width=360)
    page = seen.page
    drawn(page, 1)
    assert page.locator('[data-testid="stDeckGlJsonChart"]').count() == 1
    page.get_by_role("radio", name="Household income").click()
    page.get_by_role("heading", name="Median household income").wait_for()
    assert "show=right" in page.url
    assert page.locator('[data-testid="stDeckGlJsonChart"]').count() == 1
    drawn(page, 1)
    assert seen.complaints == []
    assert seen.elsewhere() == []


def test_dark_mode_paints_on_dark(site: str, opened: Open) -> None:
    seen = opened(f"{site}/map?level=town", dark=True)
    drawn(seen.page)
    found = colours(seen.page, 0)
    assert found.get((0x1C, 0x21, 0x2C), 0) > 1000, "the ground is dark mist"
    assert found.get((0xFF, 0xFF, 0xFF), 0) < 200
    assert seen.complaints == []


def test_states_that_are_not_rates_are_drawn_in_their_own_form(site: str, opened: Open) -> None:
    page = opened(f"{site}/map?level=zcta").page
    drawn(page)
    found = colours(page, 0)
    assert found.get((255, 255, 255), 0) > 5000, "none recorded: paper"
    assert found.get((0xEA, 0xE6, 0xF3), 0) > 200, "1-4 people: first tint"
    assert found.get((0x8A, 0x92, 0xA3), 0) > 100, "hatch and outlines"
    assert found.get((0x1F, 0x24, 0x30), 0) > 50, "dotted and dashed outlines"


def test_the_table_stands_beside_the_map(site: str, opened: Open) -> None:
    page = opened(f"{site}/map?level=county").page
    drawn(page)
    page.get_by_text("Show both maps as a table").click()
    page.locator('[data-testid="stDataFrame"]').wait_for()
    with page.expect_download() as waiting:
        page.get_by_text("Download this table").click()
    text = waiting.value.path().read_text("utf-8-sig")
    assert text.startswith("Place,Code,Residents,")
    assert text.count("\n") == 15


def test_each_way_to_show_people_shot_is_drawn_and_sends_little(
    site: str, wire: Wire, opened: Open
) -> None:
    seen = opened(f"{site}/map")
    page = seen.page
    drawn(page)
    loaded = [address for address in seen.requests if "/layers/" in address]
    pictures = [colours(page, 0)]
    right = colours(page, 1)
    for option, heading in (
        ("Smoothed", "People shot, smoothed"),
        ("How sure", "How sure the rates of people shot are"),
        ("Neighbors", "People shot: groups of neighboring areas"),
    ):
        before = wire.received
        choose(page, "Show", option)
        page.get_by_role("heading", name=heading).wait_for()
        drawn(page)
        assert wire.received - before < FIVE_KB, f"{option}: {wire.received - before} bytes"
        assert page.get_by_text("Not for ranking.", exact=False).count() == 1
        pictures.append(colours(page, 0))
    assert all(one != other for one, other in itertools.combinations(pictures, 2))
    assert colours(page, 1) == right
    assert [address for address in seen.requests if "/layers/" in address] == loaded
    assert "as=near" in page.url
    page.go_back()
    page.get_by_role("heading", name="How sure the rates of people shot are").wait_for()
    assert seen.complaints == []
    assert seen.elsewhere() == []


@pytest.mark.parametrize(("width", "maps"), [(1280, 2), (360, 1)])
def test_a_closer_look_moves_the_maps_and_names_their_towns(
    site: str, wire: Wire, opened: Open, width: int, maps: int
) -> None:
    seen = opened(f"{site}/map", width=width)
    page = seen.page
    drawn(page, maps)
    far = colours(page, 0)
    before = wire.received
    page.get_by_label("Look closer").first.click()
    page.get_by_role("option", name="Around Boston").click()
    page.wait_for_url("**closer=2502507000*")
    drawn(page, maps)
    assert wire.received - before < 2 * FIVE_KB, f"{wire.received - before} bytes"
    assert any("labels-2502507000.json" in address for address in seen.requests)
    strongest = (0x4B, 0x2A, 0x80)
    assert colours(page, 0).get(strongest, 0) > 2 * max(1, far.get(strongest, 0))
    legend = page.locator(".ezc-legend").first.bounding_box()
    frame = page.locator('[data-testid="stDeckGlJsonChart"]').first.bounding_box()
    assert legend is not None
    assert frame is not None
    assert legend["y"] >= frame["y"] + frame["height"] - 2, "the legend lies below a full map"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.complaints == []
    assert seen.elsewhere() == []
