"""Two pages for reporters: how to cite, what a number can bear, and what not to write."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import figures, formats
from dashboard.atlas import Atlas
from dashboard.documents.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    TableBlock,
)
from dashboard.lookups import SHOT
from dashboard.reuse import citation
from dashboard.sentences import caveats, injuries, value_words
from dashboard.words import _
from epidemiology.status import FULL_LOCATED_SHARE, Status


def reporters_guide(atlas: Atlas) -> Document:
    """The document."""
    return Document(
        name="reporters-guide",
        title=_("A guide for reporters"),
        subtitle=_("How to use these numbers so that they are right and do no harm"),
        blocks=tuple(_blocks(atlas)),
        address=figures.address("about"),
        version=atlas.version,
        dated=_dated(atlas),
        description=_(
            "How to cite Every Zip Code, what its numbers can bear, and what not to write."
        ),
    )


def _dated(atlas: Atlas) -> str:
    periods = atlas.periods(SHOT, "zcta")
    return _("ZIP counts {years}").format(years=formats.period(periods[0])) if periods else ""


def _blocks(atlas: Atlas) -> Iterator[Block]:
    yield Paragraph(
        _(
            "Behind each number are people and their families. Write so that they could read it. "
            "Write what the number counts, who counted, where and when."
        ),
        "lead",
    )
    yield Heading(_("Five checks before you publish"))
    yield Bullets(_checks(), numbered=True)
    yield Heading(_("How to cite"))
    yield Paragraph(
        _(
            "Name Every Zip Code, the edition and the source that the caption names. Each figure "
            "has a link to just that view and a citation to copy. Link to it: a reader can then "
            "see the interval and the limits. Free to use with credit."
        )
    )
    yield Paragraph(suggested(atlas))
    yield Heading(_("Words"))
    yield TableBlock(_("What to write, and what not."), (_("Write"), _("Do not write")), _words())
    yield Heading(_("Who recorded what"))
    yield Bullets(_recorders(atlas))
    yield Heading(_("What each state of a number means"))
    yield TableBlock(
        _("A number that may not be shown has words in its place. Quote the words."),
        (_("State"), _("What it means")),
        [(value_words.status_name(status), value_words.status_note(status)) for status in Status],
    )
    yield Heading(_("Known limits"))
    yield Bullets(_limits(atlas))
    yield Heading(_("Ask us"))
    yield Paragraph(
        _(
            "Ask the Massachusetts Coalition to Prevent Gun Violence, or open an issue in this "
            "project's repository. Name the page and the number. If you need to speak with "
            "families or survivors, ask first who wants to speak, and let them stop at any time."
        )
    )


def suggested(atlas: Atlas) -> str:
    """A citation of the whole atlas, ready to copy."""
    year, _month = citation.issued(atlas)
    return _(
        "Every Zip Code: gun violence and economic disparity in Massachusetts. Edition "
        "{version}{year}."
    ).format(version=atlas.version, year=f", {year}" if year else "")


def _checks() -> list[str]:
    return [
        _(
            "What is counted? People shot, killed or injured, are not shootings, and not deaths. "
            "Deaths are counted where people lived, people shot where it happened."
        ),
        _(
            "Which years? Give them. Do not call a number of 2015 to 2017 today's, and do not "
            "compare across a dashed line."
        ),
        _(
            "How sure is it? Give the interval with the rate. If two intervals overlap widely, do "
            "not say that one place has more."
        ),
        _(
            "Is it a gap or a zero? 'Not covered' means that nobody told us. 'None recorded' "
            "means that a source that can miss people has no one."
        ),
        _(
            "Whose story is it? Say what stands behind the gap between places: policy and "
            "conditions. Add where help is. Name no place the first or the last in a list."
        ),
    ]


def _words() -> list[tuple[str, str]]:
    return [
        (_("people shot, firearm injury, firearm death"), _("gun crime, shootings as spectacle")),
        (_("people killed; died by suicide"), _("lost; committed, successful or failed suicide")),
        (_("unintentional"), _("accident")),
        (
            _("more people shot here, for each 100,000 residents"),
            _("hot spot, bad area, dangerous, gritty, urban, the worst ZIP"),
        ),
        (_("communities most harmed"), _("violent neighborhoods")),
        (_("people shot, people killed, survivors, families"), _("victims")),
        (
            _("the fifth of residents in areas with most poverty"),
            _("the poorest fifth, poor areas"),
        ),
        (_("shot by police"), _("legal intervention, officer-involved shooting")),
        (_("linked with, goes along with"), _("causes, driven by")),
    ]


def _recorders(atlas: Atlas) -> list[str]:
    police = atlas.state.police_record_town
    return [
        *([injuries.recorder_note("boston_shootings")] if police else []),
        injuries.recorder_note("gva_incidents"),
        _(
            "The CDC counts firearm deaths from death certificates, by where people lived. It "
            "hides counts from 1 to 9. We do not work them out, and ask you not to."
        ),
        _(
            "The Census Bureau asks a sample of households about income, work and housing. Its "
            "margin of error says how far a number may be off."
        ),
    ]


def _limits(atlas: Atlas) -> list[str]:
    goes_on = _("Boston's own record goes on.") if atlas.state.police_record_town else ""
    return [
        _(
            "Some people shot could not be placed on the map, so a ZIP count is a lower bound. "
            "Under {share}, the page says how many could be."
        ).format(share=formats.share(FULL_LOCATED_SHARE)),
        _(
            "None of our sources covers all of Massachusetts after 2020. What came after is a gap "
            "in the data, not a zero."
        )
        + f" {goes_on}".rstrip(),
        caveats.where_not_who(),
        _(
            "Downtown, many more people come by day than live there. A rate for each resident "
            "looks high in such a place."
        ),
        caveats.areas_not_people(),
        _(
            "Suicide is shown for the nation, the state and counties only. Give no method and no "
            "single cause, and name the 988 lifeline."
        ),
        caveats.districts_are_newer(),
    ]
