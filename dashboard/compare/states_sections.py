"""Massachusetts among the states, on the page."""

from __future__ import annotations

import streamlit as st

from dashboard import controls, formats, markup
from dashboard.atlas import Atlas
from dashboard.compare import states, states_figure
from dashboard.help_lines import help_lines
from dashboard.renderings import page
from dashboard.sentences import caveats
from dashboard.words import _

_CSS = """
.st-key-states_controls > div { flex: 0 1 15rem !important; min-width: 0; }
@media (max-width: 640px) {
  .st-key-states_controls { gap: 8px 12px; }
  .st-key-states_controls > div { flex: 1 1 calc(50% - 6px) !important; }
  .st-key-states_controls > div:first-child { flex-basis: 100% !important; }
}
"""


def show(atlas: Atlas, view: states.View | None) -> None:
    """All states in one intent and year; nothing where the tables have no states."""
    if view is None:
        return
    st.header(_("Massachusetts among the states"), anchor="states")
    within = states_figure.within(atlas)
    markup.text(
        _("Low overall, unequal within. {within}").format(within=within)
        if within
        else _("Low overall does not mean low everywhere within.")
    )
    if within:
        markup.links([(_("How gun violence follows economic disparity here"), "/disparity")])
    _choices(view)
    figure = states_figure.figure(atlas, view)
    if figure is None:
        markup.text(_("This edition of the atlas has no numbers for it."))
        return
    if view.indicator == states.SUICIDES:
        line = help_lines()[0]
        markup.text(
            _("If you think of suicide, or worry for someone: {name}, {how}.").format(
                name=line.name, how=line.how
            )
        )
    page.show(figure)
    markup.text(caveats.gaps_come_from_policy())


def _choices(view: states.View) -> None:
    def intent(name: str) -> str:
        return {
            "all": _("All firearm deaths"),
            "homicide": _("Homicide"),
            "suicide": _("Suicide"),
        }[name]

    def sort(name: str) -> str:
        return _("By name") if name == "name" else _("By rate")

    periods = list(view.periods)
    st.html(f'<style>{_CSS}</style><i class="ezc-frame"></i>')
    with st.container(key="states_controls", horizontal=True):
        controls.select(_("Cause"), "intent", list(states.INTENTS), view.intent, "all", intent)
        controls.select(
            _("Year"),
            "year",
            periods[::-1],
            view.period,
            states.newest(periods),
            formats.period_short,
        )
        controls.select(_("Order"), "sort", list(states.SORTS), view.sort, "name", sort)
