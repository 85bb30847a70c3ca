"""Who speaks for a place, as blocks of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard import formats, sentences
from dashboard.documents.document import Block, Paragraph, TableBlock
from dashboard.lookups import Member, Seat
from dashboard.words import _
from dashboard.zip_sections import chambers, members_as_of, vacant


def representatives(seats: Sequence[Seat]) -> Iterator[Block]:
    """One table: the district, who sits for it, and official contact."""
    names = chambers()
    shown = [seat for seat in seats if seat.chamber in names]
    rows = [row for seat in shown for row in _rows(seat, names[seat.chamber])]
    if not rows:
        return
    yield TableBlock("", (_("Chamber"), _("District"), _("Member"), _("Contact")), rows)
    days = members_as_of([member for seat in shown for member in seat.members])
    yield Paragraph(f"{sentences.districts_are_newer()} {days}".strip(), "quiet")


def _rows(seat: Seat, chamber: str) -> Iterator[tuple[str, ...]]:
    district = seat.district or _("Massachusetts")
    if seat.share is not None and seat.share < 1:
        district += _(" ({share} of residents)").format(share=formats.share(seat.share))
    members = [member for member in seat.members if member.name]
    if not members:
        yield chamber, district, vacant(), formats.NOTHING
    for member in members:
        yield chamber, district, titled(member), contact(member) or formats.NOTHING


def titled(member: Member) -> str:
    """A member's name, with the role where there is one."""
    return f"{member.name} ({member.role})" if member.role else member.name


def contact(member: Member) -> str:
    """Official telephone and mail."""
    return ", ".join(part for part in (member.phone, member.email) if part)
