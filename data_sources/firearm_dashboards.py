"""The state's Firearms Data Dashboards, tables by agency, as a person saves and drops them.

The law (M.G.L. c. 140 s. 121E) has the state publish, each quarter, counts of licences and of
violence with firearms without anything that tells a person. The dashboards have no interface for
programs. The tables are checked when they are dropped; no measure uses them yet. Rows on suicide
are not kept: suicide is never shown below the county.
"""

from __future__ import annotations

from data_sources._dataset import Dataset
from data_sources._dropped import Cell, Column, Form, Found, Problem, filled, whole

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
    files=("dropped/firearm_dashboards.csv",),
    caveats=(
        "Checked when dropped; no measure of the atlas uses it yet.",
        "By agency that reports, which is not always the town where it happened.",
    ),
    used_for="Nothing yet: a form for tables that the state has begun to publish",
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
    use="Checked only. Rows on suicide are left out at once.",
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
    use="Checked only.",
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


def check(found: Found) -> Found:
    """Leave rows on suicide out, and look for columns that tell of persons."""
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
