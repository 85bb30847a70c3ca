"""The Disparity page's words, figures and regions, over the tables that ship."""

from __future__ import annotations

import math
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard import drawings, store, theme
from dashboard.atlas import Atlas
from dashboard.disparity import curve, fifths, scatter
from dashboard.disparity import view as disparity
from dashboard.disparity import words as say
from dashboard.disparity.ends import Ends, _known, ends
from dashboard.disparity.view import Key, View
from dashboard.figures import Figure
from dashboard.renderings.plotly import drawn

NAMED = Ends("More poverty goes", "most poverty", "least poverty", "Most", "Least")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.atlas()


def headline(**other: str) -> View:
    key = {
        "measure": "people_shot",
        "level": "zcta",
        "period": "2015-07_2017-12",
        "region": "25",
        "order_by": "poverty",
        "order_period": "2014-2018",
    }
    return View(**key | other, options={}, defaults={})


def all_figures(atlas: Atlas, view: View) -> list[Figure]:
    found = disparity.tables(atlas)
    drawn = [
        fifths.fifths(atlas, view, found, None),
        curve.curve(atlas, view, found, None),
        scatter.scatter(atlas, view, found, None),
    ]
    return [figure for figure in drawn if figure is not None]


def sample(atlas: Atlas) -> list[Key]:
    return disparity.tables(atlas).keys[::23]


def test_every_measure_on_offer_has_words_of_its_own(atlas: Atlas) -> None:
    for id in {key[4] for key in disparity.tables(atlas).keys}:
        assert id in _known(), id
        found = ends(atlas, id)
        for measure in disparity.MEASURES:
            title = f"{found.subject} along with more {say.counted(measure)}"
            if measure == "people_shot":
                assert len(title.split()) <= 10, title


@pytest.mark.parametrize("better", [None, "lower"])
def test_a_measure_without_words_gets_plain_ones(atlas: Atlas, better: str | None) -> None:
    found = ends(atlas, "disability" if better else "nothing_known")
    assert found.most.startswith("the highest")
    assert found.least.startswith("the lowest")


def test_every_reason_that_occurs_is_said_in_words(atlas: Atlas) -> None:
    reasons = {*atlas.gradients["reason"], *atlas.sensitivities["reason"], *atlas.models["reason"]}
    for text in reasons - {""}:
        said = say.reason(text, NAMED)
        assert said.endswith("."), text
        assert "quintile" not in said, text
        assert "_" not in said, text
        assert said != say.reason("", NAMED), text


@pytest.mark.parametrize(
    ("lower", "upper", "says"),
    [
        (1.2, 3.0, "More poverty goes along with more people shot"),
        (0.2, 0.9, "More poverty goes along with fewer people shot"),
        (0.8, 1.4, "No clear difference in people shot between the end fifths"),
        (math.nan, math.nan, "Fifths of residents, and people shot"),
    ],
)
def test_a_title_claims_a_direction_only_with_its_interval(
    atlas: Atlas, lower: float, upper: float, says: str
) -> None:
    row = {"value": 1.1, "lower": lower, "upper": upper, "reason": ""}
    assert say.finding(atlas, headline(), row) == says


def test_no_row_no_claim(atlas: Atlas) -> None:
    assert "no single number" in say.headline(atlas, headline(), None)
    assert "cannot say" in say.best_off(atlas, headline(), None)


def test_the_headline_stands_when_one_end_is_absent(atlas: Atlas) -> None:
    row = {
        "value": 40.0,
        "lower": 10.0,
        "upper": math.nan,
        "reason": "no upper bound: some samples have nobody in quintile 5",
    }
    said = say.headline(atlas, headline(), row)
    assert "40 times as many" in said
    assert "It has no upper end" in said


def test_figures_are_valid_and_say_themselves(atlas: Atlas) -> None:
    for key in sample(atlas):
        view = View(*key, options={}, defaults={})
        for figure in all_figures(atlas, view):
            for palette in (theme.LIGHT, theme.DARK):
                go.Figure(drawn(figure.drawing, palette).to_dict())  # checks every part
            assert figure.summary
            assert figure.rows
            assert "Areas, not people." in figure.caption
            assert "nan" not in f"{figure.summary} {figure.rows}".lower().split()
            assert len(figure.title.split()) <= 12, figure.title


def test_five_fifths_from_zero(atlas: Atlas) -> None:
    figure = drawn(all_figures(atlas, headline())[0].drawing, theme.LIGHT)
    assert len(figure.data[0].x) == 5
    assert figure.layout.xaxis.range[0] == 0
    assert figure.data[0].x[0] == pytest.approx(30.4009, abs=1e-3)


def test_a_fifth_below_five_has_no_bar_and_no_count() -> None:
    row = {
        "quintile": 5,
        "status": "too_few",
        "value": math.nan,
        "lower": math.nan,
        "upper": math.nan,
        "numerator": math.nan,
    }
    assert fifths._rate(row) == "1-4 people, no rate"
    bar = drawings.Fifth("", None, None, None, "1-4 people, no rate")
    assert drawn(drawings.Fifths([bar]), theme.LIGHT).data[0].x == (0,)


def test_areas_without_a_rate_tell_no_count(atlas: Atlas) -> None:
    figure = drawn(all_figures(atlas, headline())[2].drawing, theme.LIGHT)
    bands = [trace for trace in figure.data if "%{x" in (trace.hovertemplate or "")]
    assert len(bands) == 4
    named = {text for trace in bands for text in trace.text}
    assert not any(" people" in text for text in named)
    assert len({trace.marker.symbol for trace in bands}) == 4, "states differ in form"
    assert figure.layout.yaxis.type == "log"


def test_the_areas_are_those_that_the_gradient_used(atlas: Atlas) -> None:
    found = disparity.tables(atlas)
    for region, fewest in (("25", 510), ("25-2502507000", 480), ("25013", 20)):
        view = headline(region=region)
        used = found.rows("gradients", view.key)[0]["areas"]
        drawn = scatter._areas(atlas, view.level, region, view.key)
        assert fewest <= used <= len(drawn)


def test_regions_partition_the_state(atlas: Atlas) -> None:
    for level in ("zcta", "town"):
        city = disparity.areas_in(atlas, level, "2502507000")
        outside = disparity.areas_in(atlas, level, "25-2502507000")
        assert city
        assert not city & outside
        assert city | outside == disparity.areas_in(atlas, level, "25")
        counties = [
            disparity.areas_in(atlas, level, place.code) for place in atlas.places_at("county")
        ]
        assert sum(map(len, counties)) == len(frozenset().union(*counties))


def test_a_curve_never_falls(atlas: Atlas) -> None:
    found = disparity.tables(atlas)
    for key in sample(atlas):
        points = found.rows("curves", key)
        assert all(a["events_share"] <= b["events_share"] for a, b in pairwise(points))


def test_ratios_keep_as_many_decimals_as_they_bear() -> None:
    assert [say.ratio(x) for x in (0.123, 2.34, 53.8, 3611.5)] == ["0.12", "2.3", "54", "3,612"]
    assert say.between(1.0, math.nan) == ""
