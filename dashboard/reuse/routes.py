"""Every figure at an address of its own: ``/figures/{page}/{key}.{form}?{the page's query}``.

A figure is made again from the address of its view, so a picture or a table needs no session and
may be linked, embedded and kept by a proxy. A page takes part with one line::

    register("compare", compare_figures.of_page)
register("trends", trends.figures)

where ``figures(atlas)`` gives the figures of the view that :func:`dashboard.controls.query` asks
for, each with its ``address``; None among them is skipped. It reads choices with
``controls.choice`` as the page does, so that a value which the atlas does not know is refused
here and gets a friendly line there.

Page "home" is the front page; the others go by their path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from dashboard import controls, serving, store
from dashboard.atlas import Atlas
from dashboard.compare import figures as compare_figures
from dashboard.disparity import figures as disparity_figures
from dashboard.disparity import view as disparity
from dashboard.districts import figures as district_figures
from dashboard.districts import input as district_input
from dashboard.districts import report as district_report
from dashboard.figures import Figure
from dashboard.home import figure as home_figure
from dashboard.kept import Kept
from dashboard.maps import figures as map_figures
from dashboard.maps import view as map_view
from dashboard.problems import ProblemError, quoted
from dashboard.reuse import bar as reuse
from dashboard.reuse import files as figure_files
from dashboard.suicide import figures as suicide_figures
from dashboard.talks import story
from dashboard.trends import figures as trends_figures
from dashboard.zips import figures as zip_figures
from dashboard.zips import input as zip_input
from dashboard.zips import report as zip_report

AN_HOUR = "public, max-age=3600"
MOST_BYTES = 48_000_000
"""Of files that are kept in memory, the least used go first."""
AT_ONCE = 2
"""Files that are made at the same time; more would only make each slower."""

Figures = Callable[[Atlas], Iterable[Figure | None]]

_PAGES: dict[str, Figures] = {}


def register(page: str, figures: Figures) -> None:
    """Give the figures of a page an address; see the module."""
    _PAGES[page] = figures


def pages() -> tuple[str, ...]:
    """Pages that have figures."""
    return tuple(_PAGES)


def figures_of(atlas: Atlas, page: str, query: Mapping[str, str]) -> dict[str, Figure]:
    """The figures of a view by key, in the page's order; none for a page that has none.

    Raises:
        controls.WrongChoiceError: the query has a value that the atlas does not know there.
    """
    if page not in _PAGES:
        return {}
    with controls.asking(query):
        found = list(_PAGES[page](atlas))
    return {figure.key: figure for figure in found if figure is not None}


def figure_at(atlas: Atlas, page: str, key: str, query: Mapping[str, str]) -> Figure | None:
    """One figure of a view, or None."""
    return figures_of(atlas, page, query).get(key)


_kept = Kept(MOST_BYTES, AT_ONCE)


def figure(request: Request) -> Response:
    """One figure as a file."""
    atlas = store.atlas()
    page, key, form = (str(request.path_params[name]) for name in ("page", "key", "form"))
    if page not in _PAGES:
        raise ProblemError("not-found", f"no page {quoted(page)}; one of {', '.join(_PAGES)}")
    if form not in figure_files.FORMS:
        raise ProblemError(
            "not-found", f"no form {quoted(form)}; one of {', '.join(figure_files.FORMS)}"
        )
    try:
        found = figures_of(atlas, page, request.query_params)
    except controls.WrongChoiceError as wrong:
        raise ProblemError(
            "wrong-value", f"{wrong.name} cannot be {quoted(wrong.wanted)} in this view"
        ) from wrong
    if key not in found:
        keys = ", ".join(found)
        raise ProblemError(
            "not-found",
            f"no figure {quoted(key)} in this view; "
            + (f"one of {keys}" if keys else "it has none; open the page itself to see why"),
        )
    chosen, site = found[key], reuse.site(str(request.base_url))
    file = _kept.get(
        (atlas.version, site, page, key, chosen.address, form),
        lambda: figure_files.made(atlas, chosen, form, site),
    )
    name = figure_files.name(chosen, form)
    return serving.serve(
        request,
        file,
        AN_HOUR,
        more={"Content-Disposition": f'attachment; filename="{name}"'} | _beside(chosen, form),
    )


def _beside(chosen: Figure, form: str) -> dict[str, str]:
    """Where a program finds what a table means."""
    if form != "csv":
        return {}
    described = reuse.file_address(chosen, "json")
    return {"Link": f'<{described}>; rel="describedby"; type="application/csvm+json"'}


ROUTES = [
    serving.route("/figures/{page}/{key}.{form}", figure),
]


def _home(atlas: Atlas) -> list[Figure | None]:
    return [home_figure.leading_figure(atlas)]


def _zip(atlas: Atlas) -> list[Figure | None]:
    found = zip_input.answer(atlas, controls.query().get("zip", ""))
    if found.zip_code is None or found.place is None:
        return []
    report = zip_report.zip_report(atlas, found.zip_code, found.place)
    return zip_figures.of_report(atlas, report)


def _district(atlas: Atlas) -> list[Figure | None]:
    place = district_input.read(atlas).place
    if place is None:
        return []
    report = district_report.district_report(atlas, place.level, place.code)
    return [
        district_figures.rate_figure(atlas, report),
        district_figures.map_figure(atlas, report),
        *district_figures.year_figures(atlas, report),
        district_figures.income_figure(atlas, report),
    ]


def _disparity(atlas: Atlas) -> list[Figure | None]:
    view = disparity.read(atlas)
    return disparity_figures.of_view(atlas, view) if view else []


def _map(atlas: Atlas) -> list[Figure]:
    return map_figures.of_view(atlas, map_view.read(atlas))


register("home", _home)
register("zip", _zip)
register("district", _district)
register("disparity", _disparity)
register("map", _map)
register("compare", compare_figures.of_page)
register("trends", trends_figures.of_page)
register("suicide", suicide_figures.of_page)
register("story", story.figures_of)
