"""What may be said of places side by side: a difference only where intervals stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from dashboard import formats, place_names
from dashboard.atlas import Atlas
from dashboard.compare import view as compare
from dashboard.lookups import Compared
from dashboard.place_names import Name
from dashboard.records import Observation
from dashboard.sentences import injuries, value_words
from dashboard.words import _
from epidemiology.status import SHOWS_RATE, Status

Named = tuple[Name, Observation]


def rated(rows: Sequence[Compared]) -> list[Named]:
    """Places with a rate and its interval, by name, in the reader's order."""
    return [
        (place_names.spoken(row.place), row.observation)
        for row in rows
        if row.observation is not None
        and row.observation.status in SHOWS_RATE
        and row.observation.lower is not None
        and row.observation.upper is not None
    ]


def differences(rows: Sequence[Compared]) -> list[str]:
    """One sentence a place that is higher than others, then those that cannot be told apart.

    Places keep the reader's order; there is no first and no last among them.
    """
    found = rated(rows)
    said = []
    for name, here in found:
        lower = [other for other, there in found if _above(here, there)]
        if lower:
            said.append(
                _(
                    "The rate in {place} is higher than in {others}; chance alone would hardly "
                    "give it."
                ).format(place=name, others=place_names.listing(lower))
            )
    alike = {
        (one, other)
        for (one, here), (other, there) in combinations(found, 2)
        if not _above(here, there) and not _above(there, here)
    }
    return [*said, *_not_told_apart([name for name, _here in found], alike)]


def _above(here: Observation, there: Observation) -> bool:
    assert here.lower is not None
    assert there.upper is not None
    return here.lower > there.upper


def _not_told_apart(names: list[Name], alike: set[tuple[Name, Name]]) -> list[str]:
    """Groups in which the intervals of each two places overlap; each pair is said once."""
    said = []
    for name in names:
        group = [name]
        for other in names[names.index(name) + 1 :]:
            if all((one, other) in alike for one in group):
                group.append(other)
        if len(group) == 1:
            continue
        alike -= set(combinations(group, 2))
        said.append(
            _("The data cannot tell the rates of {places} apart.").format(
                places=place_names.listing(group)
            )
        )
    return said


def without_rate(rows: Sequence[Compared]) -> list[str]:
    """Why a place has no rate, one line a place."""
    names = {name for name, _observation in rated(rows)}
    return [
        _("{place} has no rate. {why}").format(
            place=place_names.spoken(row.place),
            why=value_words.status_note(
                row.observation.status if row.observation else Status.NOT_COVERED
            ),
        )
        for row in rows
        if place_names.spoken(row.place) not in names
    ]


def years_named(rows: Sequence[Compared]) -> str:
    """Which places count which years, where they differ; "" where they do not."""
    by_period: dict[str, list[Name]] = {}
    for row in rows:
        by_period.setdefault(row.period, []).append(place_names.spoken(row.place))
    if len(by_period) < 2:
        return ""
    parts = [
        _("{places} {period}").format(
            places=place_names.listing(names), period=formats.period_in_sentence(period)
        )
        for period, names in by_period.items()
    ]
    return _(
        "The years differ: people are counted in {parts}. A difference can come from that."
    ).format(parts=_("; in ").join(parts))


def counted_twice(atlas: Atlas, rows: Sequence[Compared]) -> str:
    """Which of the places have people in common; "" where none do."""
    places = [row.place for row in rows]
    states = [place for place in places if place.level == "state"]
    said = []
    if states and len(places) > 1:
        said.append(
            _("The count of {state} includes the other places.").format(state=states[0].name)
        )
    pairs = [
        _("{one} and {other}").format(one=place_names.spoken(one), other=place_names.spoken(other))
        for one, other in combinations([p for p in places if p.level != "state"], 2)
        if compare.shared(atlas, one, other)
    ]
    if pairs:
        said.append(
            _("The same people can be counted in both places: {pairs}.").format(
                pairs="; ".join(pairs)
            )
        )
    return " ".join(said)


def who_counted(rows: Sequence[Compared]) -> str:
    """Who recorded the people, and that it is not the same for all places."""
    sources = [row.observation.source for row in rows if row.observation]
    note = injuries.recorder_note(" ".join(dict.fromkeys(" ".join(sources).split())))
    if len({injuries.recorder(source) for source in sources}) < 2:
        return note
    return " ".join([_("Who counted is not the same for all of these places."), note])
