"""Tables that a person puts into the drop folder: what they must look like, and what is wrong.

A form declares the columns; the page ``docs/dropped_files.md`` is written from the forms. A value
is never repeated in what is said of it: a shifted column could hold an address or a name.
"""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from data_sources._vault import live_folder

Cell = str | int | date | None
FOLDER = "dropped"
LARGEST = 50 * (1 << 20)
"""Bytes that a dropped file may have."""
MOST_PROBLEMS = 20
SHEETS = (".xlsx",)
TEXTS = (".csv",)


@dataclass(frozen=True)
class Column:
    """A column of a form."""

    name: str
    meaning: str
    example: str
    parse: Callable[[str], Cell]
    """Raises ValueError where a value does not fit."""
    also: tuple[str, ...] = ()
    """Other headings under which it is published."""
    needed: bool = True
    """Where false the column may be absent; its value is 0 then."""


@dataclass(frozen=True)
class Form:
    """A table that can be dropped."""

    id: str
    title: str
    publisher: str
    page: str
    how: str
    """How a person gets it and names it."""
    use: str
    """What becomes of it."""
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns that together name a row."""

    def headings(self, header: Sequence[str]) -> dict[str, int]:
        """Where each column of the form stands in a header line, as far as it is there."""
        places = {text.strip().casefold(): i for i, text in reversed(list(enumerate(header)))}
        found = {}
        for column in self.columns:
            for name in (column.name, *column.also):
                if name.casefold() in places:
                    found[column.name] = places[name.casefold()]
                    break
        return found


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file and what a person does about it."""

    said: str
    todo: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else ""
        where += f"{', ' if where else ''}column {self.column!r}" if self.column else ""
        return f"{where}{': ' if where else ''}{self.said}. {self.todo}."


@dataclass
class Found:
    """A file of the drop folder as it was read."""

    path: Path
    form: Form | None = None
    rows: list[Mapping[str, Cell]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def good(self) -> bool:
        """Whether it can be used."""
        return self.form is not None and not self.problems


def read(path: Path, forms: Sequence[Form]) -> Found:
    """Read a file as the form that its header line fits, and check every row."""
    found = Found(path)
    lines = _lines(path, found)
    if not lines:
        if not found.problems:
            found.problems.append(Problem("the file is empty", "Export it again"))
        return found
    form = _form(lines[0], forms, found)
    if form is None:
        return found
    found.form = form
    places = form.headings(lines[0])
    seen: dict[tuple[Cell, ...], int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(lines[0]):
            said = f"{len(line)} cells where the header has {len(lines[0])}"
            found.problems.append(Problem(said, "Export the file again, whole", number))
            continue
        row = _row(form, line, places, number, found)
        if row is None:
            continue
        key = tuple(row[name] for name in form.key)
        if key in seen:
            said = f"the same {' and '.join(form.key)} as in row {seen[key]}"
            found.problems.append(Problem(said, "Take one of the two rows out", number))
            continue
        seen[key] = number
        found.rows.append(row)
    if not found.rows and not found.problems:
        found.problems.append(Problem("there are no rows below the header", "Export it again"))
    return found


def _row(
    form: Form, line: Sequence[str], places: Mapping[str, int], number: int, found: Found
) -> Mapping[str, Cell] | None:
    row: dict[str, Cell] = {}
    for column in form.columns:
        text = line[places[column.name]].strip() if column.name in places else "0"
        try:
            row[column.name] = column.parse(text)
        except ValueError:
            todo = f"Expected {column.meaning}, as in {column.example}"
            found.problems.append(Problem("the value does not fit", todo, number, column.name))
            return None
    return row


def _form(header: Sequence[str], forms: Sequence[Form], found: Found) -> Form | None:
    missing: dict[str, list[str]] = {}
    for form in forms:
        places = form.headings(header)
        missing[form.id] = [c.name for c in form.columns if c.needed and c.name not in places]
        if not missing[form.id]:
            return form
    nearest = min(forms, key=lambda form: len(missing[form.id]) / len(form.columns))
    absent = missing[nearest.id]
    if len(absent) <= len(nearest.columns) / 2:
        found.problems.append(
            Problem(
                f"this looks like {nearest.title}, but lacks the column "
                f"{', '.join(map(repr, absent))}",
                "Rename the heading if it is there under another name, or export the file again",
                1,
            )
        )
    else:
        found.problems.append(
            Problem(
                "nobody here knows this table",
                "docs/dropped_files.md names the tables that can be dropped; take this file away",
            )
        )
    return None


def _lines(path: Path, found: Found) -> list[list[str]]:
    """The cells of a file as text; a problem where it cannot be read."""
    ending = path.suffix.lower()
    if path.stat().st_size > LARGEST:
        said = f"the file is larger than {LARGEST >> 20} MB"
        found.problems.append(Problem(said, "Drop one table of one year at a time"))
    elif ending in TEXTS:
        return _csv_lines(path, found)
    elif ending in SHEETS:
        return _xlsx_lines(path, found)
    elif ending in {".zip", ".gz", ".7z", ".rar"}:
        found.problems.append(
            Problem("this is a packed file", "Unpack it and drop the tables that are inside")
        )
    elif ending in {".xls", ".xlsb", ".ods", ".numbers"}:
        found.problems.append(
            Problem("this kind of workbook is not read", "Save it as CSV (UTF-8) or as .xlsx")
        )
    else:
        found.problems.append(
            Problem("this kind of file is not read", "Drop a .csv or an .xlsx file")
        )
    return []


def _csv_lines(path: Path, found: Found) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if text.lstrip()[:1] == "<":
            found.problems.append(
                Problem("this is a web page, not a table", "Sign in and export the CSV file again")
            )
            return []
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError:
        found.problems.append(
            Problem("the text is not in UTF-8", "Save it as CSV (UTF-8) from the spreadsheet")
        )
    except csv.Error:
        found.problems.append(
            Problem("the quotes of a cell do not close", "Export the file again, whole")
        )
    return []


def _xlsx_lines(path: Path, found: Found) -> list[list[str]]:
    """The first sheet with cells; values of formulas as they were last saved."""
    from openpyxl import load_workbook  # only where a workbook is dropped
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            lines = [[_text(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
            lines = [line for line in lines if any(line)]
            if lines:
                book.close()
                width = len(lines[0])
                return [(line + [""] * width)[: max(width, _last(line))] for line in lines]
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        found.problems.append(
            Problem("the workbook cannot be opened", "Save it again as .xlsx, without a password")
        )
    return []


def _last(line: Sequence[str]) -> int:
    """How many cells a line has up to its last one that is filled."""
    return max((i for i, cell in enumerate(line, start=1) if cell), default=0)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def whole(text: str) -> int:
    """A count.

    Raises:
        ValueError: the text is none.
    """
    cleaned = text.replace(",", "")
    if not (cleaned.isascii() and cleaned.isdigit()) or len(cleaned) > 9:
        raise ValueError
    return int(cleaned)


def day(text: str) -> date:
    """A day, in ISO or as "July 5, 2026".

    Raises:
        ValueError: the text is none.
    """
    for form in ("%Y-%m-%d", "%B %d, %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError


def filled(text: str) -> str:
    """Some text.

    Raises:
        ValueError: it is blank.
    """
    if not text:
        raise ValueError
    return " ".join(text.split())


def folder() -> Path:
    """The drop folder: ``EZC_DROPPED``, or ``dropped`` beside what is fetched."""
    return Path(os.environ.get("EZC_DROPPED") or live_folder() / FOLDER)


def files(place: Path | None = None) -> list[Path]:
    """What lies in the drop folder, by name; hidden files and folders do not count."""
    place = place or folder()
    if not place.is_dir():
        return []
    return sorted(p for p in place.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))


def period_of(name: str) -> tuple[date, date] | None:
    """The first and last day that a file's name says: 2021, 2021-01_2021-06 or days."""
    match = _PERIOD.search(Path(name).stem)
    if match is None:
        return None
    ends = [part for part in match.groups() if part]
    try:
        first, last = _days(ends[0])[0], _days(ends[-1])[1]
    except ValueError:
        return None
    return (first, last) if first <= last else None


_PERIOD = re.compile(r"(?<!\d)(\d{4}(?:-\d\d){0,2})(?:_(\d{4}(?:-\d\d){0,2}))?(?!\d)")


def _days(text: str) -> tuple[date, date]:
    parts = [int(part) for part in text.split("-")]
    year, month, number = [*parts, 0, 0][:3]
    if number:
        return date(year, month, number), date(year, month, number)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)
