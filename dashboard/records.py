"""One row of a table as a frozen record: a place, an indicator, an observation, a ZIP code.

Numbers are None where the table is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words


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


INJURY = "firearm_injury"
"""The theme of what counts people hurt or killed by firearms."""


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

    @property
    def is_injury(self) -> bool:
        """Whether it counts people hurt or killed by firearms, and so has rates and states."""
        return self.theme == INJURY


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
