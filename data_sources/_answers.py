"""Whether a body is what was asked for: its declared type, its first bytes, its inside."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any, Literal

from data_sources._web_error import Kind

Expected = Literal["json", "csv", "text", "zip"]

MEGABYTE = 1 << 20
LIMITS: dict[Expected, int] = {
    "json": 200 * MEGABYTE,
    "csv": 400 * MEGABYTE,
    "text": 400 * MEGABYTE,
    "zip": 1000 * MEGABYTE,
}
"""Bytes that a body may have, opened."""
INSIDE = 8
"""How many times its limit the files of a zip may have together, opened."""
ANY = {"application/octet-stream", "binary/octet-stream", ""}
TYPES: dict[Expected, set[str]] = {
    "json": {"application/json", "application/geo+json", "text/json", "text/plain"},
    "csv": {"text/csv", "application/csv", "text/plain", "application/vnd.ms-excel", *ANY},
    "text": {"text/plain", "text/csv", "text/yaml", "application/yaml", *ANY},
    "zip": {"application/zip", "application/x-zip-compressed", "application/x-zip", *ANY},
}
Fault = tuple[Kind, str]
"""What is wrong with a body, and how."""


def wrong_type(expect: Expected, content_type: str) -> Fault | None:
    """What is wrong with the declared type."""
    said = content_type.partition(";")[0].strip().lower()
    if said in {"text/html", "application/xhtml+xml"}:
        return "html", "answered with a web page where data should be"
    if said not in TYPES[expect]:
        return "type", f"answered with {said[:60]!r} where {expect} should be"
    return None


def wrong_body(expect: Expected, path: Path, limit: int) -> Fault | None:
    """What is wrong with a whole body."""
    with path.open("rb") as file:
        head = file.read(2048).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "empty", "the answer is empty"
    if expect != "zip" and re.match(rb"<(!doctype|html|head|\?xml|body)", head):
        return "html", "answered with a web page where data should be"
    if expect == "json":
        return _wrong_json(path.read_bytes())
    if expect == "zip":
        return _wrong_zip(path, limit)
    return None


def parse(body: bytes, *, exact: bool = False) -> Any:
    """JSON; with ``exact``, numbers as the text that was published.

    Raises:
        ValueError: it is none (NaN and Infinity are none).
    """
    as_is = str if exact else None
    return json.loads(body, parse_float=as_is, parse_int=as_is, parse_constant=_no_constant)


def decode(body: bytes, content_type: str) -> str:
    """Text in the encoding that its type declares, UTF-8 if none.

    Raises:
        UnicodeDecodeError, LookupError: it has another one, or one that nobody knows.
    """
    match = re.search(r"charset=[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    name = match[1].lower() if match else "utf-8"
    return body.decode("utf-8-sig" if name in {"utf-8", "utf8"} else name)


def message(body: bytes) -> str:
    """What an error answer says, in at most 200 characters; "" for a web page."""
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        return ""
    try:
        return _said(json.loads(text)) or text[:200]
    except ValueError:
        return " ".join(text.split())[:200]


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _wrong_json(body: bytes) -> Fault | None:
    try:
        value = parse(body)
    except UnicodeDecodeError as error:
        return "encoding", f"the JSON is not UTF-8 ({error.reason} at byte {error.start})"
    except (ValueError, RecursionError) as error:
        return "syntax", f"the JSON cannot be read ({str(error)[:120]})"
    if isinstance(value, dict) and (
        value.get("error") or value.get("errors") or value.get("success") is False
    ):
        return "error", f"answered with an error in the place of data: {_said(value)}"
    return None


def _said(value: Any) -> str:
    """The message of an error as CKAN, Socrata, ArcGIS and others write it."""
    if isinstance(value, dict):
        for name in ("message", "error", "errors", "detail", "details"):
            if isinstance(value.get(name), str):
                return " ".join(value[name].split())[:200]
        for name in ("error", "errors", "detail"):
            if value.get(name):
                return _said(value[name])
        value = {name: text for name, text in value.items() if not name.startswith("__")}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _said(value[0])
    return " ".join(json.dumps(value).split())[:200]


def _wrong_zip(path: Path, limit: int) -> Fault | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > INSIDE * limit:
                return "large", f"the zip opens to more than {INSIDE * limit:,} bytes"
            if damaged := archive.testzip():
                return "cut", f"{damaged!r} inside the zip is damaged"
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        return "cut", f"the zip cannot be opened ({error})"
    return None
