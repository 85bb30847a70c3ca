"""The steps of a briefing: what each topic has to say and to show about a place.

The figures are those of the pages about the place, so that a slide and a page say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboard import controls, figures
from dashboard.atlas import Atlas
from dashboard.compare import figures as compare_figures
from dashboard.compare import states as states_view
from dashboard.compare import states_figure
from dashboard.compare import view as compare
from dashboard.disparity import figures as disparity_figures
from dashboard.disparity import view as disparity
from dashboard.districts import facts as district_facts
from dashboard.districts import figures as district_figures
from dashboard.districts.report import DistrictReport, district_report
from dashboard.figures import Figure
from dashboard.home import facts
from dashboard.home import sections as home_sections
from dashboard.lookups import (
    INCOME,
    KILLED,
    SHOT,
    TownYears,
    latest,
    observations_of,
)
from dashboard.maps import areas as area_maps
from dashboard.maps import figures as map_figures
from dashboard.maps import layers
from dashboard.maps import view as map_view
from dashboard.sentences import caveats, injuries, place_words, value_words, zip_answers
from dashboard.talks import briefing, briefing_voices, briefing_words, deck, deck_words
from dashboard.talks.briefing import Subject, View
from dashboard.talks.deck import Deck, Step
from dashboard.trends import figures as trends_figures
from dashboard.trends import town as trends_town
from dashboard.trends import view as trends
from dashboard.words import _, remembered
from dashboard.zips import figures as zip_figures
from dashboard.zips import sections as zip_sections
from dashboard.zips.report import ZipReport, zip_report
from epidemiology.status import Status

MOST_VOICES = 14


@dataclass(frozen=True)
class Known:
    """A place with what its page knows of it."""

    atlas: Atlas
    subject: Subject
    zip: ZipReport | None = None
    district: DistrictReport | None = None


@remembered(64)
def talk(atlas: Atlas, view: View) -> Deck:
    """The whole briefing: an opening, the topics, and what every talk ends with."""
    known = _known(atlas, view.subject)
    title = _("Gun violence and how people live: {place}").format(place=view.subject.title)
    steps = [step for topic in view.topics for step in _TOPICS[topic](known)]
    return Deck(
        name=f"briefing {view.subject.token}",
        title=title,
        mission=home_sections.mission(),
        steps=(
            Step(
                "opening",
                title,
                home_sections.mission(),
                points=briefing_words.mission_points(""),
                say=deck_words.help_say(),
                address=view.address,
            ),
            *steps,
            *closing(atlas, steps),
        ),
        address=view.address,
        file=view.file,
        version=atlas.version,
    )


def closing(atlas: Atlas, steps: Sequence[Step]) -> Iterator[Step]:
    """What every talk ends with: limits, help, sources."""
    yield Step(
        "limits",
        deck_words.limits_title(),
        points=deck_words.limits(),
        question=deck_words.limits_question(),
        say=deck_words.limits_say(),
        address="/about",
    )
    yield help_step()
    yield deck.sources(atlas, steps)


def help_step() -> Step:
    """Where help is."""
    return Step(
        "help",
        deck_words.help_title(),
        deck_words.help_message(),
        points=deck_words.help_points(),
        say=deck_words.help_say(),
    )


def _known(atlas: Atlas, subject: Subject) -> Known:
    place = subject.place
    if subject.zip_code is not None:
        return Known(atlas, subject, zip=zip_report(atlas, subject.zip_code, place))
    if place.level in {"house", "senate", "congress"}:
        return Known(atlas, subject, district=district_report(atlas, place.level, place.code))
    return Known(atlas, subject)


def _step(
    topic: str,
    known: Known,
    figure: Figure | None,
    title: str,
    message: str = "",
    points: Sequence[str] = (),
) -> Step:
    """A topic's step: its figure, or words where there is none to draw."""
    return Step(
        topic,
        figure.title if figure is not None else title,
        message if figure is None else "",
        figure,
        () if figure is not None else tuple(point for point in points if point),
        briefing_words.question(topic),
        briefing_words.say(topic),
        known.subject.address,
    )


def _nothing(known: Known) -> str:
    """One line for a topic of which no source knows anything here."""
    return f"{known.subject.title}. {value_words.status_note(Status.NOT_COVERED)}"


# --- topics ----------------------------------------------------------------------------------


def _numbers(known: Known) -> Iterator[Step]:
    first, *others = _said(known)
    title = _("What is known: {place}").format(place=known.subject.title)
    yield _step(briefing.NUMBERS, known, None, title, first, others)


def _said(known: Known) -> list[str]:
    atlas, subject, place = known.atlas, known.subject, known.subject.place
    if known.zip is not None:
        report = known.zip
        return [
            zip_sections.first_sentence(report),
            place_words.income(report.income, report.state_income, report.name),
            f"{caveats.where_not_who()} {zip_sections.silent_since(report)}".strip(),
            injuries.located(report.shot, report.town_name),
            zip_answers.answered_by(report.zip_code)
            if report.zip_code.zip != report.zip_code.zcta
            else "",
        ]
    if known.district is not None:
        found = known.district
        return [
            district_facts.first_sentence(found),
            place_words.income(found.income, found.state_income, subject.spoken),
            caveats.where_not_who(),
            caveats.districts_are_newer(),
        ]
    if place.level == "state":
        told = [fact.text for fact in facts.facts(atlas)]
        return told or [_nothing(known)]
    periods = atlas.periods(SHOT, place.level)
    period = periods[0] if periods else ""
    shot, killed = (atlas.observation(id, place.level, place.code, period) for id in (SHOT, KILLED))
    years = TownYears(
        known.subject.spoken, observations_of(atlas.series_of(SHOT, "town", place.code))
    )
    then, now = years.since(period[-4:]) if period else (None, None)
    income, state = (
        latest(atlas, INCOME, level, code)
        for level, code in ((place.level, place.code), ("state", atlas.state.fips))
    )
    first = (
        injuries.people_shot(shot, killed, subject.spoken, subject.spoken, period)
        if period
        else _nothing(known)
    )
    return [
        f"{first} {injuries.since(subject.spoken, then, now)}".strip(),
        place_words.income(income, state, subject.spoken),
        caveats.where_not_who(),
    ]


def _comparison(known: Known) -> Iterator[Step]:
    title = _("{place} beside larger places").format(place=known.subject.title)
    yield _step(briefing.COMPARISON, known, _rate(known), title, _nothing(known))


def _rate(known: Known) -> Figure | None:
    atlas = known.atlas
    if known.zip is not None:
        indicator = atlas.indicator(SHOT)
        return zip_figures.rate_figure(atlas, known.zip, indicator) if indicator else None
    if known.district is not None:
        return district_figures.rate_figure(atlas, known.district)
    if known.subject.place.level == "state":
        with controls.asking({}):
            states = states_view.read(atlas, [])
        return states_figure.figure(atlas, states) if states else None
    return compare_figures.rate_figure(atlas, _beside(known))


def _beside(known: Known) -> compare.View:
    """A town with its county and the state, as the Compare page has them."""
    place = known.subject.place
    named = f"{known.subject.token} county:{place.code[:5]} state:{known.atlas.state.fips}"
    with controls.asking({"places": named}):
        return compare.read(known.atlas)


def _income(known: Known) -> Iterator[Step]:
    atlas, figure, words = known.atlas, None, _nothing(known)
    if known.zip is not None:
        indicator = atlas.indicator(INCOME)
        figure = zip_figures.income_figure(atlas, known.zip, indicator) if indicator else None
    elif known.district is not None:
        figure = district_figures.income_figure(atlas, known.district)
    elif known.subject.place.level == "town":
        figure = compare_figures.income_figure(atlas, _beside(known))
    else:
        fact = facts.incomes(atlas)
        words = f"{fact.text} {fact.interval}" if fact is not None else words
    title = _("Household income: {place}").format(place=known.subject.title)
    yield _step(briefing.INCOME, known, figure, title, words)


def _trend(known: Known) -> Iterator[Step]:
    figure, worth = _years(known)
    title = _("Year by year: {place}").format(place=known.subject.title)
    if figure is not None and not worth:
        yield _step(briefing.TREND, known, None, figure.title, figure.summary, [figure.caption])
    else:
        yield _step(briefing.TREND, known, figure, title, _nothing(known))


def _years(known: Known) -> tuple[Figure | None, bool]:
    """Counts by year and whether there are any to draw."""
    atlas, place = known.atlas, known.subject.place
    if known.zip is not None:
        trend = known.zip.trend
        address = zip_figures.address_of(known.zip)
        made = zip_figures.years_figure(atlas, trend, address=address)
        return made, zip_figures.worth_drawing(trend)
    if known.district is not None:
        some = district_figures.year_figures(atlas, known.district)[:1]
        worth = any(zip_figures.worth_drawing(t) for t in known.district.trends[:1])
        return (some[0] if some else None), worth
    if place.level == "state":
        return trends_figures.by_intent(atlas, trends.RATE), True
    years = TownYears(
        known.subject.spoken, observations_of(atlas.series_of(SHOT, "town", place.code))
    )
    made = trends_town.people_shot(atlas, place.code, trends.COUNT)
    return made, zip_figures.worth_drawing(years)


def _gradient(known: Known) -> Iterator[Step]:
    yield _step(
        briefing.GRADIENT,
        known,
        next(iter(gradients(known.atlas)), None),
        _("People shot and poverty"),
        value_words.status_note(Status.NOT_COVERED),
    )


def gradients(atlas: Atlas) -> list[Figure]:
    """The figures of the Disparity page's usual view: people shot and poverty in the state."""
    with controls.asking({}):
        view = disparity.read(atlas)
    made = disparity_figures.of_view(atlas, view) if view is not None else []
    return [figure for figure in made if figure is not None]


def _map(known: Known) -> Iterator[Step]:
    title = _("On the map: {place}").format(place=known.subject.title)
    yield _step(briefing.MAP, known, _mapped(known), title, _nothing(known))


def _mapped(known: Known) -> Figure | None:
    atlas, place = known.atlas, known.subject.place
    if known.district is not None:
        return district_figures.map_figure(atlas, known.district)
    town = known.zip.town if known.zip is not None else place if place.level == "town" else None
    if town is not None and town.code not in layers.closer_towns(atlas):
        return _around(atlas, town.code)
    return state_map(atlas, town.code if town is not None else "")


def state_map(atlas: Atlas, closer: str = "") -> Figure | None:
    """People shot by ZIP area, as the Map page has it; ``closer`` to a town."""
    if not atlas.periods(SHOT, map_view.LEVEL):
        return None
    with controls.asking({"closer": closer} if closer else {}):
        return map_figures.of_side(atlas, map_view.read(atlas), "left")


def _around(atlas: Atlas, town: str) -> Figure | None:
    periods = atlas.periods(SHOT, map_view.LEVEL)
    if not periods or town not in atlas.features("town"):
        return None
    return area_maps.map_figure(
        atlas,
        SHOT,
        map_view.LEVEL,
        periods[0],
        outline=("town", town),
        address=figures.address("map", level=map_view.LEVEL, measure=SHOT, period=periods[0]),
    )


def _voices(known: Known) -> Iterator[Step]:
    lines = briefing_voices.lines(known.atlas, known.subject.place, known.zip, known.district)
    title = _("Who represents {place}").format(place=known.subject.title)
    more = len(lines) - MOST_VOICES
    if more > 0:
        lines = [
            *lines[:MOST_VOICES],
            _("And {n} more; the District page has them all.").format(n=more),
        ]
    note = caveats.districts_are_newer() if lines else ""
    if not lines:
        note = _("Choose a ZIP code, a town or a district to see who speaks for it.")
    yield _step(briefing.VOICES, known, None, title, note, lines)


_TOPICS: dict[str, Callable[[Known], Iterator[Step]]] = {
    briefing.NUMBERS: _numbers,
    briefing.COMPARISON: _comparison,
    briefing.INCOME: _income,
    briefing.TREND: _trend,
    briefing.GRADIENT: _gradient,
    briefing.MAP: _map,
    briefing.VOICES: _voices,
}
