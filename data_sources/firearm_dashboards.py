"""The state's Firearms Data Dashboards, tables by agency, as a person saves and drops them.

The law (M.G.L. c. 140 s. 121E) has the state publish, each quarter, counts of licences and of
violence with firearms without anything that tells a person. The dashboards have no interface for
programs, and no real table of theirs was at hand when this was written: the forms below are ours,
and their headings are to be confirmed.

Applications for licenses are counted by town. Violence with firearms is checked and not used: how
the state counts an incident of two kinds, and whether its agency is where it happened, is not known
here, and a count whose unit nobody can name is no measure. Rows on suicide are not kept: suicide is
never shown below the county.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from data_sources import _dropped
from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._dropped import Cell, Column, Form, Found, Problem, filled, whole
from data_sources._fetch import Fetched, Row, Table
from data_sources._web import Web

DATASET = Dataset(
    id="firearm_dashboards",
    title="Firearms Data Dashboards, by agency",
    publisher="Massachusetts Department of Criminal Justice Information Services",
    landing_page="https://www.mass.gov/orgs/department-of-criminal-justice-information-services",
    endpoint="https://www.mass.gov/orgs/department-of-criminal-justice-information-services",
    vintage="Quarters, as far as tables were dropped",
    retrieved="by hand",
    licence="No licence stated; state public record",
    citation="Massachusetts Department of Criminal Justice Information Services, Firearms Data "
    "Dashboards (M.G.L. c. 140 s. 121E).",
    files=("dropped/firearm_license_applications.csv",),
    caveats=(
        "The form of the table is ours; its headings were not confirmed on a real one.",
        "By the town's police who received the application; new and renewed ones are not told "
        "apart.",
        "Its table of violence with firearms is checked when dropped and not used.",
    ),
    used_for="Applications for firearm licenses by town",
    embedded=False,
)
SUPPRESSED = "suppressed"
FIRST_YEAR = 2024


def quarter(text: str) -> int:
    """1 to 4, also as Q1.

    Raises:
        ValueError: the text is none.
    """
    number = whole(text.upper().removeprefix("Q"))
    if not 1 <= number <= 4:
        raise ValueError
    return number


def year(text: str) -> int:
    """A year since the law.

    Raises:
        ValueError: the text is none.
    """
    number = whole(text)
    if not FIRST_YEAR <= number <= 2100:
        raise ValueError
    return number


def count(text: str) -> Cell:
    """A count, or what the state writes where it hides a small one.

    Raises:
        ValueError: the text is neither.
    """
    return SUPPRESSED if text in {"*", "<5", "<10", "-"} else whole(text)


_WHEN = (
    Column("Agency", "the agency that reports", "Springfield PD", filled, also=("Department",)),
    Column("Year", f"a year from {FIRST_YEAR}", "2025", year),
    Column("Quarter", "1 to 4", "2", quarter, also=("Qtr",)),
)
_PAGE = DATASET.landing_page
VIOLENCE = Form(
    id="firearm_violence",
    title="violence with firearms by agency (state dashboard)",
    publisher=DATASET.publisher,
    page=_PAGE,
    how="Open the dashboard, show the table by agency and quarter, save its data as CSV or .xlsx. "
    "Where a heading differs from the one here, rename it.",
    use="Checked only; it feeds no measure. We do not know how the state counts an incident of two "
    "kinds, or whether the agency is where it happened: ask it, and see docs/runbook.md. Rows on "
    "suicide are left out at once.",
    columns=(
        *_WHEN,
        Column("Type", "the kind of incident", "Homicide", filled, also=("Incident Type",)),
        Column("Incidents", 'a whole number, or "*" where hidden', "12", count, also=("Count",)),
    ),
    key=("Agency", "Year", "Quarter", "Type"),
)
LICENCES = Form(
    id="firearm_licence_applications",
    title="applications for licenses by agency (state dashboard)",
    publisher=DATASET.publisher,
    page=_PAGE,
    how=VIOLENCE.how,
    use="Applications by town, for years of which all four quarters are there, of both kinds and "
    "none hidden. Compare the headings with the state's own notes first: this form is ours.",
    columns=(
        *_WHEN,
        Column(
            "License Type", "LTC or FID", "LTC", filled, also=("Licence Type", "Application Type")
        ),
        Column("Applications", 'a whole number, or "*" where hidden', "140", count),
        Column("Denials", 'a whole number, or "*" where hidden', "3", count, also=("Denied",)),
    ),
    key=("Agency", "Year", "Quarter", "License Type"),
)
FORMS = (VIOLENCE, LICENCES)


KINDS = ("LTC", "FID")
"""Licenses to carry, and firearms identification cards."""
_COLUMNS = ("agency", "year", "quarter", "kind", "applications")


def __getattr__(name: str) -> Any:
    """``fetch`` is there only where a table was dropped: without one there is nothing to do."""
    if name == "fetch" and any(found.good for found in tables()):
        return collect
    raise AttributeError(name)


def tables() -> list[Found]:
    """The files of the drop folder that are tables of applications, checked."""
    found = (check(_dropped.read(path, FORMS)) for path in _dropped.files())
    return [one for one in found if one.form is LICENCES]


def collect(_: Web, out: Path) -> Fetched:
    """Put the tables together: of a quarter that is in two of them, the later file's row.

    Args:
        out: the file of :func:`load` is written below it.
    """
    found = tables()
    rows: dict[tuple[str, ...], Row] = {}
    for one in (one for one in found if one.good):
        for cells in one.rows:
            hidden = cells["Applications"] == SUPPRESSED
            key = (
                str(cells["Agency"]),
                str(cells["Year"]),
                str(cells["Quarter"]),
                str(cells["License Type"]),
            )
            shown = "" if hidden else str(cells["Applications"])
            rows[key] = dict(zip(_COLUMNS, (*key, shown), strict=True))
    Table(_COLUMNS, tuple(rows[key] for key in sorted(rows))).write(out / DATASET.files[0])
    quarters = sorted({f"{key[1]} Q{key[2]}" for key in rows})
    bad = [one.name for one in found if not one.good]
    return Fetched(
        files=DATASET.files,
        rows=len(rows),
        vintage=f"{quarters[0]} to {quarters[-1]}",
        data_as_of="",
        note=f"Left out, see `python -m etl dropped`: {', '.join(bad)}." if bad else "",
    )


def load(folder: Path) -> pd.DataFrame:
    """One row an agency, quarter and kind of license.

    Returns:
        agency (as published), year (text), quarter (1 to 4), kind (of :data:`KINDS`), applications
        (float; NaN where the state hides the count), source_row.

    Raises:
        SourceError: the file is not in its form.
    """
    (path,) = DATASET.paths(folder)
    names = {name: name for name in _COLUMNS}
    rows = read_rows(path, names, key=("agency", "year", "quarter", "kind"))
    require(rows["year"].str.fullmatch(r"20\d\d"), rows, path, "year", "a year")
    require(rows["kind"].isin(KINDS), rows, path, "kind", " or ".join(KINDS))
    rows["quarter"] = parse_column(rows, path, "quarter", quarter, "1 to 4").astype(int)
    shown = rows["applications"] != ""
    counts = parse_column(rows[shown], path, "applications", whole_number, "a whole number")
    return rows.assign(applications=counts.astype(float).reindex(rows.index))


def check(found: Found) -> Found:
    """Leave out what is never used: rows on suicide, and licenses of other kinds."""
    if found.form is LICENCES:
        return _check_kinds(found)
    if found.form is not VIOLENCE:
        return found
    kept = [row for row in found.rows if "suicide" not in str(row["Type"]).casefold()]
    if left := len(found.rows) - len(kept):
        found.notes.append(f"{left:,} rows on suicide are left out: never shown below the county")
    found.rows = kept
    if not kept and not found.problems:
        said = "there are rows on suicide only"
        found.problems.append(Problem(said, "Take the file away; none of it may be shown"))
    return found


def _check_kinds(found: Found) -> Found:
    kept = [row for row in found.rows if row["License Type"] in KINDS]
    if left := len(found.rows) - len(kept):
        found.notes.append(f"{left:,} rows of other kinds than {' and '.join(KINDS)} are left out")
    found.rows = kept
    if not kept and not found.problems:
        said = f"no row is of {' or '.join(KINDS)}"
        found.problems.append(Problem(said, "Write the kind of license so, where it is one"))
    return found
