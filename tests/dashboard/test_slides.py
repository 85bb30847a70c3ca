"""A figure as a slide: a native chart with the figure's numbers, its limits, words for all."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart.chartspace import ChartSpace
from openpyxl.xml.functions import fromstring
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard import drawings
from dashboard.figures import Figure
from dashboard.renderings import slides
from dashboard.renderings.slides_charts import chart
from epidemiology.status import Status

DOTS = drawings.Dots(
    [
        drawings.Dot("ZIP 02121\nand more", 122.7, 98.9, 150.5, "123", "Jul 2015-2017", leads=True),
        drawings.Dot("Boston", 33.1, 31.0, 35.2, "33", hollow=True),
        drawings.Dot("Ashfield", None, None, None, "1-4 people, no rate"),
    ],
    reference=(7.3, "the whole\nstate"),
)
YEARS = drawings.YearBars(
    [
        drawings.Bar("2014", 160, 136.2, 186.8, "160"),
        drawings.Bar("2015", None, None, None, "1-4", after_break=True),
        drawings.Bar("2016\nto Apr 2", 17, 9.9, 27.2, "17", partial=True),
    ],
    "change of source",
)
FIFTHS = drawings.Fifths(
    [
        drawings.Fifth("Most poverty\n17% to 71%", 30.4, 28.5, 32.4, "30\n977 people"),
        drawings.Fifth("Fourth fifth", 0.45, 0.25, 0.74, "0.45, unstable", unstable=True),
        drawings.Fifth("Least poverty", None, None, None, "1-4 people, no rate"),
    ]
)
CURVE = drawings.Concentration(
    [0, 0.2, 1], [0, 0.77, 1], "Residents", "Share of people shot", "equal rates", (20, 77, "first")
)
LINES = drawings.Lines(
    [
        drawings.Line(
            "Suicide",
            [
                drawings.Point(2001, 1.7, 1.5, 2.0, "2001: 1.7"),
                drawings.Point(2002, None, None, None, "2002: 1-9, hidden"),
                drawings.Point(2004, 1.9, 1.6, 2.2, "2004: 1.9"),
                drawings.Point(2004.5, None, None, None, ""),
                drawings.Point(2005.25, 2.4, 2.0, 2.8, "Apr 2004 - Mar 2005: 2.4", hollow=True),
            ],
        ),
        drawings.Line("Homicide", [drawings.Point(2001, 1.2, 1.0, 1.4, "2001: 1.2")], "second"),
    ],
    "per 100,000 a year",
    [drawings.Break(2003, "another source")],
)
AREAS = drawings.Areas(
    [
        drawings.Mark("ZIP 02121\n30% in poverty", 30, 122.7, 98.9, 150.5),
        drawings.Mark("ZIP 02122", 20, 12.0, 8.0, 16.0, hollow=True),
        drawings.Mark("ZIP 01330", 5, None, None, None, Status.TOO_FEW),
    ],
    [(Status.TOO_FEW, "1-4 shot"), (Status.NONE_RECORDED, "none\nrecorded")],
    "Poverty",
    "Rate",
    "%",
)
SCATTER = drawings.Scatter(
    [
        drawings.Area("02121", 30, 1.0, 122.7, 98.9, 150.5),
        drawings.Area("02122", 20, 0.3, 12.0, 8.0, 16.0, hollow=True),
        drawings.Area("01330", 5, 0.2, band=Status.NONE_RECORDED),
    ],
    [drawings.Band(Status.NONE_RECORDED, "none\nrecorded", "None recorded")],
    drawings.Fit([0, 20, 40], [0.4, 4, 40], [0.2, 3, 30], [0.8, 5, 50]),
    "Poverty",
    "Rate",
    ("", "%"),
    0,
    "Poverty",
    "model",
)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
MAP = drawings.Choropleth(
    [drawings.Shape("02121", "ZIP 02121", "123", Status.VALUE, 4, SQUARE)],
    "injury",
    [drawings.Key(Status.VALUE, 4, "85 to 240")],
    (0, 0, 1, 1),
)
CHARTS = [
    (DOTS, XL_CHART_TYPE.LINE_MARKERS, [122.7, 33.1, None]),
    (YEARS, XL_CHART_TYPE.COLUMN_CLUSTERED, [160, None, None, 17]),
    (FIFTHS, XL_CHART_TYPE.BAR_CLUSTERED, [30.4, 0.45, None]),
    (CURVE, XL_CHART_TYPE.XY_SCATTER, [0, 0.77, 1]),
    (LINES, XL_CHART_TYPE.LINE_MARKERS, [1.7, None, None, None, None, None]),
    (AREAS, XL_CHART_TYPE.XY_SCATTER, [122.7]),
    (SCATTER, XL_CHART_TYPE.XY_SCATTER, [122.7]),
]
ALL = [*(drawing for drawing, _kind, _values in CHARTS), MAP]


def figure(drawing: drawings.Drawing, **words: Any) -> Figure:
    return (
        Figure(
            key="f",
            title="More poverty goes along with more people shot",
            subtitle="People shot per 100,000 residents a year",
            caption="Areas, not people. Source: Boston Police Department.",
            summary="30 here and 0.45 there.",
            head=("Place", "Rate"),
            rows=(("Here", "30"),),
            drawing=drawing,
            address="/disparity?by=poverty",
        )
        if not words
        else replace(figure(drawing), **words)
    )


def slide_of(of: Figure, **more: str) -> Any:
    made = slides.presentation()
    slides.add_figure(made, of, **more)
    opened = pptx.Presentation(io.BytesIO(slides.saved(made, title="t", subject="s", version="v")))
    assert len(opened.slides) == 1
    return opened.slides[0]


def chart_of(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart)


def sheet_of(shape: Any) -> Any:
    blob = shape.chart.part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(io.BytesIO(blob), data_only=True).active


@pytest.mark.parametrize(("drawing", "kind", "values"), CHARTS)
def test_each_form_is_a_native_chart_with_the_figures_numbers(
    drawing: drawings.Drawing, kind: XL_CHART_TYPE, values: list[float | None]
) -> None:
    shape = chart_of(slide_of(figure(drawing)))
    assert shape.chart.chart_type in {kind, XL_CHART_TYPE.LINE, XL_CHART_TYPE.XY_SCATTER_LINES}
    assert list(shape.chart.plots[0].series[0].values) == values
    sheet = sheet_of(shape)
    column = [row[1] for row in sheet.iter_rows(min_row=2, max_row=1 + len(values), values_only=1)]
    assert column == values, "the sheet behind it"


@pytest.mark.parametrize("drawing", [DOTS, YEARS, FIFTHS, LINES, AREAS, SCATTER])
def test_intervals_are_error_bars_that_follow_the_sheet(drawing: drawings.Drawing) -> None:
    shape = chart_of(slide_of(figure(drawing)))
    wanted = chart(drawing).series[0]
    bars = shape.chart.plots[0].series[0]._element.find(qn("c:errBars"))
    assert bars is not None
    sheet = sheet_of(shape)
    for name, sign, limits in (("plus", 1, wanted.upper), ("minus", -1, wanted.lower)):
        numbers = bars.find(f"{qn(f'c:{name}')}/{qn('c:numRef')}")
        reference = numbers.find(qn("c:f")).text.removeprefix("Sheet1!").replace("$", "")
        cells = [cell.value for (cell,) in sheet[reference]]
        cached = {
            int(point.get("idx")): float(point.find(qn("c:v")).text)
            for point in numbers.iter(qn("c:pt"))
        }
        for place, (value, limit) in enumerate(zip(wanted.values, limits, strict=True)):
            if value is None or limit is None:
                assert place not in cached
                continue
            assert math.isclose(cached[place], sign * (limit - value), abs_tol=1e-9)
            assert cells[place] is None or math.isclose(cells[place], cached[place], abs_tol=1e-9)


@pytest.mark.parametrize("drawing", ALL)
def test_words_for_those_who_cannot_see_it_and_for_the_speaker(drawing: drawings.Drawing) -> None:
    of = figure(drawing)
    slide = slide_of(of, notes="What to say", question="What do you see?", foot="Edition abc")
    main = next(shape for shape in slide.shapes if shape.has_chart or shape.shape_type == 13)
    assert main._element.xpath(".//p:cNvPr")[0].get("descr") == of.alt
    assert slide.notes_slide.notes_text_frame.text == "What to say"
    said = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    for words in (of.title, of.subtitle, of.caption, "What do you see?", "Edition abc"):
        assert words in said
    assert slide.shapes.title.text_frame.text == of.title


def test_a_slide_is_read_out_from_its_title_over_the_figure_to_its_source() -> None:
    slide = slide_of(figure(DOTS), question="What do you see?", foot="Edition abc", lead="First")
    names = [shape.name.partition(" Placeholder")[0] for shape in slide.shapes]
    assert names == [
        "Title 1", "Measure", "Figure", "Statement", "To discuss, heading", "To discuss", "Source",
        "Slide Number", "Edition",
    ]  # fmt: skip


def test_every_slide_has_a_title_and_every_picture_words_or_none_to_say() -> None:
    made = slides.presentation()
    slides.add_opening(made, "Title", "Mission", ["About"], "notes")
    slides.add_words(made, "Words", points=["one", "two"] * 30, foot="foot", question="And?")
    for drawing in ALL:
        slides.add_figure(made, figure(drawing), "notes", "And?", "foot")
    for slide in made.slides:
        first = next(iter(slide.shapes))
        assert first == slide.shapes.title
        assert first.text_frame.text.strip()
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text.strip():
                about = shape._element.xpath(".//p:cNvPr")[0]
                silent = 'val="1"' in about.xml and "decorative" in about.xml
                assert about.get("descr") or silent, shape.name


def test_what_has_no_number_is_empty_and_said_in_words() -> None:
    dots = chart_of(slide_of(figure(DOTS))).chart
    assert list(dots.plots[0].categories)[2] == "Ashfield\n1-4 people, no rate"
    bars = chart_of(slide_of(figure(YEARS))).chart
    assert list(bars.plots[0].categories) == [
        "2014", "\u00a0", "2015\n1-4", "2016\nto Apr 2",
    ]  # fmt: skip
    fifths = chart_of(slide_of(figure(FIFTHS)))
    assert "1-4 people, no rate" in list(fifths.chart.plots[0].categories)[2]
    assert sheet_of(fifths)["B4"].value is None
    assert "none recorded: 1" in " ".join(chart(SCATTER).notes)
    assert "A gap is no number, not a zero." in chart(LINES).notes


@pytest.mark.parametrize(("many", "kind"), [(9, "bars"), (24, "bars"), (51, "lines")])
def test_many_rows_are_set_otherwise(many: int, kind: str) -> None:
    rows = [drawings.Dot(f"County {n}", n, n / 2, n * 2, "x", hollow=n == 4) for n in range(many)]
    rows.append(drawings.Dot("Nantucket", None, None, None, "1-9 people, no rate"))
    drawing = drawings.Dots([replace(rows[0], leads=True), *rows[1:many], rows[-1]][-many:])
    made = chart(drawing)
    assert made.kind == kind
    assert "Nantucket: 1-9 people, no rate" in made.categories
    native = chart_of(slide_of(figure(drawing))).chart
    assert list(native.plots[0].series[0].values)[-1] is None


def test_years_without_a_number_are_named_where_labels_have_no_room() -> None:
    years = [drawings.Bar(str(year), 20, 12, 31, "20") for year in range(2014, 2023)]
    made = chart(replace(YEARS, years=[*years, drawings.Bar("2023", None, None, None, "1-4")]))
    assert made.categories[-1] == "2023"
    assert made.notes == ("Without a number: 2023: 1-4.",)


def test_lines_stop_at_gaps_and_at_changes_of_source() -> None:
    native = chart_of(slide_of(figure(LINES))).chart
    assert native._chartSpace.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"
    assert list(native.plots[0].categories) == [
        "2001",
        "2002",
        "2003",
        "2004",
        "\u00a0",
        "Mar 2005",
    ]
    names = [series.name for series in native.plots[0].series]
    assert names == ["Suicide, 2001-2001", "Suicide, 2004-2005", "Homicide"]
    assert any("another source" in note for note in chart(LINES).notes)


def test_a_scale_of_ratios_is_one() -> None:
    axis = chart_of(slide_of(figure(SCATTER))).chart.value_axis
    assert axis._element.find(f"{qn('c:scaling')}/{qn('c:logBase')}").get("val") == "3"
    assert axis.minimum_scale is not None
    assert axis.minimum_scale > 0


ORDER = [
    "idx", "order", "tx", "spPr", "invertIfNegative", "marker", "dPt", "dLbls", "errBars", "cat",
    "val", "xVal", "yVal", "smooth",
]  # fmt: skip


@pytest.mark.parametrize(("drawing", "_kind", "_values"), CHARTS)
def test_parts_stand_in_the_order_of_the_schema(
    drawing: drawings.Drawing, _kind: object, _values: object
) -> None:
    native = chart_of(slide_of(figure(drawing))).chart
    for series in native._chartSpace.iter(qn("c:ser")):
        names = [child.tag.rpartition("}")[2] for child in series]
        assert [ORDER.index(name) for name in names] == sorted(map(ORDER.index, names)), names
        for point in series.iter(qn("c:dPt")):
            assert point[0].tag == qn("c:idx")
    # A second reader, which checks every name and value against the schema.
    tree = fromstring(native.part.blob)
    tree.remove(next(part for part in tree if part.tag == qn("c:externalData")))
    assert ChartSpace.from_tree(tree).chart.plotArea is not None


@pytest.mark.parametrize("drawing", ALL)
@pytest.mark.parametrize("many", [1, 40])
def test_everything_stays_on_the_slide(drawing: drawings.Drawing, many: int) -> None:
    long = figure(drawing, title="Long title " * many, subtitle="Measure " * 20 * many,
                  caption="Caption words. " * 20 * many)  # fmt: skip
    slide = slide_of(long, question="Why is this? " * many, foot="Foot " * 9 * many, lead="L " * 99)
    shapes = list(slide.shapes)
    for shape in shapes:
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= Pt(960) + 2
        assert shape.top + shape.height <= Pt(540) + 2
    main = next(s for s in shapes if s.has_chart or s.shape_type == 13)
    caption = next(s for s in shapes if s.name == "Source")
    assert main.top + main.height <= caption.top
    assert main.height > Pt(120)
    assert slide.shapes.title.top + slide.shapes.title.height <= main.top


WILD = st.text(
    st.characters(codec=None, exclude_categories=[])
    | st.sampled_from("'\"<&>=\x00\x0b\x1f\ud800é"),
    max_size=300,
)


@settings(max_examples=25, deadline=None)
@given(title=WILD, name=WILD, notes=WILD)
def test_wild_words_give_a_file_that_opens(title: str, name: str, notes: str) -> None:
    drawing = drawings.Dots([drawings.Dot(name, 1.5, 1.0, 2.0, name, name, hollow=True)])
    of = figure(drawing, title=title, subtitle=name, caption=notes, summary=title)
    slide = slide_of(of, notes=notes, question=title, foot=name, lead=notes)
    assert list(chart_of(slide).chart.plots[0].series[0].values) == [1.5]


def test_a_name_is_never_a_formula() -> None:
    drawing = drawings.Dots([drawings.Dot("=1+1", 1.5, 1.0, 2.0, "1.5")])
    sheet = sheet_of(chart_of(slide_of(figure(drawing))))
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"


def test_many_points_go_on_to_another_slide() -> None:
    made = slides.presentation()
    points = [f"Point {n}: " + "words " * 20 for n in range(30)]
    added = slides.add_words(made, "Words", "Lead", points, "notes", "Question?", "foot")
    assert len(added) > 1
    said = "\n".join(s.text_frame.text for slide in added for s in slide.shapes if s.has_text_frame)
    assert all(point.strip() in said for point in points)
    assert "Words, continued" in said


def test_the_same_figure_gives_the_same_bytes() -> None:
    def file() -> bytes:
        made = slides.presentation()
        for drawing in ALL:
            slides.add_figure(made, figure(drawing), "n", "q", "f")
        return slides.saved(made, title="t", subject="s", version="v")

    first = file()
    assert file() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
