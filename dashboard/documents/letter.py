"""A letter that asks a town's police and legislators to publish how many people are shot."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.documents.document import Block, Bullets, Document, Heading, PageBreak, Paragraph
from dashboard.documents.letter_places import Subject
from dashboard.documents.people import representatives
from dashboard.lookups import Seat
from dashboard.place_names import Name
from dashboard.words import _, at_home

NAMED = 4
"""Legislators whom the letter greets by name; more are greeted together."""


def letter(atlas: Atlas, subject: Subject) -> Document:
    """The letter for a town or ZIP code."""
    return Document(
        name=f"letter-{subject.key}",
        title=_("Please publish how many people are shot in {place}").format(place=subject.name),
        subtitle=_("A letter to the police of {town} and to its legislators").format(
            town=subject.town
        ),
        blocks=(
            *body(subject),
            PageBreak(),
            Heading(_("Before you send it")),
            Paragraph(
                _(
                    "This page is for you. Change what you like, and fill in what stands in "
                    "[brackets]. We send nothing and keep nothing. Send the first page to:"
                )
            ),
            Bullets(
                [
                    _(
                        "The chief of police of {town}; the town or city hall has the address."
                    ).format(town=subject.town),
                    _members_for(subject.name),
                ]
            ),
            *representatives(subject.seats),
        ),
        address=subject.address,
        version=atlas.version,
        dated=_("counts for {town} through {last}").format(town=subject.town, last=subject.last)
        if subject.last
        else "",
        description=_(
            "A letter that asks for the numbers of people shot in {place}, ready to send."
        ).format(place=subject.name),
    )


def body(subject: Subject) -> Iterator[Block]:
    """The letter itself."""
    town = subject.town
    yield Paragraph(_("[Your name] · [Your address] · [Date]"))
    yield Paragraph(greeting(subject))
    yield Paragraph(
        _(
            "I write [as a resident of {town}]. I ask you to publish, every three months, how many "
            "people are shot in {place}."
        ).format(town=town, place=subject.name)
    )
    yield Paragraph(_known(subject))
    yield Paragraph(_("What I ask for is a small table, in totals:"))
    yield Bullets(fields(subject))
    yield Paragraph(
        _(
            "Please publish no names, no addresses and no exact dates. Where 1 to 4 people were "
            "shot, the table can say '1-4'. A file that a computer can read (CSV), free to use, on "
            "the page of {town}, is all it takes. Please add the past years too, as far back as "
            "your records go."
        ).format(town=town)
    )
    if at_home():
        yield Paragraph(_law())
    yield Paragraph(_to_members())
    yield Paragraph(
        _(
            "With these numbers, care and money can go where people were hurt, and families need "
            "not wait for the news to learn how many others were. Thank you for your work, and for "
            "your answer."
        )
    )
    yield Paragraph(_("Sincerely, [Your name]"))


def _law() -> str:
    return _(
        "The law points the same way. M.G.L. chapter 140, section 121E, has the state's "
        "Department of Criminal Justice Information Services publish totals on firearm "
        "violence, without personal details, at least four times a year. Local agencies are to "
        "give it the data in time. A table of your own would let your residents see the same."
    )


# The legislature has this name in the state whose texts these are.


def _to_members() -> str:
    if at_home():
        return _(
            "To the members of the General Court: please ask that every town's totals are "
            "published, and that small towns get help to do it."
        )
    return _(
        "To the members of the state legislature: please ask that every town's totals are "
        "published, and that small towns get help to do it."
    )


def _members_for(place: Name) -> str:
    said = (
        _("The members of the General Court for {place}:")
        if at_home()
        else _("The members of the state legislature for {place}:")
    )
    return said.format(place=place)


def _members() -> str:
    if at_home():
        return _("members of the General Court")
    return _("members of the state legislature")


def greeting(subject: Subject) -> str:
    """Dear chief, dear members by name; a seat without a member is not greeted."""
    names = [
        _title(seat, member.name)
        for seat in subject.seats
        for member in seat.members
        if member.name
    ]
    names = list(dict.fromkeys(names))
    if not names or len(names) > NAMED:
        names = [_members()]
    everyone = formats.listing([_("Chief of Police"), *names])
    return _("Dear {everyone},").format(everyone=everyone)


def _title(seat: Seat, name: str) -> str:
    if seat.chamber == "senate":
        return _("Senator {name}").format(name=name)
    return _("Representative {name}").format(name=name)


def _known(subject: Subject) -> str:
    if subject.own_record:
        thanks = _(
            "Thank you for the record that the police of {town} publish. Please keep it, and add "
            "the totals below, so that a reader need not count them."
        ).format(town=subject.town)
        return f"{_atlas_says(subject.known)} {thanks}".strip()
    asked = _(
        "Public offices hold these numbers, or can ask for them. We, who live with them, do not."
    )
    known = _atlas_says(" ".join(part for part in (subject.known, subject.ends) if part))
    return f"{known} {asked}".strip()


def _atlas_says(known: str) -> str:
    return _("The open atlas Every Zip Code says: {known}").format(known=known) if known else ""


def fields(subject: Subject) -> list[str]:
    """What the table should hold."""
    return [
        _("How many people were struck by a bullet: killed, and injured. Each person once."),
        _("For each three months and each ZIP code where it happened."),
        _(
            "Shot by another person, by police, unintentionally, or not known. People who shot "
            "themselves: for the whole of {town} and a year only, never by ZIP code."
        ).format(town=subject.town),
        _(
            "For all of {town} and a whole year, where the counts are large enough: by age, sex, "
            "race and ethnicity."
        ).format(town=subject.town),
        _("How many could not be placed on a map, so that we know what is missing."),
        _("What is counted and what is left out, and the day of the last update."),
    ]
