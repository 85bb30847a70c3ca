"""The site's own routes, beside Streamlit's."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import store


def healthz(_request: Request) -> Response:
    """200 and the edition of the tables, or 503 and the file that is wrong."""
    try:
        atlas = store.atlas()
    except store.DataError as error:
        body = {
            "status": "unavailable",
            "file": error.file,
            "problem": error.problem,
            "mend": error.mend,
        }
        return JSONResponse(body, 503, {"Cache-Control": "no-store"})
    return JSONResponse(
        {"status": "ok", "version": atlas.version, "observations": len(atlas.observations)},
        headers={"Cache-Control": "no-store"},
    )


ROUTES = [Route("/healthz", healthz)]
