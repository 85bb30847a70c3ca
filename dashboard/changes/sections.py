"""The sections of the page "What changed"."""

from __future__ import annotations

import streamlit as st

from dashboard import formats, markup
from dashboard.atlas import Atlas
from dashboard.changes import words
from dashboard.changes.reading import Edition, editions
from dashboard.words import _, plural

FEED = "/changes.atom"


def opening(atlas: Atlas) -> None:
    """What the page is for, and which edition is on it."""
    st.title(_("What changed"), anchor=False)
    markup.lead(
        _(
            "Sources publish new numbers and correct old ones. Each time the atlas takes them in, "
            "we say here what is new, revised or withdrawn."
        )
    )
    markup.text(_("You see edition {id} of the tables.").format(id=atlas.version))
    markup.links([(_("Follow by feed (Atom)"), FEED)])


def history(atlas: Atlas) -> None:
    """Edition after edition, the newest first."""
    found = editions(atlas)
    if not found:
        markup.text(
            _(
                "These are the tables that came with the atlas. They have not been renewed from "
                "the publishers since, so there is nothing to compare."
            )
        )
        return
    for number, edition in enumerate(found):
        _edition(atlas, edition, open=number == 0)


def _edition(atlas: Atlas, edition: Edition, *, open: bool) -> None:
    st.header(words.title(edition), anchor=edition.id)
    markup.text(words.totals(edition))
    markup.text(words.accepted(edition))
    renewed = [words.source(source) for source in edition.sources if source.change != "checked"]
    if renewed:
        markup.text(_("Sources renewed: {names}.").format(names="; ".join(renewed)))
    if edition.summary:
        with st.expander(_("By measure"), expanded=open):
            markup.table(
                (_("Measure"), _("Places"), _("What"), _("How many"), _("Years")),
                [
                    (
                        row.title,
                        words.level(row.level),
                        words.kind(row.kind),
                        formats.number(row.count),
                        ", ".join(formats.period_short(period) for period in row.periods),
                    )
                    for row in edition.summary
                ],
                caption=words.title(edition),
                numbers=(3,),
                stack=True,
                wrap=True,
            )
    if edition.changes:
        with st.expander(_("Number by number")):
            _numbers(atlas, edition)


def _numbers(atlas: Atlas, edition: Edition) -> None:
    titles = {row.indicator: row.title for row in edition.summary}
    markup.table(
        (_("Place"), _("Measure"), _("Years"), _("What"), _("Before"), _("Now")),
        [
            (
                words.place(change),
                titles.get(change.indicator, change.indicator),
                formats.period_short(change.period),
                words.kind(change.kind),
                words.before(atlas, change),
                words.after(atlas, change),
            )
            for change in edition.changes
        ],
        caption=_("The largest changes of each measure. What is hidden stays hidden."),
        numbers=(4, 5),
        stack=True,
    )
    if edition.left_out:
        markup.quiet(
            plural(
                "{n} smaller change is not listed here.",
                "{n} smaller changes are not listed here.",
                edition.left_out,
            )
        )
