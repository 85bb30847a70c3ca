"""The Census Bureau's API (keys, geographies, 50 variables a call), its files and its geocoder."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import geopandas as gpd

from tests.publishers.double import Answer, Ask, Handler, Row, json_answer

MOST_VARIABLES = 50
MOST_ADDRESSES = 10_000
CODES = {
    "us": ("us",),
    "state": ("state",),
    "county": ("state", "county"),
    "tract": ("state", "county", "tract"),
    "county subdivision": ("state", "county", "county subdivision"),
    "zip code tabulation area": ("zip code tabulation area",),
}
"""Columns that the API adds behind the variables, by geography."""
ADDRESSED = ("id", "address", "match", "exact", "matched", "point", "line", "side")


def table(year: int, geography: str, rows: Sequence[Row], key: str = "") -> Handler:
    """One geography of ``/data/<year>/acs/acs5``.

    Args:
        year: last year of the five.
        geography: a key of ``CODES``.
        rows: variables by name, NAME, and the codes of the geography.
        key: the only key that is accepted; any if "".
    """
    codes = CODES[geography]
    variables = {name for row in rows for name in row} - set(codes)

    def answer(ask: Ask) -> Answer | None:
        given = ask.query.get("key", "")
        if not given or (key and given != key):
            page = "invalid_key" if given else "missing_key"
            return Answer(302, headers={"Location": f"/{ask.host}/data/{page}.html"})
        what, _, wanted = ask.query.get("for", "").partition(":")
        if what != geography:
            return None
        inside = dict(part.split(":") for part in _parts(ask.query.get("in", "")))
        if set(inside) - set(codes[:-1]):
            return _error("unknown/unsupported geography hierarchy")
        names = _asked(ask.query.get("get", ""), variables)
        if len(names) > MOST_VARIABLES and "group(" not in ask.query["get"]:
            return _error(f"cannot request more than {MOST_VARIABLES} variables")
        for name in names:
            if name not in variables:
                return _error(f"unknown variable '{name}'")
        kept = [
            row
            for row in rows
            if all(code in ("*", row[name]) for name, code in inside.items())
            and (wanted == "*" or row[codes[-1]] in wanted.split(","))
        ]
        if not kept:
            return Answer(204)
        return json_answer(
            [[*names, *codes], *([row.get(name) for name in (*names, *codes)] for row in kept)]
        )

    return answer


def address(year: int) -> str:
    """The path of a year's five-year tables."""
    return f"/data/{year}/acs/acs5"


def _parts(text: str) -> list[str]:
    """``state:25 county:*`` in its parts; a geography may have spaces in its name."""
    return re.findall(r"[a-z ]+?:[^ ]+", text.strip())


def _asked(get: str, variables: set[str]) -> list[str]:
    names: list[str] = []
    for name in get.split(","):
        if match := re.fullmatch(r"group\((\w+)\)", name):
            names += sorted(v for v in variables if v.startswith(f"{match[1]}_"))
            names += [n for n in ("GEO_ID", "NAME") if n in variables]
        else:
            names.append(name)
    return names


def _error(said: str) -> Answer:
    return Answer(400, f"error: error: {said}".encode(), "text/plain")


def shapefile(frame: gpd.GeoDataFrame, name: str) -> bytes:
    """A zip with a shapefile in NAD83, as the TIGER folder has them."""
    with tempfile.TemporaryDirectory() as folder:
        frame.to_crs(4269).to_file(Path(folder) / f"{name}.shp", engine="pyogrio")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
        return packed.getvalue()


def geocoder(find: Callable[[Mapping[str, str]], tuple[float, float] | None]) -> Handler:
    """The batch geocoder, ``/geocoder/(locations|geographies)/addressbatch``.

    Args:
        find: longitude and latitude of an address (id, street, city, state, zip), or None.
    """

    def answer(ask: Ask) -> Answer:
        fields = form(ask)
        if "benchmark" not in fields or "addressFile" not in fields:
            return Answer(400, b"<h1>Bad Request</h1>", "text/html")
        lines = list(csv.reader(io.StringIO(fields["addressFile"].decode())))
        if len(lines) > MOST_ADDRESSES:
            return Answer(400, b"<h1>Too many records</h1>", "text/html")
        text = io.StringIO(newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
        # The real one answers in an order of its own.
        for line in reversed(lines):
            said = dict(zip(("id", "street", "city", "state", "zip"), line, strict=True))
            whole = ", ".join(line[1:])
            point = find(said)
            if point is None:
                writer.writerow([said["id"], whole, "No_Match"])
            else:
                place = f"{point[0]},{point[1]}"
                writer.writerow([said["id"], whole, "Match", "Exact", whole, place, "1", "L"])
        return Answer(200, text.getvalue().encode(), "text/plain;charset=UTF-8")

    return answer


def form(ask: Ask) -> dict[str, bytes]:
    """The fields of a form sent in parts."""
    head = f"Content-Type: {ask.headers.get('content-type', '')}\r\n\r\n".encode()
    message: Any = BytesParser().parsebytes(head + ask.body)
    return {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
        for part in message.get_payload()
    }


GEO_IDS = {
    "state": "0400000US",
    "county": "0500000US",
    "county subdivision": "0600000US",
    "tract": "1400000US",
    "zip code tabulation area": "860Z200US",
}


def place(geography: str, code: str, name: str, variables: Sequence[str], **cells: str) -> Row:
    """A row of :func:`table`: estimates 0 and margins 13 where nothing else is said.

    Args:
        geography: a key of ``GEO_IDS``.
        code: GEOID.
        variables: all that the row has.
        cells: what some of them are; text, as the API has them.
    """
    sizes = {"state": 2, "county": 3, "tract": 6, "county subdivision": 5}
    row: dict[str, Any] = {name: "13" if name.endswith("M") else "0" for name in variables}
    rest = code
    for column in CODES[geography]:
        size = sizes.get(column, len(rest))
        row[column], rest = rest[:size], rest[size:]
    return {"GEO_ID": GEO_IDS[geography] + code, "NAME": name, **row, **cells}
