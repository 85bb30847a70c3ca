"""A native, editable chart on a slide: its XML, its error bars, its sheet.

python-pptx makes the chart; what it cannot make is added as PowerPoint writes it (ECMA-376, part 1,
21.2): error bars, hollow values, scales of ratios, and a sheet with the limits.
"""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from dashboard.renderings.lettering import width_of
from dashboard.renderings.slides_forms import FEW, LOG_BASE, Axis, Chart
from dashboard.renderings.slides_looks import line, parts, properties, words_size
from dashboard.renderings.slides_sheet import error_bars, spans, workbook
from dashboard.renderings.slides_text import FONT, LINE, Box, clean

_KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "points": XL_CHART_TYPE.XY_SCATTER,
}
_YEARS = 12
"""Of more years only some are named."""
_EMPTY = "\u00a0"
"""A place without a label; an empty one would be read as none."""


def add(slide: Any, box: Box, chart: Chart, size: float) -> Any:
    """Put the chart on a slide, its words of a size in points; returns its frame."""
    left, top, width, height = (Emu(round(part * 12700)) for part in box)
    frame = slide.shapes.add_chart(_KINDS[chart.kind], left, top, width, height, _data(chart))
    native = frame.chart
    native.has_legend = False
    native.has_title = False
    native.font.size, native.font.name = Pt(words_size(chart, size)), FONT
    _axes(native, chart, size)
    _series(native, chart, size)
    _room_for_names(native, chart, words_size(chart, size), box)
    native.part.chart_workbook.update_from_xlsx_blob(workbook(chart))
    return frame


def _data(chart: Chart) -> Any:
    if chart.kind == "points":
        points: Any = XyChartData()  # type: ignore[no-untyped-call]
        for series in chart.series:
            held = points.add_series(clean(series.name))
            for x, y in zip(series.x, series.values, strict=True):
                held.add_data_point(x, y)
        return points
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = [clean(label) or _EMPTY for label in chart.categories]
    for series in chart.series:
        data.add_series(clean(series.name), series.values)
    return data


# --- axes ------------------------------------------------------------------------------------


def _axes(native: Any, chart: Chart, size: float) -> None:
    _scale(native.value_axis, chart.y, size)
    if chart.kind == "points":
        _scale(native.category_axis, chart.x, size)
        native.category_axis.has_major_gridlines = False
    else:
        axis = native.category_axis
        axis.has_major_gridlines = False
        axis.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_6
        axis.reverse_order = chart.kind == "bars"
        if len(chart.categories) > FEW and chart.kind == "lines":
            if any(series.look == "dots" for series in chart.series):
                _upright(axis._element)
            elif len(chart.categories) > _YEARS:
                _named_every(axis._element, -(-len(chart.categories) // _YEARS))
        elif len(chart.categories) <= FEW:
            _named_every(axis._element, 1)
            if any("\n" in label for label in chart.categories):
                axis.tick_labels.font.size = Pt(max(words_size(chart, size) - 4, 10))
        if chart.kind == "bars":
            # Reversed categories carry the numbers to the top; "max" brings them back down.
            native.value_axis._element.find(qn("c:crosses")).set("val", "max")
    blanks = native._chartSpace.find(f".//{qn('c:dispBlanksAs')}")
    if blanks is not None:
        blanks.set("val", "gap")


def _scale(axis: Any, wanted: Axis, size: float) -> None:
    axis.minimum_scale, axis.maximum_scale = wanted.low, wanted.high
    axis.has_major_gridlines = True
    grid = axis._element.find(qn("c:majorGridlines"))
    grid.append(properties(line("line", 0.5, alpha=50)))
    axis.tick_labels.number_format = wanted.format
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.font.size = Pt(max(size - 2, 10))
    axis.format.line.fill.background()
    if wanted.log:
        scaling = axis._element.find(qn("c:scaling"))
        scaling.insert(0, parse_xml(f'<c:logBase {nsdecls("c")} val="{LOG_BASE:g}"/>'))
        crosses = axis._element.find(qn("c:crosses"))
        if crosses is not None:
            crosses.set("val", "min")
    if wanted.title:
        axis.has_title = True
        text = axis.axis_title.text_frame
        text.text = clean(wanted.title)
        run = text.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(max(size - 2, 10)), False


def _named_every(axis: Any, step: int) -> None:
    """One name every so many rows: left to itself, a program may leave some out."""
    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{step}"/>')
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _upright(axis: Any) -> None:
    """Names read from below, where many stand side by side."""
    body = axis.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}")
    if body is None:
        text = parse_xml(
            f"<c:txPr {nsdecls('c', 'a')}><a:bodyPr/><a:lstStyle/>"
            "<a:p><a:pPr><a:defRPr/></a:pPr><a:endParaRPr/></a:p></c:txPr>"
        )
        axis.find(qn("c:crossAx")).addprevious(text)
        body = text.find(qn("a:bodyPr"))
    body.set("rot", "-5400000")
    body.set("vert", "horz")


def _series(native: Any, chart: Chart, size: float) -> None:
    plot = native.plots[0]
    plot.vary_by_categories = False
    if chart.kind in {"bars", "columns"}:
        plot.gap_width = 55
    if chart.kind == "points":
        style = plot._element.find(qn("c:scatterStyle"))
        if style is not None:
            style.set("val", "lineMarker")
    places = list(spans(chart))
    for number, (held, series) in enumerate(zip(plot.series, chart.series, strict=True)):
        element = held._element
        for name in ("c:spPr", "c:marker", "c:dLbls", "c:dPt"):
            for old in element.findall(qn(name)):
                element.remove(old)
        made = [*parts(series, chart, size), *error_bars(series, chart, places[number])]
        anchor = next(
            found
            for name in ("c:cat", "c:xVal", "c:val", "c:yVal")
            if (found := element.find(qn(name))) is not None
        )
        for part in made:
            anchor.addprevious(part)
        # In a bar's series this stands right after its shape.
        inverted = element.find(qn("c:invertIfNegative"))
        if inverted is not None:
            inverted.set("val", "0")
            made[0].addnext(inverted)
        smooth = element.find(qn("c:smooth"))
        if smooth is not None:
            smooth.set("val", "0")


def _room_for_names(native: Any, chart: Chart, size: float, box: Box) -> None:
    """Room at the right for names beside the ends of lines, and below for the years."""
    named = [width_of(s.name, size) for s in chart.series if s.label == "name"]
    if chart.kind != "lines" or not named:
        return
    width, height = box[2], box[3]
    rows = max(label.count("\n") + 1 for label in chart.categories)
    left = (64 + (24 if chart.y.title else 0)) / width
    right = min(max(named) + 20, 0.3 * width) / width
    below = (rows * size * LINE + 14) / height
    layout = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="{left:.4f}"/><c:y val="0.03"/>'
        f'<c:w val="{1 - left - right:.4f}"/><c:h val="{0.97 - below:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )
    area = native._chartSpace.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, layout)
