"""Look-ups in the tables of one edition: by place, ZIP code, indicator, level and period.

Look-ups are dictionary look-ups; frames are shared between readers, so nobody writes to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.records import Indicator, Observation, Place, State, ZipCode
from dashboard.tables import checked, read_tables, state_of


@dataclass(frozen=True, eq=False)
class Atlas:
    """Everything that the site knows of one edition; made by :func:`read`."""

    folder: Path
    package: dict[str, Any] = field(repr=False)
    """``datapackage.json``, as it was read with the tables."""
    version: str
    places: pd.DataFrame
    populations: pd.DataFrame
    zip_codes: pd.DataFrame
    overlaps: pd.DataFrame
    indicators: pd.DataFrame
    observations: pd.DataFrame
    series: pd.DataFrame
    people_groups: pd.DataFrame
    law_changes: pd.DataFrame
    legislators: pd.DataFrame
    sources: pd.DataFrame
    coverage: pd.DataFrame
    classes: pd.DataFrame
    gradients: pd.DataFrame
    quintiles: pd.DataFrame
    curves: pd.DataFrame
    sensitivities: pd.DataFrame
    literature: pd.DataFrame
    priors: pd.DataFrame
    clusters: pd.DataFrame
    cluster_tests: pd.DataFrame
    models: pd.DataFrame
    model_lines: pd.DataFrame
    state: State
    _index: _Index = field(repr=False)

    def place(self, level: str, code: str) -> Place | None:
        """The place, or None."""
        return self._index.places.get((level, code))

    def places_at(self, level: str) -> list[Place]:
        """The places of a level, by code."""
        return self._index.places_at.get(level, [])

    def indicator(self, id: str) -> Indicator | None:
        """The indicator with its texts in the reader's language, or None."""
        found = self._index.indicators.get(id)
        return found if found is None or words.language() == words.FIRST else _told(found)

    def in_words(self, table: str) -> pd.DataFrame:
        """A table as readers see it: its texts in their language; codes and units as they are.

        Raises:
            KeyError: the table has no texts.
        """
        if words.language() == words.FIRST:
            return getattr(self, table)  # type: ignore[no-any-return]
        return _told_table(self, table)

    def zip_code(self, zip: str) -> ZipCode | None:
        """The ZIP code as a person types it (five characters), or None."""
        return self._index.zip_codes.get(zip)

    def every_zip_code(self) -> Iterable[ZipCode]:
        """All ZIP codes, by number."""
        return self._index.zip_codes.values()

    def observation(self, indicator: str, level: str, code: str, period: str) -> Observation | None:
        """The observation, or None where there is no row: say "not covered" then."""
        row = self._index.observations.get((indicator, level, code, period))
        return None if row is None else self._index.observation_at(row)

    def at(self, indicator: str, level: str, period: str) -> pd.DataFrame:
        """Observations of one indicator, level and period; index ``code``; empty if none."""
        return self._index.frames.at(indicator, level, period)

    def periods(self, indicator: str, level: str) -> list[str]:
        """Periods with observations, oldest first (by last day, then first day)."""
        return self._index.periods.get((indicator, level), [])

    def series_of(self, indicator: str, level: str, code: str) -> pd.DataFrame:
        """Yearly rows of ``series`` for one place, by period; empty if there are none."""
        return self._index.frames.series_of(indicator, level, code)

    def overlap(self, from_level: str, from_code: str, to_level: str) -> pd.DataFrame:
        """Places of ``to_level`` that share people with the place, most people first."""
        return self._index.frames.overlap(from_level, from_code, to_level)

    def members(self, level: str, code: str) -> pd.DataFrame:
        """Sitting members of a district: house, senate, congress, or us_senate of the state."""
        return self._index.frames.members(level, code)

    def features(self, level: str) -> dict[str, dict[str, Any]]:
        """GeoJSON geometry by code, for drawing; codes without a boundary are absent.

        Raises:
            DataError: see :meth:`content`.
        """
        return _features(self, level)

    def content(self, name: str) -> bytes:
        """A file of this edition as it was published, such as ``boundaries/zcta.geojson``.

        Raises:
            DataError: other tables were put in the place of these; the numbers in memory are
                still those of this edition, and the two are never shown together.
        """
        path = self.folder / name
        resource = next(r for r in self.package["resources"] if r["path"] == name)
        return checked(path, resource["bytes"], resource["hash"])


class _Frames:
    """Slices of the big tables by key: row numbers are found once, frames are made on demand."""

    def __init__(
        self,
        observations: pd.DataFrame,
        series: pd.DataFrame,
        overlaps: pd.DataFrame,
        legislators: pd.DataFrame,
    ) -> None:
        self._observations = _Slices(observations, ("indicator", "level", "period"))
        self._series = _Slices(series, ("indicator", "level", "code"))
        self._overlaps = _Slices(
            overlaps.sort_values(["people_share", "to_code"], ascending=[False, True]),
            ("from_level", "from_code", "to_level"),
        )
        self._legislators = _Slices(legislators, ("chamber", "code"))

    def at(self, *key: str) -> pd.DataFrame:
        return self._observations.get(key, index="code")

    def series_of(self, *key: str) -> pd.DataFrame:
        return self._series.get(key, sort="period")

    def overlap(self, *key: str) -> pd.DataFrame:
        return self._overlaps.get(key)

    def members(self, *key: str) -> pd.DataFrame:
        return self._legislators.get(key)

    def keys_at(self) -> Iterator[tuple[str, ...]]:
        return iter(self._observations.rows)


class _Slices:
    """Row numbers of a frame by key."""

    def __init__(self, frame: pd.DataFrame, key: tuple[str, ...]) -> None:
        self.frame = frame
        self.rows: dict[Any, Any] = (
            dict(frame.groupby(list(key), sort=False).indices) if len(frame) else {}
        )
        self._none = np.array([], dtype=np.intp)
        self.get = lru_cache(maxsize=2048)(self._get)

    def _get(
        self, key: tuple[str, ...], index: str | None = None, sort: str | None = None
    ) -> pd.DataFrame:
        part = self.frame.take(self.rows.get(key, self._none))
        if sort:
            part = part.sort_values(sort, kind="stable")
        return part.set_index(index) if index else part.reset_index(drop=True)


class _Index:
    """The dictionaries behind :class:`Atlas`."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self.places = {(p.level, p.code): p for p in _rows(Place, tables["places"])}
        self.places_at: dict[str, list[Place]] = {}
        for place in sorted(self.places.values(), key=lambda p: p.code):
            self.places_at.setdefault(place.level, []).append(place)
        self.indicators = {i.id: i for i in _rows(Indicator, tables["indicators"])}
        self.zip_codes = {z.zip: z for z in _rows(ZipCode, tables["zip_codes"])}
        self._columns = [_values(tables["observations"][f.name]) for f in fields(Observation)]
        self.observations = {
            key: row for row, key in enumerate(zip(*self._columns[:4], strict=True))
        }
        self.frames = _Frames(
            tables["observations"], tables["series"], tables["overlaps"], tables["legislators"]
        )
        self.periods: dict[tuple[str, str], list[str]] = {}
        for indicator, level, period in self.frames.keys_at():
            self.periods.setdefault((indicator, level), []).append(period)
        for periods in self.periods.values():
            periods.sort(key=_ends)

    def observation_at(self, row: int) -> Observation:
        return Observation(*(column[row] for column in self._columns))


TEXTS: dict[str, tuple[str, ...]] = {
    "indicators": ("title", "short_title", "sentence", "interval", "caveats"),
    "sources": ("caveats", "used_for", "left_why", "retrieved", "vintage"),
    "literature": (
        "outcome",
        "place",
        "area_unit",
        "ordered_by",
        "contrast",
        "statistic",
        "adjustment",
    ),
}
"""Columns whose texts are translated. Titles of publications, citations and licences stay as
their owners wrote them; the text of a unit decides how a value is written, so it is translated
where it is shown."""


@words.remembered(1024)
def _told(indicator: Indicator) -> Indicator:
    texts: dict[str, Any] = {
        name: words.told(getattr(indicator, name)) for name in TEXTS["indicators"]
    }
    return replace(indicator, **texts)


@words.remembered(32)
def _told_table(atlas: Atlas, table: str) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(atlas, table)
    return frame.assign(**{name: frame[name].map(_told_cell) for name in TEXTS[table]})


def _told_cell(text: object) -> object:
    return words.told(text) if isinstance(text, str) else text


def _ends(period: str) -> tuple[str, str]:
    """Sorts periods by last day, then first day, without parsing them."""
    first, _, last = period.partition("_") if "_" in period else period.partition("-")
    return (last or first) + "~", first


def _values(column: pd.Series) -> np.ndarray[Any, Any]:
    """The column as Python objects, one object a distinct text; missing values are None."""
    if isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
        codes, texts = pd.factorize(column)
        return np.asarray([str(t) for t in texts], dtype=object)[codes]
    values = column.astype(object).to_numpy(copy=True)
    values[column.isna().to_numpy()] = None
    return values


def _rows(cls: type[Any], frame: pd.DataFrame) -> Iterator[Any]:
    return (cls(*row) for row in zip(*(_values(frame[f.name]) for f in fields(cls)), strict=True))


@lru_cache(maxsize=16)
def _features(atlas: Atlas, level: str) -> dict[str, dict[str, Any]]:
    features = json.loads(atlas.content(f"boundaries/{level}.geojson"))["features"]
    return {f["properties"]["code"]: f["geometry"] for f in features}


def read(folder: Path) -> Atlas:
    """The edition in a folder.

    Raises:
        DataError: a file is missing, cut short or of another edition.
    """
    package, frames = read_tables(folder)
    return Atlas(
        folder,
        package,
        package["version"],
        **frames,
        state=state_of(package),
        _index=_Index(frames),
    )
