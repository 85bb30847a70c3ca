"""The sections of the Trends page: its one sentence, the chosen figures, how we know."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import markup
from dashboard.atlas import Atlas
from dashboard.lookups import SHOT, TownYears
from dashboard.renderings import page
from dashboard.sentences import caveats
from dashboard.trends import figures as drawn
from dashboard.trends import words as say
from dashboard.trends.rows import has_rate, yearly
from dashboard.trends.view import (
    AGE,
    COUNT,
    HOMICIDE,
    INDICATOR,
    INTENT,
    NATION,
    RACE,
    SEX,
    SUICIDE,
    TOWN,
    View,
    intent_name,
    town_name,
)
from dashboard.words import _
from dashboard.zips.figures import worth_drawing


def question() -> str:
    """The title of the page."""
    return _("How has gun violence changed in Massachusetts?")


def opening(atlas: Atlas, view: View) -> None:
    """The one sentence, and what the link asked for in vain."""
    for note in view.notes:
        st.info(note)
    homicides, suicides = (
        yearly(atlas, INDICATOR[intent], "state", atlas.state.fips)
        for intent in (HOMICIDE, SUICIDE)
    )
    markup.lead(say.lead(homicides, suicides))


def chosen(atlas: Atlas, view: View) -> None:
    """The figures of the view, with what a reader should know before and after them."""
    if view.look == RACE:
        markup.text(f"{caveats.gaps_come_from_policy()} {say.pooled()}")
    made = drawn.figures(atlas, view)
    for found in made:
        figure = replace(found, heading=2)
        if view.look == TOWN and not _worth_drawing(atlas, view):
            page.say(figure)
        else:
            page.show(figure)
    if not made:
        markup.text(_nothing(view))
    _after(atlas, view)


def _worth_drawing(atlas: Atlas, view: View) -> bool:
    rows = yearly(atlas, SHOT, "state" if view.town == atlas.state.fips else "town", view.town)
    if view.measure == COUNT:
        return worth_drawing(TownYears(town_name(atlas, view.town), rows))
    return any(has_rate(row) for row in rows)


def _nothing(view: View) -> str:
    if view.look == RACE:
        return say.no_pools(intent_name(view.intent))
    return _("This edition of the atlas has no numbers of this kind.")


def _after(atlas: Atlas, view: View) -> None:
    match view.look:
        case "intent":
            markup.quiet(say.other_intents())
        case "age" | "sex":
            markup.quiet(say.hidden_counts() if view.look == AGE else "")
        case "town":
            level = "state" if view.town == atlas.state.fips else "town"
            rows = yearly(atlas, SHOT, level, view.town)
            flags = {flag for row in rows for flag in row.flags.split()}
            name = town_name(atlas, view.town)
            markup.text(say.why_breaks(flags, name))
            ends = say.archive_ends() if atlas.state.police_record_town else ""
            markup.quiet(f"{caveats.where_not_who()} {ends}".strip())
    if view.look in {AGE, SEX, NATION, RACE} and view.intent != HOMICIDE:
        markup.links([(_("Help, safe storage and more on suicide"), "/suicide")])
    if view.look == INTENT:
        markup.links([(_("More on suicide, help and safe storage first"), "/suicide")])


def how_we_know(atlas: Atlas) -> None:
    """Who counted, and where everything can be had."""
    st.header(_("How do we know?"), anchor=False)
    if atlas.state.police_record_town:
        markup.text(
            _(
                "Deaths come from death certificates, gathered by the CDC. People shot come from "
                "the Boston police record and from the Gun Violence Archive. Each figure names its "
                "source and its years; the Data page has every number with its definition."
            )
        )
    markup.links([(_("Data and definitions"), "/data"), (_("About this atlas"), "/about")])
