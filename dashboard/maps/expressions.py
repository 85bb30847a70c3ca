"""How a map is painted: deck.gl expressions of a place's code for colour, pattern and outline.

They are all that is sent for a change of measure; see :mod:`dashboard.maps.layers` for the codes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.maps import layers
from dashboard.maps.forms import Form
from dashboard.theme import rgb


@dataclass(frozen=True)
class Paint:
    """How places are painted: expressions of the codes that each place carries.

    Attributes:
        fill: of the place, or of the lines of its pattern.
        pattern: a name of :data:`PATTERNS`; any other is a plain fill.
        ground: behind a pattern.
        line: colour of the outline; ``width`` in pixels, ``dash`` in multiples of it.
        names: of the patterns that occur.
        trigger: changes whenever one of the expressions does.
    """

    fill: str
    pattern: str
    ground: str
    line: str
    width: str
    dash: str
    names: frozenset[str]
    trigger: str

    @classmethod
    def of(cls, drawn: Sequence[Form | None], code: str, trigger: str) -> Paint:
        """The form of every code in turn; None for those that do not occur."""

        def by_form(say: Callable[[Form], Any]) -> str:
            return expression([None if f is None else say(f) for f in drawn], code)

        return cls(
            by_form(lambda f: rgb(f.fill)),
            by_form(lambda f: f.pattern),
            by_form(lambda f: rgb(f.ground) if f.ground else None),
            by_form(lambda f: rgb(f.line or f.fill)),
            by_form(lambda f: f.width),
            by_form(lambda f: list(f.dash)),
            frozenset(f.pattern for f in drawn if f),
            trigger,
        )


def expression(values: Sequence[Any], code: str) -> str:
    """A deck.gl expression for the value of each code, as short as it can be said.

    A value of None is never asked for. Codes below :data:`layers.CLASSED` come in blocks of
    :data:`layers.CLASSES`: where every block is alike, one look-up by class serves all.
    """
    size = layers.CLASSES
    blocks = [list(values[i : i + size]) for i in range(0, layers.CLASSED, size)]
    wanted = [block for block in blocks if any(value is not None for value in block)]
    if len({repr(block) for block in wanted}) == 1 and len({repr(v) for v in wanted[0]}) > 1:
        # The brackets are for the expression parser, which indexes a group but not a literal.
        classed = f"({said(wanted[0])})[{code}%{size}]"
        plain = _shortest(values, layers.CLASSED, code)
        return f"{code}<{layers.CLASSED}?{classed}:{plain}" if plain else classed
    return _shortest(values, 0, code) or "0"


def _shortest(values: Sequence[Any], start: int, code: str) -> str:
    """Nested conditions (up to here this, up to there that) or a look-up in a list."""
    runs: list[tuple[int, Any]] = []
    for number in range(start, len(values)):
        if values[number] is None:
            continue
        if runs and runs[-1][1] == values[number]:
            runs[-1] = (number, values[number])
        else:
            runs.append((number, values[number]))
    if not runs:
        return ""
    conditions = "".join(f"{code}<{last + 1}?{said(value)}:" for last, value in runs[:-1])
    conditions += said(runs[-1][1])
    items = [0 if value is None else value for value in values[start : runs[-1][0] + 1]]
    lookup = f"({said(items)})[{code}{f'-{start}' if start else ''}]"
    return min(conditions, lookup, key=len)


def said(value: Any) -> str:
    """A value as an expression says it."""
    return json.dumps(value, separators=(",", ":"))
