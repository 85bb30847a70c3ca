"""The four small ZCTA files of the Opioid Environment Policy Scan, alike in form."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from data_sources import oeps_economy, oeps_insurance, oeps_internet, svi
from data_sources._dataset import SourceError

SLICES = {
    oeps_economy: (
        ["ZCTA,year,unempP,povP,pciE", "02991,2018,3.4,9.0,35135.0", "02992,2018,,,"],
        {
            "zcta": ["02991", "02992"],
            "unemployment": [3.4, None],
            "poverty": [9.0, None],
            "per_capita_income": [35135.0, None],
        },
        "povP",
    ),
    oeps_insurance: (
        [
            "GEOID,InsuredPop,InsuredPopP,PrivateInsP,PublicInsP,HEROP_ID",
            "02991,1657,97.2,74.8,44.8,860US02991",
            "02992,0,,,,860US02992",
        ],
        {"zcta": ["02991", "02992"], "insured": [1657, 0], "uninsured": [2.8, None]},
        "InsuredPopP",
    ),
    oeps_internet: (
        [
            "HEROP_ID,ZCTA5,RxMinDis,RxTmDr,RxCntDr,NoIntP",
            "860US02991,02991,0.84,3.96,38,8.82",
            "860US02992,02992,0.1,0,425,",
        ],
        {"zcta": ["02991", "02992"], "no_internet": [8.82, None]},
        "NoIntP",
    ),
    svi: (
        [
            "HEROP_ID,ZCTA5,SviTh1,SviTh2,SviTh3,SviTh4,SviSmryRnk",
            "860US02991,02991,0.4473,0.7457,0.495,0.8396,0.7071",
            "860US02992,02992,,-999,0,1,-999",
        ],
        {
            "zcta": ["02991", "02992"],
            "svi": [0.7071, None],
            "svi_socioeconomic": [0.4473, None],
            "svi_household": [0.7457, None],
            "svi_minority": [0.495, 0.0],
            "svi_housing": [0.8396, 1.0],
        },
        "SviTh3",
    ),
}
MODULES = pytest.mark.parametrize("module", SLICES, ids=lambda m: m.DATASET.id)


def write(folder: Path, module: ModuleType, lines: list[str]) -> Path:
    path = folder / module.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return folder


@MODULES
def test_golden(tmp_path: Path, module: ModuleType) -> None:
    lines, expected, _ = SLICES[module]
    found = module.load(write(tmp_path, module, lines))
    assert found["source_row"].tolist() == [2, 3]
    found = found.drop(columns="source_row").astype(object)
    assert found.where(found.notna(), None).to_dict("list") == expected


@MODULES
@pytest.mark.parametrize(
    "change",
    ["renamed", "string", "impossible", "duplicate", "not a ZCTA", "truncated", "empty", "missing"],
)
def test_bad_input_is_named(tmp_path: Path, module: ModuleType, change: str) -> None:
    lines, _, column = SLICES[module]
    header, first, second = lines
    at = header.split(",").index(column)

    def put(value: str) -> str:
        cells = first.split(",")
        cells[at] = value
        return ",".join(cells)

    content, says = {
        "renamed": ([header.replace(column, "other", 1), first], column),
        "string": ([header, put("many")], f"line 2, column '{column}'"),
        "impossible": ([header, put("100.5")], f"line 2, column '{column}'"),
        "duplicate": ([header, first, second, first], "stands twice"),
        "not a ZCTA": ([header, first.replace("02991", "2991")], "line 2.*ZCTA of five digits"),
        "truncated": ([header, first, second.rsplit(",", 2)[0][:14]], "too few fields"),
        "empty": ([header], "no rows"),
        "missing": (None, "missing"),
    }[change]
    if content is not None:
        write(tmp_path, module, content)
    with pytest.raises(SourceError, match=says):
        module.load(tmp_path)


def test_another_year_is_not_taken_for_2014_2018(tmp_path: Path) -> None:
    lines = ["ZCTA,year,unempP,povP,pciE", "02991,2017,3.4,9.0,35135.0"]
    with pytest.raises(SourceError, match="2018, the last year"):
        oeps_economy.load(write(tmp_path, oeps_economy, lines))


@pytest.mark.sources
@pytest.mark.parametrize(
    ("module", "rows", "column", "blank"),
    [
        (oeps_economy, 537, "poverty", 7),
        (oeps_insurance, 537, "uninsured", 4),
        (oeps_internet, 537, "no_internet", 7),
        (svi, 539, "svi", 10),
    ],
)
def test_real_files(sources: Path, module: ModuleType, rows: int, column: str, blank: int) -> None:
    found = module.load(sources)
    assert len(found) == rows
    assert found[column].isna().sum() == blank
