"""Everything that the page of one ZIP code says, looked up once; no drawing, no wording.

The page and its figures read this; the static companion page and the PDF can as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import place_names
from dashboard.atlas import Atlas
from dashboard.lookups import (
    INCOME,
    KILLED,
    SHOT,
    Compared,
    EconomyRow,
    Seat,
    TownYears,
    beside,
    economy,
    income_compared,
    latest,
    members,
    observations_of,
    shares,
)
from dashboard.place_names import Name
from dashboard.records import Observation, Place, ZipCode
from dashboard.words import remembered
from epidemiology.status import Status

HOMICIDE_RATE = "firearm_homicide_rate_cdc"


@dataclass(frozen=True)
class ZipReport:
    """The facts of one ZIP code's page."""

    zip_code: ZipCode
    place: Place
    town: Place | None
    county: Place | None
    state: Place
    towns: tuple[tuple[Name, float], ...]
    shot: Observation | None
    killed: Observation | None
    period: str
    later: tuple[Observation, ...]
    compared: tuple[Compared, ...]
    years: tuple[Observation, ...]
    """The town's yearly counts, oldest first; a year that is not over comes last."""
    income: Observation | None
    state_income: Observation | None
    income_compared: tuple[Compared, ...]
    economy: tuple[EconomyRow, ...]
    seats: tuple[Seat, ...]
    homicide_rates: tuple[Observation, ...] = ()
    """The CDC's rate of firearm homicides of residents, newest first; none in many editions."""

    @property
    def name(self) -> Name:
        """The place's name."""
        return place_names.name(self.place)

    @property
    def town_name(self) -> Name:
        """The main town, or the post office where no town is known."""
        return place_names.plain(self.town.name if self.town else self.zip_code.city)

    @property
    def trend(self) -> TownYears:
        """The town's counts by year."""
        return TownYears(self.town_name, self.years)


@remembered(maxsize=256)
def zip_report(atlas: Atlas, zip_code: ZipCode, place: Place) -> ZipReport:
    """Look up everything that the page of ``place`` says.

    Raises:
        LookupError: the tables have no state.
    """
    state = atlas.place("state", atlas.state.fips)
    if state is None:
        raise LookupError("places has no state")
    towns = _towns(atlas, place, zip_code)
    town, county = towns[0][0] if towns else None, _county(atlas, place, zip_code)
    periods = atlas.periods(SHOT, "zcta")
    period = periods[0] if periods else ""
    larger = [p for p in (town, county, state) if p is not None]
    compared_income = income_compared(atlas, (place, *larger))
    income = compared_income[0].observation if compared_income else None
    if income is None or income.value is None:
        income = latest(atlas, INCOME, "zcta", place.code)
    return ZipReport(
        zip_code=zip_code,
        place=place,
        town=town,
        county=county,
        state=state,
        towns=tuple((place_names.name(t), share) for t, share in towns),
        shot=atlas.observation(SHOT, "zcta", place.code, period),
        killed=atlas.observation(KILLED, "zcta", place.code, period),
        period=period,
        later=tuple(_later(atlas, place.code, periods[1:])),
        compared=(
            Compared(place, atlas.observation(SHOT, "zcta", place.code, period), period),
            *(beside(atlas, SHOT, other, period) for other in larger),
        ),
        years=observations_of(atlas.series_of(SHOT, "town", town.code)) if town else (),
        income=income,
        state_income=beside(atlas, INCOME, state, income.period).observation if income else None,
        income_compared=compared_income,
        economy=tuple(economy(atlas, "zcta", place.code)),
        seats=tuple(_seats(atlas, place.code)),
        homicide_rates=tuple(
            rate
            for period in reversed(atlas.periods(HOMICIDE_RATE, "zcta"))
            if (rate := atlas.observation(HOMICIDE_RATE, "zcta", place.code, period)) is not None
        ),
    )


def _later(atlas: Atlas, code: str, periods: Sequence[str]) -> Iterable[Observation]:
    for period in periods:
        found = atlas.observation(SHOT, "zcta", code, period)
        if found is not None and found.status not in {Status.NOT_COVERED, Status.NO_BOUNDARY}:
            yield found


def _towns(atlas: Atlas, place: Place, zip_code: ZipCode) -> list[tuple[Place, float]]:
    found = [
        (town, float(share))
        for code, share in shares(atlas, "zcta", place.code, "town")
        if (town := atlas.place("town", code)) is not None
    ]
    if found:
        return found
    towns = [atlas.place("town", code) for code in zip_code.towns.split()]
    return [(town, 1.0) for town in towns if town is not None][:1]


def _county(atlas: Atlas, place: Place, zip_code: ZipCode) -> Place | None:
    for code, _ in shares(atlas, "zcta", place.code, "county"):
        return atlas.place("county", code)
    return atlas.place("county", zip_code.county)


def _seats(atlas: Atlas, code: str) -> Iterable[Seat]:
    for chamber in ("house", "senate", "congress"):
        for district, share in shares(atlas, "zcta", code, chamber):
            place = atlas.place(chamber, district)
            yield Seat(
                chamber,
                place.name if place else district,
                float(share),
                members(atlas, chamber, district),
                district,
            )
    yield Seat("us_senate", "", None, members(atlas, "us_senate", atlas.state.fips))
