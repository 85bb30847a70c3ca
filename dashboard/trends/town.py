"""People shot in a town year by year, parted where the source or what is counted changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard import drawings
from dashboard.atlas import Atlas
from dashboard.figures import Figure, address
from dashboard.lookups import SHOT, TownYears, new_meaning, new_source
from dashboard.records import Observation
from dashboard.sentences import injuries
from dashboard.trends import rows as rows_of
from dashboard.trends import words as say
from dashboard.trends.view import COUNT, TOWN, town_name
from dashboard.words import _
from dashboard.zips import figures as zip_figures
from dashboard.zips.figures import publishers


def people_shot(atlas: Atlas, code: str, measure: str) -> Figure | None:
    """People shot in a town, or in all, year by year: bars of people, or a line of rates."""
    rows = rows_of.yearly(atlas, SHOT, "state" if code == atlas.state.fips else "town", code)
    name = town_name(atlas, code)
    bars = zip_figures.years_figure(atlas, TownYears(name, rows), key="town")
    if bars is None or not isinstance(bars.drawing, drawings.YearBars):
        return None
    sources, breaks = rows_of.sources(rows), breaks_of(rows)
    drawn = zip_figures.worth_drawing(TownYears(name, rows))
    bars = replace(
        bars,
        caption=_("{note} {recorded} Source: {source}.")
        .format(
            note=zip_figures.across_breaks(rows) if drawn else "",
            recorded=injuries.recorder_note(" ".join(sources)),
            source=publishers(atlas, sources),
        )
        .strip(),
        address=address("trends", look=TOWN, town=code, measure=measure),
        period=rows_of.period(rows),
        sources=sources,
        limits=say.why_breaks({flag for row in rows for flag in row.flags.split()}, name),
    )
    if measure == COUNT:
        return bars
    return replace(
        bars,
        title=_("Rate of people shot in {town}, year by year").format(town=name),
        subtitle=_("People shot per 100,000 residents a year, with 95% intervals"),
        caption=f"{say.with_bands()} {bars.caption}",
        drawing=rows_of.lines(
            [rows_of.line("", rows, "lead", count=False)], count=False, breaks=breaks
        ),
    )


def breaks_of(rows: Sequence[Observation]) -> list[drawings.Break]:
    """The changes of source and of meaning in a town's years, oldest first."""
    out = []
    for before, now in pairwise(rows):
        if new_source(before, now):
            out.append(drawings.Break(rows_of.at(now.period), say.break_in_2015()))
        if new_meaning(before, now):
            out.append(drawings.Break(rows_of.at(now.period), say.break_in_2018()))
    return out
