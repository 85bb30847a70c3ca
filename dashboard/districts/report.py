"""Everything that the page of one legislative district says, looked up once; no drawing, no words.

The page, its figures and the printed brief read this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dashboard import place_names
from dashboard.atlas import Atlas
from dashboard.lookups import (
    INCOME,
    KILLED,
    SHOT,
    Compared,
    EconomyRow,
    Member,
    TownYears,
    beside,
    economy,
    income_compared,
    latest,
    members,
    observations_of,
)
from dashboard.records import Observation, Place
from dashboard.words import remembered

SLIVER = 0.01
"""A part with less of the district's residents is left out, unless ..."""
SLIVER_INSIDE = 0.10
"""... more than this share of its own residents live in the district. Lines that do not quite meet
make parts below both."""
MAIN_TOWN = 0.5
"""A town stands beside the district where it has at least this share of its residents."""
TREND_TOWN = 0.2
"""Towns with this share of the district's residents are followed over the years."""
MOST_TRENDS = 2
WHOLE = 0.995


@dataclass(frozen=True)
class Part:
    """A ZIP area or a town that shares residents with the district."""

    place: Place
    share: float
    """Of the district's residents, how many live in it."""
    inside: float | None
    """Of its own residents, how many live in the district."""
    shot: Observation | None


@dataclass(frozen=True)
class Parts:
    """The parts of one kind, most residents first, and the slivers that are left out."""

    shown: tuple[Part, ...]
    left_out: int
    left_share: float

    @property
    def only(self) -> Part | None:
        """The part that has the whole district, if one has."""
        first = self.shown[0] if self.shown else None
        return first if first is not None and first.share >= WHOLE else None


@dataclass(frozen=True)
class DistrictReport:
    """The facts of one district's page."""

    level: str
    place: Place
    state: Place
    members: tuple[Member, ...]
    """Who sits; empty where the seat is vacant."""
    listed: tuple[Member, ...]
    """The same with a row for a vacant seat, for the day of the list."""
    period: str
    shot: Observation | None
    killed: Observation | None
    compared: tuple[Compared, ...]
    zips: Parts
    towns: Parts
    residents: Observation | None
    income: Observation | None
    state_income: Observation | None
    income_compared: tuple[Compared, ...]
    economy: tuple[EconomyRow, ...]
    trends: tuple[TownYears, ...]

    @property
    def vacant(self) -> bool:
        """Whether nobody sits for the district."""
        return not self.members


@remembered(256)
def district_report(atlas: Atlas, level: str, code: str) -> DistrictReport:
    """Look up everything that the page of a district says.

    Raises:
        LookupError: there is no such district, or the tables have no state.
    """
    place, state = atlas.place(level, code), atlas.place("state", atlas.state.fips)
    if place is None or state is None:
        raise LookupError(f"places has no {level} {code!r}" if state else "places has no state")
    periods = atlas.periods(SHOT, level)
    period = periods[0] if periods else ""
    towns = _parts(atlas, place, "town", "")
    main = towns.shown[0].place if towns.shown and towns.shown[0].share >= MAIN_TOWN else None
    larger = [p for p in (main, state) if p is not None]
    incomes = income_compared(atlas, (place, *larger))
    income = incomes[0].observation if incomes else latest(atlas, INCOME, level, code)
    shot = atlas.observation(SHOT, level, code, period)
    listed = members(atlas, level, code)
    return DistrictReport(
        level=level,
        place=place,
        state=state,
        members=tuple(member for member in listed if member.name),
        listed=listed,
        period=period,
        shot=shot,
        killed=atlas.observation(KILLED, level, code, period),
        compared=(
            Compared(place, shot, period),
            *(beside(atlas, SHOT, other, period) for other in larger if period),
        ),
        zips=_parts(atlas, place, "zcta", period),
        towns=towns,
        residents=latest(atlas, "population", level, code),
        income=income,
        state_income=beside(atlas, INCOME, state, income.period).observation if income else None,
        income_compared=incomes,
        economy=tuple(economy(atlas, level, code)),
        trends=tuple(_trends(atlas, towns)),
    )


def _parts(atlas: Atlas, district: Place, level: str, period: str) -> Parts:
    frame = atlas.overlap(district.level, district.code, level)
    back = _inside(atlas, level, district.level).get(district.code, {})
    shown, left_out, left_share = [], 0, 0.0
    for code, share in zip(frame["to_code"], frame["people_share"], strict=True):
        place, inside = atlas.place(level, code), back.get(code)
        if place is None or (share < SLIVER and (inside or 0) < SLIVER_INSIDE):
            left_out, left_share = left_out + 1, left_share + float(share)
            continue
        shot = atlas.observation(SHOT, level, code, period) if period else None
        shown.append(Part(place, float(share), inside, shot))
    return Parts(tuple(shown), left_out, left_share)


@lru_cache(maxsize=16)
def _inside(atlas: Atlas, level: str, of: str) -> dict[str, dict[str, float]]:
    """District -> part -> share of the part's residents who live in the district."""
    table = atlas.overlaps
    rows = table[(table["from_level"] == level) & (table["to_level"] == of)]
    found: dict[str, dict[str, float]] = {}
    for part, district, share in zip(
        rows["from_code"], rows["to_code"], rows["people_share"], strict=True
    ):
        found.setdefault(str(district), {})[str(part)] = float(share)
    return found


def _trends(atlas: Atlas, towns: Parts) -> Iterable[TownYears]:
    """The towns with most of the district's residents, year by year; at least the first."""
    for number, part in enumerate(towns.shown[:MOST_TRENDS]):
        if number == 0 or part.share >= TREND_TOWN:
            yield _years_of(atlas, part.place)


@remembered(351)
def _years_of(atlas: Atlas, town: Place) -> TownYears:
    """A town's years; many districts share a town."""
    return TownYears(
        place_names.name(town), observations_of(atlas.series_of(SHOT, "town", town.code))
    )
