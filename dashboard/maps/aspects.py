"""Four ways to show people shot on a map: as recorded, smoothed, how sure, groups of neighbours.

The recorded rate is the usual view. The others are labelled alternatives, each a layer of its
own; smoothed and recorded rates never stand on one map. Two of the layers are indicators of no
table and are made here: the width of the interval, and the label that the test of neighbouring
areas gave.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.records import Indicator, Observation
from dashboard.words import _
from epidemiology.status import SHOWS_RATE, Status

RATE, SMOOTHED, SURE, NEAR = "rate", "smoothed", "sure", "near"
MEASURE = "people_shot"
"""The measure that has them."""
LAYER = {
    RATE: MEASURE,
    SMOOTHED: "people_shot_smoothed",
    SURE: "people_shot_sure",
    NEAR: "people_shot_near",
}
"""The indicator that each draws."""
LEVELS = ("zcta", "town")
BREAKS = (1.5, 2.0, 3.0)
"""Upper end of the 95 % interval over the lower, between the classes of "how sure"."""
LABELS = {
    "low_surrounded_by_low": 0,
    "low_surrounded_by_high": 1,
    "not_significant": 2,
    "high_surrounded_by_low": 3,
    "high_surrounded_by_high": 4,
}
"""Class of each label of the table of clusters; a place that was not tested has none."""


def name(aspect: str) -> str:
    """What the reader chooses."""
    return {
        RATE: _("As recorded"),
        SMOOTHED: _("Smoothed"),
        SURE: _("How sure"),
        NEAR: _("Neighbors"),
    }[aspect]


def of(layer: tuple[str, str]) -> str:
    """The aspect that a layer shows; any other measure is shown as recorded."""
    return next((aspect for aspect, id in LAYER.items() if id == layer[0]), RATE)


def offered(atlas: Atlas, level: str, measure: str, period: str) -> list[str]:
    """The aspects that exist; only one where there is no choice."""
    if measure != MEASURE:
        return [RATE]
    return [a for a, id in LAYER.items() if a == RATE or period in periods(atlas, id, level)]


@lru_cache(maxsize=1024)
def periods(atlas: Atlas, id: str, level: str) -> list[str]:
    """The periods of a layer, of the tables or made here, oldest first."""
    if id == LAYER[SURE] and level in LEVELS:
        found = atlas.periods(MEASURE, level)
        return [p for p in found if atlas.at(MEASURE, level, p)["lower"].notna().any()]
    if id == LAYER[NEAR] and level in LEVELS:
        return [p for p in atlas.periods(MEASURE, level) if region(atlas, level, p)]
    return atlas.periods(id, level)


def indicator(atlas: Atlas, id: str) -> Indicator | None:
    """The indicator of a layer, of the tables or made here."""
    found = atlas.indicator(id)
    whole = atlas.indicator(MEASURE)
    if found is not None or whole is None:
        return found
    if id == LAYER[SURE]:
        return replace(
            whole,
            id=id,
            title=_("How sure the rates of people shot are"),
            short_title=_("People shot, how sure"),
            unit=_("95% interval, upper end over lower end"),
        )
    if id == LAYER[NEAR]:
        return replace(
            whole,
            id=id,
            title=_("People shot: groups of neighboring areas"),
            short_title=_("Here and around it"),
            unit=_("each area and those around it"),
        )
    return None


# --- one place -------------------------------------------------------------------------------


def sure_class(seen: Observation | None) -> int | None:
    """Class of the width of a rate's interval: under 1.5, 1.5 to 2, 2 to 3, 3 or more."""
    if seen is None or seen.lower is None or seen.upper is None:
        return None
    if Status(seen.status) not in SHOWS_RATE:
        return None
    return len(BREAKS) if seen.lower <= 0 else bisect_right(BREAKS, seen.upper / seen.lower)


def sure_words(seen: Observation | None, said: str) -> str:
    """The width of a place's interval behind its rate; ``said`` is the rate in words."""
    group = sure_class(seen)
    return said if group is None else f"{said}: {sure_range(group)}"


def sure_range(group: int) -> str:
    """A class of the width of the interval."""
    ends = [formats.number(b, 0 if b == round(b) else 1) for b in BREAKS]
    if group == 0:
        return _("under {upper} times").format(upper=ends[0])
    if group == len(BREAKS):
        return _("{lower} times or more").format(lower=ends[-1])
    return _("{lower} to {upper} times").format(lower=ends[group - 1], upper=ends[group])


def region(atlas: Atlas, level: str, period: str) -> str:
    """The region in which neighbours were tested: the state, else what there is, else nothing."""
    found = _tests(atlas).get((level, period), {})
    state = atlas.state.fips
    return state if state in found else next(iter(found), "")


@lru_cache(maxsize=2)
def _tests(atlas: Atlas) -> dict[tuple[str, str], dict[str, pd.Series]]:
    table = atlas.cluster_tests
    made: dict[tuple[str, str], dict[str, pd.Series]] = {}
    for _number, row in table[table["indicator"] == MEASURE].iterrows():
        made.setdefault((row["level"], row["period"]), {})[row["region"]] = row
    return made


@lru_cache(maxsize=8)
def labels(atlas: Atlas, level: str, period: str) -> dict[str, str]:
    """Label of each place, by code."""
    table = atlas.clusters
    rows = table[
        (table["indicator"] == MEASURE)
        & (table["level"] == level)
        & (table["period"] == period)
        & (table["region"] == region(atlas, level, period))
    ]
    return dict(zip(rows["code"], rows["label"], strict=True))


def near_class(atlas: Atlas, level: str, code: str, period: str) -> int | None:
    """Class of a place's label; None where it was not tested."""
    return LABELS.get(labels(atlas, level, period).get(code, ""))


def near_words(group: int | None) -> str:
    """A label in neutral words."""
    if group is None:
        return _("not tested")
    return {
        0: _("fewer people shot here and around it than chance would give"),
        1: _("fewer people shot here, more around it, than chance would give"),
        2: _("not told apart from chance"),
        3: _("more people shot here, fewer around it, than chance would give"),
        4: _("more people shot here and around it than chance would give"),
    }[group]


# --- a map -----------------------------------------------------------------------------------


def breaks(aspect: str, groups: set[int]) -> list[tuple[str, str]]:
    """Rows of the legend: style and words of each class, in short."""
    if aspect == SURE:
        words = [sure_range(group) for group in range(len(BREAKS) + 1)]
        return [(f"c{group}", text) for group, text in enumerate(words)]
    short = {
        4: _("more, here and around it"),
        3: _("more here, fewer around it"),
        2: _("not told apart from chance"),
        1: _("fewer here, more around it"),
        0: _("fewer, here and around it"),
    }
    return [(f"c{g}", text) for g, text in short.items() if g in groups or g in {0, 2, 4}]


def summary(aspect: str, level_noun: str, counts: dict[int | None, int], total: int) -> str:
    """A map in words: how many places are in each class."""
    named: list[tuple[str, int | None]]
    if aspect == SURE:
        named = [(sure_range(group), group) for group in range(len(BREAKS) + 1)]
        said = _(
            "Of {total} {places}, {rated} have a rate. Upper end of its interval over the lower: "
            "{parts}."
        )
    else:
        named = [(near_words(group), group) for group in (4, 3, 1, 0, 2, None)]
        said = _("{total} {places}: {parts}.")
    rated = sum(n for group, n in counts.items() if group is not None)
    parts = [
        f"{words} ({formats.number(counts[group])})" for words, group in named if counts.get(group)
    ]
    return said.format(
        total=formats.number(total),
        places=level_noun,
        rated=formats.number(rated),
        parts=formats.listing(parts) or _("none"),
    )


def smoothed_summary(level_noun: str, rated: int, others: dict[str, int], total: int) -> str:
    """The smoothed map in words; ``others`` counts the places without a rate, by state in words."""
    said = _("{n} of {total} {places} have a smoothed rate.").format(
        n=formats.number(rated), total=formats.number(total), places=level_noun
    )
    if others:
        most = sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))
        parts = [f"{words} ({formats.number(n)})" for words, n in most]
        said += " " + _("The others: {parts}.").format(parts=formats.listing(parts))
    return said


def method(atlas: Atlas, aspect: str, level: str, period: str) -> str:
    """How an aspect was made, in a line or two, and that it is not for ranking."""
    if aspect == SMOOTHED:
        said = _(
            "Smoothed: each rate is drawn toward the mean of the places that the same source "
            "counts, the more so the fewer residents it has (empirical Bayes, Clayton and "
            "Kaldor). An alternative to the recorded rate."
        )
        if level == "town" and atlas.state.police_record_town:
            said += " " + _("Boston, alone in its source, keeps its own rate.")
    elif aspect == SURE:
        said = _(
            "How wide each rate's exact 95% interval is: 3 times means that its upper end is "
            "three times its lower end. Few people shot make it wide and the rate less sure."
        )
    elif aspect == NEAR:
        said = _near_method(atlas, level, period)
    else:
        return ""
    return said + " " + _("Not for ranking.")


def _near_method(atlas: Atlas, level: str, period: str) -> str:
    tests = _tests(atlas)[level, period]
    chosen = region(atlas, level, period)
    test = tests[chosen]
    said = _(
        "Each area is tested with those that touch it: local Moran's I, {n} reshuffles, false "
        "discovery rate 5%."
    ).format(n=formats.number(test["permutations"]))
    if not atlas.state.police_record_town:
        return said
    if chosen != atlas.state.fips:
        return said + " " + _("Tested within Boston.")
    said += " " + _(
        "Two sources meet here: the Boston police record misses fewer people than the news."
    )
    if atlas.state.without_city in tests:
        other = tests[atlas.state.without_city]
        if other["high_high"] or other["low_low"]:
            words = _("Without Boston, {more} have more and {fewer} fewer.")
        else:
            words = _("Without Boston, none is told apart from chance.")
        said += " " + words.format(
            more=formats.number(other["high_high"]), fewer=formats.number(other["low_low"])
        )
    return said
