"""Writes the reference pages of ``docs/`` from the code itself: ``python -m etl docs``.

A test fails when a page is not what this writes, so no measure, field, source or
setting can stay undocumented.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import epidemiology
from etl import catalogue, dropped, licences_page, settings_page
from etl.fields import FIELDS
from etl.sources import datasets
from etl.tables import TABLES

_NOTE = "<!-- Written by `python -m etl docs`. Change the code, not this page. -->"


def pages() -> dict[str, str]:
    """Every generated page: file name -> text."""
    return {
        "methods.md": _page("How each measure is made", _methods()),
        "indicators.md": _page("Every measure of the atlas", _indicators()),
        "tables.md": _page("Every table and field of data/", _tables()),
        "sources.md": _page("Every source and its terms", _sources()),
        "dropped_files.md": _page("Tables that a person drops", dropped.page()),
        "settings.md": _page("What can be set", settings_page.page()),
        "licences.md": _page("What an installation brings, and its licences", licences_page.page()),
    }


def write(folder: Path) -> list[Path]:
    """Write the pages; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    return written


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", _NOTE, "", *lines]).rstrip() + "\n"


def _methods() -> Iterator[str]:
    yield (
        "Each function below is pure: arrays in, arrays out. This is what each says of itself, "
        "with the formula's source. The measures that use them are in "
        "[indicators.md](indicators.md); statuses are in `epidemiology/status.py`."
    )
    for info in sorted(pkgutil.iter_modules(epidemiology.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"epidemiology.{info.name}")
        yield from ("", f"## {info.name}", "", inspect.cleandoc(module.__doc__ or ""))
        for name, thing in _public(module.__name__, vars(module)):
            yield from ("", f"**`{name}{_signature(thing)}`** {_said(thing)}")


def _public(module: str, names: dict[str, object]) -> Iterator[tuple[str, Callable[..., object]]]:
    for name, thing in names.items():
        own = getattr(thing, "__module__", "") == module
        if own and inspect.isfunction(thing) and not name.startswith("_"):
            yield name, thing


def _said(function: Callable[..., object]) -> str:
    """The docstring up to its arguments: what it is and whose formula."""
    text = inspect.cleandoc(function.__doc__ or "")
    said = re.split(r"\n(?:Args|Returns|Raises|Attributes):\n", text)[0].strip()
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", said).replace("``", "`")


def _signature(function: Callable[..., object]) -> str:
    return f"({', '.join(inspect.signature(function).parameters)})"


def _indicators() -> Iterator[str]:
    for indicator in catalogue.INDICATORS:
        yield from (f"## {indicator.title}", "")
        yield f"`{indicator.id}`, {indicator.unit}. {indicator.interval}."
        for feed in indicator.feeds:
            yield f"- {feed.level} {feed.period}: `{feed.column}` of [{feed.source}](sources.md)"
        yield ""
        for caveat in indicator.caveats:
            yield f"> {caveat}"
            yield ">"
        yield ""


def _tables() -> Iterator[str]:
    for table in TABLES.values():
        yield from (
            f"## {table.name}",
            "",
            f"One row is {table.row}. Key: {', '.join(table.key)}.",
            "",
        )
        yield from ("| field | type | meaning |", "| --- | --- | --- |")
        for name in table.fields:
            field = FIELDS[name]
            unit = f" ({field.unit})" if field.unit else ""
            allowed = f" One of: {', '.join(field.allowed)}." if field.allowed else ""
            yield f"| `{name}` | {field.type} | {field.description}{unit}.{allowed} |"
        yield ""


def _sources() -> Iterator[str]:
    for dataset in datasets().values():
        yield from (f"## {dataset.title}", "")
        yield f"`{dataset.id}`, {dataset.publisher}, {dataset.vintage}. {dataset.citation}"
        yield from ("", f"- Used for: {dataset.used_for}", f"- Page: <{dataset.landing_page}>")
        yield f"- Served at: {dataset.endpoint}"
        yield f"- This copy: {dataset.retrieved}"
        yield f"- Terms: {dataset.licence}"
        for caveat in dataset.caveats:
            yield textwrap.indent(caveat, "  ").replace("  ", "- ", 1)
        yield ""
