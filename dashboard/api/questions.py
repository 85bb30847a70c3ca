"""What a request asks for: its format, its filters, its page; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request

from dashboard.problems import ProblemError, quoted
from dashboard.serving import weighted

FORMATS = {
    "json": "application/json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
}
"""Names of formats, for ``?format=``, and the media types of the ``Accept`` header."""
LIMIT = 100
MOST = 1000
MOST_AT_ONCE = 100_000
"""Rows of a CSV or GeoJSON file, which comes whole unless a limit is asked for."""
FARTHEST = 10_000_000


@dataclass(frozen=True)
class Parameter:
    """One parameter, as it is checked and as it is documented.

    ``schema`` is JSON Schema of one value; ``several`` says that more may be given, with commas.
    """

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    where: Literal["path", "query"] = "query"
    several: bool = False
    example: str = ""


@dataclass(frozen=True)
class Question:
    """What a request asks of an endpoint, checked; equal questions have equal answers."""

    path: str
    format: str = "json"
    at: tuple[tuple[str, str], ...] = ()
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    limit: int | None = None
    offset: int = 0

    def part(self, name: str) -> str:
        """A part of the path, such as the ZIP code."""
        return dict(self.at)[name]


def paging(formats: tuple[str, ...]) -> tuple[Parameter, ...]:
    """``limit``, ``offset`` and ``format``."""
    files = [name for name in formats if name != "json"]
    return (
        Parameter(
            "limit",
            f"Rows a page: {LIMIT} in JSON, unless asked otherwise, and {MOST:,} at most; "
            f"{' and '.join(files)}: all rows, {MOST_AT_ONCE:,} at most",
            {"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE if files else MOST},
            example="50",
        ),
        Parameter(
            "offset",
            "Rows to leave out before the first",
            {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0},
        ),
        format_parameter(formats),
    )


def format_parameter(formats: tuple[str, ...]) -> Parameter:
    """``format``, which wins over the ``Accept`` header."""
    return Parameter(
        "format",
        "The format; it wins over the Accept header",
        {"type": "string", "enum": list(formats), "default": formats[0]},
    )


def ask(
    request: Request, name: str, parameters: tuple[Parameter, ...], formats: tuple[str, ...]
) -> Question:
    """The question of a request.

    Raises:
        ProblemError: a parameter that is not there, a value it cannot have, a format that the
            endpoint does not have.
    """
    known = {p.name: p for p in parameters if p.where == "query"}
    given: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        if key not in known:
            right = f"one of {', '.join(known)}" if known else "there are none"
            raise ProblemError(
                "unknown-parameter",
                f"{quoted(key)} is not a parameter of {name}; {right}",
                parameter=key[:40],
                allowed=list(known),
            )
        given.setdefault(key, []).append(value)
    for single in ("limit", "offset", "format"):
        if len(given.get(single, [])) > 1:
            raise ProblemError("wrong-value", f"{single} is given twice", parameter=single)
    format = _format(request, given.pop("format", []), formats)
    most = MOST if format == "json" else MOST_AT_ONCE
    limit = _whole(given.pop("limit", []), "limit", 1, most)
    offset = _whole(given.pop("offset", []), "offset", 0, FARTHEST)
    return Question(
        path=request.url.path,
        format=format,
        at=tuple((k, str(v)) for k, v in request.path_params.items()),
        filters=tuple((key, _values(known[key], texts)) for key, texts in given.items()),
        limit=LIMIT if limit is None and format == "json" else limit,
        offset=offset or 0,
    )


def _values(parameter: Parameter, texts: list[str]) -> tuple[str, ...]:
    """The wanted values; a text with a comma in it is one value and several."""
    if allowed := parameter.schema.get("enum"):
        for value in (value for text in texts for value in text.split(",")):
            if value not in allowed:
                raise wrong(parameter.name, value, allowed)
    parts = [part for text in texts for part in text.split(",")]
    return tuple(sorted({*texts, *parts}))


def wrong(name: str, value: str, allowed: list[str]) -> ProblemError:
    """A value that is none of those there are."""
    return ProblemError(
        "wrong-value",
        f"{quoted(value)} is not a value of {name}; one of {', '.join(allowed)}",
        parameter=name,
        allowed=list(allowed),
    )


def _whole(texts: list[str], name: str, least: int, most: int) -> int | None:
    if not texts:
        return None
    text = texts[0]
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise ProblemError(
            "wrong-value", f"{name} is a whole number from {least} to {most}", parameter=name
        )
    return int(text)


def _format(request: Request, named: list[str], formats: tuple[str, ...]) -> str:
    if named:
        if named[0] not in formats:
            raise wrong("format", named[0], list(formats))
        return named[0]
    header = request.headers.get("accept", "")
    if not header.strip():
        return formats[0]
    weights = dict(weighted(header))
    best = max(formats, key=lambda name: _wanted(weights, FORMATS[name]))
    if _wanted(weights, FORMATS[best]) <= 0:
        there = ", ".join(FORMATS[name] for name in formats)
        raise ProblemError(
            "not-acceptable",
            f"the Accept header asks for what is not there; one of {there}",
            allowed=[FORMATS[name] for name in formats],
        )
    return best


def _wanted(weights: Mapping[str, float], media_type: str) -> float:
    """The weight of a media type by the most specific range that fits it."""
    kind = media_type.partition("/")[0]
    for range_ in (media_type, f"{kind}/*", "*/*"):
        if range_ in weights:
            return weights[range_]
    return 0.0
