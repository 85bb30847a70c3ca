"""Something else in the place of data, and connections that are not good."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from data_sources._web import Web, WebError
from tests.publishers import certificates, faults
from tests.publishers.double import (
    Double,
    json_answer,
)
from tests.publishers.double import (
    publishers as start,
)
from tests.publishers.fixtures import Time
from tests.publishers.refusals import refused


def test_a_redirect_to_a_page_with_status_200(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.redirect_to_page())
    assert "/data/missing_key.html" in str(refused(web, "redirect"))
    refused(web, "html", redirects=("127.0.0.1",))


@pytest.mark.parametrize("type_", ["text/html", "application/json", "text/csv"])
@pytest.mark.parametrize(("path", "expect"), [("/rows", "json"), ("/table.csv", "csv")])
def test_a_web_page_with_status_200(
    boston: Double, web: Web, type_: str, path: str, expect: str
) -> None:
    boston.fault("boston", faults.web_page(type_))
    error = refused(
        web,
        "type"
        if "json" in {expect, type_[-4:]} and not (type_ == "text/html" or type_.endswith(expect))
        else "html",
        path,
        expect=expect,
    )
    assert len(boston.asked) == 1
    assert "answered with" in str(error)


@pytest.mark.parametrize(
    "value",
    [
        {"success": False, "error": {"__type": "Validation Error", "message": "It went wrong"}},
        {"error": True, "message": "It went wrong"},
        {"error": {"code": 400, "message": "It went wrong", "details": []}},
        {"errors": [{"detail": "It went wrong"}]},
    ],
    ids=["CKAN", "Socrata", "ArcGIS", "a list"],
)
def test_a_json_error_with_status_200(boston: Double, web: Web, value: object) -> None:
    boston.fault("boston", faults.json_error(value))
    assert "It went wrong" in str(refused(web, "error"))


@pytest.mark.parametrize("body", [b"[1, 2", b"[NaN]", b"", b"data"])
def test_json_that_is_none(boston: Double, web: Web, body: bytes) -> None:
    boston.fault("boston", faults.body(lambda _: body))
    refused(web, "syntax" if body else "empty")


def test_a_wrong_encoding(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.body(lambda _: '[{"name": "Béla"}]'.encode("latin-1")))
    refused(web, "encoding")
    boston.mend()
    boston.fault("boston", faults.body(lambda _: "name\nBéla\n".encode("latin-1")))
    with pytest.raises(WebError, match="cannot be read") as caught:
        web.text("boston", "/table.csv")
    assert caught.value.kind == "encoding"


@pytest.mark.parametrize(
    ("days", "trusted", "said"),
    [
        ((-30, -1), True, "certificate has expired"),
        ((1, 30), True, "not yet valid"),
        ((-1, 30), False, "certificate"),
    ],
    ids=["expired", "clock", "unknown authority"],
)
def test_a_certificate_that_is_not_good(
    publishers: Double,
    moment: Time,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    days: tuple[int, int],
    trusted: bool,
    said: str,
) -> None:
    paths = certificates.make(tmp_path, days)
    with start(paths.serving()) as double:
        double.serve("boston", "/rows", json_answer([1]))
        monkeypatch.setenv("EZC_URL_BOSTON", double.url("boston"))
        verify = paths.trusting() if trusted else None
        with Web(monotonic=moment, sleep=moment.sleep, verify=verify) as web:
            error = refused(web, "certificate")
            assert said in str(error)
            assert "Never switch the check off" in str(error)
            assert error.tries == 1
        assert not double.asked, "nothing was sent"


def test_a_good_certificate(
    publishers: Double, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paths = certificates.make(tmp_path, (-1, 30))
    with start(paths.serving()) as double:
        double.serve("boston", "/rows", json_answer([1]))
        monkeypatch.setenv("EZC_URL_BOSTON", double.url("boston"))
        with Web(verify=paths.trusting()) as web:
            assert web.json("boston", "/rows") == [1]


def test_no_network_at_all(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("EZC_URL_BOSTON", f"http://127.0.0.1:{port}")
    assert "check this machine's connection" in str(refused(web, "network"))

    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    monkeypatch.setenv("EZC_URL_BOSTON", "http://data.example")
    with pytest.raises(WebError, match="name resolution") as caught:
        web.json("boston", "/rows")
    assert caught.value.kind == "network"


def test_a_hung_up_connection_is_tried_again(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.altered(cut=0, times=1))
    assert web.json("boston", "/rows") == [{"a": "1"}]
