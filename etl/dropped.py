"""The friendly check of the drop folder, and the page that describes its tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data_sources import _dropped, dropped_gva, firearm_dashboards
from data_sources._dropped import MOST_PROBLEMS, Form, Found

FORMS: tuple[Form, ...] = (dropped_gva.FORM, *firearm_dashboards.FORMS)


def check(folder: Path | None = None) -> list[Found]:
    """Read every file of the drop folder, recognise it and check it.

    Args:
        folder: another one than that of ``EZC_DROPPED``.
    """
    found = []
    for path in _dropped.files(folder):
        one = _dropped.read(path, FORMS)
        found.append(firearm_dashboards.check(dropped_gva.check(one)))
    return found


def lines(found: Found) -> Iterator[str]:
    """What a person reads of one file. No cell of it is repeated."""
    if found.form is None:
        yield f"{found.name}: not recognised"
    else:
        yield f"{found.name}: {found.form.title}, {len(found.rows):,} rows, {_period(found)}"
    yield from (f"  {note}." for note in found.notes)
    yield from (f"  {problem}" for problem in found.problems[:MOST_PROBLEMS])
    if (more := len(found.problems) - MOST_PROBLEMS) > 0:
        yield f"  and {more:,} more like these."
    if found.good and found.form:
        yield f"  In order. {found.form.use}"
    elif found.form:
        yield "  Not used until this is mended."


def summary(found: list[Found], place: Path) -> str:
    """One line over all files."""
    if not found:
        return f"Nothing was dropped into {place}. docs/dropped_files.md says what can be."
    good = sum(one.good for one in found)
    return f"{good} of {len(found)} files are in order; `python -m etl refresh` takes them up."


def _period(found: Found) -> str:
    cells = (row.get("Incident Date") for row in found.rows)
    days = sorted(cell for cell in cells if isinstance(cell, date))
    if days:
        return f"{days[0]} to {days[-1]}"
    quarters = sorted({(row["Year"], row["Quarter"]) for row in found.rows if "Quarter" in row})
    if quarters:
        (first, start), (last, end) = quarters[0], quarters[-1]
        return f"{first} Q{start} to {last} Q{end}"
    return "no period"


def page() -> Iterator[str]:
    """The text of ``docs/dropped_files.md``."""
    yield (
        "Some official tables have no interface for programs. A person saves them and puts them "
        "into the drop folder: `live/dropped/`, or the one that `EZC_DROPPED` names. "
        "`python -m etl dropped` says of each file what it is, what is wrong in which row and what "
        "to do; `python -m etl refresh` takes up what is in order. To take a table back, take its "
        "file away and remove `live/fetched/dropped_gva`, then refresh."
    )
    yield ""
    yield (
        "CSV in UTF-8 or .xlsx (its first sheet), one table a file, the header in the first row. "
        "Other columns may be there and are not read. Names of people, addresses and notes are "
        "never read, kept or shown; the files stay in the drop folder, which is not published."
    )
    for form in FORMS:
        yield from ("", f"## {form.title[0].upper()}{form.title[1:]}", "")
        yield f"{form.publisher}, <{form.page}>."
        yield from ("", f"- How: {form.how}", f"- What becomes of it: {form.use}")
        yield f"- Each {', '.join(form.key)} once."
        yield from ("", "| column | also called | what | example |", "| --- | --- | --- | --- |")
        for column in form.columns:
            needed = "" if column.needed else " (may be absent)"
            yield (
                f"| `{column.name}` | {', '.join(column.also)} | {column.meaning}{needed} | "
                f"{column.example} |"
            )
    yield from ("", "## The geocoder", "")
    yield (
        "With `EZC_GEOCODE=1`, `python -m etl refresh` asks the Census Bureau's batch geocoder for "
        "points of Gun Violence Archive incidents that have an address and no point. It sends "
        "street, place and state of each, under a number that says nothing of the incident, and "
        "nothing else. Answers are kept under a checksum of the address, so that each is asked for "
        "once; addresses are written nowhere. Only matches count: exact ones, and others that name "
        "the same place. Points outside the state are left out and counted. It is off by default, "
        "because it tells another agency which addresses are looked for."
    )
