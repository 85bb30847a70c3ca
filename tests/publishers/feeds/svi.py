"""The vulnerability index: ranks of ZCTAs as in the public copy, tracts invented."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from data_sources import acs_tract_income, svi
from tests.publishers import cdc
from tests.publishers.double import Double, text_answer
from tests.publishers.full import csv_rows

OUTSIDE = (f"{code:05}" for code in range(30_000, 63_000))
NAMES = {"ZCTA5": "FIPS"} | {
    theirs: live
    for theirs, ours in svi.THEMES.items()
    for live, name in svi.LIVE.items()
    if name == ours
}


def serve(double: Double, sources: Path) -> None:
    """Put both files into the double."""
    (name,) = svi.DATASET.files
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(NAMES.values()))
    writer.writeheader()
    for row in csv_rows(sources / name):
        writer.writerow({NAMES[key]: row[key] or "-999" for key in NAMES})
    writer.writerows(dict.fromkeys(NAMES.values(), "0.5") | {"FIPS": code} for code in OUTSIDE)
    double.serve("svi", svi.ZCTA_PATH, text_answer(text.getvalue()))
    tracts = acs_tract_income.load(sources)["tract"].tolist()
    double.serve("svi", svi.TRACT_PATH, text_answer(cdc.svi(tracts)))
