"""The small map: drawn from the outlines, named for those who cannot see it, and small."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dashboard import store
from dashboard.atlas import Atlas
from dashboard.zips import locator


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.load(Path(__file__).parent.parent.parent / "data")


@pytest.mark.parametrize("code", ["02121", "01105", "02554", "01330", "02667"])
def test_a_place_is_drawn_inside_the_frame(atlas: Atlas, code: str) -> None:
    place = atlas.place("zcta", code)
    assert place is not None
    for drawing in (locator.locator(atlas, place, None), locator.neighbourhood(atlas, place)):
        svg = ET.fromstring(drawing).find("svg")
        assert svg is not None
        assert code in (svg.findtext("title") or "")
        assert svg.findtext("desc")
        assert svg.get("role") == "img"
        here = next(p for p in svg.iter("path") if p.get("class") == "ezc-here")
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d", here.get("d") or "")]
        width, height = (float(n) for n in (svg.get("viewBox") or "").split()[2:])
        assert all(-1 <= x <= width + 1 for x in numbers[::2])
        assert all(-1 <= y <= height + 1 for y in numbers[1::2])
        assert len(drawing) < 60_000


def test_a_place_without_a_boundary_is_not_drawn_elsewhere(atlas: Atlas) -> None:
    place = atlas.place("zcta", "02205")
    assert place is not None
    assert locator.neighbourhood(atlas, place) == ""


def test_no_request_to_another_host(atlas: Atlas) -> None:
    place = atlas.place("zcta", "02121")
    assert place is not None
    drawing = locator.locator(atlas, place, None) + locator.neighbourhood(atlas, place)
    assert "http" not in drawing
    assert "<image" not in drawing
