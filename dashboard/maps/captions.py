"""What stands around a map in words: its title, its summary, its caption."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Collection, Sequence

import pandas as pd

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.maps import aspects, counts, layers, legend_words
from dashboard.records import Indicator
from dashboard.sentences import caveats
from dashboard.words import _, plural, remembered
from epidemiology.status import FULL_LOCATED_SHARE, Status

DISTRICTS = ("house", "senate", "congress")
IDEAL, ESTIMATED = "Plan 2021", "Tracts 2018-2022"
"""Vintages of the populations of districts."""


@remembered(maxsize=256)
def title(level: str, layer: tuple[str, str], indicator: Indicator) -> str:
    """HTML of a map's title, and of its unit, places and years."""
    said = _("{unit}, {places}, {period}").format(
        unit=formats.capital(indicator.unit_words),
        places=layers.place_noun(level),
        period=formats.period_short(layer[1]),
    )
    return (
        f'<div class="ezc-title"><h2>{html.escape(indicator.title)}</h2>{html.escape(said)}</div>'
    )


@remembered(maxsize=512)
def summary(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: tuple[str, ...] | None = None
) -> str:
    """The map in words: how many places there are, and in which state their values are.

    ``codes`` are the places that are counted, if not all.
    """
    indicator = layers.measure(atlas, layer[0])
    places = list(counts.counted(atlas, level, codes))
    nouns = layers.place_noun(level)
    aspect = aspects.of(layer)
    if aspect in {aspects.SURE, aspects.NEAR}:
        count = counts.sure_counts if aspect == aspects.SURE else counts.near_counts
        return aspects.summary(aspect, nouns, count(atlas, level, layer, codes), len(places))
    found = counts.statuses(atlas, level, layer, codes)
    if aspect == aspects.SMOOTHED:
        others = {
            legend_words.status_words(s, indicator): n
            for s, n in found.items()
            if s != Status.VALUE
        }
        return aspects.smoothed_summary(nouns, found.get(Status.VALUE, 0), others, len(places))
    if not indicator.is_injury:
        return _income_summary(atlas, level, layer, indicator, places, nouns)
    rated = sum(
        found.get(s, 0)
        for s in (Status.VALUE, Status.UNSTABLE, Status.MODELLED, Status.PROVISIONAL)
    )
    parts = [
        plural(
            "{n} has 10 people or more and so a rate",
            "{n} have 10 people or more and so a rate",
            rated,
        )
        if Status.MODELLED not in found
        else plural("{n} has a rate", "{n} have a rate", rated)
    ]
    n = Counter(found)
    said = {
        Status.COUNT_ONLY: plural("{n} has 5 to 9", "{n} have 5 to 9", n[Status.COUNT_ONLY]),
        Status.TOO_FEW: plural("{n} has 1 to 4", "{n} have 1 to 4", n[Status.TOO_FEW]),
        Status.SUPPRESSED: _("in {n} the CDC hides the count"),
        Status.NONE_RECORDED: plural(
            "{n} has none recorded", "{n} have none recorded", n[Status.NONE_RECORDED]
        ),
        Status.NOT_LOCATED: _("in {n} people could not be placed on the map"),
        Status.NOT_COVERED: plural(
            "{n} is not covered by any source",
            "{n} are not covered by any source",
            n[Status.NOT_COVERED],
        ),
        Status.NO_BOUNDARY: plural(
            "{n} has no boundary in this edition of the map",
            "{n} have no boundary in this edition of the map",
            n[Status.NO_BOUNDARY],
        ),
    }
    parts += [words.format(n=formats.number(n[s])) for s, words in said.items() if n[s]]
    return _("Of {total} {places}, {parts}.").format(
        total=formats.number(len(places)), places=nouns, parts=formats.listing(parts)
    )


def _income_summary(
    atlas: Atlas,
    level: str,
    layer: tuple[str, str],
    indicator: Indicator,
    places: Sequence[str],
    nouns: str,
) -> str:
    values = atlas.at(layer[0], level, layer[1])["value"].dropna()
    values = values[values.index.isin(places)]
    if values.empty:
        return _("No values are published for {places}.").format(places=nouns)

    def said(value: float) -> str:
        return formats.measure(value, indicator.unit, indicator.digits)

    low, middle, high = values.quantile([0.1, 0.5, 0.9])
    return _(
        "{n} of {total} {places} have a value. The middle one has {middle}; one in ten has {low} "
        "or less, and one in ten {high} or more."
    ).format(
        n=formats.number(len(values)),
        total=formats.number(len(places)),
        places=nouns,
        middle=said(middle),
        low=said(low),
        high=said(high),
    )


@remembered(maxsize=512)
def caption(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: tuple[str, ...] | None = None
) -> str:
    """Source, period, population and coverage of a map, as a caption that stands alone.

    ``codes`` are the areas that the map shows, where it does not show all.
    """
    indicator = layers.measure(atlas, layer[0])
    aspect = aspects.of(layer)
    if aspect in {aspects.SURE, aspects.NEAR}:
        layer = (aspects.MEASURE, layer[1])
    parts = [
        _("Source: {publishers}, {period}.").format(
            publishers=publishers(atlas, level, layer, codes) or _("see Data"),
            period=formats.period(layer[1]),
        )
    ]
    if indicator.is_injury and (said := placed(atlas, level, layer, codes)):
        parts.append(said)
    if said := aspects.method(atlas, aspect, level, layer[1]):
        parts.append(said)
    if indicator.is_injury and (said := districts(atlas, level)):
        parts.append(said)
    parts.append(_("Areas, not people."))
    return " ".join(parts)


def districts(atlas: Atlas, level: str) -> str:
    """What rates of districts are per: the plan's ideal population, and what surveys say of it."""
    if level not in DISTRICTS:
        return ""
    table = atlas.populations[atlas.populations["level"] == level]
    ideal, tracts = (
        table.loc[table["vintage"] == vintage, "residents"].dropna()
        for vintage in (IDEAL, ESTIMATED)
    )
    parts = []
    if not ideal.empty:
        words = (
            _(
                "Rates use one ninth of the state's residents of 2020, {n}: congressional "
                "districts are drawn equal."
            )
            if level == "congress"
            else _("Rates use the plan's ideal population, {n}, true to 5% by law.")
        )
        parts.append(words.format(n=formats.number(ideal.iloc[0])))
    if not tracts.empty:
        parts.append(
            _("Estimated from census tracts of 2018-2022, districts have {low} to {high}.").format(
                low=formats.number(tracts.min()), high=formats.number(tracts.max())
            )
        )
    return " ".join([*parts, caveats.districts_are_newer()])


def placed(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> str:
    """How many of the people recorded could be placed on the map, where that is under 95%."""
    shares = _rows(atlas, level, layer, codes)["located_share"].dropna()
    if shares.empty or shares.min() >= FULL_LOCATED_SHARE:
        return ""
    low, high = (formats.share(float(end)) for end in (shares.min(), shares.max()))
    words = (
        _("{share} of the people recorded could be placed on the map.")
        if low == high
        else _("Placed on the map: {share} to {high} of those recorded in a place.")
    )
    return words.format(share=low, high=high)


def _rows(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None
) -> pd.DataFrame:
    rows = atlas.at(layer[0], level, layer[1])
    return rows if codes is None else rows[rows.index.isin(list(codes))]


def publishers(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Collection[str] | None = None
) -> str:
    """Who published what a map is made from, by name."""
    rows = _rows(atlas, level, layer, codes)
    ids = sorted({id for text in rows["source"].unique() for id in text.split()})
    table = atlas.sources.set_index("id")
    found = list(dict.fromkeys(table.loc[[i for i in ids if i in table.index], "publisher"]))
    return formats.listing([p for p in found if not any(q != p and q.startswith(p) for q in found)])
