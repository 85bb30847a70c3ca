"""The site's own routes, beside Streamlit's: health, map layers, read-only JSON."""

from __future__ import annotations

import functools
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard import api, frame, layers, shell, store
from dashboard.layers import File

FOREVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
NEVER = "no-store"

Endpoint = Callable[[Request], Response]


def healthz(_request: Request) -> Response:
    """200 and the edition of the tables, or 503 and the file that is wrong."""
    atlas = store.atlas()
    return JSONResponse(
        {"status": "ok", "version": atlas.version, "observations": len(atlas.observations)},
        headers={"Cache-Control": NEVER},
    )


def page(_request: Request) -> Response:
    """The document of every page; what stands on it comes over the WebSocket."""
    return HTMLResponse(shell.document(), headers={"Cache-Control": "no-cache"})


def serve(request: Request, file: File, cache: str) -> Response:
    """A file with its ETag, gzipped where the reader takes it, or 304."""
    headers = {"ETag": file.etag, "Cache-Control": cache, "Vary": "Accept-Encoding"}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", "") and len(file.zipped) < len(
        file.content
    ):
        headers["Content-Encoding"] = "gzip"
        return Response(file.zipped, headers=headers, media_type=file.media_type)
    return Response(file.content, headers=headers, media_type=file.media_type)


def _level(request: Request) -> str:
    level = request.path_params["level"]
    if level not in layers.LEVELS:
        raise api.RefusedError(404, f"no level {level[:40]!r}; one of {', '.join(layers.LEVELS)}")
    return str(level)


def level_layer(request: Request) -> Response:
    """What the map loads for a level; the address names the edition, so it may be kept for ever."""
    atlas, level = store.atlas(), _level(request)
    if request.path_params["version"] != layers.version(atlas):
        return _newest(f"/layers/{layers.version(atlas)}/{level}.geojson")
    return serve(request, layers.level_file(atlas, level), FOREVER)


def newest_layer(request: Request) -> Response:
    """The same without an edition: sends to the present one."""
    atlas, level = store.atlas(), _level(request)
    return _newest(f"/layers/{layers.version(atlas)}/{level}.geojson")


def one_place(request: Request) -> Response:
    """The outline of one place."""
    atlas, level, code = store.atlas(), _level(request), request.path_params["code"]
    if code not in atlas.features(level):
        raise api.RefusedError(404, f"no boundary for {code[:40]!r} at level {level}")
    return serve(request, layers.place_file(atlas, level, code), FOREVER)


def part(request: Request) -> Response:
    """The shape of the state, and names of towns."""
    files = {"state.geojson": layers.state_file(store.atlas())}
    files |= layers.label_files(store.atlas())
    name = request.path_params["part"]
    if name not in files:
        raise api.RefusedError(404, f"no such part; one of {', '.join(files)}")
    return serve(request, files[name], FOREVER)


def download(request: Request) -> Response:
    """One indicator in one period with its geometry, for a geographic program."""
    atlas, level = store.atlas(), _level(request)
    indicator, period = request.path_params["indicator"], request.path_params["period"]
    if atlas.indicator(indicator) is None:
        raise api.RefusedError(404, f"no indicator {indicator[:40]!r}; see /api/v1/indicators")
    periods = atlas.periods(indicator, level)
    if period not in periods:
        raise api.RefusedError(
            404,
            f"no period {period[:40]!r} for {indicator} at level {level}; "
            + (f"one of {', '.join(periods)}" if periods else "it has none there"),
        )
    response = serve(request, layers.download_file(atlas, level, indicator, period), AN_HOUR)
    name = f"every-zip-code_{indicator}_{level}_{period}.geojson"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _newest(path: str) -> Response:
    return RedirectResponse(path, 307, {"Cache-Control": "public, max-age=60"})


def guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint with its errors as JSON: what is wrong, and what mends it."""

    @functools.wraps(endpoint)
    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except api.RefusedError as refused:
            body = {"error": str(refused)}
            return JSONResponse(body, refused.status, {"Cache-Control": "public, max-age=60"})
        except store.DataError as error:
            body = {
                "status": "unavailable",
                "file": error.file,
                "problem": error.problem,
                "mend": error.mend,
            }
            return JSONResponse(body, 503, {"Cache-Control": NEVER})

    return answer


ROUTES = [
    *(Route(f"/{name}", page, methods=["GET", "HEAD"]) for name in frame.PATHS),
    Route("/healthz", guarded(healthz)),
    Route("/layers/{level}.geojson", guarded(newest_layer)),
    Route("/layers/{version}/{level}.geojson", guarded(level_layer)),
    Route("/layers/{version}/base/{part}", guarded(part)),
    Route("/layers/{version}/{level}/place/{code}.geojson", guarded(one_place)),
    Route("/layers/{level}/{indicator}/{period}.geojson", guarded(download)),
    *(Route(f"/api/v1{path}", guarded(endpoint)) for path, endpoint in api.ENDPOINTS.items()),
    *(Route(f"/{room}/{{rest:path}}", guarded(api.nothing)) for room in ("api", "layers")),
]
