"""Ways to show people shot: smoothed, how sure, groups of neighbours; none mixed with another."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from dashboard import store, theme
from dashboard.atlas import Atlas
from dashboard.maps import aspects, captions, counts, decks, forms, layers, legends
from dashboard.records import Observation
from epidemiology.status import Status

REAL = [
    (level, (aspects.LAYER[aspect], period), aspect)
    for level in aspects.LEVELS
    for aspect in (aspects.SMOOTHED, aspects.SURE, aspects.NEAR)
    for period in aspects.periods(store.atlas(), aspects.LAYER[aspect], level)
]
BOSTON = "02121"


def _seen() -> Observation:
    found = store.atlas().observation("people_shot", "zcta", BOSTON, "2015-07_2017-12")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("lower", "upper", "group"),
    [
        (10.0, 14.9, 0),
        (10.0, 15.0, 1),
        (10.0, 19.9, 1),
        (10.0, 20.0, 2),
        (10.0, 30.0, 3),
        (0.0, 3.7, 3),
        (None, 3.7, None),
        (10.0, None, None),
    ],
)
def test_width_classes_have_fixed_breaks(
    lower: float | None, upper: float | None, group: int | None
) -> None:
    assert aspects.sure_class(replace(_seen(), lower=lower, upper=upper)) == group


@pytest.mark.parametrize("status", ["too_few", "count_only", "suppressed", "none_recorded"])
def test_a_place_without_a_rate_has_no_width(status: str) -> None:
    assert aspects.sure_class(replace(_seen(), status=status)) is None
    assert aspects.sure_class(None) is None


def test_which_ways_there_are() -> None:
    atlas = store.atlas()
    every = list(aspects.LAYER)
    assert aspects.offered(atlas, "zcta", "people_shot", "2015-07_2017-12") == every
    assert aspects.offered(atlas, "town", "people_shot", "2014-2017") == every
    assert aspects.offered(atlas, "county", "people_shot", "2014-2017") == [aspects.RATE]
    assert aspects.offered(atlas, "zcta", "people_killed", "2015-07_2017-12") == [aspects.RATE]
    assert len(REAL) == 12


def test_an_atlas_without_tests_or_smoothing_offers_what_it_has(small_tables: Atlas) -> None:
    offered = aspects.offered(small_tables, "zcta", "people_shot", "2015-07_2017-12")
    assert offered == [aspects.RATE, aspects.SURE]


@pytest.mark.parametrize(("level", "layer", "aspect"), REAL)
def test_each_has_a_map_a_legend_and_words(level: str, layer: tuple[str, str], aspect: str) -> None:
    atlas = store.atlas()
    deck = decks.deck(atlas, level, layer, selected=None, width=544, ink=theme.LIGHT).to_json()
    assert len(deck) < 3000
    assert "coordinates" not in deck
    said = captions.caption(atlas, level, layer)
    assert said.startswith("Source: ")
    assert "Not for ranking." in said
    total = len(atlas.places_at(level))
    assert f"{total} " in captions.summary(atlas, level, layer)
    legend = legends.legend(atlas, level, layer)
    css = legends.legend_css(theme.LIGHT)
    assert '<i class="c0">' in legend
    if aspect != aspects.SMOOTHED:
        assert f".{aspect} .c0{{" in css
        assert f' {aspect}"' in legend
    assert "People shot" in captions.title(level, layer, layers.measure(atlas, layer[0])) or (
        aspect == aspects.SURE
    )


@pytest.mark.parametrize(("level", "layer", "aspect"), REAL)
def test_every_place_has_a_code_that_is_drawn(
    level: str, layer: tuple[str, str], aspect: str
) -> None:
    atlas = store.atlas()
    drawn = forms.seen_forms(atlas, level, layer, theme.LIGHT)
    number = layers.layers(atlas, level)[layer]
    for feature in json.loads(layers.level_file(atlas, level).content)["features"]:
        assert drawn[feature["k"][number]] is not None
        assert feature["properties"][f"t{number}"]


def test_smoothed_and_recorded_are_never_in_one_layer() -> None:
    atlas = store.atlas()
    period = "2015-07_2017-12"
    raw, smoothed = (
        layers.words_at(atlas, "zcta", BOSTON, (aspects.LAYER[a], period))
        for a in (aspects.RATE, aspects.SMOOTHED)
    )
    assert raw.startswith("92 people: ")
    assert "people" not in smoothed
    assert raw != smoothed
    assert "Smoothed: each rate is drawn toward" in captions.caption(
        atlas, "zcta", (aspects.LAYER[aspects.SMOOTHED], period)
    )


def test_groups_are_the_published_labels_in_neutral_words() -> None:
    atlas = store.atlas()
    layer = (aspects.LAYER[aspects.NEAR], "2015-07_2017-12")
    found = counts.near_counts(atlas, "zcta", layer)
    test = atlas.cluster_tests
    state = test[(test["level"] == "zcta") & (test["region"] == "25")].iloc[0]
    assert found[4] == state["high_high"]
    assert found[0] == state["low_low"]
    assert sum(found.values()) == len(atlas.places_at("zcta"))
    said = captions.summary(atlas, "zcta", layer)
    assert f"more people shot here and around it than chance would give ({found[4]})" in said
    assert "not told apart from chance" in said
    for word in ("hot spot", "cold spot", "cluster", "worst", "dangerous"):
        assert word not in said.lower()
    assert "Without Boston" in captions.caption(atlas, "zcta", layer)
    within = aspects.method(atlas, aspects.NEAR, "zcta", "2018-01_2023-02")
    assert "within Boston" in within


@pytest.mark.parametrize("ink", [theme.LIGHT, theme.DARK])
def test_groups_differ_without_colour(ink: theme.Palette) -> None:
    drawn = [*forms.near_forms(ink), forms.form(Status.NOT_COVERED, None, ink.injury, ink)]
    looks = [(f.pattern, f.dash, round(sum(theme.rgb(f.fill)) / 3, -1)) for f in drawn]
    for one, other in itertools.combinations(looks, 2):
        assert one != other


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("house", ("43,937, true to 5% by law", "36,544 to 54,233")),
        ("senate", ("175,748, true to 5% by law", "160,648 to 185,295")),
        ("congress", ("781,102", "769,706 to 780,869")),
    ],
)
def test_districts_say_what_their_rates_are_per(level: str, words: tuple[str, ...]) -> None:
    atlas = store.atlas()
    period = atlas.periods("people_shot", level)[0]
    said = captions.caption(atlas, level, ("people_shot", period))
    for text in (*words, "District lines and members are newer than these counts"):
        assert text in said
    assert "District lines" not in captions.caption(
        atlas, "zcta", ("people_shot", "2015-07_2017-12")
    )


def test_an_atlas_without_these_populations_says_what_it_knows(small_tables: Atlas) -> None:
    assert captions.districts(small_tables, "house").startswith("District lines")
    assert captions.districts(small_tables, "zcta") == ""
