"""How far numbers may move from one edition to the next, with the reasons, and what a refusal says.

To change a limit is to change what readers may be shown without a person having looked: give the
reason beside the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limit:
    """How far the numbers of one measure may move between two editions."""

    why: str
    fall: float
    """Share by which the total of a closed period may fall."""
    rise: float
    recent_fall: float
    """The same for periods that ended in the last :data:`RECENT` days, which are still revised."""
    recent_rise: float
    slack: float
    """What may always be added or taken away, in the measure's own unit."""
    next_low: float
    """A new period may lie so far below the lowest of the ten before it ..."""
    next_high: float
    """... and so far above the highest."""


RECENT = 550
"""Days: publishers close a year about eighteen months after its end."""
COUNTS = Limit(
    "Police and death records are corrected by a few people a year once the year is over (Boston's "
    "2019 and 2020 by 1 and 2 of about 200), and grow while late reports come in. In 24 years the "
    "state's deaths never left the range of the ten years before by more than a quarter.",
    fall=0.03,
    rise=0.05,
    recent_fall=0.10,
    recent_rise=0.30,
    slack=5,
    next_low=0.60,
    next_high=1.60,
)
INCIDENTS = Limit(
    "So few a year that one more is a large share; news-based lists are corrected for years.",
    fall=0.20,
    rise=0.20,
    recent_fall=0.30,
    recent_rise=0.50,
    slack=3,
    next_low=0.0,
    next_high=2.50,
)
CHECKS = Limit(
    "Background checks rose by two fifths in 2020 and by half in 2001 and 2013.",
    fall=0.02,
    rise=0.02,
    recent_fall=0.05,
    recent_rise=0.10,
    slack=500,
    next_low=0.50,
    next_high=1.60,
)
SURVEY = Limit(
    "A survey that is out is not revised; what moves is how areas are joined. From one five-year "
    "survey to the next four fifths of the answers are the same ones.",
    fall=0.02,
    rise=0.02,
    recent_fall=0.02,
    recent_rise=0.02,
    slack=0,
    next_low=0.70,
    next_high=1.40,
)
OWN = {"mass_shootings": INCIDENTS, "background_checks": CHECKS, "shots_fired": INCIDENTS}
"""Measures with a limit of their own; the others go by their theme."""
UNITS = {"percent": 2.0, "index from -1 to 1": 0.05, "index from 0 to 1": 0.03, "years": 1.0}
"""Unit of a survey's measure -> by how much its median place may always move."""
DERIVED = frozenset({"people_shot_smoothed"})
"""Made from other measures, which are checked themselves."""
FEWER_ROWS = 0.02
"""Share of a table's rows that may go: withdrawn rows of small tables, never a lost page."""
STATISTICS = frozenset(
    [
        "classes",
        "clusters",
        "cluster_tests",
        "curves",
        "gradients",
        "model_lines",
        "models",
        "priors",
        "quintiles",
        "sensitivities",
    ]
)
"""Tables made from the others: what they are made from is checked, and they follow it."""
FEWER_STATISTICS = 0.50
FEWER_READ, MORE_READ = 0.05, 0.50
"""Share of a source's rows by which it may shrink, or grow without another vintage."""
FEWER_SHOWN = 0.10
"""Share of places that may lose their number (hidden or not covered) in a period."""
FEW = 10
"""People a period below which one place's history says nothing of the next period."""
LEAPS = 0.05
"""Share of places whose survey value may move by half: more looks like rows out of step."""
FEWER_MEMBERS, NEW_MEMBERS = 0.10, 0.40
"""Vacant seats, and seats with another member: an election changes about 15 % of them."""
MOVED = 0.02
"""Degrees (about 2 km): a place whose middle moved further has other lines."""
MOVED_PLACES = 0.02
RECUT = 0.05
"""Share of a place's area that was exchanged for another: the same people may live, and be shot, in
the place next to it now. The same lines out of another file exchange under 0.1 % of a district or
town and 0.1 % of the median ZIP area; one that was re-cut exchanges 5 to 25 %."""
LINES: Mapping[str, tuple[str, ...]] = {
    "zcta": ("census_zcta", "census_zcta_2020"),
    "house": ("census_places",),
    "senate": ("census_places",),
    "congress": ("census_places",),
}
"""Level -> datasets that say where its lines are."""
POINTS = ("census_geocoder",)
"""Datasets that give points to incidents which their own source has none for."""
BY_POINT = frozenset({"people_shot", "people_killed", "people_injured"})
"""Measures that count points inside lines, at the levels of :data:`LINES`."""
UNPLACED = "_unplaced"

LOOK = "look at the publisher's page and at `python -m etl diff`; if it is right: --accept REASON"
RUNBOOK = "see docs/runbook.md"


@dataclass(frozen=True)
class Refusal:
    """One reason not to publish."""

    rule: str
    table: str
    what: str
    """Rule in words, with its limit."""
    old: str
    new: str
    indicator: str = ""
    level: str = ""
    place: str = ""
    period: str = ""
    sources: tuple[str, ...] = ()
    """Datasets that the numbers come from, and those that say where its places are."""
    next_step: str = LOOK

    def __str__(self) -> str:
        """One line for a person."""
        where = "/".join(p for p in (self.indicator, self.level, self.place, self.period) if p)
        return (
            f"{self.rule}: {self.table}{f', {where}' if where else ''}: was {self.old}, would be "
            f"{self.new}. Rule: {self.what}. Next: {self.next_step}."
        )

    def as_dict(self) -> dict[str, object]:
        """For the run log and the record of decisions."""
        return asdict(self)
