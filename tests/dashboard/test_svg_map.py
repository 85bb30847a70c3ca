"""A map as SVG: every state in a form of its own, borders shared, small, and inside its frame."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dashboard import drawings, store
from dashboard.atlas import Atlas
from dashboard.maps import areas as area_maps
from dashboard.maps import layers
from dashboard.renderings import svg_map
from dashboard.renderings.lettering import width_of
from dashboard.theme import DARK, LIGHT
from epidemiology.status import Status
from tests.dashboard.drawn_figures import HARD, area, map_of

STATES = [
    (status, colour_class)
    for status in Status
    for colour_class in (range(5) if status in layers.WITH_CLASS else [None])
]
PERIOD = "2015-07_2017-12"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.load(Path(__file__).parent.parent.parent / "data")


def form_of(svg: str) -> str:
    """How the only area of a map is drawn: its style, and the pattern it is filled with."""
    svg = re.sub(r"p[0-9a-f]+([a-z])[0-9a-f]+", r"\1", svg)
    group = re.search(r"<g( fill=[^>]*)><path d=[^>]*><title>", svg)
    assert group is not None
    pattern = re.search(r"<pattern.*?</pattern>", svg)
    return group[1] + (pattern[0] if pattern else "")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_no_two_states_are_drawn_alike(palette: object) -> None:
    drawn = {
        form_of(svg_map.svg(map_of(area(*state)), palette))  # type: ignore[arg-type]
        for state in STATES
    }
    assert len(drawn) == len(STATES)


def test_without_colour_states_still_differ() -> None:
    """Of one class: outline, hatch and ground differ even where every colour is one grey."""

    def grey(svg: str) -> str:
        return re.sub("#[0-9A-F]{6}", lambda m: "dark" if m[0] < "#8" else "light", form_of(svg))

    states = [state for state in STATES if state[1] in {None, 2}]
    drawn = {grey(svg_map.svg(map_of(area(*state)), LIGHT)) for state in states}
    same = {Status.NO_BOUNDARY, Status.NO_RESIDENTS}  # empty areas: no one lives there
    assert len(drawn) >= len(states) - len(same)


def test_it_is_named_and_every_area_says_what_it_is() -> None:
    svg = svg_map.svg(map_of(area(Status.VALUE, 1), area(Status.TOO_FEW, None, 1)), LIGHT)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.findtext("{*}title")
    assert root.findtext("{*}desc")
    said = [each.text for each in root.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert said == [f"{HARD} 0: said of 0", f"{HARD} 1: said of 1"]


def test_neighbours_share_their_border() -> None:
    svg = svg_map.svg(map_of(*(area(Status.NOT_COVERED, None, n) for n in range(3))), LIGHT)
    rights, lefts = [], []
    for x, y, steps in re.findall(r'd="M(-?\d+) (-?\d+)l([^"z]*)z"><title>', svg):
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        xs = [int(x)]
        for dx in numbers[::2]:
            xs.append(xs[-1] + dx)
        rights.append(max(xs))
        lefts.append(min(xs))
        assert int(y) >= 0
    assert sorted(rights)[:-1] == sorted(lefts)[1:]


def test_the_legend_stands_inside_where_there_is_room_else_below(atlas: Atlas) -> None:
    state = area_maps.choropleth(atlas, "people_shot", "town", "2014-2017")
    frame = svg_map.Frame(state.box, 860)
    assert svg_map.inside(state, LIGHT, 860)[1] == frame.height
    narrow = svg_map.Frame(state.box, 340)
    assert svg_map.inside(state, LIGHT, 340)[1] > narrow.height + 100
    closer = area_maps.choropleth(
        atlas, "people_shot", "zcta", PERIOD, outline=("town", "2501367000")
    )
    assert svg_map.inside(closer, LIGHT, 860)[1] > svg_map.Frame(closer.box, 860).height


@pytest.mark.parametrize("width", [320, 860])
@pytest.mark.parametrize("outline", [None, ("town", "2502507000"), ("senate", "25D01")])
def test_names_and_legend_lie_inside_and_apart(
    atlas: Atlas, width: int, outline: tuple[str, str] | None
) -> None:
    drawing = area_maps.choropleth(atlas, "people_shot", "zcta", PERIOD, outline=outline)
    root = ET.fromstring(svg_map.svg(drawing, LIGHT, width))
    height = float(root.get("height", 0))
    boxes = []
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        for text in group.findall("{*}text"):
            x, y = float(text.get("x", -1)), float(text.get("y", -1))
            wide = width_of(text.text or "", 13)
            left = x - wide / 2 if group.get("text-anchor") == "middle" else x
            assert left >= -1
            assert left + wide <= width + 1
            assert 0 < y <= height
            boxes.append((left, y, wide))
    for i, (left, y, wide) in enumerate(boxes):
        for other, below, across in boxes[:i]:
            apart = left > other + across or other > left + wide or abs(y - below) > 12
            assert apart, (boxes[i], (other, below, across))


@pytest.mark.parametrize(
    ("level", "outline", "most"),
    [
        ("zcta", None, 150_000),
        ("town", None, 90_000),
        ("zcta", ("town", "2501367000"), 25_000),
        ("zcta", ("house", "25110"), 25_000),
        ("zcta", ("town", "2502507000"), 40_000),
    ],
)
def test_it_is_small(atlas: Atlas, level: str, outline: tuple[str, str] | None, most: int) -> None:
    period = atlas.periods("people_shot", level)[0]
    drawing = area_maps.choropleth(atlas, "people_shot", level, period, outline=outline)
    assert len(svg_map.svg(drawing, LIGHT, 860)) < most


def test_nothing_is_fetched(atlas: Atlas) -> None:
    drawing = area_maps.choropleth(atlas, "people_shot", "zcta", PERIOD)
    svg = svg_map.svg(drawing, LIGHT).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"http|<image|<script|href", svg)


def test_a_map_without_legend_or_names_is_a_map() -> None:
    bare = drawings.Choropleth([area(Status.VALUE, 0)], "economy", [], (-72.1, 41.9, -71.8, 42.2))
    assert ET.fromstring(svg_map.svg(bare, LIGHT, 300)).get("role") == "img"
