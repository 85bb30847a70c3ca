"""The static companion: a page for every ZIP code and district, small, whole, without script."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.routing import Router

from dashboard import store
from dashboard.atlas import Atlas
from dashboard.companion import pages, paths, writing
from dashboard.companion.head import head
from dashboard.companion.routes import ROUTES
from dashboard.documents.document import Document
from dashboard.words import LANGUAGES
from tests.dashboard.asgi import Client

SITE = "https://atlas.example"
LARGEST = 60_000
"""Bytes of a page, gzipped."""


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.load(Path(__file__).parent.parent.parent / "data")


def html_of(atlas: Atlas, path: str) -> str:
    html = pages.html(atlas, path, SITE)
    assert html is not None, path
    return html


def some(atlas: Atlas) -> list[str]:
    """The lists, every fortieth page, and pages of each kind of answer."""
    chosen = ("02121", "01330", "02112", "01105", "02133")
    return [*list(paths.every(atlas))[::40], paths.LISTED, *(f"z/{zip}.html" for zip in chosen)]


def test_pages_are_small_whole_and_without_script(atlas: Atlas) -> None:
    for path in some(atlas):
        html = html_of(atlas, path)
        assert len(gzip.compress(html.encode())) < LARGEST, path
        assert html.count("<h1>") == 1
        assert html.startswith('<!doctype html>\n<html lang="en">')
        kinds = re.findall(r"<script([^>]*)>", html)
        assert kinds == [' type="application/ld+json"'], path
        assert "988" in html
        outside = re.findall(r'(?:src|srcset)="([^"]*)"|<link rel="stylesheet"', html)
        assert outside == [], path


def test_there_is_a_page_for_every_zip_code_and_all_209_districts(atlas: Atlas) -> None:
    found = list(paths.every(atlas))
    assert len(found) == len(set(found))
    assert sum(path.startswith("d/") for path in found) == 209 + 1
    assert {f"z/{z.zip}.html" for z in atlas.every_zip_code()} < set(found)


def test_the_lists_lead_to_every_page(atlas: Atlas) -> None:
    led = set()
    for path in (paths.ZIPS, paths.LISTED):
        led |= set(re.findall(rf'href="{SITE}/([zd]/[^"]+)"', html_of(atlas, path)))
    assert led | {paths.ZIPS, paths.LISTED} == set(paths.every(atlas))


def test_a_page_tells_other_programs_what_it_is(atlas: Atlas) -> None:
    html = html_of(atlas, "z/02121.html")
    meta = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', html))
    assert meta["og:title"] == "ZIP 02121, Dorchester"
    assert "92 people shot" in meta["og:description"]
    assert meta["og:url"] == f"{SITE}/z/02121.html"
    assert meta["og:image"] == f"{SITE}/z/02121.png"
    assert f'<link rel="canonical" href="{SITE}/z/02121.html">' in html
    said = json.loads(re.findall(r"ld\+json\">(.*?)</script>", html)[0])
    assert said["about"]["address"]["postalCode"] == "02121"
    assert said["version"] == atlas.version


def test_words_cannot_leave_their_element() -> None:
    wild = '</script><script>alert("1")</script>" O\'Neil & Fitz—Peña'
    document = Document("x", wild, wild, (), "/zip", "1", "", description=wild)
    html = head(document, "z/x.html", "z/x.png", SITE, {"name": wild})
    assert html.count("<script") == 1
    assert html.count("</script>") == 1
    said = json.loads(re.findall(r"ld\+json\">(.*?)</script>", html)[0])
    assert said["name"] == said["about"]["name"] == wild


@pytest.mark.parametrize("path", [
    "z/00000.html", "z/abc.html", "d/house/99999.html", "d/party/1.html", "z", "x/1.html", "",
    "z/../../data.html", "z/02121",
])  # fmt: skip
def test_a_page_that_is_not_there(atlas: Atlas, path: str) -> None:
    if path == "z/02121":  # the ending may be left out
        assert pages.html(atlas, path) is not None
        return
    assert pages.html(atlas, path) is None


def test_the_preview_is_a_picture_of_the_usual_size(atlas: Atlas) -> None:
    picture = pages.preview(atlas, "z/02121.html")
    assert picture is not None
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    size = int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
    assert size == (1200, 630)
    assert pages.preview(atlas, paths.ZIPS) is None


def test_the_folder_is_replaced_whole_or_not_at_all(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [paths.ZIPS, "z/02121.html", "d/house/25110.html"]
    monkeypatch.setattr(paths, "every", lambda _atlas: iter(few))
    out = tmp_path / "site"
    assert writing.write(atlas, out, SITE, previews=False) == 3 * len(LANGUAGES)
    first = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    locations = [
        e.text for e in ElementTree.fromstring(first[Path("sitemap.xml")]).iter() if e.text
    ]
    assert f"{SITE}/z/02121.html" in locations
    assert f"{SITE}/es/z/02121.html" in locations
    assert b'lang="es"' in first[Path("es/z/02121.html")]

    def stop(*_args: object) -> str:
        raise RuntimeError("power cut")

    monkeypatch.setattr(pages, "html", stop)
    with pytest.raises(RuntimeError, match="power cut"):
        writing.write(atlas, out, SITE, previews=False)
    again = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert again == first

    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="holds other files"):
        writing.write(atlas, other, SITE, previews=False)
    assert (other / "letter.txt").read_text() == "mine"


def test_the_site_serves_the_same_pages() -> None:
    client = Client(Router(ROUTES))
    answer = client.get("/z/02121.html")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "ZIP 02121, Dorchester" in answer.text
    again = client.get("/z/02121.html", {"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/z").status_code == 308
    assert client.get("/z/99999.html").status_code == 404
    assert "/d/house/25110.html" in client.get("/sitemap.xml").text
    assert "Sitemap:" in client.get("/robots.txt").text
