"""Massachusetts among the states: the figure of all of them, and what may be said of it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.compare.states import (
    DEATHS,
    HOMICIDES,
    State,
    View,
    nation,
    states,
    this_state,
)
from dashboard.disparity.view import LEVEL as AREAS
from dashboard.disparity.view import ORDER, tables
from dashboard.disparity.view import View as Gradient
from dashboard.disparity.words import headline
from dashboard.figures import Figure, address
from dashboard.lookups import SHOT, nearest_period
from dashboard.records import Indicator, Observation
from dashboard.reuse import limits
from dashboard.sentences import injuries, value_words
from dashboard.words import _, plural, remembered
from dashboard.zips import figures as zip_figures
from epidemiology.status import SHOWS_RATE, Status


@remembered(64)
def figure(atlas: Atlas, view: View) -> Figure | None:
    """The rate of every state with its interval; a dashed line is the nation's."""
    indicator = atlas.indicator(view.indicator)
    found = states(atlas, view.indicator, view.period, view.sort)
    here = this_state(found)
    if indicator is None or here is None:
        return None
    whole = nation(atlas, view.indicator, view.period)
    reference = (
        (whole.value, _("United States {rate}").format(rate=_number(whole)))
        if whole is not None and whole.value is not None
        else None
    )
    sources = tuple(
        dict.fromkeys(o.source for o in (whole, *(s.observation for s in found)) if o is not None)
    )
    return Figure(
        key="states",
        title=_title(view, here, whole),
        subtitle=_(
            "{measure} per 100,000 residents of each state, {period}, with 95% intervals; 50 "
            "states and the District of Columbia"
        ).format(measure=indicator.title, period=formats.period(view.period)),
        caption=" ".join(
            part
            for part in (
                adds(view),
                _("Deaths of residents, wherever they died. Rates are not adjusted for age."),
                _("A hollow dot is an unstable or provisional rate."),
                value_words.status_note(Status.PROVISIONAL) if not view.is_over else "",
                hidden(found),
                _("Source: {source}.").format(source=zip_figures.publishers(atlas, sources)),
            )
            if part
        ),
        summary=" ".join(said(atlas, view)),
        head=(_("State"), _("Deaths"), _("Rate"), _("95% interval"), _("State of the number")),
        rows=tuple(
            ([_row(_("United States"), whole, indicator)] if whole is not None else [])
            + [_row(state.place.name, state.observation, indicator) for state in found]
        ),
        drawing=drawings.Dots(
            [_dot(state, indicator) for state in found], compact=True, reference=reference
        ),
        address=address("compare", intent=view.intent, year=view.period, sort=view.sort),
        period=view.period,
        sources=sources,
        limits=limits.of_measure(atlas, view.indicator),
    )


def adds(view: View) -> str:
    """That all firearm deaths are a sum, and of what."""
    if view.indicator != DEATHS:
        return ""
    return _(
        "All firearm deaths add people killed, people who died by suicide, unintentional and "
        "undetermined deaths and people shot by police."
    )


def hidden(found: Sequence[State]) -> str:
    """Which states have a count that is hidden; "" if none."""
    names = [
        state.place.name
        for state in found
        if state.observation is not None and state.observation.status == Status.SUPPRESSED
    ]
    if not names:
        return ""
    return _("{states}: {why}").format(
        states=formats.listing(sorted(names)), why=value_words.status_note(Status.SUPPRESSED)
    )


def said(atlas: Atlas, view: View) -> list[str]:
    """This state beside the nation and beside each other state, told apart only by intervals."""
    indicator = atlas.indicator(view.indicator)
    found = states(atlas, view.indicator, view.period, view.sort)
    here, whole = this_state(found), nation(atlas, view.indicator, view.period)
    if indicator is None or here is None or here.observation is None:
        return []
    words = [
        _("{state}: {rate}.").format(
            state=here.place.name, rate=injuries.rate_with_interval(here.observation, _unit(view))
        )
        if here.rate is not None
        else f"{here.place.name}: {value_words.cell(here.observation, indicator)}."
    ]
    if whole is not None and whole.value is not None:
        words.append(_("The nation: {rate}.").format(rate=_number(whole)))
    if here.rate is None:
        return words
    others = [s for s in found if not s.here and s.rate is not None and s.observation is not None]
    above = [s for s in others if _apart(here.observation, s.observation)]
    below = [s for s in others if _apart(s.observation, here.observation)]
    alike = sorted(s.place.name for s in others if s not in above and s not in below)
    if above:
        words.append(
            plural(
                "The interval of {n} other state lies wholly above.",
                "The intervals of {n} other states lie wholly above.",
                len(above),
            )
        )
    if below:
        words.append(
            plural(
                "The interval of {n} other state lies wholly below.",
                "The intervals of {n} other states lie wholly below.",
                len(below),
            )
        )
    if alike:
        words.append(
            _("The data cannot tell {state} from {others}.").format(
                state=here.place.name, others=formats.listing(alike)
            )
        )
    return words


def _unit(view: View) -> str:
    if view.indicator == DEATHS:
        return _("firearm deaths per 100,000 residents a year")
    if view.indicator == HOMICIDES:
        return _("people killed with a firearm per 100,000 residents a year")
    return _("people who died by suicide with a firearm per 100,000 residents a year")


def _title(view: View, here: State, whole: Observation | None) -> str:
    """The finding, where the two intervals stand apart; else what is shown."""
    lower = here.rate is not None and _apart(here.observation, whole)
    if view.indicator == DEATHS:
        return (
            _("Massachusetts has a lower firearm death rate than the nation")
            if lower
            else _("Firearm deaths: Massachusetts among the states")
        )
    if view.indicator == HOMICIDES:
        return (
            _("Massachusetts has a lower firearm homicide rate than the nation")
            if lower
            else _("Firearm homicides: Massachusetts among the states")
        )
    return (
        _("Massachusetts has a lower firearm suicide rate than the nation")
        if lower
        else _("Firearm suicides: Massachusetts among the states")
    )


def _apart(low: Observation | None, high: Observation | None) -> bool:
    """Whether the first interval lies wholly below the second."""
    return (
        low is not None
        and high is not None
        and low.upper is not None
        and high.lower is not None
        and low.upper < high.lower
    )


def _number(seen: Observation) -> str:
    return formats.number(seen.value, 1)


def _dot(state: State, indicator: Indicator) -> drawings.Dot:
    seen = state.observation
    rate = state.rate
    if seen is None or rate is None:
        shown = value_words.cell(seen, indicator)
    elif seen.status == Status.UNSTABLE:
        shown = _("{value}, unstable").format(value=_number(seen))
    else:
        shown = _number(seen)
    return drawings.Dot(
        state.place.name,
        rate,
        seen.lower if seen and rate is not None else None,
        seen.upper if seen and rate is not None else None,
        shown,
        leads=state.here,
        hollow=seen is not None and seen.status in {Status.UNSTABLE, Status.PROVISIONAL},
    )


def _row(name: str, seen: Observation | None, indicator: Indicator) -> tuple[str, ...]:
    rated = seen is not None and seen.value is not None and seen.status in SHOWS_RATE
    return (
        name,
        zip_figures.count_text(seen),
        _number(seen) if seen and rated else value_words.cell(seen, indicator),
        formats.interval(seen.lower, seen.upper, digits=1) if seen and rated else formats.NOTHING,
        value_words.status_name(seen.status if seen else Status.NOT_COVERED),
    )


@remembered(4)
def within(atlas: Atlas) -> str:
    """The first sentence of the Disparity page's usual view; "" where the tables have none."""
    found = [
        key
        for key in tables(atlas).keys
        if key[:2] == (SHOT, AREAS) and key[3:5] == (atlas.state.fips, ORDER)
    ]
    if not found:
        return ""
    period = min(key[2] for key in found)
    survey = nearest_period((key[5] for key in found if key[2] == period), period)
    key = (SHOT, AREAS, period, atlas.state.fips, ORDER, survey or "")
    rows = {row["measure"]: row for row in tables(atlas).rows("gradients", key)}
    return headline(atlas, Gradient(*key, options={}, defaults={}), rows.get("rate_ratio"))
