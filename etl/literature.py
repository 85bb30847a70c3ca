"""What published studies found: figures with their citations, never their words.

``literature.csv`` holds the findings that stand beside the gradients. Compare directions only:
outcome, place, areas and adjustment differ from the atlas's own and are stated with each figure.
``seen`` says on what basis a figure is given: "text seen" where the paper's own text or table was,
"secondary text seen" where only a report of it was.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from etl.tables import TABLES

FILE = Path(__file__).with_name("literature.csv")
SEEN = ("text seen", "secondary text seen")
DIRECTIONS = ("more", "no difference")


def table(path: Path = FILE) -> pd.DataFrame:
    """The findings, one a row, in the order of the file.

    Raises:
        ValueError: a column is absent or unknown, an id stands twice, a figure is no number, lies
            outside its interval, or has no citation, address or basis.
    """
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    columns = TABLES["literature"].fields
    if list(rows.columns) != list(columns):
        raise ValueError(f"{path.name}: expected columns {columns}; came {list(rows.columns)}")
    for name in ("value", "lower", "upper"):
        try:
            rows[name] = pd.to_numeric(rows[name].replace("", None)).astype(float)
        except ValueError as error:
            raise ValueError(f"{path.name}: {name} has a value that is no number") from error
    stated = [name for name in columns if name not in {"lower", "upper", "period"}]
    for wrong, what in (
        (rows["id"].duplicated(), "an id stands twice"),
        (rows[stated].isin(["", None]).any(axis=1), "a field is empty"),
        (rows["lower"].isna() != rows["upper"].isna(), "an interval has one end"),
        (rows["lower"] > rows["value"], "the value is below its interval"),
        (rows["upper"] < rows["value"], "the value is above its interval"),
        (~rows["seen"].isin(SEEN), f"seen is none of {SEEN}"),
        (~rows["direction"].isin(DIRECTIONS), f"direction is none of {DIRECTIONS}"),
        (~rows["address"].str.startswith(("https://", "http://")), "the address is no link"),
    ):
        if wrong.any():
            raise ValueError(f"{path.name}: {what} ({rows.loc[wrong, 'id'].iloc[0]})")
    return rows
