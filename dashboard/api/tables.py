"""The published tables: rows that fit, page by page, in three formats. Nothing is computed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.api import fields
from dashboard.api.questions import FORMATS, MOST_AT_ONCE, Question, wrong
from dashboard.atlas import Atlas
from dashboard.maps import layers
from dashboard.maps.layers import File
from dashboard.problems import ProblemError
from dashboard.reuse import downloads
from dashboard.tables import BOUNDARIES

Answer = tuple[File, str]
"""A file, and the ``Link`` header that goes with it."""
MEASURES = ("indicator", "outcome", "order_by")
"""Columns that name a measure of the catalogue."""


def table(atlas: Atlas, name: str, question: Question) -> Answer:
    """The rows of a table that fit the question.

    Raises:
        ProblemError: a value that a column cannot have; a map that lacks a choice; too many rows.
    """
    rows = narrowed(atlas, name, question.filters)
    start, limit = question.offset, question.limit
    if limit is None and len(rows) - start > MOST_AT_ONCE:
        raise ProblemError(
            "wrong-value",
            f"{len(rows):,} rows fit, and a file has {MOST_AT_ONCE:,} at most; "
            "filter, or ask with limit and offset",
        )
    page = rows.iloc[start:] if limit is None else rows.iloc[start : start + limit]
    links = _links(question, len(rows))
    if question.format == "csv":
        content = downloads.csv_bytes(page, "utf-8")
    elif question.format == "geojson":
        content = dumped(_features(atlas, name, question, page))
    else:
        content = dumped(
            {
                "version": atlas.version,
                "total": len(rows),
                "limit": limit,
                "offset": start,
                "next": links.get("next"),
                "data": records(page),
            }
        )
    header = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())
    return File.of(content, FORMATS[question.format]), header


def narrowed(
    atlas: Atlas, name: str, wanted: tuple[tuple[str, tuple[str, ...]], ...]
) -> pd.DataFrame:
    """The rows where each named column has one of its values."""
    frame = downloads.table(atlas, name)
    kinds = {f["name"]: f["type"] for f in fields.columns(atlas, name)}
    for column, values in wanted:
        if column in MEASURES:
            _known_measures(atlas, column, values)
        frame = frame[frame[column].isin(_typed(column, kinds[column], values))]
    return frame


def _known_measures(atlas: Atlas, column: str, values: tuple[str, ...]) -> None:
    for value in values:
        if "," not in value and atlas.indicator(value) is None:
            raise wrong(column, value, sorted(atlas.indicators["id"]))


def _typed(column: str, kind: str, values: tuple[str, ...]) -> list[Any]:
    if kind == "boolean":
        return [value == "true" for value in values]
    if kind != "integer":
        return list(values)
    whole = []
    for value in values:
        if "," in value:
            continue
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise ProblemError("wrong-value", f"{column} is a whole number", parameter=column)
        whole.append(int(value))
    return whole


def _links(question: Question, total: int) -> dict[str, str]:
    """Addresses of the other pages, by relation (RFC 8288)."""
    if question.limit is None:
        return {}
    limit, offset = question.limit, question.offset
    found = {"first": 0, "last": max(total - 1, 0) // limit * limit}
    if offset > 0:
        found["prev"] = max(offset - limit, 0)
    if offset + limit < total:
        found["next"] = offset + limit
    query = [(key, value) for key, values in question.filters for value in _unsplit(values)]
    if question.format != "json":
        query.append(("format", question.format))
    return {
        rel: f"{question.path}?{urlencode([*query, ('limit', limit), ('offset', start)])}"
        for rel, start in found.items()
    }


def _unsplit(values: tuple[str, ...]) -> tuple[str, ...]:
    """One text for several values where there is one: that with the commas."""
    whole = [value for value in values if "," in value]
    rest = set(values) - {part for value in whole for part in value.split(",")}
    return tuple(sorted(rest))


def _features(atlas: Atlas, name: str, question: Question, page: pd.DataFrame) -> dict[str, Any]:
    chosen = dict(question.filters)
    needed = fields.mapped(atlas, name)
    if lacking := [column for column in needed if len(chosen.get(column, ())) != 1]:
        raise ProblemError(
            "wrong-value",
            f"a map of {name} needs one value each of {', '.join(needed)}; "
            f"choose {', '.join(lacking)}",
            lacking=lacking,
        )
    level = chosen["level"][0]
    if level not in BOUNDARIES:
        raise wrong("level with boundaries", level, list(BOUNDARIES))
    shapes = atlas.features(level)
    return {
        "type": "FeatureCollection",
        "version": atlas.version,
        "features": [
            {
                "type": "Feature",
                "id": row["code"],
                "properties": {"name": layers.label(atlas, level, row["code"]), **row},
                "geometry": shapes.get(row["code"]),
            }
            for row in records(page)
        ],
    }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects, every number as the table has it; missing values are None."""
    cells = [
        column.astype(object).where(column.notna(), None).tolist() for _, column in frame.items()
    ]
    names = list(frame.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def dumped(body: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8; a number that JSON does not have is an error, not a guess."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")
