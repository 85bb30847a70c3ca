"""Firearm deaths as CDC publishes them: WISQARS reports, and the tables of states and counties."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from tests.other_state.files import write_csv

YEARS = range(2019, 2024)
NEWEST = 2024
"""A year that only the tables of states have."""
PEOPLE = 1_095_000
STATES = [f"{n:02d}" for n in range(1, 57) if n not in {3, 7, 14, 43, 52}]
COUNTIES = ["44001", "44003", "44005", "44007", "44009"]
INTENTS = ("Homicide", "Suicide", "Unintentional", "Undetermined", "Legal Intervention")
NUMBERS = ["Deaths", "Population", "Crude Rate", "Age-Adjusted Rate"]
NUMBERS += ["Years of Potential Life Lost"]


def _of(state: str, year: int) -> dict[str, int]:
    """Deaths of a state by intent; no year is without its own number."""
    number = 20 + year - 2019 + (0 if state == "44" else int(state))
    return {
        "Homicide": number,
        "Suicide": 2 * number,
        "Unintentional": 0,
        "Undetermined": 0,
        "Legal Intervention": 10,
    }


def _people(state: str) -> int:
    return PEOPLE if state == "44" else 1_000_000 + 50_000 * int(state)


def _numbers(deaths: int, people: int, *, adjusted: bool) -> list[str]:
    mark = "**" if deaths <= 20 else ""
    rate = np.round(1e5 * deaths / people, 2)
    return [
        f"{deaths:,}{mark}",
        f"{people:,}",
        f"{rate:.2f}{mark}",
        f"{rate:.2f}{mark}" if adjusted else "--",
        f"{30 * deaths:,}" if deaths else "--",
    ]


def write(folder: Path) -> None:
    """Every file of CDC's."""
    out = folder / "cdc"
    _write_state_reports(out)
    _write_national_reports(out)
    _write_portal(out)
    write_csv(
        out / "chr_ri_county_firearm_fatalities.csv",
        ["time_period", "county_fips", "county_name", "race_and_ethnicity", "gun_deaths_per_100k"],
        ((2021, code, "A county", "All", 4.0) for code in COUNTIES),
    )


GROUPS: dict[str, tuple[list[str], Callable[[str], list[tuple[list[str], int, int]]]]] = {
    # name of the report -> columns, and for an intent the groups with a fixed count and people;
    # the last group has the rest
    "sex": (["Sex"], lambda intent: [(["Females"], 10 * (intent in _MANY), PEOPLE // 2)]),
    "race": (["Race"], lambda intent: [(["Black"], 10 * (intent in _MANY), 90_000)]),
    "ethnicity": (["Ethnicity"], lambda intent: [(["Hispanic"], 10 * (intent in _MANY), 180_000)]),
    "age": (["Age Group"], lambda intent: [(["20 to 24"], 10 * (intent in _MANY), 80_000)]),
}
REST = {"sex": "Males", "race": "White", "ethnicity": "Non-Hispanic", "age": "25 to 29"}
_MANY = frozenset({"Homicide", "Suicide"})


def _write_state_reports(out: Path) -> None:
    name = "Rhode Island"
    totals = {year: _of("44", year) for year in YEARS}

    def report(file: str, columns: list[str], rows: Iterable[list[object]]) -> None:
        write_csv(out / f"wisqars_ri_{file}.csv", [*columns, "State", *NUMBERS], rows)

    report(
        "deaths_all",
        ["Year"],
        ([y, name, *_numbers(sum(t.values()), PEOPLE, adjusted=True)] for y, t in totals.items()),
    )
    report(
        "intent_all",
        ["Year", "Intent"],
        (
            [y, intent, name, *_numbers(n, PEOPLE, adjusted=True)]
            for y, t in totals.items()
            for intent, n in t.items()
        ),
    )
    for grouping, (columns, groups) in GROUPS.items():
        rows: list[list[object]] = []
        whole: dict[tuple[int, str], tuple[int, int]] = {}
        for year, total in totals.items():
            for intent, deaths in total.items():
                parts = groups(intent)
                rest = deaths - sum(n for _, n, _ in parts)
                others = PEOPLE - sum(people for _, _, people in parts)
                for labels, n, people in [*parts, ([REST[grouping]], rest, others)]:
                    rows.append([year, intent, *labels, name, *_numbers(n, people, adjusted=False)])
                    before = whole.get((year, labels[0]), (0, 0))[0]
                    whole[year, labels[0]] = (before + n, people)
        report(f"intent_by_{grouping}", ["Year", "Intent", *columns], rows)
        if grouping != "age":
            report(
                f"deaths_by_{grouping}",
                ["Year", *columns],
                ([y, g, name, *_numbers(n, p, adjusted=False)] for (y, g), (n, p) in whole.items()),
            )
    hidden = ["--", "90,000", "--", "--", "--"]
    for age in ("under18", "age18_25"):
        report(f"deaths_{age}", ["Year"], ([year, name, *hidden] for year in YEARS))
        report(
            f"deaths_{age}_by_race",
            ["Year", "Race", "Ethnicity"],
            ([year, race, "Non-Hispanic", name, *hidden] for year in YEARS for race in ("White",)),
        )


def _write_national_reports(out: Path) -> None:
    people = sum(map(_people, STATES))

    def rows(intent: str | None) -> list[list[object]]:
        found: list[list[object]] = []
        for year in YEARS:
            each = [_of(state, year) for state in STATES]
            for one in INTENTS if intent is None else [intent]:
                deaths = sum(sum(t.values()) if one == "all" else t[one] for t in each)
                label = [one] if intent is None else []
                found.append([year, *label, *_numbers(deaths, people, adjusted=True)])
        return found

    for file, columns, found in (
        ("deaths_all", ["Year"], rows("all")),
        ("intent_all", ["Year", "Intent"], rows(None)),
    ):
        blank = [""] * (len(columns) - 1)
        total = sum(int(str(row[len(columns)]).replace(",", "").strip("*")) for row in found)
        notes = ["Injury Outcome: Fatal", "Mechanism: Firearm", "Geography: United States"]
        write_csv(
            out / f"wisqars_us_{file}.csv",
            [*columns, *NUMBERS],
            [
                *found,
                ["Total", *blank, *_numbers(total, people, adjusted=True)],
                *([note, *blank, *[""] * len(NUMBERS)] for note in notes),
            ],
        )


def _firearm(total: dict[str, int]) -> dict[str, int]:
    return {
        "FA_Deaths": sum(total.values()),
        "FA_Homicide": total["Homicide"],
        "FA_Suicide": total["Suicide"],
    }


def _write_portal(out: Path) -> None:
    years = [*YEARS, NEWEST]
    write_csv(
        out / "miovd_state_us_2026_08.csv",
        ["geoid", "name", "intent", "period", "count_sup", "rate", "ttm_date_range"],
        (
            [s, _name(s), intent, year, n, round(1e5 * n / _people(s), 1), ""]
            for s in STATES
            for year in years
            for intent, n in _firearm(_of(s, year)).items()
        ),
    )
    people = sum(map(_people, STATES))
    sums = {
        (year, intent): sum(_firearm(_of(s, year))[intent] for s in STATES)
        for year in years
        for intent in ("FA_Deaths", "FA_Homicide", "FA_Suicide")
    }
    write_csv(
        out / "miovd_national_2026_08.csv",
        ["geoid", "intent", "period", "count", "rate", "type", "ttm_date_range"],
        (
            ["USA", intent, f"{year}-01-01T00:00:00.000", n, round(1e5 * n / people, 1), "year", ""]
            for (year, intent), n in sums.items()
        ),
    )
    for intent in ("homicide", "suicide"):
        write_csv(
            out / f"miovd_county_firearm_{intent}_ri.csv",
            ["Period", "NAME", "Intent", "Count", "Rate", "TTM_Date_Range", "GEOID"],
            (
                [year, "A county", f"FA_{intent.title()}", *cell, "", code]
                for year in YEARS
                for code in COUNTIES
                for cell in [("12", 2.0) if code == "44007" else ("1-9", -999.0)]
            ),
        )


def _name(state: str) -> str:
    return {"44": "Rhode Island", "25": "Massachusetts"}.get(state, f"State {state}")
