"""What reports on places look up alike: observations beside each other, members, shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.atlas import Atlas
from dashboard.place_names import Name
from dashboard.records import Indicator, Observation, Place
from dashboard.words import remembered, told
from epidemiology.periods import Period

SHOT, KILLED, INCOME = "people_shot", "people_killed", "median_household_income"
SMALLEST_SHARE = 0.01
"""Places with less of the residents than this come from lines that do not quite meet, not from
people."""

ORDER = (
    "median_household_income", "poverty", "households_under_25k", "households_over_200k",
    "ice_income", "ice_race_income", "ice_black_income", "gini", "per_capita_income",
    "unemployment", "snap", "rent_burden",
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
    """A place beside others: its observation, None where there is no row, and its name there."""

    place: Place
    observation: Observation | None
    period: str
    name: Name | None = None
    """What it is called beside these others, where it is not its usual name."""


@dataclass(frozen=True)
class EconomyRow:
    """One economic indicator in a place and in the state."""

    indicator: Indicator
    here: Observation
    state: Observation | None


SERIES_BREAK = "series_break"
"""Flag of the years before a change of source."""
PARTLY_KNOWN = "exclusions_partly_known"
"""Flag of the years from which on some who are left out elsewhere may be counted."""


def new_source(before: Observation, now: Observation) -> bool:
    """Whether the source changed from one count of a place to a later one."""
    return SERIES_BREAK in before.flags.split() and SERIES_BREAK not in now.flags.split()


def new_meaning(before: Observation, now: Observation) -> bool:
    """Whether another thing is counted than before, by the same source."""
    return PARTLY_KNOWN in now.flags.split() and PARTLY_KNOWN not in before.flags.split()


def comparable(before: Observation, now: Observation) -> bool:
    """Whether two counts of a place may be compared: nothing of the kind lies between them."""
    return not (new_source(before, now) or new_meaning(before, now))


@dataclass(frozen=True)
class TownYears:
    """A town's yearly counts, oldest first; a year that is not over comes last."""

    town_name: Name
    years: tuple[Observation, ...]

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

    def since(self, year: str) -> tuple[Observation | None, Observation | None]:
        """A year's count and the last one, or a later first one where these do not compare."""
        now = self.last_counted_year
        counted = (y for y in self.full_years if y.period >= year and y.numerator)
        then = next((y for y in counted if now is not None and comparable(y, now)), None)
        return then, now


@dataclass(frozen=True)
class Member:
    """A sitting member, as the official lists name them."""

    name: str
    phone: str
    email: str
    website: str
    role: str
    as_of: str
    office: str = ""


@dataclass(frozen=True)
class Seat:
    """A district that a ZIP lies in, the share of its residents there, and who sits for it."""

    chamber: str
    district: str
    share: float | None
    members: tuple[Member, ...]
    code: str = ""


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


def beside(atlas: Atlas, indicator: str, place: Place, period: str) -> Compared:
    """A place's observation of the years nearest to a period."""
    nearest = nearest_period(atlas.periods(indicator, place.level), period) or period
    found = atlas.observation(indicator, place.level, place.code, nearest)
    return Compared(place, found, nearest)


def latest(atlas: Atlas, indicator: str, level: str, code: str) -> Observation | None:
    """The newest observation with a value; where none has one, the newest."""
    newest = None
    for period in reversed(atlas.periods(indicator, level)):
        found = atlas.observation(indicator, level, code, period)
        if found is not None and found.value is not None:
            return found
        newest = newest or found
    return newest


def income_compared(atlas: Atlas, places: Sequence[Place]) -> tuple[Compared, ...]:
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


def shares(atlas: Atlas, level: str, code: str, of: str) -> list[tuple[str, float]]:
    """Codes of the places of a level that share residents with a place, with the share of its
    residents there; tiny ones are left out.
    """
    frame = atlas.overlap(level, code, of)
    kept = frame[frame["people_share"] >= SMALLEST_SHARE]
    return list(zip(kept["to_code"], kept["people_share"], strict=True))


@remembered(maxsize=2048)
def members(atlas: Atlas, chamber: str, code: str) -> tuple[Member, ...]:
    """Who sits for a district; a vacant seat has a member without a name, or none."""
    frame = atlas.members(chamber, code)
    columns = list(Member.__dataclass_fields__)
    rows = frame[columns].assign(role=frame["role"].map(told))
    return tuple(Member(*row) for row in rows.itertuples(index=False, name=None))


def economy(atlas: Atlas, level: str, code: str) -> Iterable[EconomyRow]:
    """The economic indicators of a place beside the state, in the order of :data:`ORDER`."""
    rows = atlas.indicators[atlas.indicators["theme"] == "economy"]
    ids = [id for id in rows["id"] if id not in OFF_BY_DEFAULT]
    for id in sorted(ids, key=lambda id: (ORDER.index(id) if id in ORDER else len(ORDER), id)):
        indicator, here = atlas.indicator(id), _surest(atlas, id, level, code)
        if indicator is None or here is None:
            continue
        state_period = nearest_period(atlas.periods(id, "state"), here.period)
        state = (
            atlas.observation(id, "state", atlas.state.fips, state_period) if state_period else None
        )
        yield EconomyRow(indicator, here, state)


def _surest(atlas: Atlas, indicator: str, level: str, code: str) -> Observation | None:
    """The newest value; or one a little older with a margin of error where it has none."""
    newest = latest(atlas, indicator, level, code)
    if newest is None or newest.moe is not None:
        return newest
    for period in reversed(atlas.periods(indicator, level)):
        found = atlas.observation(indicator, level, code, period)
        if found is not None and found.moe is not None and found.value is not None:
            age = Period.parse(newest.period).last.year - Period.parse(period).last.year
            return found if age <= MARGIN_WORTH_YEARS else newest
    return newest
