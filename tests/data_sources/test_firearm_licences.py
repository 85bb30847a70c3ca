"""The workbook of licences: a golden slice, bad input, the real file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_sources import firearm_licences
from data_sources._dataset import SourceError
from data_sources.firearm_licences import CARRY_A, IDENTIFICATION

HEADER = ["Licensing Authority", "License Type", "Count"]
ROWS = [
    ["ABLE PD", IDENTIFICATION, 41],
    ["ABLE PD", CARRY_A, 1524],
    ["BAKER PD ", "License to Sell Ammunition", 2],
]


def load(tmp_path: Path, rows: list[list[object]], header: list[str] | None = None) -> pd.DataFrame:
    path = tmp_path / firearm_licences.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows, columns=header or HEADER).to_excel(path, index=False)
    return firearm_licences.load(tmp_path)


def test_slice(tmp_path: Path) -> None:
    rows = load(tmp_path, ROWS)
    assert rows["authority"].tolist() == ["ABLE PD", "ABLE PD", "BAKER PD"]
    assert rows["personal"].tolist() == [True, True, False]
    assert rows["count"].tolist() == [41, 1524, 2]
    assert rows["source_row"].tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        ([*ROWS, ROWS[0]], None, "line 5, column 'Licensing Authority'"),
        ([["ABLE PD", "Fishing License", 3]], None, "line 2, column 'License Type'"),
        ([["ABLE PD", CARRY_A, "many"]], None, "line 2, column 'Count'"),
        ([["ABLE PD", CARRY_A, -3]], None, "line 2, column 'Count'"),
        ([["ABLE PD", CARRY_A, None]], None, "line 2, column 'Count'"),
        ([[None, CARRY_A, 3]], None, "line 2, column 'Licensing Authority'"),
        (ROWS, ["Licensing Authority", "Type", "Count"], "column 'License Type'"),
        ([], None, "no rows"),
    ],
)
def test_bad_input_is_named(
    tmp_path: Path, rows: list[list[object]], header: list[str] | None, said: str
) -> None:
    with pytest.raises(SourceError, match=r"firearms_licenses.*\.xlsx") as error:
        load(tmp_path, rows, header)
    assert said in str(error.value)


def test_a_file_that_is_cut_short_is_named(tmp_path: Path) -> None:
    load(tmp_path, ROWS)
    path = tmp_path / firearm_licences.DATASET.files[0]
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(SourceError, match="cannot be read"):
        firearm_licences.load(tmp_path)
    path.unlink()
    with pytest.raises(SourceError, match="missing"):
        firearm_licences.load(tmp_path)


@pytest.mark.sources
def test_real_file(sources: Path) -> None:
    rows = firearm_licences.load(sources)
    assert len(rows) == 1506
    assert rows["authority"].nunique() == 353
    assert rows["count"].sum() == 539_854
    kinds = rows.groupby("type")["count"].sum()
    assert kinds[CARRY_A] == 508_968
    assert kinds[IDENTIFICATION] == 23_113
    assert rows.loc[rows["personal"], "count"].sum() == 532_084
