""" "From numbers to roots": nine short steps from the state's trend to what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import figures, formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.home import figure as home_figure
from dashboard.lookups import SHOT, TownYears, observations_of
from dashboard.sentences import injuries
from dashboard.talks import briefing_topics, deck_words, story_figures, story_words
from dashboard.talks.deck import Deck, Step, sources
from dashboard.talks.story_words import Words
from dashboard.trends import figures as trends_figures
from dashboard.trends import groups as trends_groups
from dashboard.trends import town as trends_town
from dashboard.trends import view as trends
from dashboard.words import _, at_home, remembered

FROM = "2017"
"""The year that Boston's newest full year is set against: the last of the ZIP counts."""
PARAMETERS = ("step", "present")


@remembered(4)
def talk(atlas: Atlas) -> Deck:
    """The story as a talk."""
    steps = [step for step in _steps(atlas) if step is not None]
    first = story_words.opening()
    return Deck(
        name="from numbers to roots",
        title=story_words.title(),
        mission=first.message,
        steps=(
            Step(
                "opening",
                first.title,
                first.message,
                points=(*deck_words.help_points(),),
                question=first.question,
                say=first.say,
                address="/story",
            ),
            *steps,
            briefing_topics.help_step(),
            sources(atlas, steps),
        ),
        address="/story",
        file="/decks/story.pptx",
        version=atlas.version,
    )


def figures_of(atlas: Atlas) -> list[Figure]:
    """The figures that only the story has, for their own addresses."""
    figure = _redlining(atlas)
    return [figure] if figure is not None else []


def _steps(atlas: Atlas) -> Iterator[Step]:
    yield _step("trend", story_words.trend(), trends_figures.by_intent(atlas, trends.RATE))
    yield _step("who", story_words.who(), trends_groups.by_group(atlas, trends.HOMICIDE, "race"))
    yield _step("where", story_words.where(), briefing_topics.state_map(atlas))
    fifths, curve = _gradient(atlas)
    yield _step("gradient", story_words.gradient(), fifths)
    yield _step("share", story_words.share(), curve)
    yield _step("structure", story_words.structure(), _redlining(atlas), _segregation(atlas))
    yield _changed(atlas)
    yield _step("gaps", story_words.gaps(), home_figure.leading_figure(atlas))
    act = story_words.act()
    yield Step("act", act.title, act.message, None, act.points, act.question, act.say, "/guides")


def _step(key: str, words: Words, figure: Figure | None, more: str = "") -> Step:
    """A step; where the tables lack its figure its message stands alone."""
    return Step(
        key,
        words.title,
        words.message,
        figure,
        (more,) if more else (),
        words.question,
        f"{words.message} {more} {words.say}".replace("  ", " ").strip(),
        figure.address if figure is not None else figures.address("story"),
    )


def _gradient(atlas: Atlas) -> tuple[Figure | None, Figure | None]:
    found = {figure.key: figure for figure in briefing_topics.gradients(atlas)}
    return found.get("fifths"), found.get("curve")


def _redlining(atlas: Atlas) -> Figure | None:
    return story_figures.redlining(atlas) if at_home() else None


def _segregation(atlas: Atlas) -> str:
    row = story_figures.finding(atlas, story_figures.SEGREGATION) if at_home() else None
    if row is None:
        return ""
    said = story_words.segregation(
        low=story_figures.published(row["lower"]),
        ratio=story_figures.published(row["value"]),
        high=story_figures.published(row["upper"]),
        years=formats.period_short(row["period"]),
    )
    return said + " " + _("Study: {study}.").format(study=row["citation"])


def _changed(atlas: Atlas) -> Step:
    years = TownYears(
        trends.town_name(atlas, trends.city(atlas)),
        observations_of(atlas.series_of(SHOT, "town", trends.city(atlas))),
    )
    words = story_words.change(years.town_name)
    said = injuries.town_counts(years.town_name, *years.since(FROM))
    figure = trends_town.people_shot(atlas, trends.city(atlas), trends.COUNT)
    message = said or (figure.summary if figure is not None else "")
    return _step("change", Words(words.title, message, words.question, words.say), figure)
