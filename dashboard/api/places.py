"""One place, one ZIP code, one indicator: everything that is published about it."""

from __future__ import annotations

import difflib
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard.api import examples
from dashboard.api.questions import Question
from dashboard.api.tables import Answer, dumped, records
from dashboard.atlas import Atlas
from dashboard.maps.layers import File
from dashboard.problems import ProblemError, quoted
from dashboard.records import Place

CHAMBERS = ("house", "senate", "congress")


def zip_code(atlas: Atlas, question: Question) -> Answer:
    """A ZIP code as a person types it, and the area that answers for it.

    Raises:
        ProblemError: not five digits, or not a ZIP code of the atlas.
    """
    code = question.part("zip")
    if not (len(code) == 5 and code.isascii() and code.isdigit()):
        such_as = examples.zip_code(atlas)
        raise ProblemError(
            "wrong-value", f"a ZIP code has five digits: /api/v1/zip/{such_as}", parameter="zip"
        )
    found = atlas.zip_code(code)
    if found is None:
        raise ProblemError(
            "not-found", f"{code} is not a ZIP code of this atlas; one of /api/v1/zip_codes"
        )
    place = atlas.place("zcta", found.zcta)
    return _file(
        {
            "version": atlas.version,
            "zip": asdict(found),
            **about(atlas, "zcta", found.zcta, place),
        }
    )


def place(atlas: Atlas, question: Question) -> Answer:
    """A place by its level and code.

    Raises:
        ProblemError: no such level, or no such place in it.
    """
    level, code = question.part("level"), question.part("code")
    levels = _levels(atlas)
    if level not in levels:
        raise ProblemError(
            "not-found", f"{quoted(level)} is not a level; one of {', '.join(levels)}"
        )
    found = atlas.place(level, code)
    if found is None:
        raise ProblemError(
            "not-found",
            f"{quoted(code)} is not the code of a {level}; one of /api/v1/places?level={level}",
        )
    return _file({"version": atlas.version, **about(atlas, level, code, found)})


def about(atlas: Atlas, level: str, code: str, found: Place | None) -> dict[str, Any]:
    """A place, its numbers, whom it shares people with, and who speaks for it."""
    return {
        "place": asdict(found) if found else None,
        "observations": _part(atlas, "observations", level, code),
        "series": _part(atlas, "series", level, code),
        "overlaps": _overlaps(atlas, level, code),
        "members": _members(atlas, level, code),
    }


def indicator(atlas: Atlas, question: Question) -> Answer:
    """A measure, where and when it is there, and its sources.

    Raises:
        ProblemError: no such measure.
    """
    id = question.part("id")
    found = atlas.indicator(id)
    if found is None:
        known = atlas.indicators["id"].tolist()
        near = difflib.get_close_matches(id[:40], known, 3)
        hint = f"perhaps {', '.join(near)}; " if near else ""
        raise ProblemError(
            "not-found", f"{quoted(id)} is not an indicator; {hint}one of /api/v1/indicators"
        )
    wanted = set(found.sources.split())
    return _file(
        {
            "version": atlas.version,
            "indicator": asdict(found),
            "periods": {
                level: periods
                for level in found.levels.split()
                if (periods := atlas.periods(id, level))
            },
            "sources": records(atlas.sources[atlas.sources["id"].isin(wanted)]),
        }
    )


@lru_cache(maxsize=4)
def _levels(atlas: Atlas) -> tuple[str, ...]:
    return tuple(dict.fromkeys(atlas.places["level"]))


@lru_cache(maxsize=8)
def _rows(atlas: Atlas, table: str) -> dict[Any, Any]:
    """Row numbers of a table by level and code."""
    frame: pd.DataFrame = getattr(atlas, table)
    return dict(frame.groupby(["level", "code"], sort=False).indices) if len(frame) else {}


def _part(atlas: Atlas, table: str, level: str, code: str) -> list[dict[str, Any]]:
    frame: pd.DataFrame = getattr(atlas, table)
    return records(frame.take(_rows(atlas, table).get((level, code), np.array([], dtype=np.intp))))


def _overlaps(atlas: Atlas, level: str, code: str) -> list[dict[str, Any]]:
    kinds = dict.fromkeys(atlas.overlaps["to_level"])
    return [row for to in kinds for row in records(atlas.overlap(level, code, to))]


def _members(atlas: Atlas, level: str, code: str) -> list[dict[str, Any]]:
    """Members of a district; of a place, those of the districts that it shares people with."""
    if level in CHAMBERS:
        return records(atlas.members(level, code))
    if level == "state":
        return records(atlas.members("us_senate", code))
    return [
        member
        for chamber in CHAMBERS
        for district in atlas.overlap(level, code, chamber)["to_code"]
        for member in records(atlas.members(chamber, district))
    ]


def _file(body: dict[str, Any]) -> Answer:
    return File.of(dumped(body), "application/json"), ""
