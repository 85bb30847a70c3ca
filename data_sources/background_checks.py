"""Background checks for firearms, by month."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require, whole_number
from data_sources._state import STATE

DATASET = Dataset(
    id="background_checks",
    title="NICS Firearm Background Checks",
    publisher="Federal Bureau of Investigation",
    landing_page="https://www.fbi.gov/how-we-can-help-you/more-fbi-services-and-information/nics",
    endpoint=(
        "https://raw.githubusercontent.com/BuzzFeedNews/nics-firearm-background-checks/"
        "master/data/nics-firearm-background-checks.csv"
    ),
    vintage="November 1998 - September 2023",
    retrieved="2023 (public copy, parsed from the FBI's PDF by BuzzFeed News)",
    licence="US Government work, public domain; the parsed copy under MIT",
    citation=(
        "Federal Bureau of Investigation, National Instant Criminal Background Check System; "
        "parsed by BuzzFeed News."
    ),
    files=(f"{STATE.folder}/nics_background_checks_{STATE.slug}_1998_2023.csv",),
    caveats=(
        "Checks are not sales: one check can cover several firearms or none, and private "
        "sales may have none.",
        "Most follow a state's own licensing practice, so a change of practice looks like a "
        "change of demand.",
    ),
    used_for="Background checks in the state by year, 1999-2022",
)

KINDS = (
    "permit",
    "permit_recheck",
    "handgun",
    "long_gun",
    "other",
    "multiple",
    "admin",
    "prepawn_handgun",
    "prepawn_long_gun",
    "prepawn_other",
    "redemption_handgun",
    "redemption_long_gun",
    "redemption_other",
    "returned_handgun",
    "returned_long_gun",
    "returned_other",
    "rentals_handgun",
    "rentals_long_gun",
    "private_sale_handgun",
    "private_sale_long_gun",
    "private_sale_other",
    "return_to_seller_handgun",
    "return_to_seller_long_gun",
    "return_to_seller_other",
)


def load(folder: Path) -> pd.DataFrame:
    """One row a month.

    Returns:
        state (name), month (text, YYYY-MM), checks (int), source_row.

    Raises:
        SourceError: the file is not in its documented form, or a month's total is not the sum
            of its kinds (blank where the FBI did not tell a kind apart yet).
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {"state": "state", "month": "month", "totals": "checks", **{kind: kind for kind in KINDS}},
        key=("state", "month"),
    )
    require(
        rows["month"].str.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])"),
        rows,
        path,
        "month",
        "a month, as in 2023-09",
    )
    checks = parse_column(rows, path, "checks", whole_number, "a whole number").astype(int)
    expected = "a whole number or blank"
    kinds = pd.concat(
        [parse_column(rows, path, kind, _blank_is_none, expected) for kind in KINDS], axis=1
    ).sum(axis=1)
    require(kinds == checks, rows, path, "checks", "the sum of the kinds of checks")
    return rows[["state", "month"]].assign(checks=checks, source_row=rows["source_row"])


def _blank_is_none(text: str) -> int:
    return whole_number(text) if text else 0
