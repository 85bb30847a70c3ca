"""A native, editable chart on a slide: its XML, its error bars, its sheet.

python-pptx makes the chart; error bars, hollow values and the sheet's own columns for the limits
are added here, as PowerPoint writes them (ECMA-376, part 1, 21.2). Limits stand in the sheet as
numbers, and formulas lead from them to the error bars, so that they follow who edits either.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from dashboard.renderings.lettering import width_of
from dashboard.renderings.slides_charts import LOG_BASE, Axis, Chart, Series, Value
from dashboard.renderings.slides_text import FONT, LINE, Box, clean
from dashboard.words import _

COLOURS = {
    "ink": "tx1",
    "paper": "bg1",
    "muted": "tx2",
    "injury": "accent1",
    "emphasis": "accent2",
    "primary": "accent3",
    "economy": "accent4",
    "light": "accent5",
    "line": "accent6",
}
"""Roles as the slide's theme names them."""
_KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "points": XL_CHART_TYPE.XY_SCATTER,
}
_MARKER, _SMALLEST, _LARGEST = 11, 5, 24
_SMALL = 15
"""From so many categories on, words are smaller and stand upright."""
_EMPTY = "\u00a0"
"""A place without a label; an empty one would be read as none."""
_CREATED = datetime(1980, 1, 1)
_SHEET = "Sheet1"


def add(slide: Any, box: Box, chart: Chart, size: float) -> Any:
    """Put the chart on a slide, its words of a size in points; returns its frame."""
    left, top, width, height = (Emu(round(part * 12700)) for part in box)
    frame = slide.shapes.add_chart(_KINDS[chart.kind], left, top, width, height, _data(chart))
    native = frame.chart
    native.has_legend = False
    native.has_title = False
    native.font.size, native.font.name = Pt(_words(chart, size)), FONT
    _axes(native, chart, size)
    _series(native, chart, size)
    _room_for_names(native, chart, _words(chart, size), box)
    native.part.chart_workbook.update_from_xlsx_blob(_workbook(chart))
    return frame


def _words(chart: Chart, size: float) -> float:
    several = len(chart.categories)
    if several <= _SMALL:
        return size
    return max(8.0, size - 4 if several <= 2 * _SMALL else size - 7)


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
        if len(chart.categories) > _SMALL and chart.kind == "lines" and _is_dots(chart):
            _upright(axis._element)
        if chart.kind == "bars":
            # Reversed categories carry the numbers to the top; "max" brings them back down.
            native.value_axis._element.find(qn("c:crosses")).set("val", "max")
    blanks = native._chartSpace.find(f".//{qn('c:dispBlanksAs')}")
    if blanks is not None:
        blanks.set("val", "gap")


def _is_dots(chart: Chart) -> bool:
    return any(series.look == "dots" for series in chart.series)


def _scale(axis: Any, wanted: Axis, size: float) -> None:
    axis.minimum_scale, axis.maximum_scale = wanted.low, wanted.high
    axis.has_major_gridlines = True
    grid = axis._element.find(qn("c:majorGridlines"))
    grid.append(_properties(_line("line", 0.5, alpha=50)))
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


# --- series ----------------------------------------------------------------------------------


def _series(native: Any, chart: Chart, size: float) -> None:
    plot = native.plots[0]
    plot.vary_by_categories = False
    if chart.kind in {"bars", "columns"}:
        plot.gap_width = 55
    if chart.kind == "points":
        style = plot._element.find(qn("c:scatterStyle"))
        if style is not None:
            style.set("val", "lineMarker")
    spans = list(_spans(chart))
    for number, (held, series) in enumerate(zip(plot.series, chart.series, strict=True)):
        element = held._element
        for name in ("c:spPr", "c:marker", "c:dLbls", "c:dPt"):
            for old in element.findall(qn(name)):
                element.remove(old)
        parts = [_shape(series), *_markers(series, chart)]
        parts += _hollow(series)
        parts += _labels(series, chart, size)
        parts += _error_bars(series, chart, spans[number], number)
        anchor = next(
            found
            for name in ("c:cat", "c:xVal", "c:val", "c:yVal")
            if (found := element.find(qn(name))) is not None
        )
        for part in parts:
            anchor.addprevious(part)
        # In a bar's series this stands right after its shape.
        inverted = element.find(qn("c:invertIfNegative"))
        if inverted is not None:
            inverted.set("val", "0")
            parts[0].addnext(inverted)
        smooth = element.find(qn("c:smooth"))
        if smooth is not None:
            smooth.set("val", "0")


def _fill(colour: str, alpha: int = 100) -> str:
    faint = f'<a:alpha val="{alpha * 1000}"/>' if alpha < 100 else ""
    return f'<a:solidFill><a:schemeClr val="{COLOURS[colour]}">{faint}</a:schemeClr></a:solidFill>'


def _line(colour: str, width: float, dash: str = "", alpha: int = 100) -> str:
    dashes = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(width * 12700)}">{_fill(colour, alpha)}{dashes}<a:round/></a:ln>'


_NO_LINE = "<a:ln><a:noFill/></a:ln>"


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


def _properties(inside: str) -> Any:
    return parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{inside}</c:spPr>")


def _shape(series: Series) -> Any:
    if series.look == "bar":
        return _properties(_fill(series.colour))
    if series.look == "dots":
        return _properties(_NO_LINE)
    return _properties(_line(series.colour, 2.5, series.dash))


def _markers(series: Series, chart: Chart) -> Iterator[Any]:
    if series.look == "bar":
        return
    if series.look == "line":
        yield parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>')
        return
    size = _MARKER if series.look == "dots" and len(chart.categories) <= _SMALL else 7
    yield _marker(series.colour, size, False)


def _marker(colour: str, size: float, hollow: bool) -> Any:
    inside = _fill("paper" if hollow else colour) + _line(colour, 1.75)
    return parse_xml(
        f'<c:marker {nsdecls("c", "a")}><c:symbol val="circle"/><c:size val="{round(size)}"/>'
        f"<c:spPr>{inside}</c:spPr></c:marker>"
    )


def _hollow(series: Series) -> Iterator[Any]:
    """Values with a look of their own: unstable ones, and areas as large as their residents."""
    for place, value in enumerate(series.values):
        hollow = place in series.hollow
        if value is None or not (hollow or series.sizes):
            continue
        point = parse_xml(f'<c:dPt {nsdecls("c", "a")}><c:idx val="{place}"/></c:dPt>')
        if series.look == "bar":
            point.append(parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>'))
            point.append(parse_xml(f'<c:bubble3D {nsdecls("c")} val="0"/>'))
            point.append(
                _properties(
                    '<a:pattFill prst="wdUpDiag"><a:fgClr><a:schemeClr val="'
                    f'{COLOURS[series.colour]}"/></a:fgClr><a:bgClr><a:schemeClr val="bg1"/>'
                    f"</a:bgClr></a:pattFill>{_line(series.colour, 1.5, 'dash')}"
                )
            )
        else:
            size = float(_MARKER if series.look == "dots" else 7)
            if series.sizes:
                largest = max(series.sizes) or 1.0
                share = max(series.sizes[place], 0.0) / max(largest, 1.0)
                size = _SMALLEST + (_LARGEST - _SMALLEST) * share**0.5
            point.append(_marker(series.colour, size, hollow))
            point.append(parse_xml(f'<c:bubble3D {nsdecls("c")} val="0"/>'))
            if series.look == "dots":
                point.append(_properties(_NO_LINE))
            else:
                point.append(_properties(_line(series.colour, 2.5, series.dash)))
        yield point


_SHOWS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def _labels(series: Series, chart: Chart, size: float) -> Iterator[Any]:
    if not series.label:
        return
    words = _words(chart, size)
    labels = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}/>")
    shown = [i for i, value in enumerate(series.values) if value is not None]
    if series.label == "name":
        last = series.label_at if series.label_at >= 0 else (shown or [0])[-1]
        for part in _label(last, "SerName", "r", words, series.colour):
            labels.append(part)
    else:
        # Bars have their interval where a label would stand: it moves aside.
        aside = {"bars": (0.0, -0.05), "columns": (0.03, 0.0)}.get(chart.kind)
        at = "outEnd" if series.look == "bar" else "r"
        for place in shown if aside else ():
            for part in _label(place, "Val", at, words, "ink", chart.labels, aside):
                labels.append(part)
    everywhere = series.label == "values" and chart.kind == "lines"
    for part in _said("Val" if everywhere else "", words, "ink", chart.labels, "r"):
        labels.append(part)
    yield labels


def _label(
    place: int,
    shows: str,
    at: str,
    size: float,
    colour: str,
    number: str = "",
    aside: tuple[float, float] | None = None,
) -> Iterator[Any]:
    label = parse_xml(f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{place}"/></c:dLbl>')
    if aside is not None:
        x, y = aside
        label.append(
            parse_xml(
                f'<c:layout {nsdecls("c")}><c:manualLayout><c:x val="{x:g}"/><c:y val="{y:g}"/>'
                "</c:manualLayout></c:layout>"
            )
        )
    for part in _said(shows, size, colour, number, at):
        label.append(part)
    yield label


def _said(shows: str, size: float, colour: str, number: str, at: str) -> Iterator[Any]:
    """How a label writes, where it stands and what it shows, in the order of the schema."""
    if number:
        format = parse_xml(f'<c:numFmt {nsdecls("c")} sourceLinked="0"/>')
        format.set("formatCode", number)
        yield format
    yield parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:noFill/>{_NO_LINE}</c:spPr>")
    yield parse_xml(
        f"<c:txPr {nsdecls('c', 'a')}><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{round(size * 100)}" b="0">{_fill(colour)}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )
    if shows:
        yield parse_xml(f'<c:dLblPos {nsdecls("c")} val="{at}"/>')
    for what in _SHOWS:
        yield parse_xml(f'<c:show{what} {nsdecls("c")} val="{int(what == shows)}"/>')


# --- intervals and the sheet ------------------------------------------------------------------


def _spans(chart: Chart) -> Iterator[tuple[int, int]]:
    """First row and first column of the limits of each series in the sheet, from 0."""
    row = 1
    with_limits = 0
    for series in chart.series:
        if chart.kind == "points":
            yield row, 2
            row += len(series.values) + 2
        else:
            yield 1, 1 + len(chart.series) + 4 * with_limits
            with_limits += bool(series.lower)


def _error_bars(series: Series, chart: Chart, span: tuple[int, int], _number: int) -> Iterator[Any]:
    pairs = _apart(series)
    if not any(pair is not None for pair in pairs):
        return
    row, column = span
    direction = "" if chart.kind in {"bars", "columns"} else '<c:errDir val="y"/>'
    ends = "".join(
        f"<c:{name}>{_numbers(_reference(row, column + at, len(pairs)), values)}</c:{name}>"
        for name, at, values in (
            ("plus", 3, [None if pair is None else pair[1] for pair in pairs]),
            ("minus", 2, [None if pair is None else pair[0] for pair in pairs]),
        )
    )
    width, alpha = (1.75, 100) if series.look != "marked" else (1.25, 45)
    colour = "ink" if series.look == "bar" else series.colour
    yield parse_xml(
        f'<c:errBars {nsdecls("c", "a")}>{direction}<c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="{int(series.look != "bar")}"/>{ends}'
        f"<c:spPr>{_line(colour, width, alpha=alpha)}</c:spPr></c:errBars>"
    )


def _apart(series: Series) -> list[tuple[float, float] | None]:
    """How far the limits lie below and above each value; None where there is none."""
    if not series.lower:
        return [None] * len(series.values)
    return [
        None if value is None or low is None or high is None else (value - low, high - value)
        for value, low, high in zip(series.values, series.lower, series.upper, strict=True)
    ]


def _reference(row: int, column: int, count: int) -> str:
    letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
    return f"{_SHEET}!{letter}${row + 1}:{letter}${row + count}"


def _numbers(reference: str, values: Sequence[Value]) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{float(value)!r}</c:v></c:pt>'
        for place, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _workbook(chart: Chart) -> bytes:
    """The chart's sheet: values where the chart looks for them, limits and names beside them."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 12, 16)
    spans = list(_spans(chart))
    if chart.kind != "points":
        for row, label in enumerate(chart.categories, 1):
            sheet.write_string(row, 0, clean(label))
    for number, (series, (row, column)) in enumerate(zip(chart.series, spans, strict=True)):
        if chart.kind == "points":
            sheet.write_string(row - 1, 0, "x")
            sheet.write_string(row - 1, 1, clean(series.name))
            _column(sheet, row, 0, series.x)
            values = 1
            for at, name in enumerate(series.names, row):
                sheet.write_string(at, 6, clean(name))
        else:
            values = 1 + number
            sheet.write_string(0, values, clean(series.name))
        _column(sheet, row, values, series.values)
        _limits(sheet, series, row, column, values)
    book.close()
    return buffer.getvalue()


def _limits(sheet: Any, series: Series, row: int, column: int, values: int) -> None:
    """Lower and upper limits, and how far each is from the value: a formula, so that it follows."""
    if not series.lower:
        return
    heads = (_("Lower limit"), _("Upper limit"), _("Down to it"), _("Up to it"))
    for at, head in enumerate(heads):
        sheet.write_string(row - 1, column + at, head)
    _column(sheet, row, column, series.lower)
    _column(sheet, row, column + 1, series.upper)
    cell = xlsxwriter.utility.xl_rowcol_to_cell
    for at, pair in enumerate(_apart(series), row):
        if pair is not None:
            value, low, high = (cell(at, c) for c in (values, column, column + 1))
            sheet.write_formula(at, column + 2, f"={value}-{low}", None, pair[0])
            sheet.write_formula(at, column + 3, f"={high}-{value}", None, pair[1])


def _column(sheet: Any, row: int, column: int, values: Sequence[Value]) -> None:
    for at, value in enumerate(values, row):
        if value is not None:
            sheet.write_number(at, column, value)
