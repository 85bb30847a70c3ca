"""Everything that the page of one ZIP code says, looked up once; no drawing, no wording.

The page and its figures read this; the static companion page and the PDF can as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.formats import absent
from dashboard.store import Atlas, Indicator, Observation, Place, ZipCode
from epidemiology.periods import Period
from epidemiology.status import Status

SHOT, KILLED, INCOME = "people_shot", "people_killed", "median_household_income"
STATE = "25"
SMALLEST_SHARE = 0.01
"""Districts and towns with less of a ZIP's residents than this come from lines that do not quite
meet, not from people."""

ORDER = (
    "median_household_income", "poverty", "households_under_25k", "households_over_200k",
    "ice_income", "gini", "per_capita_income", "unemployment", "snap", "rent_burden",
    "owner_occupied", "vacant", "no_vehicle", "no_internet", "uninsured", "disability", "bachelors",
    "svi", "svi_socioeconomic", "svi_household", "svi_housing",
)  # fmt: skip
"""Economic indicators as the page lists them; one that is not named here comes last."""
OFF_BY_DEFAULT = frozenset({"svi_minority", "households_under_35k"})
"""Being a person of colour is not a vulnerability; the second is only a part of ``ice_income``."""
MARGIN_WORTH_YEARS = 2
"""A value this much older is preferred if it has a margin of error and the newest has none."""


@dataclass(frozen=True)
class Compared:
    """A place beside the ZIP: its name and its observation, None where there is no row."""

    place: Place
    observation: Observation | None
    period: str


@dataclass(frozen=True)
class EconomyRow:
    """One economic indicator here and in the state."""

    indicator: Indicator
    here: Observation
    state: Observation | None


@dataclass(frozen=True)
class Member:
    """A sitting member, as the official lists name them."""

    name: str
    phone: str
    email: str
    website: str
    role: str
    as_of: str


@dataclass(frozen=True)
class Seat:
    """A district that a ZIP lies in, the share of its residents there, and who sits for it."""

    chamber: str
    district: str
    share: float | None
    members: tuple[Member, ...]


@dataclass(frozen=True)
class ZipReport:
    """The facts of one ZIP code's page."""

    zip_code: ZipCode
    place: Place
    town: Place | None
    county: Place | None
    state: Place
    towns: tuple[tuple[str, float], ...]
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

    @property
    def name(self) -> str:
        """The place as it stands in a sentence."""
        return f"ZIP {self.place.code}"

    @property
    def town_name(self) -> str:
        """The main town, or the post office where no town is known."""
        return self.town.name if self.town else self.zip_code.city

    @property
    def full_years(self) -> tuple[Observation, ...]:
        """The years that are over."""
        return tuple(year for year in self.years if is_year(year.period))

    @property
    def partial(self) -> Observation | None:
        """The year that is not over, if the source has one."""
        return next((year for year in reversed(self.years) if not is_year(year.period)), None)

    def year(self, period: str) -> Observation | None:
        """The town's count of one year."""
        return next((year for year in self.years if year.period == period), None)

    @property
    def last_counted_year(self) -> Observation | None:
        """The last full year with a count that may be shown."""
        return next((y for y in reversed(self.full_years) if y.numerator is not None), None)


def zip_report(atlas: Atlas, zip_code: ZipCode, place: Place) -> ZipReport:
    """Look up everything that the page of ``place`` says.

    Raises:
        LookupError: the tables have no state.
    """
    state = atlas.place("state", STATE)
    if state is None:
        raise LookupError("places has no state")
    towns = _towns(atlas, place, zip_code)
    town, county = towns[0][0] if towns else None, _county(atlas, place, zip_code)
    periods = atlas.periods(SHOT, "zcta")
    period = periods[0] if periods else ""
    larger = [p for p in (town, county, state) if p is not None]
    compared_income = _income_compared(atlas, (place, *larger))
    income = compared_income[0].observation if compared_income else None
    if income is None or income.value is None:
        income = _latest(atlas, INCOME, "zcta", place.code)
    return ZipReport(
        zip_code=zip_code,
        place=place,
        town=town,
        county=county,
        state=state,
        towns=tuple((t.name, share) for t, share in towns),
        shot=atlas.observation(SHOT, "zcta", place.code, period),
        killed=atlas.observation(KILLED, "zcta", place.code, period),
        period=period,
        later=tuple(_later(atlas, place.code, periods[1:])),
        compared=(
            Compared(place, atlas.observation(SHOT, "zcta", place.code, period), period),
            *(_beside(atlas, SHOT, other, period) for other in larger),
        ),
        years=observations_of(atlas.series_of(SHOT, "town", town.code)) if town else (),
        income=income,
        state_income=_beside(atlas, INCOME, state, income.period).observation if income else None,
        income_compared=compared_income,
        economy=tuple(_economy(atlas, place.code)),
        seats=tuple(_seats(atlas, place.code)),
    )


def is_year(period: str) -> bool:
    """Whether a period is one whole calendar year."""
    return len(period) == 4


def nearest_period(periods: Iterable[str], wanted: str) -> str | None:
    """The period that shares most days with ``wanted``; of equals the one nearest in length."""
    goal = Period.parse(wanted)

    def fit(text: str) -> tuple[int, int, int]:
        span = Period.parse(text)
        shared = (min(span.last, goal.last) - max(span.first, goal.first)).days
        apart = abs((span.centre - goal.centre).days)
        return max(shared, 0), -abs(span.days - goal.days), -apart

    return max(periods, key=fit, default=None)


def observations_of(frame: pd.DataFrame) -> tuple[Observation, ...]:
    """Rows of ``observations`` or ``series`` as observations, missing numbers as None."""
    names = list(Observation.__dataclass_fields__)
    rows = frame[names].astype(object).where(frame[names].notna(), None)
    return tuple(Observation(*row) for row in rows.itertuples(index=False, name=None))


def _beside(atlas: Atlas, indicator: str, place: Place, period: str) -> Compared:
    nearest = nearest_period(atlas.periods(indicator, place.level), period) or period
    found = atlas.observation(indicator, place.level, place.code, nearest)
    return Compared(place, found, nearest)


def _later(atlas: Atlas, code: str, periods: Sequence[str]) -> Iterable[Observation]:
    for period in periods:
        found = atlas.observation(SHOT, "zcta", code, period)
        if found is not None and found.status not in {Status.NOT_COVERED, Status.NO_BOUNDARY}:
            yield found


def _latest(atlas: Atlas, indicator: str, level: str, code: str) -> Observation | None:
    """The newest observation with a value; where none has one, the newest."""
    newest = None
    for period in reversed(atlas.periods(indicator, level)):
        found = atlas.observation(indicator, level, code, period)
        if found is not None and found.value is not None:
            return found
        newest = newest or found
    return newest


def _income_compared(atlas: Atlas, places: Sequence[Place]) -> tuple[Compared, ...]:
    """Incomes of the same survey years at every level, the newest such; empty if there are none."""
    shared = [
        p
        for p in atlas.periods(INCOME, "zcta")
        if all(p in atlas.periods(INCOME, place.level) for place in places)
    ]
    if not shared:
        return ()
    return tuple(
        Compared(place, atlas.observation(INCOME, place.level, place.code, shared[-1]), shared[-1])
        for place in places
    )


def _economy(atlas: Atlas, code: str) -> Iterable[EconomyRow]:
    rows = atlas.indicators[atlas.indicators["theme"] == "economy"]
    ids = [id for id in rows["id"] if id not in OFF_BY_DEFAULT]
    for id in sorted(ids, key=lambda id: (ORDER.index(id) if id in ORDER else len(ORDER), id)):
        indicator, here = atlas.indicator(id), _surest(atlas, id, code)
        if indicator is None or here is None:
            continue
        state_period = nearest_period(atlas.periods(id, "state"), here.period)
        state = atlas.observation(id, "state", STATE, state_period) if state_period else None
        yield EconomyRow(indicator, here, state)


def _surest(atlas: Atlas, indicator: str, code: str) -> Observation | None:
    """The newest value; or one a little older with a margin of error where it has none."""
    newest = _latest(atlas, indicator, "zcta", code)
    if newest is None or newest.moe is not None:
        return newest
    for period in reversed(atlas.periods(indicator, "zcta")):
        found = atlas.observation(indicator, "zcta", code, period)
        if found is not None and found.moe is not None and found.value is not None:
            age = Period.parse(newest.period).last.year - Period.parse(period).last.year
            return found if age <= MARGIN_WORTH_YEARS else newest
    return newest


def _towns(atlas: Atlas, place: Place, zip_code: ZipCode) -> list[tuple[Place, float]]:
    found = [
        (town, float(share))
        for code, share in _shares(atlas, place.code, "town")
        if (town := atlas.place("town", code)) is not None
    ]
    if found:
        return found
    towns = [atlas.place("town", code) for code in zip_code.towns.split()]
    return [(town, 1.0) for town in towns if town is not None][:1]


def _county(atlas: Atlas, place: Place, zip_code: ZipCode) -> Place | None:
    for code, _ in _shares(atlas, place.code, "county"):
        return atlas.place("county", code)
    return atlas.place("county", zip_code.county)


def _shares(atlas: Atlas, code: str, level: str) -> list[tuple[str, float]]:
    frame = atlas.overlap("zcta", code, level)
    kept = frame[frame["people_share"] >= SMALLEST_SHARE]
    return list(zip(kept["to_code"], kept["people_share"], strict=True))


def _seats(atlas: Atlas, code: str) -> Iterable[Seat]:
    for chamber in ("house", "senate", "congress"):
        for district, share in _shares(atlas, code, chamber):
            place = atlas.place(chamber, district)
            yield Seat(
                chamber,
                place.name if place else district,
                float(share),
                _members(atlas, chamber, district),
            )
    yield Seat("us_senate", "", None, _members(atlas, "us_senate", STATE))


def _members(atlas: Atlas, chamber: str, code: str) -> tuple[Member, ...]:
    frame = atlas.members(chamber, code)
    columns = list(Member.__dataclass_fields__)
    return tuple(Member(*row) for row in frame[columns].itertuples(index=False, name=None))


def has_interval(observation: Observation | None) -> bool:
    """Whether a value stands with both ends of its interval."""
    return (
        observation is not None
        and not absent(observation.value)
        and not absent(observation.lower)
        and not absent(observation.upper)
    )
