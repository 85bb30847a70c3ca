"""Which places a reader compares: read from the URL, found in the tables.

``/compare?places=02121+boston+suffolk-county+house-25110``: places stand in the reader's order,
apart by a space. A ZIP code is its five digits; a town, a county and the state are their names
with hyphens; a district is its kind and its code. Names as people write them, with commas between
them, and ``level:code`` are understood as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboard import controls, place_names
from dashboard.atlas import Atlas
from dashboard.districts import names as district_names
from dashboard.lookups import SHOT, nearest_period, shares
from dashboard.maps import layers
from dashboard.records import Place
from dashboard.sentences import zip_answers
from dashboard.words import FIRST, _, remembered, speaking
from dashboard.zips import input as zip_input
from epidemiology.periods import Period

PARAMETERS = ("places", "zip", "years", "intent", "year", "sort")
"""What the URL of the page may say."""
FEWEST, MOST = 2, 5
LEVELS = ("zcta", "town", "county", "house", "senate", "congress", "state")
LARGEST_TOWNS = 3
"""Towns in the example, with the state beside them."""
LONGEST = 60
"""Characters of a place's name that are looked at; the longest name has fewer."""
_COUNTED = 4 * MOST
"""Places of a link that are looked at; what comes after them is one line more."""
_CODED = re.compile(r"(zcta|zip|town|county|house|senate|congress|state)[:\-]([0-9a-z]+)")


@dataclass(frozen=True)
class Chosen:
    """A place and how the URL calls it: a post-office box keeps its own number there."""

    place: Place
    token: str


@dataclass(frozen=True)
class Found:
    """What a text names: a place, or a line that says why none; ``choices`` are ZIP codes."""

    chosen: Chosen | None = None
    line: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """The places to compare and the years of their counts.

    Attributes:
        chosen: places that the URL names.
        shown: places on the page: ``chosen``, or an example.
        example: says that ``shown`` is an example; "" where the reader chose.
        anchor: the years that every place's own are nearest to.
        anchors: what ``anchor`` may be.
        notes: lines on what the URL asks for.
        choices: a label and an address for each ZIP code of a neighborhood that was named.
    """

    chosen: tuple[Chosen, ...]
    shown: tuple[Chosen, ...]
    example: str
    anchor: str
    anchors: tuple[str, ...]
    notes: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places on the page, in the reader's order."""
        return tuple(chosen.place for chosen in self.shown)


def read(atlas: Atlas, notes: Sequence[str] = ()) -> View:
    """The view that the URL asks for; what it cannot have is left out with a line.

    ``notes`` are lines that stand before its own.
    """
    notes = list(notes)
    controls.only(PARAMETERS, notes)
    asked = controls.query()
    chosen, choices, said = choose(atlas, asked.get("places") or asked.get("zip") or "")
    notes += said
    shown, example = _with_example(atlas, chosen)
    anchors = tuple(atlas.periods(SHOT, "state") or atlas.periods(SHOT, "town"))
    anchor = anchors[0] if anchors else ""
    anchor = controls.choice("years", anchors, anchor, notes, _("period"))
    return View(chosen, shown, example, anchor, anchors, tuple(dict.fromkeys(notes)), choices)


@remembered(512)
def choose(
    atlas: Atlas, text: str
) -> tuple[tuple[Chosen, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The places that a text names, each once, five at most.

    Second come labels and addresses of ZIP codes, where the text names a neighborhood; third the
    lines on what it names in vain.
    """
    notes: list[str] = []
    chosen: list[Chosen] = []
    options: list[str] = []
    towns: list[str] = []
    names = list(_names_in(atlas, text))
    for name in names[:_COUNTED]:
        found = find(atlas, name)
        if found.choices:
            towns.append(found.line)
            options += found.choices
        elif found.line:
            notes.append(found.line)
        if found.chosen is None:
            continue
        if any(found.chosen.place is other.place for other in chosen):
            notes.append(named_twice(found.chosen.place))
        else:
            chosen.append(found.chosen)
    if len(chosen) > MOST or len(names) > _COUNTED:
        notes.append(
            _("This page compares {n} places at most; these are the first {n}.").format(n=MOST)
        )
    kept = tuple(chosen[:MOST])
    links = tuple((zip, address([*tokens(kept), zip])) for zip in options)
    return kept, links, (*notes, *towns)  # the links follow their line


def named_twice(place: Place) -> str:
    """That a place is there already."""
    return _("{place} was named twice; it stands here once.").format(place=place_names.name(place))


def tokens(chosen: Iterable[Chosen]) -> list[str]:
    """How the URL calls places."""
    return [place.token for place in chosen]


def address(named: Sequence[str]) -> str:
    """Path and query that open the page with these places."""
    return "/compare" + (f"?places={'+'.join(named)}" if named else "")


def _names_in(atlas: Atlas, text: str) -> Iterable[str]:
    """What stands between commas; or between spaces, where some of that is a place by itself."""
    for part in re.split(r"[,;~|]", text[: LONGEST * _COUNTED]):
        words = part.split()
        if not words:
            continue
        whole = find(atlas, " ".join(words))
        if whole.chosen or whole.choices or not any(find(atlas, word).chosen for word in words):
            yield " ".join(words)
        else:
            yield from words


@remembered(512)
def find(atlas: Atlas, text: str) -> Found:
    """The place that a text names."""
    text = " ".join(text.split())[: LONGEST + 1]
    name = slug(text)
    if match := _CODED.fullmatch(text.casefold()):
        level = "zcta" if match[1] == "zip" else match[1]
        place = atlas.place(level, match[2].upper())
        if place is not None:
            return Found(Chosen(place, token_of(place)))
    if len(text) <= LONGEST and (named := _by_name(atlas).get(name)):
        return Found(Chosen(named, token_of(named)))
    answer = zip_input.answer(atlas, text)
    if answer.place is not None and answer.zip_code is not None:
        return Found(Chosen(answer.place, answer.zip_code.zip), answer.note)
    if answer.choices or re.fullmatch(r"[0-9 -]+", text):
        return Found(line=answer.line, choices=answer.choices)
    if district := _district(atlas, text):
        return Found(Chosen(district, token_of(district)))
    return Found(line=unknown(text, zip_input.example(atlas)))


def _district(atlas: Atlas, text: str) -> Place | None:
    """The district that a text names as people write it: "Fifth Suffolk", "7th Congressional"."""
    said = text.casefold()
    for level in sorted(district_names.LEVELS, key=lambda level: level not in said):
        named = district_names.find(atlas, level, text).place
        if named is not None:
            return named
    return None


def unknown(text: str, such_as: str) -> str:
    """That no place has this name; only letters, digits and a few signs of it are said back."""
    plain = "".join(c for c in text[:LONGEST] if c.isalnum() or c in " .,'’:-").strip()
    if not plain:
        return zip_answers.zip_not_understood(such_as)
    return _("We know no place called “{name}”. Type a ZIP code, a town or a county.").format(
        name=plain
    )


def slug(text: str) -> str:
    """A name in small letters without accents, its words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("'", ""))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def token_of(place: Place) -> str:
    """How the URL calls a place."""
    if place.level == "zcta":
        return place.code
    if place.level in {"town", "county", "state"}:
        return slug(place.name)
    return f"{place.level}-{place.code.lower()}"


@lru_cache(maxsize=4)
def _by_name(atlas: Atlas) -> dict[str, Place]:
    """Places by the name that the URL may call them, the larger of two that share one."""
    found: dict[str, Place] = {}
    with speaking(FIRST):  # an address is the same in every language
        for level in ("state", "county", "town"):
            for place in atlas.places_at(level):
                found.setdefault(slug(place.name), place)
        for level in ("house", "senate", "congress"):
            for place in atlas.places_at(level):
                found.setdefault(slug(place_names.name(place)), place)
                found.setdefault(slug(place.name), place)
        for place in atlas.places_at("county"):
            found.setdefault(slug(place.name).removesuffix("-county"), place)
    return found


@remembered(4)
def offered(atlas: Atlas) -> dict[str, str]:
    """Every place that can be compared: how it is said -> how the URL calls it.

    Towns come first, as most people look for one; the names are all different.
    """
    out: dict[str, str] = {}
    for level in ("town", "zcta", "county", "state", "house", "senate", "congress"):
        for place in sorted(atlas.places_at(level), key=lambda p: p.code):
            said = (
                layers.label(atlas, level, place.code)
                if level == "zcta"
                else place_names.name(place)
            )
            out.setdefault(said, token_of(place))
    return out


def _with_example(atlas: Atlas, chosen: tuple[Chosen, ...]) -> tuple[tuple[Chosen, ...], str]:
    """The chosen places, or an example around them, with a line that says so."""
    if len(chosen) >= FEWEST:
        return chosen, ""
    state = [Chosen(place, token_of(place)) for place in atlas.places_at("state")]
    towns = sorted(atlas.places_at("town"), key=lambda t: -(t.population or 0))[:LARGEST_TOWNS]
    largest = [Chosen(town, token_of(town)) for town in sorted(towns, key=lambda t: t.name)]
    if not chosen:
        return (*largest, *state), _(
            "This is an example: the {n} cities with the most residents, and the state. Add the "
            "places that you know."
        ).format(n=len(largest))
    (own,) = chosen
    if own.place.level == "state":
        beside = largest
    else:
        around = (_main(atlas, own.place, level) for level in ("town", "county"))
        larger = [Chosen(place, token_of(place)) for place in around if place is not None]
        beside = larger[:1] + state
    shown = (own, *beside)
    if len(shown) < FEWEST:
        return shown, _("Add a place to compare {place} with.").format(
            place=place_names.spoken(own.place)
        )
    return shown, _(
        "As an example, {place} stands beside {others}. Add a place to compare it with."
    ).format(
        place=place_names.spoken(own.place),
        others=place_names.listing([place_names.spoken(other.place) for other in shown[1:]]),
    )


def _main(atlas: Atlas, place: Place, level: str) -> Place | None:
    """The larger place in which most of a place's people live; None where there is none."""
    if place.level == level or (place.level == "county" and level == "town"):
        return None
    if place.level not in {"zcta", "town"}:
        return None
    codes = shares(atlas, place.level, place.code, level)
    return atlas.place(level, codes[0][0]) if codes else None


def period_at(atlas: Atlas, indicator: str, level: str, anchor: str) -> str:
    """The years of a level nearest to ``anchor``; ``anchor`` itself where none share a day."""
    nearest = nearest_period(atlas.periods(indicator, level), anchor) if anchor else None
    if nearest is None:
        return anchor
    one, other = Period.parse(nearest), Period.parse(anchor)
    return nearest if one.first <= other.last and other.first <= one.last else anchor


def shared(atlas: Atlas, first: Place, second: Place) -> bool:
    """Whether two places have people in common, so that some are counted in both."""
    if "state" in {first.level, second.level}:
        return True
    if first.level == second.level:
        return False
    for one, other in ((first, second), (second, first)):
        if any(code == other.code for code, _ in shares(atlas, one.level, one.code, other.level)):
            return True
    return False
