"""What is known of CDC's counts because of what a count is: parts add up to wholes.

Each rule is a row of a linear system over the cells of CDC's tables (``etl.audit``); a cell is one
count: intent, place, period and group. A second number of each cell, the years of potential life
lost, is tied to its count by the ages that it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array

from epidemiology.ranges import Range, feasible
from etl.settings import US_STATES

WHOLE = "firearm_deaths"
INTENTS = (
    "firearm_homicides",
    "firearm_suicides",
    "firearm_unintentional",
    "firearm_undetermined",
    "shot_by_police",
)
"""The intents add up to :data:`WHOLE`."""
NON_HISPANIC, HISPANIC = "Non-Hispanic", "Hispanic"
YOUNG = {"under18": "under18_race", "age18_25": "age18_25_race"}
"""Age bands that CDC breaks down by race and ethnicity, and the breakdown."""
LOST_BEFORE = 65
"""CDC counts years of life lost before this age."""
_ROUNDED = 0.5


class Cell(NamedTuple):
    """One count."""

    indicator: str
    level: str
    code: str
    period: str
    grouping: str
    group: str

    def __str__(self) -> str:
        """Indicator, place, period and group, for messages."""
        of = f", {self.grouping} {self.group}" if self.grouping else ""
        return f"{self.indicator}, {self.level} {self.code}, {self.period}{of}"


class Known(NamedTuple):
    """What is published of a cell."""

    least: float
    most: float
    years_lost: float
    """NaN where not published."""

    @property
    def hidden(self) -> bool:
        """Whether the count is not published."""
        return self.least < self.most


Term = tuple[float, Cell]


@dataclass
class System:
    """Rows ``least <= sum of terms <= most`` over the cells and their years of life lost."""

    known: dict[Cell, Known]
    groups: dict[str, tuple[str, ...]]
    """Every group of a grouping that any year has."""
    absent_most: float
    """What a count can be whose row CDC leaves out of a table."""
    index: dict[tuple[Cell, bool], int] = field(default_factory=dict)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[tuple[list[tuple[float, int]], float, float]] = field(default_factory=list)

    def count(self, cell: Cell, most: float | None = None) -> int:
        """Position of a cell's count; a cell without a row is from 0 to ``most``."""
        if (cell, False) not in self.index:
            free = Known(0, self.absent_most if most is None else most, np.nan)
            at = self.known.get(cell, free)
            self._add((cell, False), at.least, at.most)
        return self.index[cell, False]

    def lost(self, cell: Cell) -> int:
        """Position of a cell's years of life lost, which its ages tie to its count."""
        if (cell, True) not in self.index:
            count = self.count(cell)
            published = self.known[cell].years_lost if cell in self.known else np.nan
            blank = np.isnan(published)
            self._add(
                (cell, True),
                0 if blank else published - _ROUNDED,
                np.inf if blank else published + _ROUNDED,
            )
            years = self.index[cell, True]
            first, last = ages(cell)
            fewest, most = max(LOST_BEFORE - last, 0), max(LOST_BEFORE - first, 0)
            self.rows.append(([(1, years), (-fewest, count)], -_ROUNDED, np.inf))
            self.rows.append(([(1, years), (-most, count)], -np.inf, _ROUNDED))
        return self.index[cell, True]

    def _add(self, key: tuple[Cell, bool], least: float, most: float) -> None:
        self.index[key] = len(self.lower)
        self.lower.append(least)
        self.upper.append(most)

    def limit(self, terms: Iterable[Term], least: float, most: float) -> None:
        """A sum of counts is between two numbers."""
        self.rows.append(([(c, self.count(cell)) for c, cell in terms], least, most))

    def adds_up(self, whole: Cell, parts: Iterable[Cell], lost: bool = False) -> None:
        """The parts make up the whole, and their years of life lost its own."""
        parts = list(parts)
        terms = [(1.0, self.count(whole)), *((-1.0, self.count(part)) for part in parts)]
        self.rows.append((terms, 0, 0))
        if lost:
            years = [(1.0, self.lost(whole)), *((-1.0, self.lost(part)) for part in parts)]
            self.rows.append((years, 0, 0))

    def ranges(self, wanted: Iterable[Cell], exact: bool = True) -> dict[Cell, tuple[float, float]]:
        """Smallest and largest count of the wanted cells; NaN where the tables disagree.

        If not ``exact``, one number where there is only one, else two numbers that it can be.
        """
        asked = [cell for cell in wanted if (cell, False) in self.index]
        chosen = np.zeros(len(self.lower), dtype=bool)
        chosen[[self.index[cell, False] for cell in asked]] = True
        found = self._solve(chosen, exact)
        positions = [self.index[cell, False] for cell in asked]
        return {
            cell: (float(found.lower[i]), float(found.upper[i]))
            for cell, i in zip(asked, positions, strict=True)
        }

    def _solve(self, wanted: np.ndarray, exact: bool) -> Range:
        size = [len(terms) for terms, _, _ in self.rows]
        row = np.repeat(np.arange(len(self.rows)), size)
        terms = [term for terms, _, _ in self.rows for term in terms]
        matrix = coo_array(
            (
                np.array([c for c, _ in terms], dtype=float),
                (row, np.array([i for _, i in terms], dtype=np.int64)),
            ),
            shape=(len(self.rows), len(self.lower)),
        ).tocsr()
        whole = np.zeros(len(self.lower), dtype=bool)
        whole[[i for (_, years), i in self.index.items() if not years]] = True
        return feasible(
            matrix,
            np.array([least for _, least, _ in self.rows]),
            np.array([most for _, _, most in self.rows]),
            np.array(self.lower),
            np.array(self.upper),
            whole=whole,
            wanted=wanted,
            exact=exact,
        )


def ages(cell: Cell) -> tuple[int, int]:
    """First age of a cell and the one that it does not reach."""
    if cell.grouping == "age":
        numbers = [int(n) for n in re.findall(r"\d+", cell.group)]
        return numbers[0], numbers[1] + 1 if len(numbers) > 1 else 200
    if cell.grouping.startswith("under18"):
        return 0, 18
    if cell.grouping.startswith("age18_25"):
        return 18, 26
    return 0, 200


def apply(system: System, provisional: set[tuple[str, str, str]]) -> None:
    """Write every rule down for every place and period that is published.

    Args:
        system: its ``known`` cells decide what is written.
        provisional: level, indicator and period of counts that may still change: they do not add
            up with final ones.
    """
    here: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    for cell in system.known:
        here.setdefault(cell[1:4], set()).add((cell.indicator, cell.grouping))
    for (level, code, period), published in here.items():
        place = _Place(level, code, period)
        groupings = {grouping for _, grouping in published}
        if (WHOLE, "") in published:
            _intents(system, place, groupings)
        for grouping in sorted(groupings & {"sex", "age", "ethnicity"}):
            for intent in _indicators(published, grouping):
                parts = [place(intent, grouping, g) for g in system.groups[grouping]]
                system.adds_up(place(intent), parts, lost=True)
        if {"race", "ethnicity"} <= groupings:
            for intent in _indicators(published, "race"):
                parts = [place(intent, "race", g) for g in system.groups["race"]]
                system.adds_up(place(intent, "ethnicity", NON_HISPANIC), parts, lost=True)
        _young(system, place, groupings)
    _counties(system, provisional)
    _states(system, provisional)


class _Place(NamedTuple):
    level: str
    code: str
    period: str

    def __call__(self, indicator: str, grouping: str = "", group: str = "") -> Cell:
        return Cell(indicator, *self, grouping, group)


def _indicators(published: set[tuple[str, str]], grouping: str) -> Iterator[str]:
    """What a breakdown is published of; the intents that CDC leaves out of it are there too."""
    if (WHOLE, grouping) in published:
        yield WHOLE
    yield from INTENTS


def _intents(system: System, place: _Place, groupings: set[str]) -> None:
    """Intents add up, for everyone and within each group that both are published for."""
    broken_down = place.level == "state" and len(groupings) > 1
    for intent in INTENTS:
        # The portal has only homicides and suicides: what it never had can be any number.
        system.count(place(intent), None if broken_down else np.inf)
    system.adds_up(place(WHOLE), [place(i) for i in INTENTS], lost=broken_down)
    for grouping in sorted(groupings & {"sex", "ethnicity", "race"}):
        for group in system.groups[grouping]:
            cells = [place(i, grouping, group) for i in INTENTS]
            system.adds_up(place(WHOLE, grouping, group), cells, lost=True)


def _young(system: System, place: _Place, groupings: set[str]) -> None:
    """People under 18, and from 18 to 25: by race, within their race and within the ages."""
    bands = [band for band in YOUNG if {band, YOUNG[band]} <= groupings]
    for band in bands:
        parts = [place(WHOLE, YOUNG[band], g) for g in system.groups[YOUNG[band]]]
        system.adds_up(place(WHOLE, band, system.groups[band][0]), parts, lost=True)
    if bands and "race" in groupings:
        for group in system.groups["race"]:
            parts = [place(WHOLE, YOUNG[b], f"{group}, {NON_HISPANIC}") for b in bands]
            system.limit(
                [(1, place(WHOLE, "race", group)), *((-1, part) for part in parts)], 0, np.inf
            )
    if bands and "ethnicity" in groupings:
        for ethnicity in system.groups["ethnicity"]:
            parts = [
                place(WHOLE, YOUNG[b], g)
                for b in bands
                for g in system.groups[YOUNG[b]]
                if g.endswith(f", {ethnicity}")
            ]
            system.limit(
                [(1, place(WHOLE, "ethnicity", ethnicity)), *((-1, part) for part in parts)],
                0,
                np.inf,
            )
    if bands and "age" in groupings:
        for some in (*([b] for b in bands), bands):
            _within_ages(system, place, some)


def _within_ages(system: System, place: _Place, bands: list[str]) -> None:
    """The five-year groups inside the bands hold no more than they do, those that touch no less."""
    counts = [place(WHOLE, band, system.groups[band][0]) for band in bands]
    first = min(ages(cell)[0] for cell in counts)
    last = max(ages(cell)[1] for cell in counts)
    inside, touching = [], []
    for intent, group in product(INTENTS, system.groups["age"]):
        cell = place(intent, "age", group)
        start, end = ages(cell)
        if start < last and end > first:
            touching.append(cell)
            if first <= start and end <= last:
                inside.append(cell)
    total = [(1.0, cell) for cell in counts]
    system.limit([*total, *((-1.0, cell) for cell in inside)], 0, np.inf)
    system.limit([*total, *((-1.0, cell) for cell in touching)], -np.inf, 0)


def _counties(system: System, provisional: set[tuple[str, str, str]]) -> None:
    """Counties add up to their state, where both counts are final."""
    parts: dict[Cell, list[Cell]] = {}
    for cell in system.known:
        if cell.level == "county" and not cell.grouping:
            state = cell._replace(level="state", code=cell.code[:2])
            parts.setdefault(state, []).append(cell)
    for state, counties in parts.items():
        unsettled = {(x.level, x.indicator, x.period) for x in (state, counties[0])} & provisional
        if state in system.known and not unsettled:
            system.adds_up(state, counties)


def _states(system: System, provisional: set[tuple[str, str, str]]) -> None:
    """All states add up to the nation, where none of the counts may change without the others."""
    parts: dict[Cell, list[Cell]] = {}
    for cell in system.known:
        if cell.level in {"state", "us_state"} and not cell.grouping:
            nation = cell._replace(level="nation", code="us")
            parts.setdefault(nation, []).append(cell)
    for nation, states in parts.items():
        settled = {(x.level, x.indicator, x.period) in provisional for x in (nation, *states)}
        if nation in system.known and len(states) == US_STATES and len(settled) == 1:
            system.adds_up(nation, states)
