from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from data_sources import acs_boston_profiles as profiles
from data_sources._dataset import SourceError

# Invented places: one like any other, one where nobody lives.
ZCTAS = ("02991", "02992")
ESTIMATES = {"median_household_income": ("61,000", "-"), "median_home_value": ("2,000,000+", "-")}
MARGINS = {"median_household_income": ("4100", "**"), "median_home_value": ("***", "**")}


def tables() -> dict[str, list[list[str]]]:
    """The four files as the publisher writes them: header, labels, a line a ZCTA."""
    out = {}
    for path, table in zip(profiles.DATASET.files, profiles.TABLES, strict=True):
        header, labels = ["GEO_ID", "NAME"], ["Geography", "Geographic Area Name"]
        lines = [[f"860Z200US{z}", f"ZCTA5 {z}"] for z in ZCTAS]
        for name, line in profiles.LINES.items():
            if line.table != table:
                continue
            header += [line.estimate, line.estimate + "A", line.margin, line.margin + "A"]
            label = "Estimate!!SOMETHING" + line.label
            labels += [label, "Annotation of " + label, "Margin of Error", "Annotation"]
            usual = ("12.5", "-") if line.percent else ("480", "0")
            usual_moe = ("3.1", "**") if line.percent else ("90", "13")
            for i, row in enumerate(lines):
                row += [
                    ESTIMATES.get(name, usual)[i],
                    "null",
                    MARGINS.get(name, usual_moe)[i],
                    "null",
                ]
        out[path] = [header, labels, *lines]
    return out


def write(folder: Path, content: dict[str, list[list[str]]]) -> Path:
    for name, rows in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return folder


def test_golden(tmp_path: Path) -> None:
    found = profiles.load(write(tmp_path, tables()))
    assert found["zcta"].tolist() == list(ZCTAS)
    assert found["source_row"].tolist() == [3, 4]
    one, empty = found.iloc[0], found.iloc[1]
    assert (one["median_household_income"], one["median_household_income_moe"]) == (61_000, 4_100)
    assert not one["median_household_income_open"]
    assert one["median_home_value"] == 2_000_000
    assert one["median_home_value_open"]
    assert math.isnan(one["median_home_value_moe"])
    assert (one["snap"], one["snap_moe"], one["snap_percent"], one["snap_percent_moe"]) == (
        480,
        90,
        12.5,
        3.1,
    )
    assert empty["population"] == 0
    assert math.isnan(empty["snap_percent"])
    assert math.isnan(empty["median_household_income"])
    assert set(found.columns) == {
        "zcta",
        "source_row",
        "median_household_income_open",
        "median_home_value_open",
        *profiles.LINES,
        *(f"{n}_moe" for n in profiles.LINES),
    }


DP03 = profiles.DATASET.files[1]


def bad(change: str) -> dict[str, list[list[str]]]:
    content = tables()
    rows = content[DP03]
    at = rows[0].index("DP03_0062E")
    match change:
        case "renamed column":
            rows[0][at] = "DP03_0062X"
        case "string in a number":
            rows[2][at] = "about 60,000"
        case "moved line":
            rows[1][at] = "Estimate!!INCOME!!Mean household income (dollars)"
        case "no labels":
            del rows[1]
        case "duplicated key":
            rows.append(rows[2])
        case "truncated":
            rows[3] = rows[3][:5]
        case "other place":
            rows[3][0] = "860Z200US02993"
        case "not a ZCTA":
            rows[3][0] = "2992"
        case "impossible percentage":
            rows[2][rows[0].index("DP03_0128PE")] = "246"
        case "empty":
            content[DP03] = rows[:1]
    return content


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("renamed column", "DP03_0062E"),
        ("string in a number", r"line 3, column 'DP03_0062E'.*about 60,000"),
        ("moved line", r"line 2, column 'DP03_0062E'.*Median household income"),
        ("no labels", "row of labels"),
        ("duplicated key", "stands twice"),
        ("truncated", "too few fields"),
        ("other place", "not in all four profiles"),
        ("not a ZCTA", "line 4, column 'GEO_ID'"),
        ("impossible percentage", r"line 3, column 'DP03_0128PE'"),
        ("empty", "no rows"),
    ],
)
def test_bad_input_is_named(tmp_path: Path, change: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        profiles.load(write(tmp_path, bad(change)))


def test_missing_file(tmp_path: Path) -> None:
    write(tmp_path, tables())
    (tmp_path / DP03).unlink()
    with pytest.raises(SourceError, match="missing"):
        profiles.load(tmp_path)


@pytest.mark.sources
def test_real_files(sources: Path) -> None:
    found = profiles.load(sources).set_index("zcta")
    assert len(found) == 32
    assert found["population"].sum() == 668_131
    assert sorted(found.index[found["median_household_income"].isna()]) == [
        "02133",
        "02203",
        "02205",
    ]
    roxbury = found.loc["02121"]
    assert (roxbury["median_household_income"], roxbury["median_household_income_moe"]) == (
        40_732,
        7_490,
    )
    assert (roxbury["poverty_percent"], roxbury["poverty_percent_moe"]) == (24.6, 3.3)
