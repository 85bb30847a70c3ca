"""What a reader takes away of a figure: addresses, files, and what a wrong address gets."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from pptx import Presentation
from starlette.applications import Starlette

from dashboard import controls, store
from dashboard.figures import Figure
from dashboard.reuse import bar as reuse
from dashboard.reuse import files as figure_files
from dashboard.reuse import limits
from dashboard.reuse import routes as figure_routes
from tests.dashboard.asgi import Client
from tests.dashboard.test_citation import figure

VIEWS = {
    "home": {},
    "zip": {"zip": "01105"},
    "district": {"house": "25021"},
    "disparity": {"by": "median_household_income", "region": "25-2502507000"},
    "map": {"closer": "2501367000"},
}
MORE: list[tuple[str, dict[str, str]]] = [
    ("zip", {"zip": "01330"}),
    ("zip", {"zip": "02121"}),
    ("district", {"house": "25001"}),
    ("district", {"congress": "2507"}),
    ("disparity", {}),
    ("disparity", {"level": "town"}),
    *(("map", {"level": level}) for level in ("zcta", "town", "county")),
    *(("map", {"as": way}) for way in ("sure", "near")),
    *(("map", {"closer": town}) for town in ("2502507000", "2500545000", "2502309000")),
    ("compare", {"zip": "01105"}),
    *(("trends", {"look": look}) for look in ("age", "sex", "race", "nation", "town")),
]
"""Other views, whose figures say other things."""
LONGEST_TITLE = 10
"""Words."""


def client() -> Client:
    return Client(Starlette(routes=figure_routes.ROUTES))


def every_figure() -> list[Figure]:
    atlas = store.atlas()
    return [
        made
        for page in figure_routes.pages()
        for made in figure_routes.figures_of(atlas, page, VIEWS.get(page, {})).values()
    ]


def test_every_figure_names_its_address_years_sources_and_limits() -> None:
    made = every_figure()
    assert {"home", "zip", "disparity", "map"} <= set(figure_routes.pages())
    for one in made:
        assert one.address.startswith("/"), one.key
        assert one.sources or "Study: " in one.caption, one.key
        assert limits.of(store.atlas(), one), one.key
        assert one.how_to_read, one.key
        known = set(store.atlas().sources["id"])
        assert {id for text in one.sources for id in text.split()} <= known, one.key


def test_every_figure_stands_alone_when_cut_out() -> None:
    atlas = store.atlas()
    seen = every_figure()
    for page, query in MORE:
        seen += figure_routes.figures_of(atlas, page, query).values()
    for one in seen:
        where = f"{one.address} {one.key}: {one.title}"
        assert 3 <= len(one.title.split()) <= LONGEST_TITLE, where
        assert one.subtitle, where
        assert re.search(r"\b(Sources?|Study): ", one.caption), where
        assert one.summary.endswith("."), where
        assert one.alt.startswith(one.title), where
        assert one.summary in one.alt, where
        assert one.rows, where
        assert {len(row) for row in one.rows} == {len(one.head)}, where
        assert all(one.head), where
        assert "nan" not in " ".join(cell for row in one.rows for cell in row).split(), where


def test_an_address_gives_the_same_figure_again() -> None:
    atlas = store.atlas()
    for one in every_figure():
        parts = urlsplit(one.address)
        again = figure_routes.figure_at(
            atlas, parts.path.strip("/") or "home", one.key, dict(parse_qsl(parts.query))
        )
        assert again == one


def test_every_figure_is_served_as_a_table_with_the_numbers_of_the_page() -> None:
    site = client()
    for one in every_figure():
        answer = site.get(reuse.file_address(one, "csv"))
        assert answer.status_code == 200
        frame = pd.read_csv(io.StringIO(answer.text.lstrip("\ufeff")), dtype=str, na_filter=False)
        assert list(frame.columns) == list(one.head)
        shown = [
            tuple(cell.removeprefix("'") for cell in row)
            for row in frame.itertuples(index=False, name=None)
        ]
        assert shown == [tuple(row) for row in one.rows]
        described = re.match(r"<([^>]+)>", answer.headers["link"])
        assert described is not None
        said = site.get(described[1]).json()
        assert said["dc:title"] == one.title
        assert said["dc:hasVersion"] == store.atlas().version
        assert [c["titles"] for c in said["tableSchema"]["columns"]] == list(one.head)
        names = [c["name"] for c in said["tableSchema"]["columns"]]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("page", figure_routes.pages())
def test_every_figure_is_served_as_a_picture(page: str) -> None:
    site = client()
    for one in figure_routes.figures_of(store.atlas(), page, VIEWS.get(page, {})).values():
        answer = site.get(reuse.file_address(one, "svg"))
        assert answer.status_code == 200, one.key
        assert answer.text.startswith("<svg")
        assert store.atlas().version in answer.text
        assert "attachment" in answer.headers["content-disposition"]
        tag = {"If-None-Match": answer.headers["etag"]}
        assert site.get(reuse.file_address(one, "svg"), headers=tag).status_code == 304


def test_every_figure_is_served_as_a_slide_and_as_a_workbook() -> None:
    site = client()
    plain = {"Accept-Encoding": "identity"}
    for one in every_figure():
        slides = site.get(reuse.file_address(one, "pptx"), headers=plain)
        said = [
            shape.text_frame.text
            for slide in Presentation(io.BytesIO(slides.content)).slides
            for shape in slide.shapes
            if shape.has_text_frame
        ]
        assert one.title in " ".join(said), one.key
        book = site.get(reuse.file_address(one, "xlsx"), headers=plain)
        frame = pd.read_excel(io.BytesIO(book.content), dtype=object)
        assert frame.shape == (len(one.rows), len(one.head)), one.key


def test_png_and_pdf_open() -> None:
    site = client()
    (one,) = figure_routes.figures_of(store.atlas(), "home", {}).values()
    plain = {"Accept-Encoding": "identity"}
    png = site.get(reuse.file_address(one, "png"), headers=plain).content
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 2 * one.width
    assert site.get(reuse.file_address(one, "pdf"), headers=plain).content.startswith(b"%PDF")


def test_the_zip_holds_table_description_and_citation() -> None:
    plain = {"Accept-Encoding": "identity"}
    content = client().get("/figures/zip/rate.zip?zip=02121", headers=plain).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == [
            "every-zip-code_zip-rate-02121.csv",
            "every-zip-code_zip-rate-02121.csv-metadata.json",
            "citation.txt",
            "citation.bib",
        ]
        said = json.loads(archive.read("every-zip-code_zip-rate-02121.csv-metadata.json"))
        assert said["url"] == "every-zip-code_zip-rate-02121.csv"
        assert said["dc:identifier"] == "http://localhost/zip?zip=02121"


def test_cells_are_safe_for_spreadsheets() -> None:
    bad = figure(rows=(("=1+1", "-"), ("@x", "–")))
    rows = list(csv.reader(io.StringIO(figure_files.table(bad).decode("utf-8-sig"))))
    assert rows == [["Place", "Rate"], ["'=1+1", "'-"], ["'@x", "–"]]


@pytest.mark.parametrize(("path", "status", "said"), [
    ("/figures/nope/rate.csv", 404, "no page 'nope'; one of home, zip"),
    ("/figures/zip/nope.csv?zip=02121", 404, "no figure 'nope' in this view; one of rate, years"),
    ("/figures/zip/rate.csv?zip=99999", 404, "it has none"),
    ("/figures/zip/rate.csv", 404, "it has none"),
    ("/figures/zip/rate.exe?zip=02121", 404, "no form 'exe'; one of svg, png, pdf"),
    ("/figures/disparity/fifths.csv?by=evil", 400, "by cannot be 'evil' in this view"),
    ("/figures/map/people.csv?closer=1", 400, "closer cannot be '1' in this view"),
])  # fmt: skip
def test_a_wrong_address_gets_a_clear_line(path: str, status: int, said: str) -> None:
    answer = client().get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_outside_a_question_a_wrong_choice_is_no_error() -> None:
    with (
        controls.asking({"level": "x"}),
        pytest.raises(controls.WrongChoiceError, match="level"),
    ):
        controls.choice("level", ["zcta"], "zcta", [], "")
    with controls.asking({}):
        assert controls.choice("level", ["zcta"], "zcta", [], "") == "zcta"


@pytest.mark.parametrize(("seen", "site"), [
    ("https://example.org/zip?zip=02121", "https://example.org"),
    ("http://localhost:8501/", "http://localhost:8501"),
    ("", ""),
    (None, ""),
])  # fmt: skip
def test_the_site_is_where_the_reader_sees_it(seen: str | None, site: str) -> None:
    assert reuse.site(seen) == site


def test_a_setting_names_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(reuse.SITE, "https://everyzip.example/")
    assert reuse.site("http://10.0.0.1/zip") == "https://everyzip.example"


def test_the_snippet_is_one_frame_with_a_title_and_no_loose_marks() -> None:
    made = reuse.snippet(figure(title='A "b" <c>'), "https://example.org")
    assert made.startswith(
        '<iframe src="https://example.org/zip?zip=02121&amp;embed=true&amp;figure=rate" '
        'title="A &quot;b&quot; &lt;c&gt;" width="100%" height="'
    )
    assert made.endswith('loading="lazy" style="border:0"></iframe>')


def test_a_figure_without_an_address_has_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(reuse, "bar_of", lambda key, _make, **_more: shown.append(key))
    reuse.bar(figure(address=""))
    reuse.bar(figure())
    assert shown == ["rate"]
