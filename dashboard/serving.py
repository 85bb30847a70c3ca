"""How the site's own routes answer: ETag, gzip, caches, other origins, HEAD and OPTIONS, errors."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import links, problems, store, words
from dashboard.kept import NotKeptError, only_kept
from dashboard.maps.layers import File
from dashboard.problems import ProblemError
from dashboard.tables import DataError

LOG = logging.getLogger("every_zip_code")
Endpoint = Callable[[Request], Response]

METHODS = ("GET", "HEAD", "OPTIONS")
_REFUSED = ("POST", "PUT", "PATCH", "DELETE")
LONGEST = 4000
"""Characters of a query; what a reader asks for needs far fewer."""
_ANY_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
}
_OPTIONS = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def route(path: str, endpoint: Endpoint, *, mostly_kept: bool = False) -> Route:
    """A route that only reads, from any origin, with its errors as problems.

    Args:
        path: its pattern.
        endpoint: answers in a thread of its own.
        mostly_kept: what it gives comes from a :class:`~dashboard.kept.Kept`. What is kept
            already is then given without a thread, which would cost more than the answer.
    """
    answer = guarded(endpoint)

    @functools.wraps(endpoint)
    async def at_once(request: Request) -> Response:
        if store.at_hand():
            try:
                with only_kept():
                    return answer(request)
            except NotKeptError:
                pass
        return await run_in_threadpool(answer, request)

    return Route(path, at_once if mostly_kept else answer, methods=[*METHODS, *_REFUSED])


def guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint with what every answer has in common."""

    @functools.wraps(endpoint)
    def answer(request: Request) -> Response:
        response = _answer(request, endpoint)
        for name, value in _ANY_ORIGIN.items():
            response.headers.setdefault(name, value)
        if request.method == "HEAD":
            response.body = b""  # the length stays that of the answer to a GET
        return response

    return answer


def _answer(request: Request, endpoint: Endpoint) -> Response:
    try:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_OPTIONS)
        if request.method not in METHODS:
            raise ProblemError("method-not-allowed", f"one of {', '.join(METHODS)}")
        if len(request.url.query) > LONGEST:
            raise ProblemError(
                "too-long", f"the part after ? has at most {LONGEST:,} characters; ask in parts"
            )
        with store.one_edition(), words.speaking(language(request)):
            return endpoint(request)
    except NotKeptError:
        raise
    except ProblemError as problem:
        response = problems.response(request, problem)
        if problem.kind == "method-not-allowed":
            response.headers["Allow"] = ", ".join(METHODS)
        return response
    except DataError as error:
        more = {"file": error.file, "problem": error.problem, "mend": error.mend}
        return problems.response(request, ProblemError("unavailable", str(error), **more))
    except Exception as error:
        LOG.exception("a route stopped: %s", type(error).__name__)
        return problems.response(
            request, ProblemError("mistake", "it has been noted; please come back later")
        )


def language(request: Request) -> str:
    """The language that an address asks for: its folder, or the parameter; "" for none.

    What programs read has one language.
    """
    if links.ONE_TONGUE.match(request.url.path):
        return ""
    folder = request.url.path.split("/")[1]
    return folder if folder in words.LANGUAGES else request.query_params.get(links.PARAMETER, "")


def serve(
    request: Request,
    file: File,
    cache: str,
    *,
    more: Mapping[str, str] | None = None,
    vary: str = "Accept-Encoding",
) -> Response:
    """A file with its ETag, gzipped where the reader takes it, or 304."""
    zipped = takes_gzip(request) and len(file.zipped) < len(file.content)
    # One tag for two encodings can only be a weak one (RFC 9110, 8.8.1).
    headers = {"ETag": f"W/{file.etag}", "Cache-Control": cache, "Vary": vary, **(more or {})}
    if _known(file.etag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(
        file.zipped if zipped else file.content, headers=headers, media_type=file.media_type
    )


def _known(etag: str, tags: str) -> bool:
    return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in tags.split(","))


def takes_gzip(request: Request) -> bool:
    """Whether the reader's program takes gzip: named, or ``*``, and not with a weight of 0."""
    weights = dict(weighted(request.headers.get("accept-encoding", "")))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def weighted(header: str) -> list[tuple[str, float]]:
    """What a header such as ``Accept`` lists, with weights; what cannot be read weighs 1."""
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                weight = _weight(value.strip())
        if name:
            found.append((name, weight))
    return found


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 1.0
    return min(max(weight, 0.0), 1.0) if weight == weight else 1.0
