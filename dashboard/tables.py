"""The files of a folder of tables, each read whole and checked against ``datapackage.json``."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.records import Indicator, Observation, Place, State, ZipCode

SCHEMA = "1"
"""Version of the tables' form that this site reads (``schema`` in ``datapackage.json``)."""
TABLES = (
    "places",
    "populations",
    "zip_codes",
    "overlaps",
    "indicators",
    "observations",
    "series",
    "people_groups",
    "law_changes",
    "legislators",
    "sources",
    "coverage",
    "classes",
    "gradients",
    "quintiles",
    "curves",
    "sensitivities",
    "literature",
    "priors",
    "clusters",
    "cluster_tests",
    "models",
    "model_lines",
)
BOUNDARIES = ("state", "zcta", "town", "county", "house", "senate", "congress")
BUILD = "python -m etl build --from ../shared/sources --out data"
RESTORE = "git checkout data"


class DataError(Exception):
    """A file of ``data/`` is missing, cut short or of another edition.

    Attributes:
        file: the file, as a path below the project or as it was given.
        mend: the command, or commands, that put it right.
    """

    def __init__(self, file: str | Path, problem: str) -> None:
        self.file = str(file)
        self.problem = problem
        self.mend = f"{RESTORE} (or, to build it anew: {BUILD})"
        super().__init__(f"{self.file}: {problem}. To mend it: {self.mend}")


def state_of(package: dict[str, Any]) -> State:
    """The state that ``datapackage.json`` names."""
    said = package["state"]
    return State(
        fips=str(said["fips"]),
        abbreviation=str(said["abbreviation"]),
        name=str(said["name"]),
        zip_prefixes=tuple(said.get("zip_prefixes", ())),
        police_record_town=str(said.get("police_record_town", "")),
    )


def read_tables(folder: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """``datapackage.json``, and every table by its name.

    Raises:
        DataError: a file is missing, cut short or of another edition.
    """
    package, contents = _package(folder)
    return package, {name: _table(folder, name, package, contents) for name in TABLES}


def _package(folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """``datapackage.json``, and the files in it, each found whole."""
    path = folder / "datapackage.json"
    try:
        package: dict[str, Any] = json.loads(path.read_text("utf-8"))
        found, resources = package["schema"], package["resources"]
        listed = {r["path"]: (r["bytes"], r["hash"]) for r in resources}
        package["version"] = str(package["version"])
        state_of(package)
    except FileNotFoundError:
        raise DataError(_shown(path), "the file is missing") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(_shown(path), f"it cannot be read ({type(error).__name__})") from error
    if found != SCHEMA:
        raise DataError(
            _shown(path), f"the tables have form {found!r:.20}, and this site reads form {SCHEMA!r}"
        )
    wanted = [f"{name}.parquet" for name in TABLES]
    wanted += [f"boundaries/{level}.geojson" for level in BOUNDARIES]
    for name in wanted:
        if name not in listed:
            raise DataError(_shown(path), f"the file does not list {name}")
    return package, {name: checked(folder / name, *known) for name, known in listed.items()}


def checked(path: Path, size: int, digest: str) -> bytes:
    """A file's content, if it is the one that was published.

    Args:
        size: its bytes.
        digest: its SHA-256.

    Raises:
        DataError: it is not, or cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataError(_shown(path), "the file is missing") from None
    except OSError as error:
        raise DataError(_shown(path), f"it cannot be read ({error.strerror})") from error
    if len(content) != size:
        raise DataError(_shown(path), f"it has {len(content):,} bytes and should have {size:,}")
    if hashlib.sha256(content).hexdigest() != digest.removeprefix("sha256:"):
        raise DataError(_shown(path), "its checksum is not the published one")
    return content


RECORDS = {
    "places": Place,
    "indicators": Indicator,
    "observations": Observation,
    "series": Observation,
    "zip_codes": ZipCode,
}
"""The record that a row of a table becomes, where it becomes one."""


def _table(
    folder: Path, name: str, package: dict[str, Any], contents: dict[str, bytes]
) -> pd.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        frame: pd.DataFrame = pq.read_table(io.BytesIO(contents[path.name])).to_pandas(
            types_mapper={pa.int64(): pd.Int64Dtype()}.get
        )
    except (pa.ArrowException, OSError) as error:
        raise DataError(_shown(path), f"it cannot be read ({type(error).__name__})") from error
    resource = next(r for r in package["resources"] if r["path"] == path.name)
    documented = [f["name"] for f in resource.get("schema", {}).get("fields", [])]
    needed = documented + ([f.name for f in fields(RECORDS[name])] if name in RECORDS else [])
    if absent := [column for column in needed if column not in frame.columns]:
        raise DataError(_shown(path), f"the column {absent[0]!r} is absent")
    return frame


def _shown(path: Path) -> str:
    """The path as a reader of the project knows it."""
    root = Path(__file__).parent.parent
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
