"""How states are drawn, what the legend says, and how little a change of measure sends."""

from __future__ import annotations

import itertools
import json
import math
import re
from typing import Any

import pytest

from dashboard import store, theme
from dashboard.atlas import Atlas
from dashboard.maps import (
    captions,
    counts,
    decks,
    expressions,
    forms,
    layers,
    legend_words,
    legends,
)
from epidemiology.status import Status
from tests.small_atlas.values import INJURY, SURVEY

SHOT, INCOME = ("people_shot", INJURY), ("median_household_income", SURVEY)


@pytest.mark.parametrize("ink", [theme.LIGHT, theme.DARK])
def test_every_state_has_a_form_of_its_own(ink: theme.Palette) -> None:
    drawn = {
        s: forms.form(s, 2 if s in layers.WITH_CLASS else None, ink.injury, ink) for s in Status
    }
    assert len(set(drawn.values())) == len(Status)
    # Without colour as well: pattern and outline tell a rate from what is not one.
    grey = {s: (f.pattern, f.dash, f.width) for s, f in drawn.items()}
    for one, other in itertools.combinations(
        [
            Status.VALUE,
            Status.UNSTABLE,
            Status.COUNT_ONLY,
            Status.TOO_FEW,
            Status.NONE_RECORDED,
            Status.NOT_COVERED,
            Status.NOT_LOCATED,
            Status.SUPPRESSED,
            Status.MODELLED,
        ],
        2,
    ):
        assert grey[one] != grey[other], (one, other)


@pytest.mark.parametrize("ink", [theme.LIGHT, theme.DARK])
def test_classes_step_in_luminance(ink: theme.Palette) -> None:
    for colours in (ink.injury, ink.economy):
        steps = [_luminance(c) for c in colours]
        assert steps == sorted(steps, reverse=ink is theme.LIGHT)
        assert all(abs(a - b) > 0.02 for a, b in itertools.pairwise(steps))


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in theme.rgb(colour)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ink", [theme.LIGHT, theme.DARK])
def test_text_has_contrast(ink: theme.Palette) -> None:
    for text in (ink.ink, ink.muted, ink.primary):
        for ground in (ink.paper, ink.mist):
            high, low = sorted((_luminance(text), _luminance(ground)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize(
    "values",
    [
        list(range(layers.CODES)),
        [n % layers.CLASSES if n < layers.CLASSED else n for n in range(layers.CODES)],
        [None if n % 3 else n // 7 for n in range(layers.CODES)],
        ["0" if n < 20 else "h" for n in range(layers.CODES)],
        [0] * layers.CODES,
    ],
)
def test_expressions_say_the_value_of_each_code(values: list[Any]) -> None:
    said = expressions.expression(values, "k[3]")
    for number, value in enumerate(values):
        if value is not None:
            assert _evaluate(said, number) == value, (said, number)


def _evaluate(said: str, number: int) -> Any:
    """The JavaScript of our expressions (``a?b:c``, look-ups, ``%``, ``-``, ``<``) in Python."""
    text = said.replace("k[3]", str(number))
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == "?" and depth == 0:
            colon = _colon(text, at)
            branch = text[at + 1 : colon] if eval(text[:at]) else text[colon + 1 :]
            return _evaluate(branch, number)
    return eval(text)


def _colon(text: str, at: int) -> int:
    open_, depth = 1, 0
    for place in range(at + 1, len(text)):
        sign = text[place]
        depth += (sign in "([") - (sign in ")]")
        if depth == 0:
            open_ += (sign == "?") - (sign == ":")
            if open_ == 0:
                return place
    raise AssertionError(text)


def test_the_state_fits_the_frame_centred(small_tables: Atlas) -> None:
    west, south, east, north = decks.bounds(small_tables)
    for width in (240, 328, 544, 1120):
        height = decks.height_of(width)
        view = decks.view((west, south, east, north), width, height)
        scale = 512 * 2**view.zoom

        def y(latitude: float) -> float:
            return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)

        left = width / 2 + (west - view.longitude) / 360 * scale
        right = width / 2 + (east - view.longitude) / 360 * scale
        top = height / 2 - (y(north) - y(view.latitude)) * scale
        bottom = height / 2 - (y(south) - y(view.latitude)) * scale
        assert left == pytest.approx(width - right, abs=1)
        assert top == pytest.approx(height - bottom, abs=1)
        assert min(left, top) >= decks.MARGIN - 2
        assert min(left, top) < decks.MARGIN + 4


def _deck(atlas: Atlas, layer: tuple[str, str], level: str = "zcta") -> str:
    return decks.deck(atlas, level, layer, selected="02121", width=544, ink=theme.LIGHT).to_json()


def test_no_geometry_and_no_other_host_is_sent(small_tables: Atlas) -> None:
    said = _deck(small_tables, SHOT)
    assert "http" not in said
    assert "coordinates" not in said
    assert "basemaps" not in said
    deck = json.loads(said)
    assert "mapProvider" not in deck
    addresses = [layer["data"] for layer in deck["layers"]]
    assert all(a.startswith(f"/layers/{layers.version(small_tables)}/") for a in addresses)


def test_a_map_is_described_in_under_three_thousand_bytes() -> None:
    atlas = store.atlas()
    for indicator, level in atlas._index.periods:
        if level in layers.LEVELS:
            for period in atlas.periods(indicator, level):
                assert len(_deck(atlas, (indicator, period), level)) < 3000


def test_colours_follow_the_theme(small_tables: Atlas) -> None:
    light = _deck(small_tables, SHOT)
    dark = decks.deck(
        small_tables, "zcta", SHOT, selected=None, width=544, ink=theme.DARK
    ).to_json()
    assert re.search(r"\[234,230,243\],\[198,185,223\]", light)
    assert re.search(r"\[75,42,128\],\[119,87,170\]", dark)


def test_the_legend_has_breaks_and_every_state_that_occurs(small_tables: Atlas) -> None:
    said = legends.legend(small_tables, "zcta", SHOT)
    for text in (
        "10-19 people: unstable",
        "5-9 people",
        "1-4 people",
        "none recorded",
        "not located",
        "few residents",
        "no residents",
        "no boundary",
        "not covered",
    ):
        assert text in said
    assert said.count('class="c') == len(legend_words.classes(small_tables, "zcta", SHOT))
    assert "none recorded" not in legends.legend(small_tables, "zcta", INCOME)
    css = legends.legend_css(theme.LIGHT)
    for name in re.findall(r'<i class="(\w+)">', said):
        assert f".injury .{name}{{" in css


def test_the_map_in_words_counts_every_place(small_tables: Atlas) -> None:
    found = counts.statuses(small_tables, "zcta", SHOT)
    assert sum(found.values()) == len(small_tables.places_at("zcta"))
    words = captions.summary(small_tables, "zcta", SHOT)
    assert words.startswith("Of 15 ZIP areas, 6 have 10 people or more and so a rate")
    assert "2 have none recorded" in words
    assert " 1 have " not in words
    assert "have a value" in captions.summary(small_tables, "zcta", INCOME)
    caption = captions.caption(small_tables, "zcta", SHOT)
    assert "Boston Police Department" in caption
    assert "July 2015 through 2017" in caption
    assert "Areas, not people." in caption


def test_every_real_map_has_legend_words_and_caption() -> None:
    atlas = store.atlas()
    for indicator, level in atlas._index.periods:
        if level not in layers.LEVELS:
            continue
        for period in atlas.periods(indicator, level):
            layer = (indicator, period)
            assert legends.legend(atlas, level, layer)
            assert captions.summary(atlas, level, layer)
            assert captions.caption(atlas, level, layer).startswith("Source: ")
