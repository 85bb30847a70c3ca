"""What ``datapackage.json`` says of each table, as JSON Schema and as filters."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dashboard.api import examples
from dashboard.api.questions import Parameter
from dashboard.atlas import Atlas
from dashboard.tables import TABLES

ALSO = ("name", "zcta", "county", "theme", "publisher", "source", "party")
"""Columns to filter by that are neither keys nor lists of fixed words."""


@lru_cache(maxsize=4)
def resources(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """Description of each table by name."""
    by_path = {resource["path"]: resource for resource in atlas.package["resources"]}
    return {name: by_path[f"{name}.parquet"] for name in TABLES}


def columns(atlas: Atlas, table: str) -> list[dict[str, Any]]:
    """The fields of a table, in order."""
    fields: list[dict[str, Any]] = resources(atlas)[table]["schema"]["fields"]
    return fields


def key(atlas: Atlas, table: str) -> list[str]:
    """The columns that tell a row from every other."""
    names: list[str] = resources(atlas)[table]["schema"].get("primaryKey", [])
    return names


def row_schema(atlas: Atlas, table: str) -> dict[str, Any]:
    """One row as JSON Schema."""
    fields = columns(atlas, table)
    return {
        "type": "object",
        "description": resources(atlas)[table].get("title", ""),
        "properties": {f["name"]: _property(f) for f in fields},
        "required": [f["name"] for f in fields],
    }


def _property(field: dict[str, Any]) -> dict[str, Any]:
    kind = field["type"]
    number = kind in ("number", "integer")
    made: dict[str, Any] = {"type": [kind, "null"] if number else kind, "description": said(field)}
    if kind == "string" and (words := _words(field)):
        made["enum"] = words
    return made


def said(field: dict[str, Any]) -> str:
    """What a field is, with its unit."""
    unit = f" ({field['unit']})" if field.get("unit") else ""
    return f"{field.get('description', field['name'])}{unit}"


@lru_cache(maxsize=256)
def filters(atlas: Atlas, table: str) -> tuple[Parameter, ...]:
    """The columns of a table that a request may filter by.

    Those are the columns of its key, of words from a fixed list, of yes and no, and a few more.
    """
    keys, shown = key(atlas, table), examples.values(atlas)
    return tuple(
        Parameter(
            f["name"],
            said(f),
            _value(f),
            several=True,
            example=shown.get(f["name"], ""),
        )
        for f in columns(atlas, table)
        if f["type"] == "boolean"
        or (f["type"] != "number" and (f["name"] in keys or f["name"] in ALSO or _words(f)))
    )


def _words(field: dict[str, Any]) -> list[str]:
    """The words that a field may hold; none where it may hold any."""
    words: list[str] = field.get("constraints", {}).get("enum", [])
    return ["true", "false"] if field["type"] == "boolean" else words


def _value(field: dict[str, Any]) -> dict[str, Any]:
    if words := _words(field):
        return {"type": "string", "enum": words}
    return {"type": field["type"]}


@lru_cache(maxsize=256)
def mapped(atlas: Atlas, table: str) -> tuple[str, ...]:
    """What must be chosen before a row is a place on a map; () where a table has no places."""
    keys = key(atlas, table)
    if not {"level", "code"} <= set(keys):
        return ()
    return tuple(name for name in keys if name != "code")
