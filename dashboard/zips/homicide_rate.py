"""The CDC's own rate of firearm homicides for a ZIP code, in editions that have it.

It counts residents and comes from a model for the most part: it stands apart from the people shot,
is never put beside their rate, and never becomes a number of people.
"""

from __future__ import annotations

import streamlit as st

from dashboard import formats, markup
from dashboard.atlas import Atlas
from dashboard.place_names import Name
from dashboard.records import Observation
from dashboard.sentences import injuries, value_words
from dashboard.words import _
from dashboard.zips import figures as zip_figures
from dashboard.zips.report import ZipReport
from epidemiology.status import Status


def section(atlas: Atlas, report: ZipReport) -> None:
    """The rate of each period with its interval, what it is and what it is not."""
    if not report.homicide_rates:
        return
    st.header(title())
    for rate in report.homicide_rates:
        markup.text(sentence(atlas, rate, report.name))
    markup.text(apart())
    markup.quiet(source(atlas, report))


def title() -> str:
    """The heading over the rate."""
    return _("Firearm homicides of residents: the CDC's rate")


def sentence(atlas: Atlas, rate: Observation, place: Name) -> str:
    """What the CDC says of one period, with the state of the number.

    Args:
        place: as it stands in a sentence, "ZIP 02121".
    """
    when = formats.period_in_sentence(rate.period)
    note = value_words.status_note(rate.status)
    if rate.status == Status.NONE_RECORDED:
        return _("The CDC has no firearm homicide of residents of {place} {when}. {note}").format(
            place=place, when=when, note=note
        )
    indicator = atlas.indicator(rate.indicator)
    if rate.value is None or indicator is None:
        return _("There is no such rate for {place} {when}. {note}").format(
            place=place, when=when, note=note
        )
    flags = rate.flags.split()
    more = [
        _("It has no interval: the CDC gives none for a part of these tracts.")
        if "interval_not_published" in flags
        else "",
        value_words.status_note(Status.PROVISIONAL)
        if "provisional" in flags and rate.status != Status.PROVISIONAL
        else "",
    ]
    return _("{place}, {when}: about {rate}. {state}: {note}").format(
        place=place,
        when=when,
        rate=injuries.rate_with_interval(rate, indicator.unit),
        state=value_words.status_name(rate.status),
        note=" ".join(part for part in (note, *more) if part),
    )


def apart() -> str:
    """Why it is not to be read together with the people shot."""
    return _(
        "This counts people by where they lived, from death certificates. The people shot on this "
        "page are counted by where it happened. The two cannot be added or compared."
    )


def source(atlas: Atlas, report: ZipReport) -> str:
    """How a ZIP code comes to the rate, and whose it is."""
    ids = tuple(rate.source for rate in report.homicide_rates)
    return _(
        "The CDC gives one rate to a few Census tracts together; a ZIP code takes the mean over "
        "its residents. Source: {source}."
    ).format(source=zip_figures.source_titles(atlas, ids))
