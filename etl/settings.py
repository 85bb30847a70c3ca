"""Everything that is particular to one state. Another state needs another of these, no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """A state and the facts about it that the pipeline cannot read from a file."""

    fips: str
    abbreviation: str
    name: str
    counties: int
    towns: int
    zctas: int
    house_seats: int
    senate_seats: int
    congress_seats: int
    house_ideal_population: int
    """Census 2020 residents divided by the House seats; districts are true to 5 % by law."""
    senate_ideal_population: int
    metric_crs: int
    """EPSG code of the state's own projection, in metres, for areas and distances."""
    known_residents: Mapping[str, int]
    """Published residents of the state by population vintage; sources that do not sum to them were
    cut short or have changed."""
    police_record_town: str
    """GEOID of the town whose police publish every person shot (see etl/boston.py)."""


STATE = State(
    fips="25",
    abbreviation="MA",
    name="Massachusetts",
    counties=14,
    towns=351,
    zctas=539,
    house_seats=160,
    senate_seats=40,
    congress_seats=9,
    house_ideal_population=43_937,
    senate_ideal_population=175_748,
    metric_crs=26986,
    known_residents={
        "ACS 2014-2018": 6_830_133,
        "ACS 2017-2021": 6_991_852,
        "Census 2020": 7_029_917,
        "ACS 2018-2022": 6_984_205,
    },
    police_record_town="2502507000",
)
US_STATES = 51
"""The states of the nation and the District of Columbia."""
SCHEMA = "1"
"""Version of the published tables' form. The site refuses tables of another one."""
WITHOUT_CITY = f"{STATE.fips}-{STATE.police_record_town}"
"""Code of the region "the state without the town whose police publish a record"."""
