from __future__ import annotations

from pathlib import Path

import pytest

from data_sources import acs_tenure
from data_sources._dataset import SourceError

HEADER = (
    "GEO_ID,NAME,B25003_001E,B25003_001M,B25003_002E,B25003_002M,B25003_003E,B25003_003M,Unnamed: 8"
)
LABELS = "Geography,Geographic Area Name,Estimate!!Total:,Margin,Owner,Margin,Renter,Margin,"
NATION = "0100000US,United States,900000,10,600000,10,300000,10,"
ONE = "860Z200US02991,ZCTA5 02991,1200,110,700,90,500,80,"
TWO = "860Z200US02992,ZCTA5 02992,0,13,0,13,0,-555555555,"
GOOD = [HEADER, LABELS, NATION, ONE, TWO]


def write(folder: Path, lines: list[str]) -> Path:
    path = folder / acs_tenure.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return folder


def test_golden(tmp_path: Path) -> None:
    found = acs_tenure.load(write(tmp_path, GOOD))
    assert found.to_dict("list") == {
        "zcta": ["02991", "02992"],
        "occupied": [1200, 0],
        "occupied_moe": [110, 13],
        "owner": [700, 0],
        "owner_moe": [90, 13],
        "renter": [500, 0],
        "renter_moe": [80, 0],
        "source_row": [4, 5],
    }


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([HEADER.replace("_002E", "_002X"), *GOOD[1:]], "B25003_002E"),
        ([HEADER, NATION, ONE], "the row of labels"),
        ([*GOOD, ONE], "stands twice"),
        ([HEADER, LABELS, ONE.replace("700", "seven")], r"line 3, column 'B25003_002E'"),
        ([HEADER, LABELS, ONE.replace("700", "701")], r"line 3, column 'B25003_001E'.*owners and"),
        ([HEADER, LABELS, ONE.replace("02991", "2991", 1)], r"line 3, column 'GEO_ID'"),
        ([HEADER, LABELS, ONE, "860Z200US02993,ZC"], "too few fields"),
        ([HEADER], "no rows"),
    ],
)
def test_bad_input_is_named(tmp_path: Path, lines: list[str], says: str) -> None:
    with pytest.raises(SourceError, match=says):
        acs_tenure.load(write(tmp_path, lines))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="missing"):
        acs_tenure.load(tmp_path)


@pytest.mark.sources
def test_real_file(sources: Path) -> None:
    found = acs_tenure.load(sources)
    assert len(found) == 539
    assert found[["owner", "renter"]].sum().tolist() == [1_728_972, 1_033_084]
    assert found["occupied"].sum() == 2_762_056
