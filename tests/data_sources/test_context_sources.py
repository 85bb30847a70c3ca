"""Laws, background checks and County Health Rankings: slices, bad input, the real files."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from data_sources import background_checks, county_health_rankings, firearm_laws
from data_sources._dataset import SourceError

_CODES = ",".join(f"law{i}" for i in range(firearm_laws.PROVISIONS))


def _law_line(year: int, laws: int) -> str:
    return f"Anystate,{year}," + ",".join(
        "1" if i < laws else "0" for i in range(firearm_laws.PROVISIONS)
    )


LAWS = f"state,year,{_CODES},lawtotal\n{_law_line(2016, 3)},3\n{_law_line(2017, 4)},4\n"
_KINDS = ",".join(background_checks.KINDS)
_BLANKS = "," * (len(background_checks.KINDS) - 3)
CHECKS = (
    f"month,state,{_KINDS},totals\n"
    f"2022-02,Anystate,7,0,5{_BLANKS},12\n"
    f"2022-01,Anystate,6,,5{_BLANKS},11\n"
)
RANKINGS = (
    "time_period,state_fips,county_fips,state_name,county_name,race_and_ethnicity,"
    "gun_deaths_per_100k\n"
    "2021,99,99001,Anystate,Able County,All,4.0\n"
    "2022,99,99001,Anystate,Able County,All,5.0\n"
)


def load(tmp_path: Path, module: ModuleType, text: str) -> pd.DataFrame:
    path = tmp_path / module.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    rows = module.load(tmp_path)
    assert isinstance(rows, pd.DataFrame)
    return rows


def test_kinds_of_law_keep_the_names_of_the_file(tmp_path: Path) -> None:
    load(tmp_path, firearm_laws, LAWS)
    kinds = firearm_laws.load_kinds(tmp_path)
    assert len(kinds) == 2 * firearm_laws.PROVISIONS
    assert kinds[kinds["in_force"]].groupby("year")["law"].agg(list).to_dict() == {
        2016: ["law0", "law1", "law2"],
        2017: ["law0", "law1", "law2", "law3"],
    }
    assert set(kinds["source_row"]) == {2, 3}


def test_slices(tmp_path: Path) -> None:
    assert load(tmp_path, firearm_laws, LAWS).to_dict("list") == {
        "state": ["Anystate"] * 2,
        "year": [2016, 2017],
        "laws": [3, 4],
        "source_row": [2, 3],
    }
    assert load(tmp_path, background_checks, CHECKS).to_dict("list") == {
        "state": ["Anystate"] * 2,
        "month": ["2022-02", "2022-01"],
        "checks": [12, 11],
        "source_row": [2, 3],
    }
    assert load(tmp_path, county_health_rankings, RANKINGS).to_dict("list") == {
        "code": ["99001"] * 2,
        "name": ["Able County"] * 2,
        "period": ["2021", "2022"],
        "rate": [4.0, 5.0],
        "source_row": [2, 3],
    }


@pytest.mark.parametrize(
    ("module", "text", "old", "new", "said"),
    [
        (firearm_laws, LAWS, ",4\n", ",5\n", "the sum of the provisions"),
        (firearm_laws, LAWS, ",4\n", ",four\n", "line 3, column 'lawtotal'"),
        (firearm_laws, LAWS, ",2017,1", ",2017,2", "0 or 1"),
        (firearm_laws, LAWS, ",2017,", ",2016,", "stands twice"),
        (firearm_laws, LAWS, ",2017,", ",17,", "line 3, column 'year'"),
        (firearm_laws, LAWS, "lawtotal", "total", "column 'lawtotal'"),
        (firearm_laws, LAWS, ",law0,", ",", "line 2: the line has more fields than the header"),
        (background_checks, CHECKS, ",12\n", ",13\n", "the sum of the kinds"),
        (background_checks, CHECKS, "Anystate,7", "Anystate,x", "line 2, column 'permit'"),
        (background_checks, CHECKS, "2022-02", "2022-13", "line 2, column 'month'"),
        (background_checks, CHECKS, "2022-02", "2022-01", "stands twice"),
        (background_checks, CHECKS, "handgun", "hand_gun", "column"),
        (county_health_rankings, RANKINGS, "99001,Any", "9901,Any", "line 2, column 'county_fips'"),
        (county_health_rankings, RANKINGS, "4.0", "four", "line 2, column 'gun_deaths_per_100k'"),
        (county_health_rankings, RANKINGS, "4.0", "-4.0", "from 0 to 200"),
        (county_health_rankings, RANKINGS, "2022,", "2021,", "stands twice"),
    ],
)
def test_bad_input_is_named(
    tmp_path: Path, module: ModuleType, text: str, old: str, new: str, said: str
) -> None:
    assert old in text
    with pytest.raises(SourceError, match=Path(module.DATASET.files[0]).name) as error:
        load(tmp_path, module, text.replace(old, new))
    assert said in str(error.value)


@pytest.mark.parametrize("module", [firearm_laws, background_checks, county_health_rankings])
def test_missing_empty_and_cut_files_are_named(tmp_path: Path, module: ModuleType) -> None:
    with pytest.raises(SourceError, match="missing"):
        module.load(tmp_path)
    with pytest.raises(SourceError, match="empty"):
        load(tmp_path, module, "")


def test_a_missing_kind_of_law_is_named(tmp_path: Path) -> None:
    short = "\n".join(
        ",".join(cells[:2] + cells[3:]) for cells in (line.split(",") for line in LAWS.split())
    )
    with pytest.raises(SourceError, match="132 provisions"):
        load(tmp_path, firearm_laws, short)


@pytest.mark.sources
def test_real_files(sources: Path) -> None:
    laws = firearm_laws.load(sources).set_index("year")["laws"]
    assert (len(laws), laws[1991], laws[2017]) == (27, 55, 100)
    checks = background_checks.load(sources)
    assert (len(checks), checks["month"].min(), checks["month"].max()) == (
        299,
        "1998-11",
        "2023-09",
    )
    assert len(county_health_rankings.load(sources)) == 24
