"""A figure as a workbook (XLSX): its table with numbers as numbers, and what it is beside it.

A cell is a number where what stands there is nothing but one ("1,204", "33%", "$61,783"), with a
format that shows it as the page does. Everything else is text: codes such as ZIPs keep their
zeros, and no text is ever a formula or a link.
"""

from __future__ import annotations

import io
import re
from datetime import datetime

import xlsxwriter

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.renderings.slides_text import clean
from dashboard.reuse import citation, limits
from dashboard.words import _

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBERS, ABOUT = "Numbers", "About"
"""Names of the sheets."""
_CREATED = datetime(1980, 1, 1)
"""The date in every file, so that the same tables give the same bytes."""
_NUMBER = re.compile(r"(-|−)?(\$?)((?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(\d+))?)(%?)")
_WIDEST = 60
_ABOUT = 100
_LONGEST = 32_000
"""Letters that a cell takes, less a few."""


def number(text: str) -> tuple[float, str] | None:
    """The number that a cell is and the format that shows it so, or None where it is text."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or (match[2] and match[5]):
        return None
    digits = len(match[4] or "")
    value = float(match[3].replace(",", "")) * (-1 if match[1] else 1)
    shown = ("#,##0" if "," in match[3] else "0") + ("." + "0" * digits if digits else "")
    if match[5]:
        return round(value / 100, digits + 2), f"{shown}%"
    return value, f'"$"{shown}' if match[2] else shown


def workbook(atlas: Atlas, figure: Figure, site: str) -> bytes:
    """The workbook: a sheet of numbers, and a sheet that says what they are and how to cite."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {"title": clean(figure.title), "author": citation.PUBLISHER, "created": _CREATED}
        )
        _numbers(book, figure)
        _about(book, atlas, figure, site)
    return buffer.getvalue()


def _numbers(book: xlsxwriter.Workbook, figure: Figure) -> None:
    sheet = book.add_worksheet(NUMBERS)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    made: dict[str, object] = {}
    for column, name in enumerate(figure.head):
        sheet.write_string(0, column, _cell(name), head)
    for row, cells in enumerate(figure.rows, 1):
        for column, text in enumerate(cells):
            # What a row is about is a name, even where it is made of digits alone.
            found = number(text) if column else None
            if found is None:
                sheet.write_string(row, column, _cell(text))
                continue
            value, shown = found
            form = made.setdefault(shown, book.add_format({"num_format": shown}))
            sheet.write_number(row, column, value, form)
    for column, name in enumerate(figure.head):
        longest = max((len(row[column]) for row in figure.rows), default=0)
        sheet.set_column(column, column, min(max(longest, len(name) // 2, 9) + 2, _WIDEST))
    sheet.freeze_panes(1, 1)


def _about(book: xlsxwriter.Workbook, atlas: Atlas, figure: Figure, site: str) -> None:
    sheet = book.add_worksheet(ABOUT)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    cited = citation.citation(atlas, figure, site + figure.address)
    sources = [row["citation"] or row["title"] for row in citation.source_rows(atlas, figure)]
    lines = [
        (_("Title"), figure.title),
        (_("What it shows"), figure.subtitle),
        (_("In words"), figure.summary),
        (_("Caption"), figure.caption),
        (_("How to read this"), figure.how_to_read),
        (_("Known limits"), limits.of(atlas, figure)),
        (_("Years"), formats.period(figure.period) if figure.period else ""),
        *((_("Source"), source) for source in sources),
        (_("Edition"), atlas.version),
        (_("Address"), site + figure.address),
        (_("To cite"), citation.text(cited)),
    ]
    kept = [(name, text) for name, text in lines if text]
    for row, (name, text) in enumerate(kept):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, _cell(text), wrap)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, _ABOUT)


def _cell(text: str) -> str:
    return clean(text)[:_LONGEST]
