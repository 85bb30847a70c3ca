"""The site's own routes, beside Streamlit's: health, map layers, read-only JSON."""

from __future__ import annotations

from collections.abc import Callable

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard import api, links, shell, store, words
from dashboard.atlas import Atlas
from dashboard.changes import feed
from dashboard.companion import routes as companion
from dashboard.documents import routes as document_routes
from dashboard.guard import headers
from dashboard.maps import layers, legends, two_way_legend
from dashboard.maps.two_way_cells import Pair, drawable
from dashboard.problems import NEVER, ProblemError, quoted
from dashboard.reuse import routes as figure_routes
from dashboard.serving import route, serve
from dashboard.talks import routes as deck_routes

FOREVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


def healthz(_request: Request) -> Response:
    """200 and the edition of the tables, or 503 and the file that is wrong."""
    atlas = store.atlas()
    return JSONResponse(
        {"status": "ok", "version": atlas.version, "observations": len(atlas.observations)},
        headers={"Cache-Control": NEVER},
    )


def page(request: Request) -> Response:
    """The document of every page; what stands on it comes over the WebSocket."""
    with words.speaking(_preferred(request)):
        document = shell.document()
    policy = headers.policy_of_page(document, headers.embedded(request.url.query))
    return HTMLResponse(
        document,
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language", headers.CSP: policy},
    )


def no_page(request: Request) -> Response:
    """A word that is no page's address; Streamlit would show its own dialog over the front page."""
    with words.speaking(_preferred(request)):
        return HTMLResponse(shell.nothing_here(), 404, headers={"Cache-Control": NEVER})


def _preferred(request: Request) -> str:
    asked = request.query_params.get(links.PARAMETER)
    return words.preferred(asked, request.headers.get("accept-language"))


class _Word(StringConvertor):
    """A name without a dot: files of that depth are Streamlit's."""

    regex = "[^./]+"


register_url_convertor("word", _Word())


def _level(request: Request) -> str:
    level = request.path_params["level"]
    if level not in layers.LEVELS:
        there = ", ".join(layers.LEVELS)
        raise ProblemError("not-found", f"no level {quoted(level)}; one of {there}")
    return str(level)


def _edition(request: Request) -> Atlas | None:
    """The edition that an address names, if it is the newest or a page may still be of it."""
    atlas, asked = store.atlas(), str(request.path_params["version"])
    found = atlas if asked == layers.version(atlas) else store.in_memory(asked.partition(".")[0])
    return found if found is not None and layers.version(found) == asked else None


def level_layer(request: Request) -> Response:
    """What the map loads for a level; the address names the edition, so it may be kept for ever."""
    atlas, level = _edition(request), _level(request)
    if atlas is None:
        return _newest(f"/layers/{layers.version(store.atlas())}/{level}.geojson")
    return serve(request, layers.level_file(atlas, level), FOREVER)


def newest_layer(request: Request) -> Response:
    """The same without an edition: sends to the present one."""
    atlas, level = store.atlas(), _level(request)
    return _newest(f"/layers/{layers.version(atlas)}/{level}.geojson")


def one_place(request: Request) -> Response:
    """The outline of one place."""
    atlas, level = _edition(request) or store.atlas(), _level(request)
    code = request.path_params["code"]
    if code not in atlas.features(level):
        raise ProblemError("not-found", f"no boundary for {quoted(code)} at level {level}")
    return serve(request, layers.place_file(atlas, level, code), FOREVER)


def classes(request: Request) -> Response:
    """What a legend says of each of its classes."""
    return _classes(request, ("number",), legends.file)


def classes_of_two(request: Request) -> Response:
    """What the legend of a map of two measures says of each of its boxes."""
    return _classes(request, ("people", "economy"), _file_of_two)


def _file_of_two(
    atlas: Atlas, level: str, people: tuple[str, str], economy: tuple[str, str]
) -> layers.File:
    pair = Pair(level, people, economy)
    if not drawable(atlas, pair):
        raise ProblemError(
            "not-found",
            "no map of these two: it takes a layer of people shot, then an economic one",
        )
    return two_way_legend.file(atlas, pair)


def _classes(
    request: Request, names: tuple[str, ...], file: Callable[..., layers.File]
) -> Response:
    atlas, level = store.atlas(), _level(request)
    known = list(layers.layers(atlas, level))
    numbers = [request.path_params[name] for name in names]
    if max(numbers) >= len(known):
        raise ProblemError("not-found", f"no layer {max(numbers)}; there are {len(known)}, from 0")
    if request.path_params["version"] != layers.version(atlas):
        there = "/".join(map(str, numbers))
        return _newest(f"/layers/{layers.version(atlas)}/{level}/classes/{there}.json")
    return serve(request, file(atlas, level, *(known[number] for number in numbers)), FOREVER)


def part(request: Request) -> Response:
    """The shape of the state, and names of towns."""
    atlas = _edition(request) or store.atlas()
    files = {"state.geojson": layers.state_file(atlas)} | layers.label_files(atlas)
    name = request.path_params["part"]
    if name not in files:
        raise ProblemError("not-found", f"no such part; one of {', '.join(files)}")
    return serve(request, files[name], FOREVER)


def download(request: Request) -> Response:
    """One indicator in one period with its geometry, for a geographic program."""
    atlas, level = store.atlas(), _level(request)
    indicator, period = request.path_params["indicator"], request.path_params["period"]
    if atlas.indicator(indicator) is None:
        raise ProblemError("not-found", f"no indicator {quoted(indicator)}; see /api/v1/indicators")
    periods = atlas.periods(indicator, level)
    if period not in periods:
        raise ProblemError(
            "not-found",
            f"no period {quoted(period)} for {indicator} at level {level}; "
            + (f"one of {', '.join(periods)}" if periods else "it has none there"),
        )
    response = serve(request, layers.download_file(atlas, level, indicator, period), AN_HOUR)
    name = f"every-zip-code_{indicator}_{level}_{period}.geojson"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _newest(path: str) -> Response:
    return RedirectResponse(links.local(path), 307, {"Cache-Control": "public, max-age=60"})


ROOMS = ("api", "decks", "documents", "figures", "layers")
ROUTES = [
    *(Route(f"/{name}", page, methods=["GET", "HEAD"]) for name in links.PAGES),
    route("/healthz", healthz),
    route("/layers/{level}.geojson", newest_layer),
    route("/layers/{version}/{level}.geojson", level_layer),
    route("/layers/{version}/base/{part}", part),
    route("/layers/{version}/{level}/place/{code}.geojson", one_place),
    route("/layers/{version}/{level}/classes/{number:int}.json", classes),
    route("/layers/{version}/{level}/classes/{people:int}/{economy:int}.json", classes_of_two),
    route("/layers/{level}/{indicator}/{period}.geojson", download),
    *(route(path, endpoint) for path, endpoint in api.ENDPOINTS.items()),
    *deck_routes.ROUTES,
    *document_routes.ROUTES,
    *companion.ROUTES,
    *feed.ROUTES,
    *figure_routes.ROUTES,
    *(route(f"/{room}/{{rest:path}}", api.nothing) for room in ROOMS),
    Route("/{name:word}", no_page, methods=["GET", "HEAD"]),
]
