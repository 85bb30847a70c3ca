"""What a briefing is about: a place and topics, read from the URL, checked against the tables."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import controls, figures, place_names
from dashboard.atlas import Atlas
from dashboard.compare import view as compare
from dashboard.districts import names as district_names
from dashboard.place_names import Name
from dashboard.records import Place, ZipCode
from dashboard.words import _
from dashboard.zips import input as zip_input

NUMBERS, COMPARISON, INCOME, TREND, GRADIENT, MAP, VOICES = TOPICS = (
    "numbers",
    "comparison",
    "income",
    "trend",
    "gradient",
    "map",
    "voices",
)
"""What a briefing may be about, in the order of its slides."""
NONE = "none"
"""In the URL: no topic, only what every briefing has."""
PARAMETERS = ("place", "topics", "present", "step")
LEVELS = frozenset({"zcta", "town", "house", "senate", "congress", "state"})
LONGEST = 80


@dataclass(frozen=True)
class Subject:
    """The place: as its title and as it stands in a sentence, with the page about it."""

    place: Place
    token: str
    title: str
    spoken: Name
    address: str
    zip_code: ZipCode | None = None


@dataclass(frozen=True)
class View:
    """A briefing: its place, its topics, and lines on what the URL asks for in vain."""

    subject: Subject
    topics: tuple[str, ...]
    notes: tuple[str, ...] = ()
    zips: tuple[str, ...] = ()
    """ZIP codes that a name may stand for."""
    unknown: bool = False
    """Whether the URL names a place in vain."""

    @property
    def query(self) -> dict[str, str]:
        """The choices, written out."""
        return {"place": self.subject.token, "topics": " ".join(self.topics) or NONE}

    @property
    def address(self) -> str:
        """What opens the page with this briefing."""
        return figures.address("briefing", **self.query)

    @property
    def file(self) -> str:
        """Where its slides are, for good."""
        return figures.address("decks/briefing.pptx", **self.query)


def topic_name(topic: str) -> str:
    """A topic as a choice."""
    return {
        NUMBERS: _("The numbers here"),
        COMPARISON: _("Beside larger places"),
        INCOME: _("Household income"),
        TREND: _("Year by year"),
        GRADIENT: _("People shot and poverty, in five groups"),
        MAP: _("On the map"),
        VOICES: _("Who represents the place"),
    }[topic]


def read(atlas: Atlas) -> View:
    """The briefing that the URL asks for; a place it does not know is the state, with a line.

    Raises:
        LookupError: the tables have no state.
        controls.WrongChoiceError: outside a reader's session, where a topic is unknown.
    """
    notes: list[str] = []
    controls.only(PARAMETERS, notes)
    found = _place(atlas, controls.query().get("place", ""), notes)
    topics = _topics(notes)
    return View(found.subject, topics, tuple(dict.fromkeys(notes)), found.zips, found.unknown)


def _topics(notes: list[str]) -> tuple[str, ...]:
    wanted = controls.query().get("topics", "").replace(",", " ").split()
    known = tuple(topic for topic in TOPICS if topic in wanted)
    unknown = [topic for topic in wanted if topic not in {*TOPICS, NONE}]
    if unknown:
        controls.choice("topics", (), "", notes, _("topic"))
    return known if known or NONE in wanted else TOPICS


def _place(atlas: Atlas, text: str, notes: list[str]) -> View:
    state = atlas.place("state", atlas.state.fips)
    if state is None:
        raise LookupError("places has no state")
    whole = subject(atlas, state, compare.token_of(state))
    text = " ".join(text.split())[:LONGEST]
    if not text:
        return View(whole, ())
    found = compare.find(atlas, text)
    if found.chosen is not None and found.chosen.place.level in LEVELS:
        if found.line:
            notes.append(found.line)
        return View(subject(atlas, found.chosen.place, found.chosen.token), ())
    line = found.line if found.chosen is None else ""
    notes.append(
        line or _("There is no briefing of a county. Choose a ZIP code, a town or a district.")
    )
    return View(whole, (), zips=found.choices, unknown=True)


def subject(atlas: Atlas, place: Place, token: str) -> Subject:
    """A place as the subject of a talk."""
    if place.level == "zcta":
        zip_code = zip_input.answer(atlas, token).zip_code
        name = place_names.of_zip(token)
        city = zip_code.city if zip_code else ""
        return Subject(
            place,
            token,
            f"{name}, {city}" if city else name,
            name,
            figures.address("zip", zip=token),
            zip_code,
        )
    if place.level in district_names.LEVELS:
        return Subject(
            place,
            token,
            district_names.full(place),
            place_names.spoken(place),
            district_names.address(place),
        )
    return Subject(place, token, place.name, place_names.spoken(place), f"/compare?places={token}")
