"""Writes the reference page of the API: ``python -m dashboard.api > docs/api.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from dashboard import problems, store
from dashboard.api.endpoints import DESCRIPTION, ROOT, endpoints
from dashboard.api.openapi import ABOUT
from dashboard.api.questions import FORMATS, LIMIT, MOST, MOST_AT_ONCE
from dashboard.atlas import Atlas

_NOTE = "<!-- Written by `make docs`. Change the code, not this page. -->"


def page(atlas: Atlas) -> str:
    """The page as Markdown."""
    return "\n".join(["# The numbers for other programs", "", _NOTE, "", *_lines(atlas)]) + "\n"


def _lines(atlas: Atlas) -> Iterator[str]:
    yield ABOUT
    yield ""
    yield (
        f"Everything stands below `{ROOT}`; `{ROOT}{DESCRIPTION}` is the OpenAPI 3.1 description, "
        "with every parameter and field. The Data page of the site has lines to copy for curl, "
        "Python and R."
    )
    yield from ("", "## Formats and pages", "")
    for name, media_type in FORMATS.items():
        yield f"- `format={name}`, or `Accept: {media_type}`"
    yield ""
    yield (
        f"JSON comes in pages of {LIMIT} rows; `limit` (at most {MOST:,}) and `offset` choose "
        "others, and `next` is the address of the next page. CSV and GeoJSON come whole, up to "
        f"{MOST_AT_ONCE:,} rows. The `Link` header has the first, previous, next and last page "
        "wherever there are pages. GeoJSON needs one value each for the columns that tell the "
        "rows of one place apart, such as indicator, level and period."
    )
    yield ""
    yield (
        "Several values of a filter stand with commas: `code=02121,02122`. In a CSV, a text that "
        "a spreadsheet would take for a formula begins with an apostrophe; numbers never do."
    )
    yield from ("", "## Addresses", "")
    yield "| address | what it gives | parameters | formats |"
    yield "|---|---|---|---|"
    for path, endpoint in endpoints(atlas).items():
        names = [f"`{p.name}`" for p in endpoint.parameters if p.where == "query"]
        yield (
            f"| `{ROOT}{path}` | {endpoint.about} | {', '.join(names)} | "
            f"{', '.join(endpoint.formats)} |"
        )
    yield from ("", "## Problems", "")
    yield "| type | status | title |"
    yield "|---|---|---|"
    for kind, (status, title) in problems.KINDS.items():
        yield f"| `{problems.ADDRESS.format(kind=kind)}` | {status} | {title} |"


if __name__ == "__main__":
    sys.stdout.write(page(store.atlas()))
