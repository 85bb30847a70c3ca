"""Lines over years: what is drawn, what is left out, and what stands clear of what."""

from __future__ import annotations

from itertools import pairwise

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.drawings import Break, Line, Lines, Point
from dashboard.renderings import plotly, plotly_lines
from dashboard.theme import DARK, LIGHT, Palette

HEIGHTS = st.lists(st.floats(0, 400), min_size=1, max_size=6)


def point(year: float, value: float | None, hollow: bool = False) -> Point:
    if value is None:
        return Point(year, None, None, None, "1-9, hidden")
    return Point(year, value, value * 0.8, value * 1.2, f"{value}", hollow)


def line(name: str, *values: float | None, role: str = "lead", first: int = 2011) -> Line:
    points = [point(first + i, value) for i, value in enumerate(values)]
    return Line(name, points, role)  # type: ignore[arg-type]


def drawn(*lines: Line, breaks: tuple[Break, ...] = (), palette: Palette = LIGHT) -> go.Figure:
    return plotly.drawn(Lines(lines, "per 100,000", breaks), palette)


def strokes(figure: go.Figure) -> list[go.Scatter]:
    return [t for t in figure.data if t.mode == "lines" and t.opacity == 1]


def marks(figure: go.Figure) -> list[go.Scatter]:
    return [t for t in figure.data if t.mode == "markers"]


def bands(figure: go.Figure) -> list[go.Scatter]:
    return [t for t in figure.data if t.fill == "toself"]


def texts(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_figure_is_one_that_plotly_takes(palette: Palette) -> None:
    figure = drawn(
        line("Suicide", 1.0, 2.0, None, 3.0),
        line("Homicide", 2.0, 1.0, 1.0, None, role="second"),
        breaks=(Break(2012, "the source changed"),),
        palette=palette,
    )
    go.Figure(figure.to_dict())


def test_the_scale_starts_at_zero_and_holds_every_limit() -> None:
    low, high = drawn(line("a", 5.0, 10.0, 20.0)).layout.yaxis.range
    assert low == 0
    assert high >= 24


def test_a_gap_lifts_the_pen_and_is_no_zero() -> None:
    figure = drawn(line("a", 1.0, 2.0, None, 4.0, 5.0))
    stroke = strokes(figure)[0]
    assert list(stroke.x) == [2011, 2012, None, 2014, 2015, None]
    assert 0 not in list(stroke.y)
    assert 2013 not in list(marks(figure)[0].x)
    assert len(bands(figure)) == 2, "a band on either side of the gap"


def test_a_break_parts_line_and_band_and_gives_its_reason() -> None:
    figure = drawn(line("a", 1.0, 2.0, 3.0, 4.0), breaks=(Break(2013, "the source changed"),))
    assert list(strokes(figure)[0].x) == [2011, 2012, None, 2013, 2014, None]
    shape = figure.layout.shapes[0]
    assert (shape.x0, shape.x1) == (2012.5, 2012.5)
    assert shape.line.dash == "dash"
    assert any("the source changed" in text for text in texts(figure))


def test_a_year_alone_has_its_interval_as_an_upright_stroke() -> None:
    figure = drawn(line("a", 3.0, None, 5.0))
    upright = [t for t in figure.data if t.mode == "lines" and len(set(t.x)) == 1]
    assert len(upright) == 2
    assert list(upright[0].y) == pytest.approx([2.4, 3.6])


def test_hollow_marks_have_the_ground_inside() -> None:
    year = Line("a", [point(2023, 1.0), point(2024, 2.0, hollow=True)])
    marker = marks(drawn(year, palette=DARK))[0].marker
    assert list(marker.color)[1] == DARK.paper
    assert list(marker.line.width) == [0, 2]
    full, hollow = marker.size
    assert hollow > full


def test_no_interval_no_band() -> None:
    full = Line("a", [Point(y, 10.0, None, None, "10") for y in (2001, 2002, 2003)])
    assert not bands(drawn(full))


def test_lines_differ_in_more_than_colour() -> None:
    roles = ("lead", "second", "third", "fourth", "fifth")
    figure = drawn(*(line(role, 1.0, 2.0, role=role) for role in roles))
    assert len({t.line.dash for t in strokes(figure)}) == len(roles)
    assert len({t.line.color for t in strokes(figure)}) == len(roles)


def test_a_line_that_is_all_gap_has_neither_trace_nor_name() -> None:
    figure = drawn(line("Shown", 1.0, 2.0), line("Hidden", None, None, role="second"))
    assert len(strokes(figure)) == 1
    assert not any("Hidden" in text for text in texts(figure))


def test_markup_in_a_name_is_text() -> None:
    assert "&lt;b>" in " ".join(texts(drawn(line("<b>", 1.0, 2.0), line("x", 2.0, 1.0))))


def test_a_long_name_takes_rows_not_the_plot() -> None:
    figure = drawn(line("Native Hawaiian or Pacific Islander", 1.0, 2.0))
    assert figure.layout.margin.r < 140
    assert any(text.count("<br>") >= 2 for text in texts(figure))


@given(HEIGHTS, st.data())
def test_names_stand_clear_of_each_other(heights: list[float], data: st.DataObject) -> None:
    gap = st.floats(10, 60)
    gaps = data.draw(st.lists(gap, min_size=len(heights), max_size=len(heights)))
    placed = plotly_lines.apart(heights, gaps, floor=8)
    order = sorted(range(len(heights)), key=lambda i: placed[i])
    for below, above in pairwise(order):
        assert placed[above] - placed[below] >= (gaps[below] + gaps[above]) / 2 - 1e-6
    assert all(at >= max(8, want) - 1e-9 for at, want in zip(placed, heights, strict=True))


@given(st.integers(1990, 2030), st.integers(0, 60))
def test_few_whole_years_are_named(first: int, more: int) -> None:
    axis = drawn(line("a", *([1.0] * (more + 1)), first=first)).layout.xaxis
    assert 1 <= len(axis.tickvals) <= 5
    assert all(first <= year <= first + more for year in axis.tickvals)
    assert len(axis.ticktext[0]) == 4


@given(
    st.integers(0, 9),
    st.text(alphabet="abcdefg ", min_size=12, max_size=70).filter(str.strip),
)
def test_a_reason_fits_on_a_phone(at: int, words: str) -> None:
    """On whichever side of its line the reason stands, its rows have room there."""
    values = [1.0] * 10
    name = "Massachusetts"
    figure = drawn(line(name, *values, first=2010), breaks=(Break(2010 + at + 0.5, words),))
    said = next(n for n in figure.layout.annotations if n.yanchor == "bottom")
    longest = max(len(row) for row in said.text.split("<br>"))
    assert longest <= 30
    assert said.bgcolor == LIGHT.paper
