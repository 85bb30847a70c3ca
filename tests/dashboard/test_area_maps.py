"""Maps as figures: the published states, what the areas show, and no number that is hidden."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard import formats, store
from dashboard.atlas import Atlas
from dashboard.drawings import Choropleth
from dashboard.maps import area_words, counts, layers
from dashboard.maps import areas as area_maps
from dashboard.renderings import svg_map
from dashboard.theme import LIGHT
from epidemiology.status import Status

PERIOD = "2015-07_2017-12"
SPRINGFIELD = ("town", "2501367000")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.load(Path(__file__).parent.parent.parent / "data")


def drawn(atlas: Atlas, level: str = "zcta", **more: object) -> Choropleth:
    period = atlas.periods("people_shot", level)[0]
    return area_maps.choropleth(atlas, "people_shot", level, period, **more)  # type: ignore[arg-type]


def test_areas_have_the_published_state_and_class(small_tables: Atlas) -> None:
    shapes = {shape.code: shape for shape in drawn(small_tables).shapes}
    table = small_tables.at("people_shot", "zcta", PERIOD)
    for code, shape in shapes.items():
        row = table.loc[code]
        assert shape.status == Status(row["status"])
        classed = shape.status in layers.WITH_CLASS
        assert shape.colour_class == (int(row["colour_class"]) if classed else None)


def test_no_hidden_count_is_drawn(small_tables: Atlas) -> None:
    shape = next(s for s in drawn(small_tables).shapes if s.code == "01060")
    assert shape.status == Status.TOO_FEW
    assert shape.said == "1-4 people, no rate"
    svg = svg_map.svg(drawn(small_tables), LIGHT)
    assert not re.search(r"\b[1-4] people\b", svg.replace("1-4 people", ""))


def test_the_legend_names_every_state_that_is_seen(small_tables: Atlas) -> None:
    drawing = drawn(small_tables)
    seen = {shape.status for shape in drawing.shapes}
    named = {key.status for key in drawing.legend}
    assert seen <= named
    one = drawn(small_tables, codes=("01060",))
    assert [key.words for key in one.legend] == ["1-4 people"]


def test_a_map_of_a_place_is_about_its_areas(atlas: Atlas) -> None:
    figure = area_maps.map_figure(atlas, "people_shot", "zcta", PERIOD, outline=SPRINGFIELD)
    drawing = figure.drawing
    assert isinstance(drawing, Choropleth)
    assert drawing.outline
    assert len(drawing.shapes) > len(figure.rows)
    codes = {row[0][:5] for row in figure.rows}
    assert {"01105", "01109", "01118"} <= codes
    assert not codes & {"01106", "02121"}
    assert "Springfield" in figure.title
    seen = atlas.at("people_shot", "zcta", PERIOD)
    stable = seen[seen.index.isin(codes) & (seen["status"] == Status.VALUE)]["value"]
    assert 1 < len(stable) < area_words.FEW
    ends = [formats.number(end) for end in (stable.min(), stable.max())]
    assert figure.title.endswith("stable rates of {} to {}".format(*ends))
    assert "ZIP areas" in figure.subtitle
    assert figure.sources == ("gva_incidents",)  # police did not count there
    assert "Boston" not in figure.caption
    assert "Placed on the map: 89% to 100%" in figure.caption
    west, south, east, north = drawing.box
    town = atlas.place(*SPRINGFIELD)
    assert town is not None
    assert west < (town.west or 0) < (town.east or 0) < east
    assert south < (town.south or 0) < (town.north or 0) < north


def test_every_layer_has_a_short_title_that_is_true(atlas: Atlas) -> None:
    for level in layers.LEVELS:
        for layer in layers.layers(atlas, level):
            title = area_words.finding(atlas, level, layer)
            assert len(title.split()) <= 11, title
            assert "nan" not in title
            total = len(atlas.places_at(level))
            found = counts.statuses(atlas, level, layer)
            if "no source covers this" in title:
                assert found == {Status.NOT_COVERED: total}


@pytest.mark.parametrize("id", ["people_shot_sure", "people_shot_near", "people_shot_smoothed"])
def test_the_other_ways_to_show_people_shot(atlas: Atlas, id: str) -> None:
    figure = area_maps.map_figure(atlas, id, "zcta", PERIOD)
    drawing = figure.drawing
    assert isinstance(drawing, Choropleth)
    assert figure.sources
    assert figure.summary
    assert not any(row[2] == "Not covered" for row in figure.rows)
    plain = svg_map.svg(drawn(atlas), LIGHT)
    assert svg_map.svg(drawing, LIGHT) != plain
    seen = {(shape.status, shape.colour_class) for shape in drawing.shapes}
    keys = {(key.status, key.colour_class) for key in drawing.legend}
    assert {pair for pair in seen if pair[0] == Status.VALUE} <= keys


def test_a_figure_stands_alone(atlas: Atlas) -> None:
    for id, period in (("people_shot", PERIOD), ("median_household_income", "2019-2023")):
        figure = area_maps.map_figure(atlas, id, "zcta", period)
        assert "Massachusetts" in figure.subtitle
        assert "Source: " in figure.caption
        assert "Areas, not people." in figure.caption
        assert ("not where they lived" in figure.caption) == (id == "people_shot")
        assert len(figure.rows) == len(atlas.places_at("zcta"))
        assert figure.rows == tuple(sorted(figure.rows))
        assert figure.period == period
        assert set(figure.sources) <= set(atlas.sources["id"])


def test_a_place_without_boundary_shows_the_state(atlas: Atlas) -> None:
    state = drawn(atlas)
    assert drawn(atlas, outline=("town", "0000000000")).box == state.box
    assert drawn(atlas, codes=()).shapes == []
