"""The state that this process works for, and what no file of a publisher says about it.

Everything of the kind stands in ``states.toml``; ``EZC_STATE`` chooses the state by its FIPS code.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

VARIABLE = "EZC_STATE"
DEFAULT = "25"
FILE = Path(__file__).with_name("states.toml")
NO_TOWN = "none"
"""Stands where a town is named and there is none: no place has this code."""


@dataclass(frozen=True)
class PoliceRecord:
    """The town whose police publish a record of every person shot: GEOID and name."""

    town: str = NO_TOWN
    name: str = ""


@dataclass(frozen=True)
class State:
    """A state and the facts about it that the pipeline cannot read from a file.

    Attributes:
        counties, towns, zctas: how many it has (towns are its county subdivisions).
        house_seats, senate_seats, congress_seats: districts of each chamber.
        metric_crs: EPSG code of the state's own projection, in metres, for areas and distances.
        bounds: west, south, east, north of a box that holds it and its water, degrees.
        zip_prefixes: first three digits of its ZIP codes, alone or as "010-027".
        zcta_range: its first and last ZIP area, out of those of the nation.
        member_email: regular expression of the hosts of its legislators' official addresses.
        member_profile: where a legislator's official page is, before the member's code; "" if not
            known.
        closer: towns that the map offers to look at more closely.
        own_datasets: those that only this state has.
        in_several_towns: names of places that lie in several towns: their people stay unplaced.
        known_residents: published residents by population vintage; sources that do not sum to
            them were cut short or have changed. A vintage that is absent has no source here.
        police_record: the town whose police publish a record of every person shot, if one does.
        archive_city_points: town -> latitude, longitude and number of the incidents that Gun
            Violence Archive knows by the city only.
        villages: town -> villages, neighbourhoods and old spellings that mean it.
    """

    fips: str
    abbreviation: str
    name: str
    counties: int
    towns: int
    zctas: int
    house_seats: int
    senate_seats: int
    congress_seats: int
    metric_crs: int
    bounds: tuple[float, float, float, float]
    zip_prefixes: tuple[str, ...]
    zcta_range: tuple[str, str]
    member_email: str
    member_profile: str
    closer: tuple[str, ...]
    own_datasets: frozenset[str]
    known_residents: Mapping[str, int]
    in_several_towns: tuple[str, ...] = ()
    police_record: PoliceRecord = PoliceRecord()
    archive_city_points: Mapping[str, tuple[float, float, int]] = field(default_factory=dict)
    villages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Its abbreviation as file names have it."""
        return self.abbreviation.lower()

    @property
    def folder(self) -> str:
        """Its name as folders have it."""
        return self.name.lower().replace(" ", "_")

    @property
    def prefixes(self) -> frozenset[str]:
        """The first three digits of its ZIP codes, each by itself."""
        return frozenset(
            f"{number:03d}"
            for text in self.zip_prefixes
            for first, _, last in [text.partition("-")]
            for number in range(int(first), int(last or first) + 1)
        )

    @property
    def police_record_town(self) -> str:
        """GEOID of the town with a police record; :data:`NO_TOWN` where there is none."""
        return self.police_record.town

    @property
    def has_police_record(self) -> bool:
        """Whether the police of one of its towns publish a record of every person shot."""
        return self.police_record.town != NO_TOWN

    @cached_property
    def absent(self) -> frozenset[str]:
        """Datasets that only other states have."""
        others = {name for state in states().values() for name in state.own_datasets}
        return frozenset(others - self.own_datasets)

    def has(self, dataset: str) -> bool:
        """Whether a dataset exists for this state."""
        return dataset not in self.absent

    def ideal(self, seats: int) -> int:
        """Census 2020 residents divided by seats; districts are true to it by law."""
        return round(self.known_residents["Census 2020"] / seats)


def states() -> dict[str, State]:
    """Every state that is set up, by FIPS code."""
    return {
        fips: _state(fips, entry) for fips, entry in tomllib.loads(FILE.read_text("utf-8")).items()
    }


def _state(fips: str, entry: Mapping[str, Any]) -> State:
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    facts["own_datasets"] = frozenset(facts["own_datasets"])
    facts["police_record"] = PoliceRecord(**facts.get("police_record", {}))
    for table in ("archive_city_points", "villages"):
        facts[table] = {name: tuple(value) for name, value in facts.get(table, {}).items()}
    return State(fips=fips, **facts)


def _chosen() -> State:
    """The state of :data:`VARIABLE`; the process ends with one line where it is not set up."""
    wanted = os.environ.get(VARIABLE, "").strip() or DEFAULT
    every = states()
    if wanted not in every:
        known = ", ".join(f"{code} ({state.name})" for code, state in sorted(every.items()))
        raise SystemExit(
            f"Stopped: {VARIABLE} is {wanted[:20]!r}; set up are {known}. "
            f"Add the state to {FILE}, or choose one of these."
        )
    return every[wanted]


STATE = _chosen()
