"""Who speaks for a place, as blocks of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard import formats
from dashboard.documents.document import Block, Paragraph, TableBlock
from dashboard.lookups import Seat
from dashboard.sentences import caveats
from dashboard.words import _
from dashboard.zips.sections import members_as_of, vacant


def representatives(seats: Sequence[Seat]) -> Iterator[Block]:
    """One table: the district, who sits for it, and official contact."""
    names = {
        "house": _("State House"),
        "senate": _("State Senate"),
        "congress": _("US House"),
        "us_senate": _("US Senate"),
    }
    shown = [seat for seat in seats if seat.chamber in names]
    rows = [row for seat in shown for row in _rows(seat, names[seat.chamber])]
    if not rows:
        return
    yield TableBlock("", (_("Seat"), _("Member"), _("Telephone"), _("Mail")), rows)
    days = members_as_of([member for seat in shown for member in seat.members])
    yield Paragraph(f"{caveats.districts_are_newer()} {days}".strip(), "quiet")


def _rows(seat: Seat, chamber: str) -> Iterator[tuple[str, ...]]:
    name = ", ".join(part for part in (chamber, seat.district) if part)
    if seat.share is not None and seat.share < 1:
        name += _(" ({share} of residents)").format(share=formats.share(seat.share))
    members = [member for member in seat.members if member.name]
    if not members:
        yield name, vacant(), formats.NOTHING, formats.NOTHING
    for member in members:
        said = f"{member.name} ({member.role})" if member.role else member.name
        yield name, said, member.phone or formats.NOTHING, member.email or formats.NOTHING
