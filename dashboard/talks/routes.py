"""Talks as files of slides: ``/decks/briefing.pptx?place=02121&topics=trend`` and others.

The same address always gives the same talk with the newest numbers; a page registers its talk
with :func:`register`.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from dashboard import controls, serving, store
from dashboard.atlas import Atlas
from dashboard.kept import Kept
from dashboard.maps.layers import File
from dashboard.problems import ProblemError, quoted
from dashboard.reuse import bar as reuse
from dashboard.talks import briefing, briefing_topics, deck, story
from dashboard.talks.deck import Deck

AN_HOUR = "public, max-age=3600"
MOST_BYTES = 24_000_000
AT_ONCE = 2
"""Files that are made at the same time."""


def _briefing(atlas: Atlas) -> Deck:
    view = briefing.read(atlas)
    if view.unknown:
        raise ProblemError("not-found", view.notes[0], choices=list(view.zips))
    return briefing_topics.talk(atlas, view)


DECKS: dict[str, Callable[[Atlas], Deck]] = {"briefing": _briefing, "story": story.talk}
"""Talks by the name of their file."""
_kept = Kept(MOST_BYTES, AT_ONCE)


def talk(request: Request) -> Response:
    """One talk as a file."""
    atlas, name = store.atlas(), str(request.path_params["name"])
    if name not in DECKS:
        names = ", ".join(f"{known}.pptx" for known in DECKS)
        raise ProblemError("not-found", f"no slides {quoted(name)}; there are {names}")
    try:
        with controls.asking(request.query_params):
            made = DECKS[name](atlas)
    except controls.WrongChoiceError as wrong:
        topics = ", ".join(briefing.TOPICS)
        raise ProblemError(
            "wrong-value", f"{wrong.name} cannot be {quoted(wrong.wanted)}; topics are {topics}"
        ) from wrong
    site = reuse.site(str(request.base_url))
    file = _kept.get(
        (atlas.version, site, made.file),
        lambda: File.of(deck.file(atlas, made, site), deck.MEDIA_TYPE),
    )
    disposition = f'attachment; filename="{deck.file_name(made)}"'
    return serving.serve(request, file, AN_HOUR, more={"Content-Disposition": disposition})


ROUTES = [serving.route("/decks/{name}.pptx", talk)]
