"""What a reader looks at on the Trends page: read from the URL, checked against the tables."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from dashboard import controls, place_names
from dashboard.atlas import Atlas
from dashboard.place_names import Name
from dashboard.trends.rows import group_periods
from dashboard.words import _

INTENT, AGE, SEX, RACE, NATION, TOWN = LOOKS = ("intent", "age", "sex", "race", "nation", "town")
"""What there is to look at; the first is the usual view."""
HOMICIDE, SUICIDE, ALL = "homicide", "suicide", "all"
INDICATOR = {
    HOMICIDE: "firearm_homicides",
    SUICIDE: "firearm_suicides",
    ALL: "firearm_deaths",
}
RATE, COUNT = "rate", "count"
PARAMETERS = ("look", "intent", "measure", "town", "years")


@dataclass(frozen=True)
class View:
    """One view: what to look at, whom it counts, how, where and, of ages, when.

    ``options`` has the choices that this look offers, each with its usual value.
    """

    look: str
    intent: str
    measure: str
    town: str
    years: str
    options: dict[str, tuple[list[str], str]]
    notes: list[str] = field(default_factory=list)

    @property
    def indicator(self) -> str:
        """The indicator of the intent."""
        return INDICATOR[self.intent]


def read(atlas: Atlas) -> View:
    """The view that the URL asks for; what it cannot have is the default and a note."""
    notes: list[str] = []
    options: dict[str, tuple[list[str], str]] = {}
    controls.only(PARAMETERS, notes)

    def choose(name: str, found: list[str], default: str, what: str, known: bool = True) -> str:
        """A choice that this look has; ``known`` False where it has none to offer."""
        if not known or not found:
            return default
        options[name] = found, default if default in found else found[0]
        return controls.choice(name, *options[name], notes, what)

    look = choose("look", list(LOOKS), INTENT, _("view"))
    intents = [HOMICIDE, SUICIDE, ALL] if look == NATION else [HOMICIDE, SUICIDE]
    intent = choose("intent", intents, HOMICIDE, _("intent"), look not in {INTENT, TOWN})
    measures = [RATE, COUNT] if look in {INTENT, SEX, TOWN} else []
    measure = choose("measure", measures, COUNT if look == TOWN else RATE, _("measure"))
    towns = [place.code for place in sorted(atlas.places_at("town"), key=lambda place: place.name)]
    town = choose("town", [*towns, atlas.state.fips], city(atlas), _("town"), look == TOWN)
    years = group_periods(atlas, INDICATOR[intent], "age")
    usual = next((period for period in years if len(period) == 4), years[0] if years else "")
    year = choose("years", years, usual, _("year"), look == AGE)
    return View(look, intent, measure, town, year, options, list(dict.fromkeys(notes)))


def city(atlas: Atlas) -> str:
    """The town that is shown first: with the longest record, else with most residents."""
    towns = atlas.places_at("town")
    largest = max(towns, key=lambda town: town.population or 0).code if towns else ""
    return atlas.state.police_record_town or largest


def look_name(look: str) -> str:
    """What there is to look at, as a choice."""
    return {
        INTENT: _("By intent"),
        AGE: _("By age"),
        SEX: _("By sex"),
        RACE: _("By race and ethnicity"),
        NATION: _("Against the nation"),
        TOWN: _("People shot by town"),
    }[look]


def intent_name(intent: str) -> str:
    """An intent by its name."""
    return {
        HOMICIDE: _("Firearm homicide"),
        SUICIDE: _("Firearm suicide"),
        ALL: _("All firearm deaths together"),
    }[intent]


def intent_choice(intent: str) -> str:
    """An intent in a list of choices, short enough for a phone."""
    return {HOMICIDE: _("Homicide"), SUICIDE: _("Suicide"), ALL: _("All together")}[intent]


def measure_name(measure: str) -> str:
    """A measure, as a choice."""
    return _("Rate") if measure == RATE else _("Count")


def town_name(atlas: Atlas, code: str) -> Name:
    """A town, or the state where all towns are counted."""
    place = atlas.place("town", code)
    return place_names.plain(place.name if place else _("Massachusetts"))


_CSS = """
.st-key-trends_controls > div { flex: 1 1 22% !important; min-width: 0; }
@media (max-width: 640px) {
  .st-key-trends_controls { gap: 8px 12px; }
  .st-key-trends_controls > div { flex: 1 1 calc(50% - 6px) !important; }
  .st-key-trends_controls > div:nth-child(1) { flex-basis: 100% !important; }
}
"""


def choices(atlas: Atlas, view: View) -> None:
    """What this look lets a reader choose, in one row above the figure."""
    labels = {
        "look": _("What to look at"),
        "intent": _("Intent"),
        "measure": _("Rate or count"),
        "town": _("Town"),
        "years": _("Years counted"),
    }
    said = {
        "look": look_name,
        "intent": intent_choice,
        "measure": measure_name,
        "town": lambda code: _town(atlas, code),
        "years": lambda years: years,
    }
    st.html(f'<style>{_CSS}</style><i class="ezc-frame"></i>')
    with st.container(key="trends_controls", horizontal=True):
        for name, (found, usual) in view.options.items():
            controls.select(labels[name], name, found, getattr(view, name), usual, said[name])


def _town(atlas: Atlas, code: str) -> str:
    return _("Whole state") if code == atlas.state.fips else town_name(atlas, code)
