"""Firearm licences active on one day, by licensing authority (mostly a town's police)."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import pandas as pd

from data_sources._dataset import Dataset, SourceError, parse_column, require, whole_number

DATASET = Dataset(
    id="firearm_licences",
    title="Firearms Licenses Active on 01.01.23",
    publisher=(
        "Massachusetts Department of Criminal Justice Information Services, Firearms Records Bureau"
    ),
    landing_page="https://www.mass.gov/info-details/data-about-firearms-licensing-and-transactions",
    endpoint="https://www.mass.gov/info-details/data-about-firearms-licensing-and-transactions",
    vintage="Active on 1 January 2023",
    retrieved="2023 (public copy)",
    licence="No licence stated; public record of the state",
    citation=(
        "Massachusetts Executive Office of Public Safety and Security, DCJIS Firearms "
        "Records Bureau, Firearms Licenses Active on 01.01.23."
    ),
    files=("massachusetts/firearms_licenses_active_2023_01_01.xlsx",),
    caveats=(
        "By the authority that issued the licence: people move, and a licence is not a firearm.",
        "One day only.",
        "The State Police and the Criminal History Systems Board issue licences to people of "
        "no town named here.",
    ),
    used_for="Licences to carry and firearms identification cards by town",
)

CARRY_A = "Resident Class A Large Capacity License to Carry Firearms"
CARRY_B = "Resident Class B Non-Large Capacity License to Carry Firearms"
IDENTIFICATION = "Firearms Identification Card"
TYPES = {
    CARRY_A: True,
    CARRY_B: True,
    IDENTIFICATION: True,
    "Firearms Identification Card Restricted Chemical Propellant Only": False,
    "Resident License to Possess a Machine Gun": False,
    "Resident Alien Permit to Possess Non-Large Capacity Rifle/Shotgun": False,
    "Non Resident Class A Large Capacity Temp. License to Carry Firearms": False,
    "Non-Resident Class A Large Capacity Firearms Employment/Military Temp. LTC": False,
    "Gun Club License": False,
    "License to Perform Services as a Gunsmith": False,
    "License to Sell Ammunition": False,
    "License to Sell/Rent/Lease Firearms, Rifles, Shotguns or Machine Guns": False,
}
"""Every published type, and whether it lets one resident keep a firearm and counts the person once.

A restricted card covers pepper spray only; a machine-gun licence is held on top of a licence to
carry; the others belong to businesses, clubs, or to people of another state or of no one town.
"""
AS_OF = "2023-01-01"
_COLUMNS = {"Licensing Authority": "authority", "License Type": "type", "Count": "count"}


def load(folder: Path) -> pd.DataFrame:
    """One row an authority and licence type.

    Returns:
        authority (as published, outer spaces stripped), type (text), personal (bool: a resident's
        licence to carry or identification card), count (int), source_row.

    Raises:
        SourceError: the workbook is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    try:
        rows = pd.read_excel(path, dtype=str, keep_default_na=False, engine="openpyxl")
    except (BadZipFile, ValueError, KeyError, OSError) as error:
        raise SourceError(
            path, f"the workbook cannot be read ({error})", "an Excel workbook"
        ) from error
    for name in _COLUMNS:
        if name not in rows.columns:
            raise SourceError(
                path,
                f"the column is absent; the sheet has {', '.join(map(str, rows.columns))}",
                f"the column {name!r}",
                row=1,
                column=name,
            )
    if rows.empty:
        raise SourceError(path, "the sheet has a header and no rows", "at least one row")
    rows = rows[list(_COLUMNS)].fillna("").rename(columns=_COLUMNS)
    rows = rows.assign(
        authority=rows["authority"].str.strip(),
        type=rows["type"].str.strip(),
        source_row=range(2, len(rows) + 2),
    )
    rows.attrs["published"] = {ours: theirs for theirs, ours in _COLUMNS.items()}
    require(rows["authority"] != "", rows, path, "authority", "the name of an authority")
    require(rows["type"].isin(TYPES), rows, path, "type", "a licence type that is known here")
    require(
        ~rows.duplicated(["authority", "type"]),
        rows,
        path,
        "authority",
        "each authority and licence type once",
    )
    counts = parse_column(rows, path, "count", whole_number, "a whole number")
    return rows[["authority", "type"]].assign(
        personal=rows["type"].map(TYPES).astype(bool),
        count=counts.astype(int),
        source_row=rows["source_row"],
    )
