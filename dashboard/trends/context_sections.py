"""Sections of context: each with what it helps to see, and what it cannot say."""

from __future__ import annotations

import streamlit as st

from dashboard import formats, markup
from dashboard.atlas import Atlas
from dashboard.renderings import page
from dashboard.trends import context_figures as drawn
from dashboard.words import _
from dashboard.zips.figures import publishers

LICENCES = "firearm_licences"
TENTH = 0.1


def young_people(atlas: Atlas) -> None:
    """Young people: from 18 to 25, and what is told of children."""
    figure = drawn.young_people(atlas)
    if figure is None:
        return
    st.header(_("Young people"), anchor=False)
    markup.text(
        _(
            "Of children and teenagers under 18 the CDC hides most years: from 1 to 9 died each "
            "year, and we do not work out how many. A gap in the line is not a zero."
        )
    )
    page.show(figure)


def years_lost(atlas: Atlas) -> None:
    """Years of potential life lost."""
    figure = drawn.years_lost(atlas)
    if figure is not None:
        st.header(_("Years of life lost"), anchor=False)
        page.show(figure)


def laws(atlas: Atlas) -> None:
    """The state's firearm laws, year by year."""
    figure = drawn.laws(atlas)
    if figure is not None:
        st.header(_("The state's firearm laws, to 2017"), anchor=False)
        page.show(figure)


def checks(atlas: Atlas) -> None:
    """Background checks."""
    figure = drawn.checks(atlas)
    if figure is not None:
        st.header(_("Background checks"), anchor=False)
        page.show(figure)


def licences(atlas: Atlas) -> None:
    """Firearm licences by town, in a sentence; the map has the towns."""
    periods = atlas.periods(LICENCES, "town")
    if not periods:
        return
    towns = atlas.at(LICENCES, "town", periods[-1])
    rates = towns["value"].dropna()
    if rates.empty:
        return
    st.header(_("Firearm licenses by town"), anchor=False)
    low, middle, high = (float(rates.quantile(q)) for q in (TENTH, 0.5, 1 - TENTH))
    markup.text(
        _(
            "On {day}, half of the towns had more than {middle} active firearm licenses for each "
            "1,000 adults. In one town in ten it was under {low}, in another one in ten over "
            "{high}."
        ).format(
            day=formats.day(periods[-1].partition("_")[0]),
            middle=formats.number(middle),
            low=formats.number(low),
            high=formats.number(high),
        )
    )
    markup.quiet(
        _(
            "A license is not a firearm: a holder may own none or several. People move after they "
            "get one. Identification cards can be held from age 15 on. It is a full count, so "
            "there is no interval. Source: {source}."
        ).format(source=publishers(atlas, (LICENCES,)))
    )
    markup.links(
        [
            (
                _("See the licenses of every town on the map"),
                f"/map?level=town&beside={LICENCES}&show=right",
            )
        ]
    )
