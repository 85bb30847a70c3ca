"""A map of two measures in words: title, groups, summary, caption, table."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.maps import captions, layers, legend_words
from dashboard.maps.two_way import GROUPS, NO_GROUP
from dashboard.maps.two_way_cells import Pair, cells, counts
from dashboard.records import Indicator
from dashboard.sentences import caveats
from dashboard.words import _, remembered
from epidemiology.status import FULL_LOCATED_SHARE, Status


def title_words(atlas: Atlas, pair: Pair) -> str:
    """What the map shows, as a title."""
    return _("{people} and {economy}, together").format(
        people=layers.measure(atlas, pair.people[0]).short_title,
        economy=_small(layers.measure(atlas, pair.economy[0]).short_title),
    )


def _small(text: str) -> str:
    """A title inside a sentence; what starts with an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def inside_a_sentence(indicator: Indicator) -> str:
    """A measure's short name where it does not begin the words."""
    return _small(indicator.short_title)


def subtitle(atlas: Atlas, pair: Pair) -> str:
    """Measures, units, years and places of the map."""
    parts = []
    for id, period in (pair.people, pair.economy):
        measure = layers.measure(atlas, id)
        parts.append(
            _("{measure}: {unit}, {period}").format(
                measure=measure.short_title,
                unit=measure.unit_words,
                period=formats.period_short(period),
            )
        )
    return "; ".join([*parts, layers.place_noun(pair.level)])


def title(atlas: Atlas, pair: Pair) -> str:
    """HTML of the map's title, and of its units, places and years."""
    return (
        f'<div class="ezc-title"><h2>{html.escape(title_words(atlas, pair))}</h2>'
        f"{html.escape(subtitle(atlas, pair))}</div>"
    )


def groups_in_words(atlas: Atlas, level: str, layer: tuple[str, str]) -> list[str]:
    """ "low: under 5", "middle: 5 to 9", "high: 9 or more", from the published breaks."""
    indicator = layers.measure(atlas, layer[0])
    found = legend_words.classes(atlas, level, layer)
    digits = legend_words.break_digits(found, indicator)
    said = []
    for group, name in enumerate((_("low"), _("middle"), _("high"))):
        part = found[[GROUPS[min(int(n), 4)] == group for n in found["colour_class"]]]
        if part.empty:
            said.append(name)
            continue
        lower = None if group == 0 else part["lower"].iloc[0]
        upper = None if group == 2 else part["upper"].iloc[-1]
        between = legend_words.break_words(lower, upper, indicator.unit, digits)
        said.append(_("{name}: {between}").format(name=name, between=between))
    return said


@remembered(64)
def summary(atlas: Atlas, pair: Pair) -> str:
    """The map in words: how many places are high on both, on one, on neither."""
    found = counts(atlas, pair)
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    turned = economy.better == "higher"
    more = (_("low {m}") if turned else _("high {m}")).format(m=_small(economy.short_title))
    less = (_("high {m}") if turned else _("low {m}")).format(m=_small(economy.short_title))

    def many(group: int, economic: int) -> str:
        return formats.number(found.get(((Status.VALUE, group), economic), 0))

    rated = sum(n for (row, group), n in found.items() if row[1] is not None and group != NO_GROUP)
    none = [found.get(((Status.NONE_RECORDED, None), group), 0) for group in range(3)]
    parts = [
        _(
            "Of {total} {places}, {rated} have a rate of {people} and a value of {economy}. "
            "High rate and {more}: {both}. High rate and {less}: {one}. "
            "Low rate and {more}: {other}. Low rate and {less}: {neither}."
        ).format(
            total=formats.number(sum(found.values())),
            places=layers.place_noun(pair.level),
            rated=formats.number(rated),
            people=_small(people.short_title),
            economy=_small(economy.short_title),
            both=many(2, 2),
            one=many(2, 0),
            other=many(0, 2),
            neither=many(0, 0),
            more=more,
            less=less,
        )
    ]
    if sum(none):
        parts.append(
            _(
                "Of {n} where none is recorded and the economic measure is known, {low} have "
                "{less} and {high} have {more}."
            ).format(
                n=formats.number(sum(none)),
                low=formats.number(none[0]),
                high=formats.number(none[2]),
                less=less,
                more=more,
            )
        )
    parts.append(_("Low is the two lowest of five classes of the atlas, high the two highest."))
    return " ".join(parts)


@remembered(64)
def caption(atlas: Atlas, pair: Pair) -> str:
    """Sources, periods and coverage, as a caption that stands alone."""
    parts = [
        _("Sources: {people}, {period}; {economy}, {years}.").format(
            people=captions.publishers(atlas, pair.level, pair.people) or _("see Data"),
            period=formats.period(pair.people[1]),
            economy=captions.publishers(atlas, pair.level, pair.economy) or _("see Data"),
            years=formats.period_short(pair.economy[1]),
        )
    ]
    whole = atlas.observation(pair.people[0], "state", atlas.state.fips, pair.people[1])
    share = whole.located_share if whole else None
    if share is not None and share < FULL_LOCATED_SHARE:
        parts.append(
            _("{share} of the people recorded could be placed on the map.").format(
                share=formats.share(share)
            )
        )
    parts.append(_("Hatching repeats the economic group; intervals are in the table."))
    parts.append(caveats.areas_not_people())
    return " ".join(parts)


def table(atlas: Atlas, pair: Pair) -> pd.DataFrame:
    """The map as a table, by name of the place."""
    people, economy = (layers.measure(atlas, layer[0]) for layer in (pair.people, pair.economy))
    names = (_("low"), _("middle"), _("high"))
    wanted: list[dict[str, Any]] = []
    for place, (row, group) in cells(atlas, pair).items():
        turned = 2 - group if economy.better == "higher" and group != NO_GROUP else group
        one = atlas.observation(pair.people[0], pair.level, place, pair.people[1])
        other = atlas.observation(pair.economy[0], pair.level, place, pair.economy[1])
        wanted.append(
            {
                _("Place"): layers.label(atlas, pair.level, place),
                _("Code"): place,
                people.short_title: layers.words(one, people),
                _("{m}: group").format(m=people.short_title): _group(row[1], names),
                economy.short_title: layers.words(other, economy),
                _("{m}: group").format(m=economy.short_title): _group(
                    None if turned == NO_GROUP else turned, names
                ),
            }
        )
    return pd.DataFrame(wanted).sort_values(_("Place"), kind="stable").reset_index(drop=True)


def _group(group: int | None, names: Sequence[str]) -> str:
    return "" if group is None else names[group]
