"""Two measures of one level, and the box of the legend that each of its places belongs to.

Both measures come with the classes that the pipeline published, five each; :data:`GROUPS` makes
three of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.atlas import Atlas
from dashboard.maps import aspects, layers
from dashboard.maps.two_way import GROUPS, TINTED, Cell, economic_group
from epidemiology.status import Status


@dataclass(frozen=True)
class Pair:
    """Two layers of one level.

    Attributes:
        people: indicator and period of people shot.
        economy: indicator and period of the economic measure.
    """

    level: str
    people: tuple[str, str]
    economy: tuple[str, str]


def drawable(atlas: Atlas, pair: Pair) -> bool:
    """Whether people shot come first, as recorded, an economic measure second, both published."""
    known = layers.layers(atlas, pair.level) if pair.level in layers.LEVELS else {}
    if not known.keys() >= {pair.people, pair.economy} or aspects.of(pair.people) != aspects.RATE:
        return False
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    return people.is_injury and not economy.is_injury


def row_of_code(number: int) -> tuple[Status, int | None]:
    """The row of the legend for a code of people shot: its status, and its group if it has one."""
    status, colour_class = layers.status_of(number)
    return (Status.VALUE, GROUPS[colour_class]) if colour_class is not None else (status, None)


@lru_cache(maxsize=64)
def cells(atlas: Atlas, pair: Pair) -> dict[str, Cell]:
    """The cell of the legend that each place of the level belongs to, by code of the place."""
    people = _codes(atlas, pair.level, pair.people)
    economy = _codes(atlas, pair.level, pair.economy)
    measure = layers.measure(atlas, pair.economy[0])
    return {
        code: (
            row_of_code(people[code]),
            economic_group(layers.status_of(economy[code])[1], measure),
        )
        for code in people
    }


def _codes(atlas: Atlas, level: str, layer: tuple[str, str]) -> dict[str, int]:
    rows = atlas.at(layer[0], level, layer[1])
    seen = {
        code: layers.code(Status(status), None if pd.isna(group) else int(group))
        for code, status, group in zip(
            rows.index, rows["status"], rows["colour_class"], strict=True
        )
    }
    missing = layers.code(Status.NOT_COVERED, None)
    return {place.code: seen.get(place.code, missing) for place in atlas.places_at(level)}


def counts(atlas: Atlas, pair: Pair) -> dict[Cell, int]:
    """How many places each cell of the legend has; cells without places are absent."""
    found: dict[Cell, int] = {}
    for cell in cells(atlas, pair).values():
        found[cell] = found.get(cell, 0) + 1
    return found


def rows(atlas: Atlas, pair: Pair) -> list[tuple[Status, int | None]]:
    """The rows of the legend, from most people shot down.

    All three groups stand there where there are any rates, other states where they occur.
    """
    present = {row for row, _group in counts(atlas, pair)}
    wanted: list[tuple[Status, int | None]] = [(Status.VALUE, group) for group in (2, 1, 0)]
    wanted += [(status, None) for status in (*TINTED, *Status) if status != Status.VALUE]
    classed = any(group is not None for _status, group in present)
    return [r for r in dict.fromkeys(wanted) if r in present or (classed and r[1] is not None)]
