"""How a figure is cited: as a sentence, as BibTeX and as CSL-JSON.

Dates come from the tables. An edition of the tables has no date but what is in it, so its date is
the month in which the newest of its sources was got; the years of the data and the edition's id
stand beside it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.words import _

PUBLISHER = "Every Zip Code"
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Citation:
    """What a citation of one figure is made of.

    Attributes:
        key: short, of letters, digits and hyphens.
        period: the years of the data in words, "" where they are not one period.
        sources: how each source wants to be cited.
        edition: id of the edition of the tables.
        year, month: of the edition, see above; None where no source says when it was got.
    """

    key: str
    title: str
    subtitle: str
    period: str
    publishers: str
    sources: tuple[str, ...]
    edition: str
    year: int | None
    month: int | None
    address: str


def citation(atlas: Atlas, figure: Figure, address: str) -> Citation:
    """The citation of a figure that stands at an absolute address."""
    rows = source_rows(atlas, figure)
    year, month = issued(atlas)
    return Citation(
        key=f"everyzipcode-{figure.slug}-{atlas.version[:8]}",
        title=_one_line(figure.title),
        subtitle=_one_line(figure.subtitle),
        period=formats.period(figure.period) if figure.period else "",
        publishers="; ".join(dict.fromkeys(row["publisher"] for row in rows)),
        sources=tuple(dict.fromkeys(row["citation"] for row in rows if row["citation"])),
        edition=atlas.version,
        year=year,
        month=month,
        address=address,
    )


def source_rows(atlas: Atlas, figure: Figure) -> list[dict[str, str]]:
    """The rows of the table ``sources`` behind a figure, in the figure's order."""
    wanted = list(dict.fromkeys(id for text in figure.sources for id in text.split()))
    found = atlas.sources[atlas.sources["id"].isin(wanted)]
    names = [str(name) for name in found.columns]
    rows = {
        str(values[names.index("id")]): {
            name: str(value) for name, value in zip(names, values, strict=True)
        }
        for values in found.itertuples(index=False, name=None)
    }
    return [rows[id] for id in wanted if id in rows]


def issued(atlas: Atlas) -> tuple[int | None, int | None]:
    """Year and month in which the newest source of the edition was got."""
    months = [
        (int(match[1]), int(match[2]))
        for text in atlas.sources["retrieved"]
        if (match := _MONTH.search(str(text))) and 1 <= int(match[2]) <= 12
    ]
    return max(months) if months else (None, None)


def text(cited: Citation) -> str:
    """The citation as one line."""
    parts = [
        _("{publisher}: “{title}”.").format(publisher=PUBLISHER, title=cited.title.rstrip(".")),
        f"{cited.subtitle.rstrip('.')}." if cited.subtitle else "",
        _("Data: {period}.").format(period=cited.period) if cited.period else "",
        _("Sources: {publishers}.").format(publishers=cited.publishers) if cited.publishers else "",
        _edition(cited),
        cited.address,
    ]
    return " ".join(part for part in parts if part)


def _edition(cited: Citation) -> str:
    if cited.year is None or cited.month is None:
        return _("Edition {id}.").format(id=cited.edition)
    when = formats.period(f"{cited.year}-{cited.month:02}_{cited.year}-{cited.month:02}")
    return _("Edition {id} ({month}).").format(id=cited.edition, month=when)


def bibtex(cited: Citation) -> str:
    """The citation as one entry of a BibTeX file, in UTF-8."""
    note = " ".join(
        part
        for part in (
            _("Data: {period}.").format(period=cited.period) if cited.period else "",
            " ".join(source.rstrip(".") + "." for source in cited.sources),
        )
        if part
    )
    fields = {
        "author": f"{{{escaped(PUBLISHER)}}}",
        "title": f"{{{escaped(cited.title)}}}",
        "subtitle": escaped(cited.subtitle),
        "publisher": escaped(PUBLISHER),
        "year": str(cited.year) if cited.year else "",
        "month": _MONTHS[cited.month - 1] if cited.month else "",
        "version": escaped(cited.edition),
        "url": cited.address,
        "note": escaped(note),
    }
    lines = [
        f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{cited.key},\n" + ",\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    """Text as it may stand in a field of BibTeX."""
    return "".join(_SPECIAL.get(character, character) for character in _one_line(text))


def csl(cited: Citation) -> str:
    """The citation as CSL-JSON, a list of one item, for reference managers."""
    item: dict[str, object] = {
        "id": cited.key,
        "type": "webpage",
        "genre": _("Figure"),
        "author": [{"literal": PUBLISHER}],
        "title": cited.title,
        "abstract": cited.subtitle,
        "container-title": PUBLISHER,
        "publisher": PUBLISHER,
        "version": cited.edition,
        "URL": cited.address,
        "references": " ".join(source.rstrip(".") + "." for source in cited.sources),
    }
    if cited.year:
        item["issued"] = {"date-parts": [[cited.year, *([cited.month] if cited.month else [])]]}
    if cited.period:
        item["note"] = _("Data: {period}.").format(period=cited.period)
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
