from __future__ import annotations

import math
from pathlib import Path

import pytest

from data_sources import acs_tract_income
from data_sources._dataset import SourceError

HEADER = "GEO_ID,NAME," + ",".join(f"DP03_{n:04d}E" for n in range(51, 64))
ONE = "1400000US25999000100,Census Tract 1; Nowhere,100,10,10,10,10,10,10,10,10,10,10,61500,70000"
RICH = '1400000US25999000200,Census Tract 2; Nowhere County,30,0,0,0,0,0,0,0,0,0,30,"250,000+",N'
EMPTY = "1400000US25999990000,Census Tract 9900; Nowhere County,0,0,0,0,0,0,0,0,0,0,0,-,-"


def write(folder: Path, lines: list[str]) -> Path:
    path = folder / acs_tract_income.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return folder


def test_golden(tmp_path: Path) -> None:
    found = acs_tract_income.load(write(tmp_path, [HEADER, ONE, RICH, EMPTY]))
    assert found["tract"].tolist() == ["25999000100", "25999000200", "25999990000"]
    assert found["households"].tolist() == [100, 30, 0]
    assert found["from_200k"].tolist() == [10, 30, 0]
    assert found["median"].tolist()[:2] == [61_500, 250_000]
    assert math.isnan(found["median"][2])
    assert found["median_open"].tolist() == [False, True, False]
    assert found["source_row"].tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([HEADER.replace("0056E", "0056X"), ONE], "DP03_0056E"),
        ([HEADER, ONE, ONE], "stands twice"),
        ([HEADER, ONE.replace(",61500", ",lots")], r"line 2, column 'DP03_0062E'"),
        ([HEADER, ONE.replace(",100,", ",101,")], r"line 2, column 'DP03_0051E'.*together"),
        ([HEADER, ONE.replace(",10,", ",-10,", 1)], r"line 2, column 'DP03_0052E'"),
        ([HEADER, ONE.replace("25999000100", "999000100")], r"line 2, column 'GEO_ID'"),
        ([HEADER, ONE[:60]], "too few fields"),
        ([HEADER], "no rows"),
    ],
)
def test_bad_input_is_named(tmp_path: Path, lines: list[str], says: str) -> None:
    with pytest.raises(SourceError, match=says):
        acs_tract_income.load(write(tmp_path, lines))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="missing"):
        acs_tract_income.load(tmp_path)


@pytest.mark.sources
def test_real_file(sources: Path) -> None:
    found = acs_tract_income.load(sources)
    assert len(found) == 1_620
    assert found["households"].sum() == 2_762_070
    assert found["median"].isna().sum() == 35
    assert found["median_open"].sum() == 20
