"""Firearm deaths by intent and group, 2001-2023, from CDC's fatal injury reports."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_sources import _cdc, _state
from data_sources._dataset import (
    Dataset,
    SourceError,
    parse_column,
    read_rows,
    require,
    whole_number,
)

STATE, NATION = _state.STATE.name, "United States"
_OURS = f"wisqars_{_state.STATE.slug}"


@dataclass(frozen=True)
class Report:
    """One downloaded report: whose deaths it counts and by what it breaks them down."""

    file: str
    place: str
    grouping: str = ""
    columns: tuple[str, ...] = ()
    """Published columns that together name the group."""
    by_intent: bool = False


REPORTS = (
    Report(f"{_OURS}_deaths_all.csv", STATE),
    Report(f"{_OURS}_deaths_by_sex.csv", STATE, "sex", ("Sex",)),
    Report(f"{_OURS}_deaths_by_race.csv", STATE, "race", ("Race",)),
    Report(f"{_OURS}_deaths_by_ethnicity.csv", STATE, "ethnicity", ("Ethnicity",)),
    Report(f"{_OURS}_deaths_under18.csv", STATE, "under18"),
    Report(f"{_OURS}_deaths_under18_by_race.csv", STATE, "under18_race", ("Race", "Ethnicity")),
    Report(f"{_OURS}_deaths_age18_25.csv", STATE, "age18_25"),
    Report(f"{_OURS}_deaths_age18_25_by_race.csv", STATE, "age18_25_race", ("Race", "Ethnicity")),
    Report(f"{_OURS}_intent_all.csv", STATE, by_intent=True),
    Report(f"{_OURS}_intent_by_age.csv", STATE, "age", ("Age Group",), by_intent=True),
    Report(f"{_OURS}_intent_by_sex.csv", STATE, "sex", ("Sex",), by_intent=True),
    Report(f"{_OURS}_intent_by_race.csv", STATE, "race", ("Race",), by_intent=True),
    Report(f"{_OURS}_intent_by_ethnicity.csv", STATE, "ethnicity", ("Ethnicity",), by_intent=True),
    Report("wisqars_us_deaths_all.csv", NATION),
    Report("wisqars_us_intent_all.csv", NATION, by_intent=True),
)

DATASET = Dataset(
    id="cdc_wisqars",
    title="WISQARS Fatal Injury Reports: firearm deaths",
    publisher=(
        "Centers for Disease Control and Prevention, National Center for Injury Prevention "
        "and Control"
    ),
    landing_page="https://wisqars.cdc.gov/reports/",
    endpoint=(
        f"https://wisqars.cdc.gov/reports/ (a form: Fatal, Firearm, {STATE}; there is no API)"
    ),
    vintage="2001-2023; by race and for under 18 and 18-25, 2018-2023",
    retrieved="public copy of reports for 2001-2023",
    licence=(
        "US Government work, public domain; NCHS data use rules: statistics only, counts of "
        "1-9 are not shown or derived"
    ),
    citation=(
        "CDC, WISQARS Fatal Injury Reports, National Center for Health Statistics mortality data."
    ),
    files=tuple(f"cdc/{report.file}" for report in REPORTS),
    caveats=(
        "Counts of 1 to 9 are suppressed, as '--'; rates from 20 or fewer deaths are marked "
        "unstable by CDC.",
        "By state of residence, not by the place of the shooting.",
        "Race groups are non-Hispanic people of one race, from 2018 on. Death certificates "
        "can misstate race.",
        "Years of potential life lost are counted before age 65.",
        "The report leaves out some rows with no open count: an absent row is not a zero.",
    ),
    used_for=(
        "Firearm deaths by intent, year, age, sex, race and ethnicity: the state; by intent "
        "and year: the nation"
    ),
)

INTENTS = ("Homicide", "Suicide", "Unintentional", "Undetermined", "Legal Intervention")
SUPPRESSED = ("--", "--*")
"""Suppressed, and suppressed because another cell would give it away."""
UNSTABLE = "**"
ALL = "all"
"""Intent of the reports that do not tell intents apart."""
_NUMBERS = {
    "Deaths": "deaths",
    "Population": "population",
    "Crude Rate": "crude_rate",
    "Age-Adjusted Rate": "age_adjusted",
    "Years of Potential Life Lost": "years_lost",
}


def load(folder: Path) -> pd.DataFrame:
    """All reports, one row a place, year, intent and group.

    Returns:
        place, year (int), intent ("all" or one of :data:`INTENTS`), grouping ("" for everyone),
        group ("" for everyone; race and ethnicity joined by ", "), deaths (float; NaN where
        suppressed), suppressed (bool), unstable (bool: marked so by CDC), population (float; NaN
        for an unknown ethnicity), crude_rate and age_adjusted (per 100,000; NaN where CDC gives
        none), years_lost (float; NaN where CDC gives none), file, source_row (int).

    Raises:
        SourceError: a report is not in its documented form, or shows a count of 1-9.
    """
    DATASET.paths(folder)
    return pd.concat([read(folder / "cdc" / r.file, r) for r in REPORTS], ignore_index=True)


def read(path: Path, report: Report) -> pd.DataFrame:
    """One report of :func:`load`."""
    names = {
        "Year": "year",
        **({"Intent": "intent"} if report.by_intent else {}),
        **({"State": "place"} if report.place == STATE else {}),
        **{name: f"group_{i}" for i, name in enumerate(report.columns)},
        **_NUMBERS,
    }
    rows = read_rows(path, names)
    published = rows.attrs
    if report.place == NATION:
        rows = _without_footnotes(rows, path)
    else:
        require(rows["place"] == STATE, rows, path, "place", STATE)
    years = parse_column(rows, path, "year", _year, "a year from 2001 on")
    if report.by_intent:
        require(rows["intent"].isin(INTENTS), rows, path, "intent", ", ".join(INTENTS))
    else:
        rows = rows.assign(intent=ALL)
    parts = [f"group_{i}" for i in range(len(report.columns))]
    for part in parts:
        require(rows[part] != "", rows, path, part, "the name of a group")
    groups = rows[parts].agg(", ".join, axis=1) if parts else pd.Series("", index=rows.index)
    rows.attrs = published
    _cdc.check_unique(rows.assign(group=groups), path, ["year", "intent", "group"], "year")
    numbers = {
        ours: parse_column(rows, path, ours, parser, expected)
        for ours, parser, expected in _PARSERS
    }
    out = pd.DataFrame(
        {
            "place": report.place,
            "year": years.astype(int),
            "intent": rows["intent"],
            "grouping": report.grouping,
            "group": groups,
            **numbers,
            "suppressed": numbers["deaths"].isna(),
            "unstable": rows["deaths"].str.endswith(UNSTABLE),
            "file": path.name,
            "source_row": rows["source_row"],
        }
    )
    hidden = out["suppressed"]
    for name in ("crude_rate", "age_adjusted", "years_lost"):
        require(
            ~hidden | out[name].isna(), rows, path, name, "'--' where the deaths are suppressed"
        )
    for name in ("population", "crude_rate"):
        require(hidden | out[name].notna(), rows, path, name, "a number where the deaths are open")
    return out.reset_index(drop=True)


def _without_footnotes(rows: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The yearly rows of a national report, whose total must be their sum."""
    totals = rows[rows["year"] == "Total"]
    if len(totals) != 1:
        raise SourceError(
            path,
            f"{len(totals)} total lines; the file may be cut short",
            "one line 'Total' after the years",
        )
    first = int(totals.index[0])
    kept = rows[rows.index < first]
    footnotes = set(rows.loc[rows.index > first, "year"])
    for note in ("Injury Outcome: Fatal", "Mechanism: Firearm", f"Geography: {NATION}"):
        if note not in footnotes:
            raise SourceError(
                path,
                f"the footnote {note!r} is absent",
                "a report of fatal firearm injuries in the United States",
            )
    deaths = parse_column(kept, path, "deaths", _deaths, "deaths")
    total = parse_column(totals, path, "deaths", _deaths, "deaths").iloc[0]
    if deaths.sum() != total:
        raise SourceError(
            path,
            f"the years sum to {deaths.sum():,.0f} deaths",
            f"the total of {total:,.0f}",
            row=int(totals["source_row"].iloc[0]),
            column="Deaths",
        )
    return kept


def _year(text: str) -> int:
    if not re.fullmatch(r"20\d\d", text) or text == "2000":
        raise ValueError(text)
    return int(text)


def _deaths(text: str) -> float:
    if text in SUPPRESSED:
        return math.nan
    return float(_cdc.not_small(whole_number(text.removesuffix(UNSTABLE))))


def _people(text: str) -> float:
    return math.nan if text in SUPPRESSED else float(whole_number(text))


def _rate(text: str) -> float:
    if text in SUPPRESSED:
        return math.nan
    if not re.fullmatch(r"\d{1,3}(,\d{3})*\.\d\d|\d+\.\d\d", text.removesuffix(UNSTABLE)):
        raise ValueError(text)
    return float(text.removesuffix(UNSTABLE).replace(",", ""))


_PARSERS = (
    ("deaths", _deaths, "'--', 0, or a whole number from 10 on, perhaps marked '**'"),
    ("population", _people, "a whole number, or '--'"),
    ("crude_rate", _rate, "a rate with two decimals, perhaps marked '**', or '--'"),
    ("age_adjusted", _rate, "a rate with two decimals, perhaps marked '**', or '--'"),
    ("years_lost", _people, "a whole number, or '--'"),
)
