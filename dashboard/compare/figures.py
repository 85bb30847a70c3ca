"""The figures of the Compare page: rates, income and years of the places, each on one scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard import controls, drawings, formats, place_names
from dashboard.atlas import Atlas
from dashboard.compare import states as states_view
from dashboard.compare import states_figure
from dashboard.compare import view as compare
from dashboard.compare import words as say
from dashboard.figures import Figure
from dashboard.lookups import (
    INCOME,
    MARGIN_WORTH_YEARS,
    OFF_BY_DEFAULT,
    ORDER,
    SHOT,
    Compared,
    TownYears,
    observations_of,
)
from dashboard.records import Indicator, Place
from dashboard.reuse import limits
from dashboard.sentences import caveats, value_words
from dashboard.words import _, remembered
from dashboard.zips import figures as zip_figures
from epidemiology.periods import Period

YEARLY = ("town", "county")
"""Levels whose yearly counts are drawn: the state's would flatten all others on one scale."""
ALWAYS = "poverty"
"""Stands in the table even where only one of the places has it: readers look for it."""
_WORDS = 10
"""Words of a title at most."""
_LABEL = 22
"""Letters of a label's line at most."""


def address_of(view: compare.View) -> str:
    """What opens the page with these places and years."""
    places = "+".join(compare.tokens(view.shown))
    return f"/compare?places={places}" + (f"&years={view.anchor}" if view.anchor else "")


@remembered(256)
def counts(atlas: Atlas, view: compare.View, indicator: str = SHOT) -> tuple[Compared, ...]:
    """Each place with its count and rate of the years nearest to the chosen ones."""
    rows = []
    for place in view.places:
        period = compare.period_at(atlas, indicator, place.level, view.anchor)
        seen = atlas.observation(indicator, place.level, place.code, period) if period else None
        rows.append(Compared(place, seen, period))
    return tuple(rows)


def _titled(full: str, short: str, view: compare.View) -> str:
    """The title with the places' names, or with their number where the names are too long."""
    names = place_names.listing([place_names.name(place) for place in view.places])
    named = full.format(places=names)
    if len(named.split()) <= _WORDS:
        return named
    return short.format(n=len(view.places))


@remembered(256)
def rate_figure(atlas: Atlas, view: compare.View) -> Figure | None:
    """People shot per 100,000 residents a year in each place, on one scale."""
    indicator, rows = atlas.indicator(SHOT), counts(atlas, view)
    if indicator is None or not rows:
        return None
    figure = zip_figures.rates(
        atlas, rows, indicator, place_names.name(view.places[0]), say.years_named(rows)
    )
    names = [place_names.name(place) for place in view.places]
    assert isinstance(figure.drawing, drawings.Dots)
    dots = [
        replace(dot, label=_wrapped(name), leads=False)
        for dot, name in zip(figure.drawing.rows, names, strict=True)
    ]
    sources = tuple(row.observation.source for row in rows if row.observation)
    return replace(
        figure,
        title=_titled(
            _("People shot per 100,000 residents: {places}"),
            _("People shot per 100,000 residents in {n} places"),
            view,
        ),
        caption=f"{figure.caption.strip()} {caveats.where_not_who()}",
        summary=" ".join(
            [_said(dots, names, [row[4] for row in figure.rows]), *say.differences(rows)]
        ),
        rows=tuple((name, *row[1:]) for name, row in zip(names, figure.rows, strict=True)),
        drawing=replace(figure.drawing, rows=dots),
        address=address_of(view),
        period=view.anchor,
        sources=sources,
        limits=limits.of_counts(sources, say.counted_twice(atlas, rows)),
    )


def _said(dots: Sequence[drawings.Dot], names: Sequence[str], intervals: Sequence[str]) -> str:
    """Every place with its value, and with its interval where it has one."""
    parts = [
        f"{name}: {dot.shown}" + (f" ({ends})" if ends and dot.value is not None else "")
        for dot, name, ends in zip(dots, names, intervals, strict=True)
    ]
    return "; ".join(parts) + "."


def _wrapped(name: str) -> str:
    """A name on lines short enough for a phone."""
    return "\n".join(textwrap.wrap(name, _LABEL))


# --- money, work and housing -----------------------------------------------------------------


@remembered(256)
def income_figure(atlas: Atlas, view: compare.View) -> Figure | None:
    """The middle household's income in each place, of the same survey years."""
    indicator = atlas.indicator(INCOME)
    rows = _of_shared_years(atlas, INCOME, view.places)
    figure = zip_figures.incomes(atlas, rows, indicator) if indicator and rows else None
    if figure is None:
        return None
    names = [place_names.name(place) for place in view.places]
    assert isinstance(figure.drawing, drawings.Dots)
    dots = [
        replace(dot, label=_wrapped(name), leads=False)
        for dot, name in zip(figure.drawing.rows, names, strict=True)
    ]
    return replace(
        figure,
        title=_titled(
            _("The middle household's income: {places}"),
            _("The middle household's income in {n} places"),
            view,
        ),
        summary=_said(dots, names, ["" for _name in names]),
        rows=tuple((name, *row[1:]) for name, row in zip(names, figure.rows, strict=True)),
        drawing=replace(figure.drawing, rows=dots),
        address=address_of(view),
    )


def _of_shared_years(atlas: Atlas, indicator: str, places: Sequence[Place]) -> tuple[Compared, ...]:
    """The places' values of one survey that all levels with any survey have.

    It is the newest that has most of the places; one that is a little older and has margins of
    error comes before one without. Where the levels have no survey in common, each place has its
    own newest. () where none has any.
    """
    levels = {place.level: atlas.periods(indicator, place.level) for place in places}
    some = [periods for periods in levels.values() if periods]
    common = [p for p in (some[0] if some else []) if all(p in other for other in some)]

    def at(period: str) -> tuple[Compared, ...]:
        return tuple(
            Compared(place, atlas.observation(indicator, place.level, place.code, period), period)
            for place in places
        )

    most = max((_valued(at(period)) for period in common), default=0)
    if most:
        found = [rows for rows in map(at, common) if _valued(rows) == most]
        newest = found[-1]
        year = Period.parse(newest[0].period).last.year
        for rows in reversed(found):
            near = year - Period.parse(rows[0].period).last.year <= MARGIN_WORTH_YEARS
            if near and _with_margin(rows):
                return rows
        return newest
    own = []
    for place in places:
        period = levels[place.level][-1] if levels[place.level] else ""
        seen = atlas.observation(indicator, place.level, place.code, period) if period else None
        own.append(Compared(place, seen, period))
    return tuple(own) if _valued(own) else ()


def _valued(rows: Sequence[Compared]) -> int:
    return sum(row.observation is not None and row.observation.value is not None for row in rows)


def _with_margin(rows: Sequence[Compared]) -> bool:
    return any(row.observation is not None and row.observation.moe is not None for row in rows)


@dataclass(frozen=True)
class Economy:
    """Economic measures down, the places across with margins of error, and the survey years.

    ``alone`` names measures that only one of the places has.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    alone: tuple[str, ...]


@remembered(256)
def economy(atlas: Atlas, places: tuple[Place, ...]) -> Economy:
    """The economic measures of the places, of the same survey years where there are such."""
    table = atlas.indicators[atlas.indicators["theme"] == "economy"]
    ids = [id for id in table["id"] if id not in OFF_BY_DEFAULT]
    ids.sort(key=lambda id: (ORDER.index(id) if id in ORDER else len(ORDER), id))
    out, alone = [], []
    for id in ids:
        indicator, rows = atlas.indicator(id), _of_shared_years(atlas, id, places)
        if indicator is None or not rows:
            continue
        if _valued(rows) < compare.FEWEST and id != ALWAYS:
            alone.append(indicator.title)
            continue
        periods = list(dict.fromkeys(row.period for row in rows if row.period))
        cells = [_economic_cell(row, indicator, len(periods) > 1) for row in rows]
        years = ", ".join(map(formats.period_short, periods))
        out.append((indicator.title, *cells, years))
    head = (_("Measure"), *(place_names.name(place) for place in places), _("Years"))
    return Economy(head, tuple(out), tuple(alone))


def _economic_cell(row: Compared, indicator: Indicator, years_differ: bool) -> str:
    seen = row.observation
    text = value_words.cell(seen, indicator)
    if seen is None or seen.value is None:
        return text
    if seen.moe is not None:
        text = f"{text} {value_words.margin(seen, indicator)}"
    return f"{text} ({formats.period_short(seen.period)})" if years_differ else text


# --- year by year ----------------------------------------------------------------------------


@remembered(256)
def years_figures(atlas: Atlas, view: compare.View) -> tuple[Figure, ...]:
    """Yearly counts of the towns and counties among the places, all on one scale."""
    made = []
    for place, token in zip(view.places, compare.tokens(view.shown), strict=True):
        if place.level not in YEARLY:
            continue
        years = observations_of(atlas.series_of(SHOT, place.level, place.code))
        trend = TownYears(place_names.name(place), years)
        figure = zip_figures.years_figure(atlas, trend, key=f"years_{token}")
        if figure is not None and zip_figures.worth_drawing(trend):
            made.append(figure)
    bars = [f.drawing for f in made if isinstance(f.drawing, drawings.YearBars)]
    top = max((bar.upper or bar.count or 0.0 for d in bars for bar in d.years), default=0.0)
    return tuple(
        replace(figure, drawing=replace(bar, top=top), address=address_of(view))
        for figure, bar in zip(made, bars, strict=True)
    )


def of_view(atlas: Atlas, view: compare.View) -> list[Figure | None]:
    """Every figure of places side by side, in the page's order."""
    return [
        rate_figure(atlas, view),
        income_figure(atlas, view),
        *years_figures(atlas, view),
    ]


def of_page(atlas: Atlas) -> list[Figure | None]:
    """Every figure of the page that the query asks for.

    Raises:
        controls.WrongChoiceError: it names places, and the atlas knows none of them.
    """
    view, states = compare.read(atlas), states_view.read(atlas, [])
    asked = controls.query().get("places", "")
    if asked.strip() and not view.chosen:
        raise controls.WrongChoiceError("places", asked)
    return [
        *of_view(atlas, view),
        states_figure.figure(atlas, states) if states else None,
    ]
