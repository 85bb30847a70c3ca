"""How many of 133 kinds of firearm law a state had in force, by year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import (
    Dataset,
    SourceError,
    parse_column,
    read_rows,
    require,
    whole_number,
)
from data_sources._state import STATE

DATASET = Dataset(
    id="firearm_laws",
    title="State Firearm Laws database",
    publisher="State Firearm Laws Project, Boston University School of Public Health",
    landing_page="https://www.statefirearmlaws.org/",
    endpoint="https://www.statefirearmlaws.org/",
    vintage="1991-2017, edition of 23 May 2017",
    retrieved="2017 (public copy)",
    licence="No licence in the copy; cite the authors",
    citation=(
        "Siegel M, Pahn M, Xuan Z, et al. Firearm-related laws in all 50 US states, "
        "1991-2016. Am J Public Health 2017;107:1122-1129."
    ),
    files=(f"{STATE.folder}/state_firearm_laws_{STATE.slug}_1991_2017.csv",),
    caveats=(
        "Stops in 2017; later laws, such as that of 2024, are not in it.",
        "Counts kinds of law, each for one: it does not weigh how strong or how well kept "
        "they are.",
    ),
    used_for="Firearm laws in force in the state, 1991-2017",
)

PROVISIONS = 133


def load(folder: Path) -> pd.DataFrame:
    """One row a year.

    Returns:
        state (name), year (int), laws (int: provisions in force), source_row.

    Raises:
        SourceError: the file is not in its documented form, or the total of a year is not the
            sum of its provisions.
    """
    rows, _ = _read(folder)
    return rows


def load_kinds(folder: Path) -> pd.DataFrame:
    """One row a year and kind of law, by the names that the file gives them.

    The file says nothing else of a kind: what the names mean is in the project's codebook.

    Returns:
        state (name), year (int), law (the column's name), in_force (bool), source_row.

    Raises:
        SourceError: see :func:`load`.
    """
    rows, provisions = _read(folder)
    key = rows[["state", "year", "source_row"]]
    long = pd.concat([key, provisions == "1"], axis=1).melt(
        list(key), var_name="law", value_name="in_force"
    )
    return long[["state", "year", "law", "in_force", "source_row"]]


def _read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The checked totals, and the provisions as text, row by row."""
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path, {"state": "state", "year": "year", "lawtotal": "laws"}, key=("state", "year")
    )
    require(rows["year"].str.fullmatch(r"(19|20)\d\d"), rows, path, "year", "a year")
    laws = parse_column(rows, path, "laws", whole_number, "a whole number").astype(int)
    require(laws.between(0, PROVISIONS), rows, path, "laws", f"a number from 0 to {PROVISIONS}")
    whole = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    provisions = whole.drop(columns=["state", "year", "lawtotal"])
    if provisions.shape[1] != PROVISIONS:
        raise SourceError(
            path, f"{provisions.shape[1]} provisions", f"{PROVISIONS} provisions", row=1
        )
    for name in provisions:
        require(
            provisions[name].isin(["0", "1"]),
            provisions.assign(source_row=rows["source_row"]),
            path,
            str(name),
            "0 or 1",
        )
    require(
        provisions.astype(int).sum(axis=1) == laws, rows, path, "laws", "the sum of the provisions"
    )
    totals = rows[["state"]].assign(
        year=rows["year"].astype(int), laws=laws, source_row=rows["source_row"]
    )
    return totals, provisions
