"""What a reader looks at on the Suicide page: the year of the counties."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from dashboard import controls
from dashboard.atlas import Atlas
from dashboard.trends.rows import provisional, yearly
from dashboard.words import _

SUICIDES = "firearm_suicides"
DEATHS = "firearm_deaths"


@dataclass(frozen=True)
class View:
    """The year whose counties are shown, of those that the tables have; "" where they have none."""

    year: str
    years: list[str]
    usual: str
    notes: list[str] = field(default_factory=list)


def read(atlas: Atlas) -> View:
    """The view that the URL asks for; what it cannot have is the default and a note."""
    notes: list[str] = []
    controls.only(("year",), notes)
    found = {
        row.period: provisional(row)
        for place in atlas.places_at("county")
        for row in yearly(atlas, SUICIDES, "county", place.code)
    }
    years = sorted(found, reverse=True)
    if not years:
        return View("", [], "", notes)
    usual = next((year for year in years if not found[year]), years[0])
    year = controls.choice("year", years, usual, notes, _("year"))
    return View(year, years, usual, list(dict.fromkeys(notes)))


def choices(view: View) -> None:
    """The year of the counties."""
    if view.years:
        with st.container(width=180):
            controls.select(_("Year"), "year", view.years, view.year, view.usual, str)
