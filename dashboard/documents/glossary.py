"""The glossary on one page: the words of the pages, and the states that a number can have."""

from __future__ import annotations

from dashboard import figures
from dashboard.atlas import Atlas
from dashboard.documents.document import Bullets, Document, Heading, Paragraph, TableBlock
from dashboard.glossary import terms
from dashboard.sentences import caveats, value_words
from dashboard.words import _
from epidemiology.status import Status

STATES = (
    Status.UNSTABLE,
    Status.COUNT_ONLY,
    Status.TOO_FEW,
    Status.SUPPRESSED,
    Status.PROVISIONAL,
    Status.MODELLED,
)
"""States that the glossary's own words leave out and readers meet most."""


def glossary(atlas: Atlas) -> Document:
    """The document."""
    more = [(value_words.status_name(state), value_words.status_note(state)) for state in STATES]
    return Document(
        name="glossary",
        title=_("The words we use"),
        subtitle=_("A glossary of one page"),
        blocks=(
            TableBlock("", (_("Word"), _("What it means")), [*terms(), *more]),
            Heading(_("Three lines to keep in mind")),
            Bullets(
                [
                    caveats.where_not_who(),
                    caveats.areas_not_people(),
                    caveats.gaps_come_from_policy(),
                ]
            ),
            Paragraph(""),
        ),
        address=figures.address("about"),
        version=atlas.version,
        dated="",
        description=_("What the words and signs of Every Zip Code mean, on one page."),
    )
