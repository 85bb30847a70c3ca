"""What a person drops: recognised, checked row by row, counted for towns, and never repeated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook

from data_sources import _dropped, dropped_gva, firearm_dashboards, gva_incidents
from data_sources._web import Web
from epidemiology.status import Status
from etl import applications as licences
from etl import context, dropped, injuries
from etl.__main__ import main
from etl.ledger import Ledger
from tests.etl.test_injuries import (
    CITY,
    LYNN,
    SPRINGFIELD,
    at,
    small_geography,
    write_small_sources,
)

SECRET = "77 Quetzalcoatl Lane"
HEAD = (
    "Incident ID,Incident Date,State,City Or County,Address,Victims Killed,Victims Injured,"
    "Suspects Killed,Suspects Injured,Suspects Arrested,Operations"
)
VIOLENCE = """Agency,Year,Quarter,Incident Type,Count
Springfield PD,2025,Q1,Homicide,3
Springfield PD,2025,Q1,Attempted suicide,5
Lynn PD,2025,2,Homicide,*
"""


def line(number: int, day: date, place: str = "Springfield", counts: str = "0,1,0,0") -> str:
    when = f'"{day:%B} {day.day}, {day.year}"'
    return f"{number},{when},Massachusetts,{place},{SECRET},{counts},0,N/A"


def year_of(year: int, step: int = 10, start: int = 1_000) -> list[str]:
    days = range(0, 365, step)
    return [line(start + n, date(year, 1, 1) + timedelta(days=n)) for n in days]


def export(lines: Iterable[str]) -> str:
    return "\n".join([HEAD, *lines]) + "\n"


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "box"
    folder.mkdir()
    monkeypatch.setenv("EZC_DROPPED", str(folder))
    return folder


def said(box: Path) -> str:
    found = dropped.check()
    text = "\n".join(part for one in found for part in dropped.lines(one))
    assert "quetzalcoatl" not in text.lower()
    return f"{text}\n{dropped.summary(found, box)}"


def test_an_empty_folder_says_what_can_be_dropped(box: Path) -> None:
    assert "docs/dropped_files.md" in said(box)
    assert getattr(dropped_gva, "fetch", None) is None


def test_a_year_of_the_archive_is_taken_up(box: Path) -> None:
    (box / "gva_2021.csv").write_text(export(year_of(2021)), encoding="utf-8-sig")
    text = said(box)
    assert "an export of Gun Violence Archive, 37 rows, 2021-01-01 to 2021-12-27" in text
    assert "In order" in text
    assert "1 of 1 files are in order" in text
    assert dropped_gva.fetch is dropped_gva.collect


@pytest.mark.parametrize(
    ("name", "spoil", "expected"),
    [
        ("gva_2021.csv", lambda t: t.replace("0,1,0,0", "0,some,0,0", 1),
         "row 2, column 'Victims Injured': the value does not fit"),
        ("gva_2021.csv", lambda t: t.replace(SECRET, f"{SECRET},x", 1), "row 2: 12 cells"),
        ("gva_2021.csv", lambda t: t.replace("January 11", "Jan. 11"), "column 'Incident Date'"),
        ("gva_2021.csv", lambda t: t.replace("1010,", "1000,"), "the same Incident ID as in row 2"),
        ("gva_2021.csv", lambda t: t.replace("Incident Date", "When"),
         "lacks the column 'Incident Date'"),
        ("gva_2021.csv", lambda t: t.split("\n")[0], "no rows below the header"),
        ("gva_2021.csv", lambda t: "", "the file is empty"),
        ("gva_2021.csv", lambda t: t.replace("2021", "2022"), "outside the period of the name"),
        ("gva_2020-07_2021-12.csv", lambda t: t, "no incident between 2020-06-30 and 2021-01-01"),
        ("export.csv", lambda t: t, "the name does not say which period"),
        ("gva_2021.csv", lambda t: "<html>sign in</html>", "this is a web page"),
        ("gva_2021.csv", lambda t: t.replace(SECRET, f'"{SECRET}', 1), "quotes of a cell"),
        ("gva_2021.csv", lambda t: "a,b,c\n1,2,3\n", "nobody here knows this table"),
        ("gva_2021.zip", lambda t: t, "Unpack it"),
        ("gva_2021.xls", lambda t: t, "Save it as CSV"),
        ("gva_2021.xlsx", lambda t: t, "the workbook cannot be opened"),
        ("gva_2021.pdf", lambda t: t, "Drop a .csv or an .xlsx file"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_what_to_do(box: Path, name: str, spoil: Any, expected: str) -> None:
    (box / name).write_text(spoil(export(year_of(2021))), encoding="utf-8")
    text = said(box)
    assert expected in text
    assert "0 of 1 files are in order" in text
    assert getattr(dropped_gva, "fetch", None) is None


def test_other_encodings_and_full_exports_are_named(box: Path) -> None:
    (box / "gva_2021.csv").write_bytes(export(year_of(2021)).encode("utf-16"))
    assert "not in UTF-8" in said(box)
    many = [line(n, date(2021, 1, 1) + timedelta(days=n % 365)) for n in range(2000)]
    (box / "gva_2021.csv").write_text(export(many))
    assert "just 2,000 rows, where an export stops" in said(box)


def test_a_workbook_of_the_state(box: Path) -> None:
    book = Workbook()
    for row in VIOLENCE.splitlines():
        book.active.append([int(c) if c.isdigit() else c for c in row.split(",")])
    book.save(box / "dashboard.xlsx")
    text = said(box)
    assert "violence with firearms by agency (state dashboard), 2 rows, 2025 Q1 to 2025 Q2" in text
    assert "1 rows on suicide are left out" in text
    (box / "dashboard.xlsx").unlink()
    (box / "d.csv").write_text(VIOLENCE.replace("2025,2,", "2025,5,"))
    assert "row 4, column 'Quarter'" in said(box)


def applications(*rows: str) -> str:
    head = "Department,Year,Qtr,License Type,Applications,Denied"
    return "\n".join([head, *rows]) + "\n"


def quarters(agency: str, year: int, ltc: str = "10", fid: str = "2") -> list[str]:
    return [
        f"{agency},{year},Q{quarter},{kind},{count},0"
        for quarter in range(1, 5)
        for kind, count in (("LTC", ltc), ("FID", fid))
    ]


def test_applications_for_licenses_become_a_measure_by_town(
    box: Path, web: Web, tmp_path: Path
) -> None:
    rows = [
        *quarters("Springfield PD", 2025),
        *quarters("Lynn Police Department", 2025)[:-1],  # a quarter is not whole
        *quarters("ATTLEBOROUGH PD", 2025, ltc="*"),  # hidden
        *quarters("State Police", 2025),
        *quarters("Lynn PD", 2026, ltc="30", fid="0"),
        "Springfield PD,2026,1,LTC,12,0",
        "Springfield PD,2026,1,Gun Club,1,0",
    ]
    (box / "applications.csv").write_text(applications(*rows))
    assert "1 rows of other kinds than LTC and FID are left out" in said(box)
    assert "In order. Applications by town" in said(box)
    assert firearm_dashboards.fetch is firearm_dashboards.collect
    fetched = firearm_dashboards.collect(web, tmp_path)
    assert (fetched.rows, fetched.vintage) == (8 + 7 + 8 + 8 + 8 + 1, "2025 Q1 to 2026 Q4")
    towns = pd.DataFrame(
        {"key": ["SPRINGFIELD", "LYNN", "ATTLEBORO", "ATTLEBOROUGH"], "code": ["1", "2", "3", "3"]}
    )
    ledger = Ledger()
    made = licences.run(tmp_path, towns, ledger).set_index(["code", "period"])["numerator"]
    assert made.dropna().to_dict() == {("1", "2025"): 48, ("2", "2026"): 120}
    assert len(made) == 3 * 2, "towns without a number are there"
    assert ledger.rows_in["firearm_dashboards"] == fetched.rows
    why = ledger.left["firearm_dashboards"]
    assert why["of agencies that are no town"] == 8
    assert why["of years that are not whole, or have a hidden quarter"] == 7 + 8 + 1
    adults = pd.DataFrame({"code": ["1", "2"], "adults": [4_000.0, 500.0], "vintage": "ACS x"})
    rows_2025 = made.xs("2025", level="period").reset_index().assign(source="a")
    rate = context.rate_of_adults(rows_2025, adults.assign(source="b")).set_index("code")
    assert rate.loc["1", ["value", "status"]].tolist() == [12.0, Status.VALUE]
    assert set(rate.loc[["2", "3"], "status"]) == {Status.NOT_COVERED}


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        (applications("Lynn PD,2025,1,Gun Club,3,0"), "no row is of LTC or FID"),
        (applications("Lynn PD,2025,1,LTC,some,0"), "column 'Applications'"),
        (VIOLENCE, "Checked only; it feeds no measure"),
    ],
)
def test_what_feeds_no_measure_is_said(box: Path, text: str, said_of_it: str) -> None:
    (box / "d.csv").write_text(text)
    assert said_of_it in said(box)
    assert getattr(firearm_dashboards, "fetch", None) is None


def test_the_command_is_friendly(
    box: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (box / "gva_2021.csv").write_text(export([*year_of(2021), "broken"]))
    (box / ".hidden").write_text("x")
    monkeypatch.setattr("sys.argv", ["etl", "dropped"])
    assert main() == 0
    out = capsys.readouterr().out
    assert "row 39: 1 cells where the header has 11" in out
    assert "quetzalcoatl" not in out.lower()


def test_every_form_has_its_place_on_the_page() -> None:
    page = "\n".join(dropped.page())
    for form in dropped.FORMS:
        assert form.title[1:] in page
        assert all(f"`{column.name}`" in page for column in form.columns)
    assert "EZC_GEOCODE=1" in page


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("gva_2021.csv", ("2021-01-01", "2021-12-31")),
        ("gva_2021-01_2021-06.csv", ("2021-01-01", "2021-06-30")),
        ("2024-02.csv", ("2024-02-01", "2024-02-29")),
        ("x 2021-01-05_2021-03-31.csv", ("2021-01-05", "2021-03-31")),
        ("gva.csv", None),
        ("gva_2021-13.csv", None),
        ("gva_2022_2021.csv", None),
    ],
)
def test_the_period_of_a_name(name: str, period: tuple[str, str] | None) -> None:
    found = _dropped.period_of(name)
    assert (found and tuple(map(str, found))) == period


def test_exports_extend_the_counts_of_towns(
    box: Path, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gva_incidents, "CITY_POINTS", {})
    first = [
        line(5_001, date(2021, 1, 3), "Springfield", "1,2,0,1"),
        line(5_002, date(2021, 2, 1), "Lynn", "0,1,0,0"),
        line(5_003, date(2021, 3, 1), "Boston", "0,9,0,0"),
        line(5_004, date(2021, 3, 20), "Devens", "0,1,0,0"),
        line(5_005, date(2021, 4, 15), "Lynn", "0,0,0,0"),
        line(5_006, date(2021, 5, 10), "Lynn", "0,1,0,0"),
        line(900001, date(2021, 6, 5), "Springfield", "0,2,0,0"),  # known since 2016
        line(5_007, date(2021, 6, 20), "Lynn", "0,1,0,0"),
    ]
    second = [*first[-1:], *(line(6_000 + n, date(2021, 7, n * 7 + 1), "Lynn") for n in range(4))]
    second += [line(7_000 + n, date(2021, 8 + n, 15), "Springfield") for n in range(5)]
    second.append(line(7_100, date(2021, 12, 29), "Springfield", "0,0,0,0"))
    (box / "gva_2021-01_2021-06.csv").write_text(export(first))
    (box / "gva_2021-06-15_2021-12-31.csv").write_text(export(second))
    (box / "gva_2022-01_2022-01.csv").write_text(export([line(8_000, date(2022, 1, 9))]))
    write_small_sources(tmp_path)
    fetched = dropped_gva.collect(web, tmp_path)
    assert fetched.rows == 8 + 4 + 5 + 1 + 1  # the one in two files once
    assert dropped_gva.whole_years(tmp_path) == (2021,)
    assert "quetzalcoatl" not in (tmp_path / dropped_gva.INCIDENTS).read_text().lower()
    ledger = Ledger()
    out = injuries.run(tmp_path, small_geography(), ledger)
    series = out.series
    assert at(series, "town", SPRINGFIELD, "2021")["numerator"] == 4 + 5
    assert at(series, "town", SPRINGFIELD, "2021", "people_killed")["numerator"] == 1
    assert at(series, "town", SPRINGFIELD, "2021")["flags"] == "exclusions_partly_known"
    assert at(series, "town", SPRINGFIELD, "2021")["source"] == "dropped_gva"
    assert at(series, "town", LYNN, "2021")["numerator"] == 1 + 1 + 1 + 4
    assert at(series, "town_unplaced", "25", "2021")["numerator"] == 1
    assert at(series, "state", "25", "2021")["numerator"] == 9 + 7 + 1
    assert at(series, "state", "25", "2021")["source"] == "boston_shootings_recent dropped_gva"
    assert at(series, "town", CITY, "2021")["source"] == "boston_shootings_recent"
    assert "2022" not in set(series.loc[series["level"] == "county", "period"])
    assert at(series, "town", CITY, "2022")["numerator"] == 0  # the city's record goes on
    covered = out.coverage[(out.coverage["period"] == "2021") & out.coverage["covered"]]
    assert "dropped_gva" in set(covered["source"])
    assert "gva_incidents" not in set(covered["source"])
    assert ledger.rows_in["dropped_gva"] == fetched.rows
    why = ledger.left["dropped_gva"]
    assert why["incidents up to 2020, or known from the archive's own files"] == 1
    assert why["incidents of years that the exports do not cover whole"] == 1
    assert why["incidents in which nobody was killed or injured"] == 2
    assert why["incidents in the city, which the police record counts"] == 1
    assert (out.people.loc[out.people["source"] == "dropped_gva", "zcta"] == "").all()
