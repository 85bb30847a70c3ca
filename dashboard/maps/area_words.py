"""A map of one measure in words: its title, what it measures, its table, its sources."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats, place_names
from dashboard.atlas import Atlas
from dashboard.maps import aspects, captions, counts, layers
from dashboard.place_names import Name
from dashboard.records import Indicator
from dashboard.sentences import caveats, value_words
from dashboard.words import _
from epidemiology.status import SHOWS_RATE, Status

WHERE_SHOT = ("people_shot", "people_killed", "people_injured")
"""Measures that count people where they were shot, as their names begin."""
MOST = (0.1, 0.9)
"""Ends of "most" areas, as quantiles."""
FEW = 20
"""Of fewer areas, the lowest and highest are told instead."""


def finding(
    atlas: Atlas,
    level: str,
    layer: tuple[str, str],
    codes: Sequence[str] | None = None,
    place: Name | None = None,
) -> str:
    """What a map shows, in at most ten words or so: from where to where its numbers go."""
    indicator = layers.measure(atlas, layer[0])
    nouns = layers.place_noun(level)
    measure = (
        _("{measure} in {place}").format(measure=indicator.short_title, place=place)
        if place
        else indicator.short_title
    )
    if aspects.of(layer) in {aspects.SURE, aspects.NEAR}:
        return (
            _("{measure} in {place}").format(measure=indicator.title, place=place)
            if place
            else indicator.title
        )
    if not indicator.is_injury:
        return _range(atlas, level, layer, indicator, codes, measure)
    found = counts.statuses(atlas, level, layer, codes)
    total = sum(found.values())
    rated = sum(found.get(status, 0) for status in SHOWS_RATE)
    missing = found.get(Status.NOT_COVERED, 0)
    if missing == total:
        return _("{measure}: no source covers this").format(measure=measure)
    if 2 * missing > total:
        return _("{measure}: no source covers {n} of {total} {places}").format(
            measure=measure, n=formats.number(missing), total=formats.number(total), places=nouns
        )
    if not rated:
        return _("{measure}: too few people for rates").format(measure=measure)
    return _range(atlas, level, layer, indicator, codes, measure)


def _range(
    atlas: Atlas,
    level: str,
    layer: tuple[str, str],
    indicator: Indicator,
    codes: Sequence[str] | None,
    measure: str,
) -> str:
    seen = atlas.at(layer[0], level, layer[1]).dropna(subset=["value"])
    if codes is not None:
        seen = seen[seen.index.isin(codes)]
    if indicator.is_injury:
        seen = seen[seen["status"].isin([*SHOWS_RATE])]
    if few := len(seen) < FEW:  # one unstable rate would be an end of the range
        seen = seen[seen["status"] != Status.UNSTABLE]
    if seen.empty:
        said = (
            _("{measure}: only unstable rates")
            if indicator.is_injury
            else _("{measure}: no values are published")
        )
        return said.format(measure=measure)
    low, high = (
        formats.measure(float(end), indicator.unit, indicator.digits)
        for end in seen["value"].quantile([0, 1] if few else list(MOST))
    )
    if not indicator.is_injury:
        said = (
            _("{measure}: {low} to {high}")
            if few
            else _("{measure}: {low} to {high} in most places")
        )
    elif len(seen) == 1:
        stable = seen["status"].iloc[0] == Status.VALUE
        said = _("{measure}: one stable rate, {low}") if stable else _("{measure}: one rate, {low}")
    elif few:
        stable = bool((seen["status"] == Status.VALUE).all())
        said = (
            _("{measure}: stable rates of {low} to {high}")
            if stable
            else _("{measure}: rates of {low} to {high}")
        )
    else:
        said = _("{measure}: rates mostly {low} to {high}")
    return said.format(measure=measure, low=low, high=high)


def caption(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: tuple[str, ...] | None = None
) -> str:
    """The map's caption; where police or news counted, also what the count is of."""
    said = captions.caption(atlas, level, layer, codes)
    if not layer[0].startswith(WHERE_SHOT):
        return said
    return f"{said} {caveats.where_not_who()}"


def rows(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Sequence[str] | None
) -> tuple[tuple[str, ...], ...]:
    """Name, value with interval, and state of each place, by name."""
    out = []
    for code in codes if codes is not None else [p.code for p in atlas.places_at(level)]:
        seen = atlas.observation(_recorded(layer), level, code, layer[1])
        status = Status(seen.status) if seen else Status.NOT_COVERED
        out.append(
            (
                layers.label(atlas, level, code),
                layers.words_at(atlas, level, code, layer),
                value_words.status_name(status),
            )
        )
    return tuple(sorted(out))


def sources(
    atlas: Atlas, level: str, layer: tuple[str, str], codes: Sequence[str] | None = None
) -> tuple[str, ...]:
    """Ids of the datasets behind a layer, or behind these places of it."""
    rows = atlas.at(_recorded(layer), level, layer[1])
    if codes is not None:
        rows = rows[rows.index.isin(codes)]
    return tuple(
        dict.fromkeys(id for text in sorted(rows["source"].unique()) for id in text.split())
    )


def subtitle(
    atlas: Atlas, level: str, layer: tuple[str, str], indicator: Indicator, about: Name | None
) -> str:
    """Measure, unit, places and years; ``about`` is the place that the map is about, if any."""
    said = (
        _("{unit}, {places} in and around {place}, {period}")
        if about
        else _("{unit}, {places} of {place}, {period}")
    )
    plain = aspects.of(layer) in {aspects.SURE, aspects.NEAR}
    named = _("{title}: {unit}").format(title=indicator.title, unit=indicator.unit_words)
    unit = indicator.unit_words if plain else named
    return said.format(
        unit=formats.capital(unit),
        places=layers.place_noun(level),
        place=about or place_names.name(atlas.places_at("state")[0]),
        period=formats.period(layer[1]),
    )


def _recorded(layer: tuple[str, str]) -> str:
    """The indicator with observations behind a layer; some layers only say more of another's."""
    made = aspects.of(layer) in {aspects.SURE, aspects.NEAR}
    return aspects.MEASURE if made else layer[0]
