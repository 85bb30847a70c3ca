"""A publisher with a small table, text and a zip; and what a refusal must say and leave."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from data_sources._vault import Vault
from data_sources._web import Web, WebError
from tests.publishers.double import (
    Double,
    file_answer,
    json_answer,
    text_answer,
)

RANDOM = hashlib.shake_256(b"a body that does not shrink").digest(300_000)


def packed(content: bytes = RANDOM) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(zipfile.ZipInfo("zcta.shp"), content)
    return body.getvalue()


ZIP = packed()


@pytest.fixture
def boston(publishers: Double) -> Double:
    """Analyze Boston with a small table, a file of text, and a zip."""
    publishers.serve("boston", "/rows", json_answer([{"a": "1"}]))
    publishers.serve("boston", "/table.csv", text_answer("a,b\n1,2\n3,4\n"))
    publishers.serve("boston", "/file.zip", file_answer(ZIP))
    return publishers


@pytest.fixture
def real_time(publishers: Double) -> Iterator[Web]:
    """A client with a true clock and short limits."""
    with Web(sleep=lambda _: None, tries=1, request_seconds=0.2, idle_seconds=0.2) as client:
        yield client


def refused(web: Web, kind: str, path: str = "/rows", **more: object) -> WebError:
    """The error of a request, after looking at all it must say and at what it left."""
    before = contents(web.vault)
    with pytest.raises(WebError) as caught:
        web.named("boston_shootings").get("boston", path, **more)  # type: ignore[arg-type]
    error = caught.value
    assert error.kind == kind, str(error)
    said = str(error)
    for part in (error.host, "boston_shootings", error.problem, error.next_step, path):
        assert part in said
    assert "127.0.0.1" in error.host
    assert error.problem
    assert "\n" not in said
    assert contents(web.vault) == before, "nothing of a refused answer is kept"
    return error


def contents(vault: Vault) -> dict[str, bytes]:
    """Every body and note; fails where a body is not what its name says."""
    found = {}
    for path in sorted(vault.folder.glob("objects/*/*")):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.parent.name + path.name
        found[path.name] = path.read_bytes()
    for path in sorted(vault.folder.glob("responses/*.json")):
        note = json.loads(path.read_text())
        assert vault.read(note["checksum"])
        found[path.name] = path.read_bytes()
    return found
