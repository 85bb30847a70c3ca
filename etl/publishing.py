"""Writes the tables of ``data/``: whole or not at all, and the same bytes for the same inputs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_sources._dataset import SourceError
from etl.fields import FIELDS
from etl.settings import CITY, SCHEMA, STATE
from etl.tables import TABLES, conform

TITLE = f"Every Zip Code: gun violence and economic disparity in {STATE.name}"


def write(
    out: Path,
    tables: Mapping[str, pd.DataFrame],
    boundaries: Mapping[str, gpd.GeoDataFrame],
    geojson: Mapping[str, str],
) -> str:
    """Replace the folder ``out`` by the given tables.

    Everything is written to a new folder beside ``out``, described in ``datapackage.json``, and
    swapped in by renaming; if anything fails ``out`` stays as it was.

    Args:
        out: the folder of published tables.
        tables: conformed frames by table name (see :mod:`etl.tables`).
        boundaries: simplified polygons by level (code, name, geometry), EPSG:4326.
        geojson: the same polygons as the map serves them, by level.

    Returns:
        The version: the first 12 hex digits of the checksum over every file.

    Raises:
        ValueError: a table of :data:`etl.tables.TABLES` is missing.
    """
    missing = set(TABLES) - set(tables)
    if missing:
        raise ValueError(f"tables {sorted(missing)} are missing; nothing was written")
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    old = _old(out)
    if old.exists() and not out.exists():  # a swap was cut off half way
        os.rename(old, out)
    new = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name in TABLES:
            _write_parquet(
                pa.Table.from_pandas(tables[name], preserve_index=False), new / f"{name}.parquet"
            )
        (new / "boundaries").mkdir()
        for level, frame in sorted(boundaries.items()):
            frame.to_parquet(
                new / "boundaries" / f"{level}.parquet", index=False, compression="zstd"
            )
            (new / "boundaries" / f"{level}.geojson").write_text(geojson[level], encoding="utf-8")
        version = _describe(new, tables)
        new.chmod(0o755)
        _swap(new, out)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return version


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """The published tables of a folder, typed and checked.

    Raises:
        SourceError: a table is missing, cannot be read or has a column that is not its own.
        pandera.errors.SchemaErrors: lists every value that does not fit.
    """
    tables = {}
    for name in TABLES:
        path = folder / f"{name}.parquet"
        try:
            tables[name] = conform(name, pd.read_parquet(path))
        except (OSError, ValueError, KeyError) as error:
            raise SourceError(
                path, f"the table cannot be read ({error})", "a table made by `python -m etl build`"
            ) from error
    return tables


def state_of(folder: Path) -> str:
    """FIPS code of the state whose tables a folder holds; this process's where it says none."""
    try:
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        return str(package["state"]["fips"])
    except (OSError, ValueError, LookupError, TypeError):
        return STATE.fips  # what is wrong with the folder is said when its tables are read


def _write_parquet(table: pa.Table, path: Path) -> None:
    # Without pandas' own metadata, which names library versions, equal tables are equal bytes.
    pq.write_table(table.replace_schema_metadata(None), path, compression="zstd", version="2.6")


def _old(out: Path) -> Path:
    return out.with_name(f".{out.name}-old")


def _swap(new: Path, out: Path) -> None:
    """Put ``new`` in the place of ``out``; the old folder is gone only once the new one stands."""
    if not out.exists():
        os.rename(new, out)
        return
    old = _old(out)
    shutil.rmtree(old, ignore_errors=True)
    os.rename(out, old)
    try:
        os.rename(new, out)
    except OSError:
        os.rename(old, out)
        raise
    shutil.rmtree(old)


def _describe(folder: Path, tables: Mapping[str, pd.DataFrame]) -> str:
    """Write ``datapackage.json`` (Frictionless Data Package) for the folder; return the version."""
    resources = [
        _resource(folder, path, tables) for path in sorted(folder.rglob("*.*")) if path.is_file()
    ]
    digest = hashlib.sha256()
    for resource in resources:
        digest.update(f"{resource['path']} {resource['hash']}\n".encode())
    version = digest.hexdigest()[:12]
    package = {
        "profile": "data-package",
        "name": "every-zip-code",
        "title": TITLE,
        "version": version,
        "schema": SCHEMA,
        "state": {
            "fips": STATE.fips,
            "abbreviation": STATE.abbreviation,
            "name": STATE.name,
            "zip_prefixes": sorted(STATE.prefixes),
            "police_record_town": CITY if STATE.has_police_record else "",
            "closer": list(STATE.closer),
        },
        "licenses": [
            {
                "name": "other-at",
                "title": "Free to use with attribution; the terms of each source apply",
            }
        ],
        "sources": [
            {"title": f"{row.publisher}: {row.title}", "path": row.landing_page}
            for row in tables["sources"].itertuples()
        ],
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(
        json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return version


def _resource(folder: Path, path: Path, tables: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    content = path.read_bytes()
    entry: dict[str, object] = {
        "name": path.relative_to(folder).as_posix().replace("/", "-").replace(".", "-"),
        "path": path.relative_to(folder).as_posix(),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if path.parent == folder:
        table = TABLES[path.stem]
        entry |= {
            "title": f"One row is {table.row}",
            "profile": "tabular-data-resource",
            "format": "parquet",
            "rows": len(tables[table.name]),
            "schema": {
                "fields": [_field(name) for name in table.fields],
                "primaryKey": list(table.key),
            },
        }
    else:
        entry |= {"format": path.suffix[1:], "title": f"Boundaries: {path.stem}"}
    return entry


def _field(name: str) -> dict[str, object]:
    field = FIELDS[name]
    entry: dict[str, object] = {"name": name, "type": field.type, "description": field.description}
    if field.unit:
        entry["unit"] = field.unit
    if field.allowed:
        entry["constraints"] = {"enum": [str(value) for value in field.allowed]}
    return entry
