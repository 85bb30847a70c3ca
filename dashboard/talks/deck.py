"""A talk, described once: its steps are slides of a file and screens of a presentation.

Each step has one message, at most one figure, and one question to discuss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.renderings import slides
from dashboard.reuse import citation
from dashboard.talks import deck_words
from dashboard.words import _
from dashboard.zips import figures as zip_figures

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LONGEST_NAME = 60
SOURCES = "sources"
"""Key of the step that lists the sources; its letters may be smaller."""


@dataclass(frozen=True, eq=False)
class Step:
    """One message: its words, a figure or points, a question, and what a speaker may say.

    ``address`` is the page with more, where no figure has one.
    """

    key: str
    title: str
    message: str = ""
    figure: Figure | None = None
    points: tuple[str, ...] = ()
    question: str = ""
    say: str = ""
    address: str = ""


@dataclass(frozen=True, eq=False)
class Deck:
    """A talk: the first step opens it.

    Attributes:
        name: for the file, in letters, digits and hyphens.
        address: path and query that open its page.
        file: path and query of its slides.
    """

    name: str
    title: str
    mission: str
    steps: tuple[Step, ...]
    address: str
    file: str
    version: str

    @property
    def opening(self) -> Step:
        """The first step."""
        return self.steps[0]


def file_name(deck: Deck) -> str:
    """A name that every file system takes."""
    name = re.sub(r"[^a-z0-9]+", "-", deck.name.lower())[:LONGEST_NAME].strip("-")
    return f"every-zip-code_{name or 'slides'}.pptx"


def file(atlas: Atlas, deck: Deck, site: str = "") -> bytes:
    """The talk as a file of slides; ``site`` is the address before its paths."""
    made = slides.presentation()
    foot = _foot(atlas, site + deck.address)
    for number, step in enumerate(deck.steps):
        notes = speaker_notes(atlas, step, site)
        if number == 0:
            slides.add_opening(made, step.title, step.message, step.points, notes)
        elif step.figure is not None:
            slides.add_figure(made, step.figure, notes, step.question, foot, step.message)
        else:
            sizes = (16, 14) if step.key == SOURCES else slides.BODY
            slides.add_words(
                made, step.title, step.message, step.points, notes, step.question, foot, sizes
            )
    return _saved(atlas, made, deck.title, deck.mission)


def of_figure(atlas: Atlas, figure: Figure, site: str = "") -> bytes:
    """One figure as a file of one slide, with the question that goes with its form."""
    question = deck_words.question(figure.drawing)
    step = Step(figure.key, figure.title, figure=figure, question=question)
    made = slides.presentation()
    foot = _foot(atlas, site + figure.address)
    slides.add_figure(made, figure, speaker_notes(atlas, step, site), question, foot)
    return _saved(atlas, made, figure.title, figure.subtitle)


def _saved(atlas: Atlas, made: object, title: str, subject: str) -> bytes:
    year, month = citation.issued(atlas)
    when = datetime(year or 1980, month or 1, 1)
    return slides.saved(made, title=title, subject=subject, version=atlas.version, when=when)


def _foot(atlas: Atlas, address: str) -> str:
    return _("Every Zip Code, edition {id} · {address}").format(id=atlas.version, address=address)


def speaker_notes(atlas: Atlas, step: Step, site: str = "") -> str:
    """What a speaker has before them: what to say, how to read, the words, limits, source."""
    figure = step.figure
    parts = [
        _("What to say: {words}").format(words=step.say or step.message)
        if step.say or step.message
        else "",
    ]
    if figure is not None:
        cited = citation.citation(atlas, figure, site + figure.address)
        parts += [
            _("How to read it: {words}").format(words=figure.how_to_read),
            _("In words: {words}").format(words=figure.summary),
            _("What is measured: {words}").format(words=figure.subtitle),
            _("Source and coverage: {words}").format(words=figure.caption),
            _("Known limits: {words}").format(words=figure.limits) if figure.limits else "",
            deck_words.edit_it(figure.drawing),
        ]
    parts.append(_("To discuss: {words}").format(words=step.question) if step.question else "")
    if figure is not None:
        parts += [
            _("To cite: {words}").format(words=citation.text(cited)),
            _("Newest numbers: {address}").format(address=site + figure.address),
        ]
    elif step.address:
        parts.append(_("Newest numbers: {address}").format(address=site + step.address))
    return "\n\n".join(part for part in parts if part)


def sources(atlas: Atlas, steps: Iterable[Step], more: Iterable[str] = ()) -> Step:
    """The step that names every dataset behind the figures, and behind words (``more``)."""
    ids = [id for step in steps if step.figure for id in step.figure.sources]
    known = dict.fromkeys(id for text in [*ids, *more] for id in text.split())
    named = (zip_figures.source_titles(atlas, (id,)) for id in known)
    return Step(
        SOURCES,
        _("Where the numbers come from"),
        points=tuple(dict.fromkeys(name for name in named if name)),
        say=deck_words.about_sources(),
        address="/data",
    )
