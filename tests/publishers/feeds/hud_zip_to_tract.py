"""HUD's crosswalk to census tracts: an older quarter, and a ZIP code that was opened since."""

from __future__ import annotations

from pathlib import Path

from data_sources import census_tracts
from tests.publishers import people
from tests.publishers.double import Double
from tests.publishers.full import csv_rows

OLDER = "crosswalks/hud_zip_to_tract_2021q4_ma.csv"
OPENED, BESIDE = "02299", "02121"
"""An invented ZIP code of post-office boxes, and the one that its tract lies in."""


def serve(double: Double, sources: Path) -> None:
    """Put the table into the double."""
    known = set(census_tracts.load(sources)["tract"])
    shares = ("res_ratio", "bus_ratio", "oth_ratio", "tot_ratio")
    rows = [
        {
            "zip": row["zip"],
            "geoid": row["tract"],
            "city": row["usps_zip_pref_city"],
            "state": row["usps_zip_pref_state"],
            **{name: float(row[name]) for name in shares},
        }
        for row in csv_rows(sources / OLDER)
        if row["tract"] in known
    ]
    beside = max((r for r in rows if r["zip"] == BESIDE), key=lambda r: float(str(r["tot_ratio"])))
    boxes = {"res_ratio": 0.0, "bus_ratio": 1.0, "oth_ratio": 0.0, "tot_ratio": 1.0}
    people.crosswalk(double, [*rows, beside | boxes | {"zip": OPENED}], kind="1")
