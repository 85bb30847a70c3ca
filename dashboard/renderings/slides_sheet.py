"""The sheet behind a native chart, and the error bars that lead to it.

Limits stand in the sheet as numbers, and formulas lead from them to the error bars, so that they
follow who edits either.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from dashboard.renderings.slides_forms import Chart, Series, Value
from dashboard.renderings.slides_looks import line
from dashboard.renderings.slides_text import clean
from dashboard.words import _

_CREATED = datetime(1980, 1, 1)
_SHEET = "Sheet1"


def spans(chart: Chart) -> Iterator[tuple[int, int]]:
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


def error_bars(series: Series, chart: Chart, span: tuple[int, int]) -> Iterator[Any]:
    """The intervals of a series, whose limits stand at ``span`` in the sheet."""
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
        f"<c:spPr>{line(colour, width, alpha=alpha)}</c:spPr></c:errBars>"
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


def workbook(chart: Chart) -> bytes:
    """The chart's sheet: values where the chart looks for them, limits and names beside them."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 12, 16)
    places = list(spans(chart))
    if chart.kind != "points":
        for row, label in enumerate(chart.categories, 1):
            sheet.write_string(row, 0, clean(label))
    for number, (series, (row, column)) in enumerate(zip(chart.series, places, strict=True)):
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
