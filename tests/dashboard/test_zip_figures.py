"""The figures say in words and tables what they draw, and draw no hidden count."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from dashboard import drawings, store
from dashboard.atlas import Atlas
from dashboard.home.figure import leading_figure, title
from dashboard.lookups import comparable
from dashboard.records import Observation
from dashboard.renderings.plotly import drawn
from dashboard.theme import DARK, LIGHT
from dashboard.zips import figures as zip_figures
from dashboard.zips.report import ZipReport, zip_report


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.load(Path(__file__).parent.parent.parent / "data")


def of(atlas: Atlas, zip: str) -> ZipReport:
    zip_code = atlas.zip_code(zip)
    assert zip_code is not None
    place = atlas.place("zcta", zip_code.zcta)
    assert place is not None
    return zip_report(atlas, zip_code, place)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("zip", ["02121", "01330", "01105", "02133", "01267"])
def test_figures_draw_in_both_themes(atlas: Atlas, zip: str, palette: object) -> None:
    report = of(atlas, zip)
    shot = atlas.indicator("people_shot")
    income = atlas.indicator("median_household_income")
    assert shot is not None
    assert income is not None
    found = [
        zip_figures.rate_figure(atlas, report, shot),
        zip_figures.years_figure(atlas, report.trend),
        zip_figures.income_figure(atlas, report, income),
    ]
    for figure in found:
        if figure is None:
            continue
        assert len(figure.title.split()) <= 10
        assert figure.summary
        assert "Source: " in figure.caption
        assert figure.rows
        assert all(len(row) == len(figure.head) for row in figure.rows)
        assert drawn(figure.drawing, palette).layout.height > 100  # type: ignore[arg-type]


def test_years_that_do_not_compare_are_parted_and_never_compared_in_words(
    atlas: Atlas,
) -> None:
    # Boston changed its source; the archive's listing from 2018 on leaves fewer out.
    for zip, after, then in (("02121", ["2015"], "2017"), ("01105", ["2018"], "2018")):
        report = of(atlas, zip)
        found = [
            year.period for before, year in zip_pairs(report.years) if not comparable(before, year)
        ]
        first, last = report.trend.since("2017")
        assert first is not None
        assert last is not None
        assert first.period == then
        assert comparable(first, last)
        figure = zip_figures.years_figure(atlas, report.trend)
        assert figure is not None
        assert "do not compare across it" in figure.caption
        assert isinstance(figure.drawing, drawings.YearBars)
        assert [bar.label for bar in figure.drawing.years if bar.after_break] == after
        assert found == after


def zip_pairs(
    years: tuple[Observation, ...],
) -> list[tuple[Observation, Observation]]:
    return list(itertools.pairwise(years))


def test_a_count_of_1_to_4_has_no_bar(atlas: Atlas) -> None:
    series = atlas.series
    few = series[
        (series["indicator"] == "people_shot")
        & (series["level"] == "town")
        & (series["status"] == "too_few")
    ].iloc[0]
    year = Observation(**{f: few[f] for f in Observation.__dataclass_fields__})
    bar = zip_figures._bar(year, None)
    assert bar.count is None
    assert bar.shown == "1-4"


def test_dots_without_a_rate_say_why() -> None:
    figure = drawn(
        drawings.Dots([drawings.Dot("ZIP 01060", None, None, None, "1-4 people, no rate")]), LIGHT
    )
    assert figure.layout.annotations[0].text == "1-4 people,<br>no rate"
    assert len(figure.data) == 0


def test_axes_start_at_zero() -> None:
    dots = drawn(drawings.Dots([drawings.Dot("A", 40.0, 30.0, 50.0, "40")]), LIGHT)
    bars = drawn(drawings.YearBars([drawings.Bar("2017", 40.0, 30.0, 50.0, "40")], "break"), LIGHT)
    assert dots.layout.xaxis.range[0] == 0
    assert bars.layout.xaxis.range[0] == 0


def test_every_zip_with_poverty_is_a_dot_of_the_front_figure(atlas: Atlas) -> None:
    figure = leading_figure(atlas)
    assert figure is not None
    counted = sum(int(row[1].replace(",", "")) for row in figure.rows)
    dots = sum(
        len(trace.x) for trace in drawn(figure.drawing, LIGHT).data if trace.mode == "markers"
    )
    assert counted == dots > 450


@pytest.mark.parametrize(("middles", "found"), [
    ([30.0, 22.0, 15.0, 4.0], True), ([30.0, 22.0, 22.0, 4.0], True), ([30.0, 4.0], True),
    ([30.0, 31.0, 15.0, 4.0], False), ([4.0, 30.0], False), ([5.0, 5.0], False), ([30.0], False),
    ([], False),
])  # fmt: skip
def test_the_front_figure_claims_what_its_rows_show(middles: list[float], found: bool) -> None:
    said = title({str(number): value for number, value in enumerate(middles)})
    assert ("more are shot" in said) == found


def test_the_front_figure_gives_no_count_back(atlas: Atlas) -> None:
    """ZIPs without a rate stand in bands: their height says nothing of their count."""
    figure = leading_figure(atlas)
    assert figure is not None
    below = [
        trace
        for trace in drawn(figure.drawing, LIGHT).data
        if trace.mode == "markers" and min(trace.y) < 0
    ]
    assert len(below) == 3
