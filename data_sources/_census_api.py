"""The Census Bureau's API: which five-year survey is the newest, and whole tables of it.

At most 50 variables a call; ZIP areas do not nest in states, so that all of the nation are asked
for and the state's are kept: https://www.census.gov/data/developers/guidance/api-user-guide.html
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from data_sources import _state
from data_sources._fetch import Row, Table, as_text
from data_sources._keys import KEYS
from data_sources._web import Web, WebError

YEAR = "EZC_ACS_YEAR"
"""Environment variable: the last year of the five that are wanted; the newest there is if unset."""
STATE = _state.STATE.fips
ZIP_PREFIXES = _state.STATE.prefixes
"""The first three digits of the state's ZIP areas; no other state has them."""
GEOGRAPHIES: Mapping[str, Mapping[str, str]] = {
    "state": {"for": f"state:{STATE}"},
    "county": {"for": "county:*", "in": f"state:{STATE}"},
    "town": {"for": "county subdivision:*", "in": f"state:{STATE}"},
    "tract": {"for": "tract:*", "in": f"state:{STATE}"},
    "zcta": {"for": "zip code tabulation area:*"},
}
"""Level -> how the API is asked for it."""
MOST_VARIABLES = 50
NAMES = ("GEO_ID", "NAME")
YEARS_BACK = 3
"""How many years before this one may be the newest survey."""


def path(year: int, product: str = "acs/acs5") -> str:
    """Where a year's tables are."""
    return f"/data/{year}/{product}"


def newest(web: Web) -> int:
    """The last year of the newest five-year survey that the API has, or the one of ``YEAR``.

    Raises:
        WebError: it has none, or could not be asked.
    """
    if wanted := os.environ.get(YEAR, "").strip():
        if not (wanted.isdigit() and len(wanted) == 4):
            raise web.error(
                "refused", "census", "/data", f"{YEAR} is {wanted[:20]!r}",
                "give it the last year of a five-year survey, such as 2024",
            )  # fmt: skip
        return int(wanted)
    last = web.now().year - 1
    for year in range(last, last - YEARS_BACK, -1):
        try:
            _answer(web, path(year), {"get": "NAME", **GEOGRAPHIES["state"]})
        except WebError as error:
            if error.kind != "refused" or "404" not in error.problem:
                raise
        else:
            return year
    problem = f"it has no five-year survey of {last - YEARS_BACK + 1} to {last}"
    raise web.error("refused", "census", path(last), problem)


def table(
    web: Web,
    year: int,
    level: str,
    variables: tuple[str, ...],
    keep: Callable[[str], bool] = lambda _: True,
    product: str = "acs/acs5",
) -> Table:
    """Variables of every place of a level, put together from as many calls as they need.

    Args:
        year: the last year of the survey.
        level: a key of ``GEOGRAPHIES``.
        variables: names as the API has them.
        keep: whether the place with this GEOID is wanted.
        product: the API's path of the product.

    Returns:
        One row a place: ``GEO_ID``, ``NAME`` and the variables, as published ("" for null).

    Raises:
        WebError: a variable or geography is not known, the calls hold different places, a place
            came twice or none is left.
    """
    where = path(year, product)
    step = MOST_VARIABLES - len(NAMES)
    places: dict[str, Row] = {}
    for start in range(0, len(variables), step):
        asked = (*NAMES, *variables[start : start + step])
        came = _places(web, where, asked, GEOGRAPHIES[level], keep)
        if places and set(came) != set(places):
            odd = sorted(set(came) ^ set(places))
            raise web.error(
                "paging", "census", where,
                f"{len(odd)} places, such as {odd[0]}, are in one answer for {level} and not in "
                "another",
            )  # fmt: skip
        for code, row in came.items():
            places.setdefault(code, {}).update(row)
    if not places:
        raise web.error("empty", "census", where, f"the answer for {level} has no place of ours")
    rows = tuple(places[code] for code in sorted(places))
    return Table((*NAMES, *variables), rows)


def _places(
    web: Web,
    where: str,
    asked: tuple[str, ...],
    geography: Mapping[str, str],
    keep: Callable[[str], bool],
) -> dict[str, Row]:
    """One answer, by GEOID."""
    head, *rows = _answer(web, where, {"get": ",".join(asked), **geography})
    absent = [name for name in asked if name not in head]
    if absent:
        raise web.error("schema", "census", where, f"the answer lacks the variable {absent[0]!r}")
    at = [head.index(name) for name in asked]
    out: dict[str, Row] = {}
    for row in rows:
        if len(row) != len(head):
            raise web.error("schema", "census", where, "a row has another number of cells")
        cells = {name: as_text(row[i]) for name, i in zip(asked, at, strict=True)}
        code = cells["GEO_ID"].rpartition("US")[2]
        if not keep(code):
            continue
        if code in out:
            raise web.error("paging", "census", where, f"the place {cells['GEO_ID']} came twice")
        out[code] = cells
    return out


def _answer(web: Web, where: str, query: Mapping[str, str]) -> list[list[Any]]:
    """The rows of an answer, the names first."""
    try:
        value = web.json("census", where, query, exact=True)
    except WebError as error:
        if error.kind not in {"redirect", "html"}:
            raise
        # Where the key is absent or unknown the API sends the reader to a page that says so.
        kind = KEYS["CENSUS_API_KEY"]
        raise web.error(
            "key", "census", where, f"{kind.name} was not accepted",
            f"check it, or get one, free, from {kind.where}",
        ) from None  # fmt: skip
    if not (isinstance(value, list) and value and all(isinstance(row, list) for row in value)):
        raise web.error("schema", "census", where, "the answer is not a list of rows")
    return value
