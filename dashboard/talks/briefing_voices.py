"""Who speaks for a place, one line each: member, seat and telephone."""

from __future__ import annotations

from dashboard.atlas import Atlas
from dashboard.districts.report import DistrictReport
from dashboard.documents.document import TableBlock
from dashboard.documents.people import representatives
from dashboard.lookups import Seat, members, shares
from dashboard.records import Place
from dashboard.words import _
from dashboard.zips.report import ZipReport


def lines(
    atlas: Atlas, place: Place, zip: ZipReport | None, district: DistrictReport | None
) -> list[str]:
    """Every seat of a place with its members; a vacant seat says so."""
    if zip is not None:
        seats = zip.seats
    elif district is not None:
        seats = (Seat(place.level, place.name, None, district.listed, place.code),)
    elif place.level == "town":
        seats = tuple(
            Seat(
                chamber,
                found.name if (found := atlas.place(chamber, code)) else code,
                share,
                members(atlas, chamber, code),
                code,
            )
            for chamber in ("house", "senate", "congress")
            for code, share in shares(atlas, "town", place.code, chamber)
        )
    else:
        seats = (Seat("us_senate", "", None, members(atlas, "us_senate", atlas.state.fips)),)
    rows = [
        row
        for block in representatives([s for s in seats if s.members or s.district])
        if isinstance(block, TableBlock)
        for row in block.rows
    ]
    return [
        _("{member}: {seat}, {phone}").format(member=row[1], seat=row[0], phone=row[2])
        for row in rows
    ]
