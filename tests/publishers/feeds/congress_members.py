"""The members of Congress: the embedded list, and one of another state."""

from __future__ import annotations

from pathlib import Path

from data_sources import congress_members
from tests.publishers import people
from tests.publishers.double import Double, json_answer
from tests.publishers.full import csv_rows


def serve(double: Double, sources: Path) -> None:
    """Put the list into the double."""
    rows = csv_rows(sources / congress_members.DATASET.files[0])
    members = [people.congress_member(row) for row in rows]
    other = people.congress_member({**rows[0], "bioguide": "Z999999", "state": "VT"})
    double.serve("github", congress_members.LIST, json_answer([*members, other], etag=True))
