"""What was measured: a table, compared with the last run and held against the goals; JSON."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.site import ROOT

OUT = ROOT / "build" / "bench.json"
"""The figures of this machine's last run; what it replaces is what the next one compares with."""


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        what: its name, the same in every run.
        value: NaN where it could not be measured.
        unit: ``ms``, ``B``, ``x`` (against something of the same run).
        most: the goal, where less is better.
        least: the goal, where more is better.
        note: what a reader of the table should know, such as the measured reason why not.
    """

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one. What was not measured meets none."""
        if self.most is None and self.least is None:
            return None
        above = self.least is None or self.value >= self.least
        below = self.most is None or self.value <= self.most
        return above and below and not math.isnan(self.value)

    @property
    def goal(self) -> str:
        """The goal in words; "" without one."""
        if self.least is not None:
            return f"{self.least:g} or more"
        return "" if self.most is None else f"{self.most:g} or less"


@dataclass(frozen=True)
class Run:
    """All figures of one run, and the machine they are of."""

    machine: str
    load: tuple[float, float]
    figures: tuple[Figure, ...]


def machine() -> str:
    """What the figures are of: processor count, architecture, Python."""
    cores = os.cpu_count()
    return f"{cores} cores, {platform.machine()}, Python {platform.python_version()}"


def ratio(now: Figure, before: dict[str, float]) -> float | None:
    """This figure over the one of the last run; None where there is none to compare with."""
    last = before.get(now.what)
    if last is None or not last or math.isnan(last) or math.isnan(now.value):
        return None
    return now.value / last


def read(path: Path = OUT) -> dict[str, float]:
    """Figures of an earlier run by name; empty where there is none, or one of another form."""
    try:
        found: Any = json.loads(path.read_text("utf-8"))
        return {f["what"]: f["value"] for f in found["figures"] if f["value"] is not None}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}


def write(run: Run, path: Path = OUT) -> None:
    """Keep a run for the next one to compare with. What was not measured now stays as it was."""
    kept = _kept(path, {figure.what for figure in run.figures})
    path.parent.mkdir(exist_ok=True)
    said = asdict(run)
    said["figures"] = [_plain(figure) for figure in said["figures"]] + kept
    path.write_text(json.dumps(said, indent=1, allow_nan=False) + "\n")


def _kept(path: Path, fresh: set[str]) -> list[dict[str, Any]]:
    try:
        return [f for f in json.loads(path.read_text("utf-8"))["figures"] if f["what"] not in fresh]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return []


def _plain(figure: dict[str, Any]) -> dict[str, Any]:
    return figure | {"value": None if math.isnan(figure["value"]) else figure["value"]}


def show(figures: Iterable[Figure], before: dict[str, float], console: Console) -> None:
    """Print the table of some figures."""
    table = Table("figure", "value", "unit", "last", "goal", "", box=None)
    table.columns[1].justify = table.columns[3].justify = "right"
    for figure in figures:
        against = ratio(figure, before)
        met = {True: "met", False: "NOT MET", None: ""}[figure.met]
        table.add_row(
            figure.what,
            f"{figure.value:,.2f}",
            figure.unit,
            "" if against is None else f"x{against:.2f}",
            figure.goal,
            " ".join(part for part in (met, figure.note) if part),
        )
    console.print(table)


def verdict(figures: Iterable[Figure]) -> str:
    """One line: how many goals are met, and which are not."""
    held = [figure for figure in figures if figure.met is not None]
    missed = [figure.what for figure in held if not figure.met]
    line = f"{len(held) - len(missed)} of {len(held)} goals met"
    return f"{line}; not met: {'; '.join(missed)}" if missed else line
