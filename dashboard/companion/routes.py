"""The companion's pages at the site itself: ``/z/02121.html``, ``/d/house/25110.html``."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard import links, serving, store
from dashboard.companion import pages, paths, writing
from dashboard.kept import Kept
from dashboard.maps.layers import File
from dashboard.problems import ProblemError
from dashboard.reuse import bar as reuse

AN_HOUR = "public, max-age=3600"
MOST_BYTES = 64_000_000
AT_ONCE = 2
_kept = Kept(MOST_BYTES, AT_ONCE)


def page(request: Request) -> Response:
    """A page, or the picture that a link to it is shown with."""
    path = paths.without_language(request.url.path.strip("/"))
    if path in links.STATIC:
        return RedirectResponse(links.local(f"/{path}/index.html"), 308)
    atlas, site = store.atlas(), reuse.site(str(request.base_url))

    def made() -> File:
        if path.endswith(".png"):
            picture = pages.preview(atlas, path.removesuffix(".png") + ".html", site)
            if picture is not None:
                return File.of(picture, "image/png")
        elif (html := pages.html(atlas, path, site)) is not None:
            return File.of(html.encode(), "text/html; charset=utf-8")
        raise ProblemError(
            "not-found", "pages are /z/02121.html and /d/house/25110.html; see /z/index.html"
        )

    return serving.serve(request, _kept.get((atlas.version, site, path), made), AN_HOUR)


def sitemap(request: Request) -> Response:
    """All pages, for search engines."""
    site = reuse.site(str(request.base_url))
    content = writing.sitemap(store.atlas(), site).encode()
    return serving.serve(request, File.of(content, "application/xml"), AN_HOUR)


def robots(request: Request) -> Response:
    """Everything may be read."""
    content = writing.robots(reuse.site(str(request.base_url))).encode()
    return serving.serve(request, File.of(content, "text/plain; charset=utf-8"), AN_HOUR)


ROUTES = [
    *(
        serving.route(f"{folder}/{room}{rest}", page, mostly_kept=True)
        for folder in ("", *(f"/{language}" for language in paths.FOLDERS))
        for room in links.STATIC
        for rest in ("", "/{path:path}")
    ),
    serving.route("/sitemap.xml", sitemap),
    serving.route("/robots.txt", robots),
]
