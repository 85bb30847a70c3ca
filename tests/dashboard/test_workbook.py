"""A figure as a workbook: numbers are numbers, codes and words are text, nothing is a formula."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from dashboard import store
from dashboard.reuse import workbook
from tests.dashboard.test_citation import figure

BAD = ("=1+1", "+1", "-x", "@cmd", "https://example.org", 'O\'Brien & <Sons> "Peña" Łódź', "\x07a")


@pytest.mark.parametrize(("cell", "value", "shown"), [
    ("24", 24, "0"),
    ("1,204", 1204, "#,##0"),
    ("0.59", 0.59, "0.00"),
    ("0", 0, "0"),
    ("33%", 0.33, "0%"),
    ("12.3%", 0.123, "0.0%"),
    ("$61,783", 61783, '"$"#,##0'),
    ("-4", -4, "0"),
    ("−4", -4, "0"),
])  # fmt: skip
def test_what_is_nothing_but_a_number_is_one(cell: str, value: float, shown: str) -> None:
    assert workbook.number(cell) == (value, shown)


@pytest.mark.parametrize(
    "cell",
    ["02121", "", "–", "1-4", "24 (20 to 28)", "ZIP 02121", "1,20", "01", "$5%", "2014-2017"],
)
def test_what_is_more_or_less_than_a_number_is_text(cell: str) -> None:
    assert workbook.number(cell) is None


def test_a_spreadsheet_opens_it_with_its_types_and_its_words() -> None:
    made = figure(
        head=("Place", "Rate", "Share", "Code", "Place"),
        rows=(
            ("2014", "1,204.5", "33%", "02121", "–"),
            *((words, words, "5", "9", words) for words in BAD),
        ),
        title=BAD[5],
    )
    content = workbook.workbook(store.atlas(), made, "https://example.org")
    assert content == workbook.workbook(store.atlas(), made, "https://example.org")
    frame = pd.read_excel(io.BytesIO(content), sheet_name=workbook.NUMBERS, dtype=object)
    assert list(frame.iloc[0])[:4] == ["2014", 1204.5, 0.33, "02121"]
    assert len(frame) == 1 + len(BAD)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book[workbook.NUMBERS].iter_rows():
        for cell in row:
            assert cell.data_type in {"s", "n"}
            assert cell.hyperlink is None
    about = dict(pd.read_excel(io.BytesIO(content), sheet_name=workbook.ABOUT, header=None).values)
    assert about["Title"] == BAD[5]
    assert about["Edition"] == store.atlas().version
    assert about["Address"] == "https://example.org/zip?zip=02121"
    assert "Every Zip Code" in about["To cite"]
