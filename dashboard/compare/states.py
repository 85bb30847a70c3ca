"""Massachusetts among the states: what a reader looks at, read from the URL."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import controls
from dashboard.atlas import Atlas
from dashboard.lookups import is_year, observations_of
from dashboard.records import Observation, Place
from dashboard.words import _, remembered
from epidemiology.status import SHOWS_RATE

LEVEL = "us_state"
NATION = ("nation", "us")
DEATHS, HOMICIDES, SUICIDES = "firearm_deaths", "firearm_homicides", "firearm_suicides"
INTENTS = {"all": DEATHS, "homicide": HOMICIDES, "suicide": SUICIDES}
"""What the URL calls an intent -> its indicator."""
SORTS = ("name", "rate")


@dataclass(frozen=True)
class View:
    """One intent and period of all states, and their order.

    Attributes:
        period: a year, or the provisional twelve months.
        periods: what it may be, oldest first.
    """

    intent: str
    period: str
    sort: str
    periods: tuple[str, ...]

    @property
    def indicator(self) -> str:
        """Id of the measure."""
        return INTENTS[self.intent]

    @property
    def is_over(self) -> bool:
        """Whether the period is a year whose counts are final."""
        return is_year(self.period)


def read(atlas: Atlas, notes: list[str]) -> View | None:
    """The view that the URL asks for; ``notes`` gets a line on what it cannot have.

    None where the tables have no states.
    """
    intents = [name for name, id in INTENTS.items() if atlas.periods(id, LEVEL)]
    if not intents:
        return None
    intent = controls.choice("intent", intents, intents[0], notes, _("cause"))
    periods = atlas.periods(INTENTS[intent], LEVEL)
    period = controls.choice("year", periods, newest(periods), notes, _("period"))
    sort = controls.choice("sort", SORTS, SORTS[0], notes, _("order"))
    return View(intent, period, sort, tuple(periods))


def newest(periods: list[str]) -> str:
    """The newest year that is over, or the newest period."""
    return next((p for p in reversed(periods) if is_year(p)), periods[-1])


@dataclass(frozen=True)
class State:
    """A state with its observation; None where there is no row.

    Attributes:
        here: whether it is this atlas's state.
    """

    place: Place
    observation: Observation | None
    here: bool

    @property
    def rate(self) -> float | None:
        """The rate, where one may stand."""
        seen = self.observation
        if seen is None or seen.status not in SHOWS_RATE:
            return None
        return seen.value


@remembered(64)
def states(atlas: Atlas, indicator: str, period: str, sort: str) -> tuple[State, ...]:
    """All states by name, or from the lowest rate up; those without a rate come last, by name."""
    found = [
        State(
            place,
            atlas.observation(indicator, LEVEL, place.code, period),
            here=place.code == atlas.state.fips,
        )
        for place in sorted(atlas.places_at(LEVEL), key=lambda place: place.name)
    ]
    if sort == "rate":
        found.sort(key=lambda state: (state.rate is None, state.rate or 0.0))
    return tuple(found)


def this_state(found: tuple[State, ...]) -> State | None:
    """The state of this atlas among them."""
    return next((state for state in found if state.here), None)


@remembered(64)
def nation(atlas: Atlas, indicator: str, period: str) -> Observation | None:
    """The nation in the same period."""
    rows = atlas.series_of(indicator, *NATION)
    return next((row for row in observations_of(rows) if row.period == period), None)
