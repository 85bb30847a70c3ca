"""Two measures on one map: a cell for every place, forms that grey print keeps apart."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from dashboard import drawings, store, theme
from dashboard.atlas import Atlas
from dashboard.maps import (
    bivariate,
    layers,
    together,
    two_way,
    two_way_cells,
    two_way_legend,
    two_way_words,
)
from dashboard.maps.forms import DASHED, PATTERNS
from dashboard.maps.two_way import COLOURS, GROUPS
from dashboard.maps.two_way_cells import Pair
from epidemiology.status import Status
from tests.dashboard.test_maps import _evaluate
from tests.small_atlas.values import INJURY, SURVEY

POVERTY = Pair("zcta", ("people_shot", INJURY), ("poverty", SURVEY))
INCOME = Pair("zcta", ("people_shot", INJURY), ("median_household_income", SURVEY))


def test_five_classes_make_three_groups_in_order() -> None:
    assert len(GROUPS) == layers.CLASSES
    assert set(GROUPS) == {0, 1, 2}
    assert list(GROUPS) == sorted(GROUPS)


@pytest.mark.parametrize("pair", [POVERTY, INCOME])
def test_every_place_has_one_cell(small_tables: Atlas, pair: Pair) -> None:
    found = two_way_cells.cells(small_tables, pair)
    assert set(found) == {place.code for place in small_tables.places_at("zcta")}
    assert sum(two_way_cells.counts(small_tables, pair).values()) == len(found)
    assert {row for row, _group in found.values()} <= set(two_way_cells.rows(small_tables, pair))


def test_places_without_a_rate_are_in_no_group(small_tables: Atlas) -> None:
    found = two_way_cells.cells(small_tables, POVERTY)
    for code, status in (
        ("01201", Status.COUNT_ONLY),
        ("01060", Status.TOO_FEW),
        ("01330", Status.NONE_RECORDED),
        ("01450", Status.NOT_COVERED),
        ("02139", Status.NOT_LOCATED),
        ("02543", Status.SMALL_POPULATION),
    ):
        assert found[code][0] == (status, None)
    assert found["02121"][0][1] is not None
    assert found["02111"][0][1] is not None


def test_more_hardship_is_always_to_the_right(small_tables: Atlas) -> None:
    # 01105 has the lowest income and the most poverty of the small atlas.
    for pair in (POVERTY, INCOME):
        assert two_way_cells.cells(small_tables, pair)["01105"][1] == 2
        assert two_way_cells.cells(small_tables, pair)["02543"][1] == 3
    assert "Household income, less to the right" in two_way_legend.legend(
        small_tables, INCOME, theme.LIGHT
    )


@pytest.mark.parametrize("ink", [theme.LIGHT, theme.DARK])
def test_no_two_cells_look_alike(ink: theme.Palette) -> None:
    rows: list[tuple[Status, int | None]] = [(Status.VALUE, group) for group in (0, 1, 2)]
    rows += [(s, None) for s in (Status.COUNT_ONLY, Status.TOO_FEW, Status.NONE_RECORDED)]
    forms = [two_way.form(row, group, ink) for row in rows for group in range(3)]
    assert len(set(forms)) == len(forms)


def test_the_axes_differ_without_colour() -> None:
    hatches = [
        [two_way.form((Status.VALUE, row), group, theme.LIGHT).pattern for group in range(3)]
        for row in range(3)
    ]
    assert all(len(set(row)) == 3 for row in hatches), "hatch says the economic group"
    assert hatches[0] == hatches[1] == hatches[2], "and says nothing else"
    for group in range(3):
        greys = [_grey(COLOURS[row][group]) for row in range(3)]
        assert greys == sorted(greys, reverse=True), "darkness says people shot"
        assert all(a - b > 25 for a, b in itertools.pairwise(greys))


def _grey(colour: str) -> float:
    red, green, blue = theme.rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("pair", [POVERTY, INCOME])
@pytest.mark.parametrize("ink", [theme.LIGHT, theme.DARK])
def test_the_map_paints_each_place_as_the_legend_says(
    small_tables: Atlas, pair: Pair, ink: theme.Palette
) -> None:
    deck = json.loads(bivariate.deck(small_tables, pair, 1120, ink).to_json())
    places = next(layer for layer in deck["layers"] if layer["id"] == "places")
    fill = places["_subLayerProps"]["polygons-fill"]["getFillColor"].removeprefix("@@=")
    features = json.loads(layers.level_file(small_tables, "zcta").content)["features"]
    cells = two_way_cells.cells(small_tables, pair)
    for feature in features:
        row, group = cells[feature["properties"]["code"]]
        wanted = theme.rgb(two_way.form(row, group, ink).fill)
        said = fill
        for number, code in enumerate(feature["k"]):
            said = said.replace(f"k[{number}]", str(code))
        assert _colour(said) == wanted, feature["properties"]["code"]


def _colour(said: str) -> object:
    """``(list)[(row)*4+(group)]``, where row and group may be conditions."""
    colours, row, group = re.fullmatch(r"\((.*)\)\[\((.*)\)\*4\+\((.*)\)\]", said).groups()  # type: ignore[union-attr]
    return json.loads(colours)[4 * _evaluate(row, 0) + _evaluate(group, 0)]


def test_no_geometry_and_little_is_sent() -> None:
    atlas = store.atlas()
    table = atlas.gradients[["level", "indicator", "period", "order_by", "order_period"]]
    seen = 0
    for level, people, period, economy, years in table.drop_duplicates().itertuples(index=False):
        pair = Pair(level, (people, period), (economy, years))
        said = bivariate.deck(atlas, pair, 1120, theme.LIGHT).to_json()
        legend = two_way_legend.legend(atlas, pair, theme.LIGHT)
        words = two_way_words.summary(atlas, pair) + two_way_words.caption(atlas, pair)
        assert "coordinates" not in said
        assert f"/{level}.geojson" in said
        assert len(said) < 3000
        assert len((said + legend + words).encode()) < 9000
        assert "Areas, not people." in words
        seen += 1
    assert seen > 100


def test_legend_and_words_count_the_places(small_tables: Atlas) -> None:
    said = two_way_legend.legend(small_tables, POVERTY, theme.LIGHT)
    for text in ("Poverty →", "People shot ↑", "low: under", "high: ", "none recorded", "5-9"):
        assert text in said
    numbers = [int(n) for n in re.findall(r"</i>(\d+)</td>", said)]
    assert sum(numbers) == len(small_tables.places_at("zcta"))
    both = two_way_cells.counts(small_tables, POVERTY).get(((Status.VALUE, 2), 2), 0)
    assert f"High rate and high poverty: {both}." in two_way_words.summary(small_tables, POVERTY)
    assert "low household income" in two_way_words.summary(small_tables, INCOME)


@pytest.mark.parametrize("pair", [POVERTY, INCOME], ids=["poverty", "income"])
def test_each_box_says_what_it_stands_for_and_which_places_it_has(
    small_tables: Atlas, pair: Pair
) -> None:
    legend = two_way_legend.legend(small_tables, pair, theme.LIGHT)
    shown = dict(re.findall(r'data-box="([\d-]+)".*?</i>(\d+)</td>', legend))
    said = two_way_legend.words(small_tables, pair)
    assert shown.keys() <= said.keys()
    assert legend.count('tabindex="0"') == 1
    for box, count in shown.items():
        found = re.search(r"(\d+|None) of (\d+) ZIP areas", said[box])
        assert found, said[box]
        assert int(found[1].replace("None", "0")) == int(count)
        assert said[box].startswith("People shot, ")
    corner = said[two_way_legend.box(0, 2)]
    assert "high" in corner.partition(".")[0]
    measure = "Household income, low" if pair == INCOME else "Poverty, high"
    assert measure in corner, "where hardship and people shot come together"


def test_the_table_says_groups_in_words_and_hides_what_is_hidden(
    small_tables: Atlas,
) -> None:
    table = two_way_words.table(small_tables, INCOME).set_index("Code")
    assert len(table) == len(small_tables.places_at("zcta"))
    assert table.loc["01105", "Household income: group"] == "low"
    assert table.loc["01060", "People shot"] == "1-4 people, no rate"
    assert table.loc["01060", "People shot: group"] == ""


def test_hatches_are_known_to_the_map() -> None:
    for row, group in itertools.product(range(3), range(1, 3)):
        assert two_way.form((Status.VALUE, row), group, theme.LIGHT).pattern in PATTERNS


@pytest.mark.parametrize("pair", [POVERTY, INCOME])
def test_it_is_a_figure_whose_areas_look_as_on_the_screen(small_tables: Atlas, pair: Pair) -> None:
    made = together.figure(small_tables, pair, "/disparity?by=x")
    assert made is not None
    assert isinstance(made.drawing, drawings.Choropleth)
    cells = two_way_cells.cells(small_tables, pair)
    for shape in made.drawing.shapes:
        drawn = two_way.form_of(shape.status, shape.colour_class, theme.LIGHT)
        assert drawn.fill == two_way.form(*cells[shape.code], theme.LIGHT).fill, shape.code
        if shape.status == Status.UNSTABLE:
            assert drawn.dash == DASHED
    words = [key.words for key in made.drawing.legend]
    assert len(set(words)) == len(words)
    keyed = {(key.status, key.colour_class) for key in made.drawing.legend}
    for shape in made.drawing.shapes:
        rated = Status.VALUE if shape.status == Status.UNSTABLE else shape.status
        middle = shape.status in two_way.TINTED and shape.colour_class in {1, two_way.NO_GROUP}
        assert middle or (rated, shape.colour_class) in keyed
    assert {len(row) for row in made.rows} == {len(made.head)}
    assert made.alt.startswith("People shot and ")


def test_without_a_map_in_common_there_is_no_figure(small_tables: Atlas) -> None:
    none = Pair("zcta", ("people_shot", "1999"), POVERTY.economy)
    assert together.figure(small_tables, none, "") is None
