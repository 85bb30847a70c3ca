"""The form of a catalogue entry."""

from __future__ import annotations

from dataclasses import dataclass, field

from data_sources._state import STATE


def only_with(dataset: str, text: str, otherwise: str = "") -> str:
    """A text that holds where a dataset exists for the state; ``otherwise`` where it does not."""
    return text if STATE.has(dataset) else otherwise


@dataclass(frozen=True)
class Feed:
    """One column of one dataset that gives an indicator its values at one level and period.

    ``column`` (and ``moe``, ``numerator``, ``denominator``) are columns of the table that the
    dataset's module loads, or that ``etl/derived.py`` adds to it; ``scale`` turns shares into
    percent where needed. ``state`` says how the state's value is made from those of the places:
    not at all (""), ``sum``, or the column whose numbers weight their mean (``source:column`` where
    that stands in another table): the universe that the value is a share of.
    """

    source: str
    level: str
    period: str
    column: str
    moe: str = ""
    numerator: str = ""
    denominator: str = ""
    scale: float = 1.0
    flags: str = ""
    state: str = ""


@dataclass(frozen=True)
class Indicator:
    """One measure: what it is called, what it says, how it is read and where it comes from.

    ``sentence`` has ``{value}`` and ``{place}`` where the formatted value and the place's name go.
    An indicator with ``feeds`` is built from them; one without is computed by a pipeline step,
    which names it by ``id``. Feeds of datasets that the state has not are left out, and so are
    caveats without words.
    """

    id: str
    title: str
    short_title: str
    sentence: str
    unit: str
    theme: str
    better: str
    interval: str
    digits: int = 0
    caveats: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    live: bool = False
    """Made from what only a refresh fetches: not published while nobody has fetched it."""
    needs: str = ""
    """Dataset of one state that it is made from by a step: not published in another state."""

    here: bool = field(init=False, default=True)
    """Whether some dataset of the state can give it values."""

    def __post_init__(self) -> None:
        here = tuple(feed for feed in self.feeds if STATE.has(feed.source))
        bare = not here and bool(self.feeds)
        object.__setattr__(self, "here", STATE.has(self.needs) and not bare)
        object.__setattr__(self, "feeds", here)
        object.__setattr__(self, "caveats", tuple(said for said in self.caveats if said))
