"""The built tables, read once a process and never changed.

Every file of ``data/`` is checked against ``datapackage.json`` before the first number is
shown. Look-ups are dictionary look-ups; frames are shared between readers, so nobody writes
to them.
"""

from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import words

SCHEMA = "1"
"""Version of the tables' form that this site reads (``schema`` in ``datapackage.json``)."""
TABLES = (
    "places",
    "populations",
    "zip_codes",
    "overlaps",
    "indicators",
    "observations",
    "series",
    "people_groups",
    "law_changes",
    "legislators",
    "sources",
    "coverage",
    "classes",
    "gradients",
    "quintiles",
    "curves",
    "sensitivities",
    "literature",
    "priors",
    "clusters",
    "cluster_tests",
    "models",
    "model_lines",
)
BOUNDARIES = ("state", "zcta", "town", "county", "house", "senate", "congress")
BUILD = "python -m etl build --from ../shared/sources --out data"
RESTORE = "git checkout data"


class DataError(Exception):
    """A file of ``data/`` is missing, cut short or of another edition.

    Attributes:
        file: the file, as a path below the project or as it was given.
        mend: the command, or commands, that put it right.
    """

    def __init__(self, file: str | Path, problem: str) -> None:
        self.file = str(file)
        self.problem = problem
        self.mend = f"{RESTORE} (or, to build it anew: {BUILD})"
        super().__init__(f"{self.file}: {problem}. To mend it: {self.mend}")


@dataclass(frozen=True, slots=True)
class Place:
    """One row of ``places``; numbers are None where the table is empty."""

    level: str
    code: str
    name: str
    population: int | None
    population_vintage: str
    latitude: float | None
    longitude: float | None
    west: float | None
    south: float | None
    east: float | None
    north: float | None
    flags: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of ``indicators``; see :meth:`Atlas.periods` for periods at one level."""

    id: str
    title: str
    short_title: str
    sentence: str
    unit: str
    theme: str
    better: str
    levels: str
    periods: str
    digits: int
    interval: str
    caveats: str
    sources: str

    @property
    def unit_words(self) -> str:
        """The unit in the reader's language; ``unit`` itself decides how a value is written."""
        return words.told(self.unit)


@dataclass(frozen=True, slots=True)
class Observation:
    """One row of ``observations`` or ``series``; numbers are None where the table is empty."""

    indicator: str
    level: str
    code: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    denominator_source: str
    moe: float | None
    status: str
    located_share: float | None
    if_all_located: float | None
    colour_class: int | None
    flags: str
    source: str


@dataclass(frozen=True, slots=True)
class ZipCode:
    """One row of ``zip_codes``."""

    zip: str
    city: str
    zcta: str
    kind: str
    county: str
    towns: str


@dataclass(frozen=True, slots=True)
class State:
    """The state whose tables these are.

    Attributes:
        fips: its code among the places.
        zip_prefixes: first three digits of its ZIP codes.
        police_record_town: code of the town whose police publish every person shot; "" for none.
    """

    fips: str
    abbreviation: str
    name: str
    zip_prefixes: tuple[str, ...]
    police_record_town: str

    @property
    def without_city(self) -> str:
        """Code of the region "the state without that town"; the state's where there is none."""
        return f"{self.fips}-{self.police_record_town}".rstrip("-")


@dataclass(frozen=True, eq=False)
class Atlas:
    """Everything that the site knows of one edition; made by :func:`atlas`."""

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
        return _checked(path, resource["bytes"], resource["hash"])


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


def folder() -> Path:
    """The folder of the tables: ``EZC_DATA``, or ``data/`` beside ``app.py``."""
    return Path(os.environ.get("EZC_DATA") or Path(__file__).parent.parent / "data").resolve()


_SESSION = "edition_folder"
_asked: ContextVar[Path | None] = ContextVar("edition", default=None)
_lock = Lock()


def atlas() -> Atlas:
    """The tables: of the edition that this page or request began with, else the newest.

    They are read and checked on first use; the newest stay in memory, others for a while.

    Raises:
        DataError: a file is missing, cut short or of another edition. Nothing is kept then,
            so the next call looks again.
    """
    found = _load(_asked.get() or _of_session() or folder())
    words.speak_of(found.state.name)
    return found


def in_memory(beginning: str) -> Atlas | None:
    """The edition whose id begins so, if a page or request is still made from it, or was."""
    return next((a for a in list(_made.values()) if a.version.startswith(beginning)), None)


def at_hand() -> bool:
    """Whether the newest tables are read: nobody waits for them."""
    return folder() in _made


def begin(edition: Path | None = None) -> None:
    """Start a run of a page: until the next one, and in its fragments, all is of one edition."""
    st.session_state[_SESSION] = edition or folder()


@contextmanager
def one_edition() -> Iterator[None]:
    """All that is looked up inside is of one edition, whatever is published meanwhile."""
    token = _asked.set(folder())
    try:
        yield
    finally:
        _asked.reset(token)


def kept(edition: str) -> Path | None:
    """The folder of an earlier edition, if it stands beside the newest one.

    A refreshed atlas keeps its editions in folders named by their ids (see ``etl versions``).
    """
    newest = folder()
    if not (_EDITION.fullmatch(edition) and _EDITION.fullmatch(newest.name)):
        return None
    found = newest.parent / edition
    return found if (found / "datapackage.json").is_file() else None


_EDITION = re.compile(r"[0-9a-f]{12}")


def _of_session() -> Path | None:
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    chosen: Path | None = st.session_state.get(_SESSION)
    # An edition that is no longer kept cannot be read again: its page goes on with the newest.
    return chosen if chosen is not None and chosen.is_dir() else None


_made: dict[Path, Atlas] = {}
_asked_at: dict[Path, float] = {}
MOST = 4
"""Editions in memory: the newest, which always stays, and those that pages or links ask for."""
IDLE = 600.0
"""Seconds after which an edition that nobody asks for makes room when another comes."""


def _load(chosen: Path) -> Atlas:
    _asked_at[chosen] = time.monotonic()
    if (known := _made.get(chosen)) is not None:  # nobody waits while another edition is read
        return known
    with _lock:
        if chosen not in _made:
            made = _read(chosen)
            # What was just made lives long: the collector need not look at it again. What is
            # dropped does not, and can only be freed once it is no longer frozen.
            gc.unfreeze()
            _make_room()
            _made[chosen] = made
            gc.collect()
            gc.freeze()
        return _made[chosen]


def _make_room() -> None:
    others = sorted((path for path in _made if path != folder()), key=lambda p: _asked_at[p])
    late = time.monotonic() - IDLE
    for place, path in enumerate(others):
        if len(others) - place >= MOST - 1 or _asked_at[path] < late:
            dropped = _made.pop(path)
            for cache in gc.get_objects():
                # `type` asks the object itself; `isinstance` would ask what a dead proxy stood for.
                if type(cache) is _CACHE and _remembers(gc.get_referents(cache), dropped):
                    cache.cache_clear()


_CACHE = type(lru_cache(lambda: None))


def _remembers(keys: Iterable[Any], atlas: Atlas, depth: int = 3) -> bool:
    """Whether what a cache keeps is of an edition: it stands in the keys, maybe a tuple deeper."""
    return any(
        key is atlas or (depth > 0 and type(key) is tuple and _remembers(key[:8], atlas, depth - 1))
        for key in keys
    )


def _read(folder: Path) -> Atlas:
    package, contents = _package(folder)
    tables = {name: _table(folder, name, package, contents) for name in TABLES}
    return Atlas(
        folder, package, package["version"], **tables, state=_state(package), _index=_Index(tables)
    )


def _state(package: dict[str, Any]) -> State:
    said = package["state"]
    return State(
        fips=str(said["fips"]),
        abbreviation=str(said["abbreviation"]),
        name=str(said["name"]),
        zip_prefixes=tuple(said.get("zip_prefixes", ())),
        police_record_town=str(said.get("police_record_town", "")),
    )


def _package(folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """``datapackage.json``, and the files in it, each found whole."""
    path = folder / "datapackage.json"
    try:
        package: dict[str, Any] = json.loads(path.read_text("utf-8"))
        found, resources = package["schema"], package["resources"]
        listed = {r["path"]: (r["bytes"], r["hash"]) for r in resources}
        package["version"] = str(package["version"])
        _state(package)
    except FileNotFoundError:
        raise DataError(_shown(path), "the file is missing") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(_shown(path), f"it cannot be read ({type(error).__name__})") from error
    if found != SCHEMA:
        raise DataError(
            _shown(path), f"the tables have form {found!r:.20}, and this site reads form {SCHEMA!r}"
        )
    wanted = [f"{name}.parquet" for name in TABLES]
    wanted += [f"boundaries/{level}.geojson" for level in BOUNDARIES]
    for name in wanted:
        if name not in listed:
            raise DataError(_shown(path), f"the file does not list {name}")
    return package, {name: _checked(folder / name, *known) for name, known in listed.items()}


def _checked(path: Path, size: int, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataError(_shown(path), "the file is missing") from None
    except OSError as error:
        raise DataError(_shown(path), f"it cannot be read ({error.strerror})") from error
    if len(content) != size:
        raise DataError(_shown(path), f"it has {len(content):,} bytes and should have {size:,}")
    if hashlib.sha256(content).hexdigest() != digest.removeprefix("sha256:"):
        raise DataError(_shown(path), "its checksum is not the published one")
    return content


_NEEDED = {
    "places": Place,
    "indicators": Indicator,
    "observations": Observation,
    "series": Observation,
    "zip_codes": ZipCode,
}


def _table(
    folder: Path, name: str, package: dict[str, Any], contents: dict[str, bytes]
) -> pd.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        frame: pd.DataFrame = pq.read_table(io.BytesIO(contents[path.name])).to_pandas(
            types_mapper={pa.int64(): pd.Int64Dtype()}.get
        )
    except (pa.ArrowException, OSError) as error:
        raise DataError(_shown(path), f"it cannot be read ({type(error).__name__})") from error
    resource = next(r for r in package["resources"] if r["path"] == path.name)
    documented = [f["name"] for f in resource.get("schema", {}).get("fields", [])]
    needed = documented + ([f.name for f in fields(_NEEDED[name])] if name in _NEEDED else [])
    if absent := [column for column in needed if column not in frame.columns]:
        raise DataError(_shown(path), f"the column {absent[0]!r} is absent")
    return frame


def _shown(path: Path) -> str:
    """The path as a reader of the project knows it."""
    root = Path(__file__).parent.parent
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
