"""The two lists of the companion: ZIP codes by town, districts by chamber."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import figures
from dashboard.atlas import Atlas
from dashboard.companion import paths
from dashboard.districts import names as district_names
from dashboard.documents.document import Block, Document, Heading, Links, Paragraph
from dashboard.records import ZipCode
from dashboard.words import _


def zips(atlas: Atlas) -> Document:
    """Every ZIP code under the name of its post office."""
    return Document(
        name="zip-codes",
        title=_("Every ZIP code of Massachusetts"),
        subtitle=_("By the name of the post office. Choose yours."),
        blocks=tuple(_by_letter(atlas)),
        address=figures.address("zip"),
        version=atlas.version,
        dated="",
        description=_(
            "A page for each ZIP code: what is known about people shot there, how sure we are, "
            "and who speaks for it."
        ),
    )


def _by_letter(atlas: Atlas) -> Iterator[Block]:
    by_city: dict[str, list[ZipCode]] = {}
    for zip_code in atlas.every_zip_code():
        by_city.setdefault(zip_code.city, []).append(zip_code)
    letter = ""
    items: list[tuple[str, str]] = []
    for city in sorted(by_city):
        if city[:1].upper() != letter:
            if items:
                yield Links(items)
            letter, items = city[:1].upper(), []
            yield Heading(letter)
        items += [(f"{city} {z.zip}", f"/{paths.of_zip(z)}") for z in by_city[city]]
    if items:
        yield Links(items)


def districts(atlas: Atlas) -> Document:
    """Every legislative district, by chamber and name."""
    names = {
        "house": _("Massachusetts House of Representatives"),
        "senate": _("Massachusetts Senate"),
        "congress": _("US House of Representatives"),
    }
    blocks: list[Block] = [
        Paragraph(_("The numbers are about places. They are not a member's record."), "quiet")
    ]
    for level, name in names.items():
        places = sorted(atlas.places_at(level), key=lambda place: place.name)
        blocks.append(Heading(name))
        blocks.append(
            Links([(district_names.short(p), f"/{paths.of_district(p)}") for p in places])
        )
    return Document(
        name="districts",
        title=_("Every legislative district of Massachusetts"),
        subtitle=_("People shot, income and members, district by district"),
        blocks=tuple(blocks),
        address=figures.address("district"),
        version=atlas.version,
        dated="",
        description=_("A page for each district of the State House and of Congress."),
    )
