"""Files to take away: they only filter what is in ``data/`` and are made when asked for."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import streamlit as st

from dashboard.atlas import Atlas
from dashboard.tables import BOUNDARIES, TABLES
from dashboard.words import _
from dashboard.zips.report import ZipReport

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip, so that the same tables give the same bytes."""
FILTERS = ("indicator", "level", "period")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table(atlas: Atlas, name: str) -> pd.DataFrame:
    """A published table by name.

    Raises:
        KeyError: there is no such table.
    """
    if name not in TABLES:
        raise KeyError(name)
    frame: pd.DataFrame = getattr(atlas, name)
    return frame


def filtered(frame: pd.DataFrame, **wanted: str) -> pd.DataFrame:
    """The rows where each named column has the wanted value; "" wants any."""
    for column, value in wanted.items():
        if value and column in frame.columns:
            frame = frame[frame[column] == value]
    return frame


def safe_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would take for a formula.

    Numbers are left alone, negative ones too: only text that starts with one of ``= + - @``, a
    tab or a line break changes. Line breaks within a text become ``\\n``, since a lone ``\\r``
    ends a row for some readers. Returns the frame itself where nothing changes.
    """
    changed = {}
    for name in frame.columns:
        column = frame[name]
        if not (isinstance(column.dtype, pd.StringDtype) or column.dtype == object):
            continue
        texts = [text for text in column.unique() if isinstance(text, str)]
        if swap := {text: safe for text in texts if (safe := _safe(text)) != text}:
            cells = [swap.get(cell, cell) if isinstance(cell, str) else cell for cell in column]
            changed[name] = pd.Series(cells, index=frame.index, dtype=column.dtype)
    return frame.assign(**changed) if changed else frame


def _safe(text: str) -> str:
    if text.startswith(_FORMULA):
        text = f"'{text}"
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def csv_bytes(frame: pd.DataFrame, encoding: str = "utf-8-sig") -> bytes:
    """UTF-8 with a header line, fit for spreadsheets; codes stay text in the file.

    Spreadsheets know UTF-8 by the mark at its start; programs want ``utf-8``, without it.
    """
    return safe_cells(frame).to_csv(index=False, lineterminator="\n").encode(encoding)


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """The same as Parquet, where codes and numbers keep their types."""
    buffer = io.BytesIO()
    data = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(data, buffer, compression="zstd")
    return buffer.getvalue()


def boundary_bytes(atlas: Atlas, level: str) -> bytes:
    """The GeoJSON of a level, as it is published.

    Raises:
        KeyError: there is no such level.
    """
    if level not in BOUNDARIES:
        raise KeyError(level)
    return atlas.content(f"boundaries/{level}.geojson")


def everything(atlas: Atlas) -> bytes:
    """One zip: each table as CSV and Parquet, boundaries as GeoJSON, and datapackage.json."""
    files: list[tuple[str, bytes]] = [
        ("datapackage.json", _json(atlas.package)),
        ("README.txt", _readme(atlas).encode()),
    ]
    for name in TABLES:
        files.append((f"{name}.csv", csv_bytes(table(atlas, name))))
        files.append((f"{name}.parquet", atlas.content(f"{name}.parquet")))
    files += [(f"boundaries/{level}.geojson", boundary_bytes(atlas, level)) for level in BOUNDARIES]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def selection(atlas: Atlas, name: str, **wanted: str) -> bytes:
    """One zip: the filtered table as CSV and Parquet, what its columns mean and its sources."""
    frame = filtered(table(atlas, name), **wanted)
    files = [
        (f"{name}.csv", csv_bytes(frame)),
        (f"{name}.parquet", parquet_bytes(frame)),
        ("datapackage.json", _json(_package_of(atlas, name))),
        ("sources.csv", csv_bytes(_sources_of(atlas, frame))),
        ("README.txt", _readme(atlas).encode()),
    ]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files:
            archive.writestr(zipfile.ZipInfo(file, EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _json(package: dict[str, Any]) -> bytes:
    """``datapackage.json`` as the pipeline writes it."""
    return (json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode()


def _package_of(atlas: Atlas, name: str) -> dict[str, Any]:
    """``datapackage.json`` with one table, whose bytes are no longer those of the whole."""
    package = atlas.package
    kept = [dict(r) for r in package["resources"] if r["path"] == f"{name}.parquet"]
    for resource in kept:
        for key in ("bytes", "hash", "rows"):
            resource.pop(key, None)
    return package | {"resources": kept}


def _sources_of(atlas: Atlas, frame: pd.DataFrame) -> pd.DataFrame:
    column = next((c for c in ("source", "sources") if c in frame.columns), None)
    if column is None:
        return atlas.sources
    ids = {id for text in frame[column].unique() for id in str(text).split()}
    return atlas.sources[atlas.sources["id"].isin(ids)]


def _readme(atlas: Atlas) -> str:
    return _(
        "Every Zip Code: gun violence and economic disparity in Massachusetts, edition "
        "{version}.\n\n"
        "Free to use with attribution; the terms of each source apply (sources.csv).\n"
        "datapackage.json says what each column means. Codes such as ZIPs are text: keep their "
        "zeros\n"
        "(in a spreadsheet, import them as text).\n"
        "The column 'status' says what may be said of a value. An empty value is never a zero.\n"
        "Counts of 1 to 4 people, and those the CDC hides, are not in these files.\n"
        "Areas, not people: a number for a place is not a risk for a person.\n"
    ).format(version=atlas.version)


def zip_download(atlas: Atlas, report: ZipReport) -> None:
    """The button at the foot of a ZIP code's page."""
    code = report.place.code
    st.download_button(
        _("Download the numbers of {place}").format(place=report.name),
        data=_zip_rows(atlas, code),
        file_name=f"every-zip-code-{code}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _zip_rows(atlas: Atlas, code: str) -> Callable[[], bytes]:
    return lambda: csv_bytes(filtered(atlas.observations, level="zcta", code=code))
