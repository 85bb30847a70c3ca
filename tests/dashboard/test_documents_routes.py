"""Documents at their addresses: files that open, names to keep, clear lines for the rest."""

from __future__ import annotations

import io
import threading
import time

import pypdf
import pytest
from starlette.applications import Starlette

from dashboard import kept, routes
from dashboard.atlas import Atlas
from dashboard.documents import routes as document_routes
from dashboard.kept import Kept
from dashboard.maps.layers import File
from dashboard.problems import ProblemError
from tests.dashboard.asgi import Client


@pytest.fixture
def client(small_tables: Atlas) -> Client:
    assert small_tables.version
    return Client(Starlette(routes=list(routes.ROUTES)))


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.delenv("EZC_DATA", raising=False)
    return Client(Starlette(routes=list(routes.ROUTES)))


@pytest.mark.parametrize(("path", "kind"), [
    ("/documents/zip/02121.pdf", "application/pdf"),
    ("/documents/zip/02121-large.pdf", "application/pdf"),
    ("/documents/zip/01330.txt", "text/plain"),
    ("/documents/zip/02121.html", "text/html"),
    ("/documents/letter/springfield.pdf", "application/pdf"),
    ("/documents/letter/01105.txt", "text/plain"),
    ("/documents/letter/2501367000.txt", "text/plain"),
    ("/documents/glossary.pdf", "application/pdf"),
    ("/documents/reporters-guide-large.pdf", "application/pdf"),
])  # fmt: skip
def test_every_form_is_served_to_be_read_in_place(client: Client, path: str, kind: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    name = path.removeprefix("/documents/").replace("/", "-")
    assert answer.headers["content-disposition"] == f'inline; filename="every-zip-code_{name}"'
    assert "max-age" in answer.headers["cache-control"]
    if kind == "application/pdf":
        assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) >= 1
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", [
    "/documents/house/5th-suffolk.pdf", "/documents/senate/Second Suffolk.txt",
    "/documents/congress/7.html", "/documents/zip/02112.txt", "/documents/letter/north-adams.txt",
    "/documents/letter/Dorchester.txt",
])  # fmt: skip
def test_names_of_real_places_do(real: Client, path: str) -> None:
    assert real.get(path).status_code == 200


@pytest.mark.parametrize(("path", "part"), [
    ("/documents/zip/99999.pdf", "not in Massachusetts"),
    ("/documents/zip/0212.pdf", "five digits"),
    ("/documents/zip/02121", "ends in one of"),
    ("/documents/zip/.pdf", "ends in one of"),
    ("/documents/zip/02121.docx", "ends in one of"),
    ("/documents/letter/atlantis.txt", "not a ZIP code or a town"),
    ("/documents/house/99th-suffolk.pdf", "no district"),
    ("/documents/poems/02121.pdf", "no documents 'poems'"),
    ("/documents/poem.pdf", "no document 'poem'"),
    ("/documents/a/b/c.pdf", ""),
    ("/documents/letter/" + "x" * 500 + ".pdf", "not a ZIP code or a town"),
    ("/documents/letter/%22%0d%0aSet-Cookie.pdf", "not a ZIP code or a town"),
])  # fmt: skip
def test_what_is_not_there_gets_a_clear_line(client: Client, path: str, part: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert part in answer.json()["detail"]


def test_a_file_name_holds_nothing_but_letters_and_digits() -> None:
    assert document_routes.file_name('letter "../ North\r\nAdams') == "letter-north-adams"
    assert document_routes.file_name("♥") == "document"


def test_what_is_wanted_twice_is_made_once_and_the_least_used_goes() -> None:
    made: list[str] = []

    def maker(name: str) -> File:
        made.append(name)
        return File.of(name.encode() * 100, "text/plain")

    files = Kept(most=700, at_once=1)
    for name in ("a", "a", "b", "a", "c" * 5, "a", "b"):
        files.get((name,), lambda name=name: maker(name))
    assert made == ["a", "b", "ccccc", "b"]


def test_too_many_at_once_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "PATIENCE", 0.05)
    files, busy = Kept(most=1000, at_once=1), threading.Event()

    def slow() -> File:
        busy.set()
        time.sleep(0.4)
        return File.of(b"slow", "text/plain")

    worker = threading.Thread(target=files.get, args=(("slow",), slow))
    worker.start()
    busy.wait()
    with pytest.raises(ProblemError, match="minute"):
        files.get(("next",), slow)
    worker.join()
    assert files.get(("slow",), slow).content == b"slow"


def test_the_threat_model_is_served_as_it_is_written(client: Client) -> None:
    answer = client.get("/documents/threat-model.md", {"accept-encoding": "identity"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.content == document_routes.THREAT_MODEL.read_bytes()
