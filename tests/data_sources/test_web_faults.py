"""What goes wrong at publishers and on the way: an error that helps, and nothing kept."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import resource
import signal
import socket
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from data_sources import boston_shootings, cdc_state_deaths
from data_sources._fetch import Table
from data_sources._vault import Vault
from data_sources._web import Web, WebError
from data_sources._web_error import KINDS, NEXT
from tests.publishers import certificates, ckan, faults
from tests.publishers.double import (
    Answer,
    Double,
    Fault,
    file_answer,
    json_answer,
    text_answer,
)
from tests.publishers.double import (
    publishers as start,
)
from tests.publishers.fixtures import Time

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


def test_every_kind_has_a_next_step() -> None:
    assert set(NEXT) == set(KINDS)
    assert all(text and not text.endswith(".") for text in NEXT.values())


# Busy publishers.


def test_429_with_seconds_waits_as_long_as_asked(boston: Double, web: Web, moment: Time) -> None:
    boston.fault("boston", faults.status(429, times=2, retry_after="40"))
    assert web.json("boston", "/rows") == [{"a": "1"}]
    assert len(boston.asked) == 3
    assert 80 <= moment.now <= 90


def test_429_with_a_date_waits_until_then_by_the_publishers_clock(
    boston: Double, web: Web, moment: Time
) -> None:
    date, then = "Mon, 23 Nov 2037 12:00:00 GMT", "Mon, 23 Nov 2037 12:01:00 GMT"
    boston.fault("boston", faults.status(429, times=1, retry_after=then, date=date))
    assert web.json("boston", "/rows") == [{"a": "1"}]
    assert 60 <= moment.now <= 62


def test_429_without_a_wait_backs_off_longer_each_time(
    boston: Double, web: Web, moment: Time
) -> None:
    boston.fault("boston", faults.status(429, times=4))
    assert web.json("boston", "/rows") == [{"a": "1"}]
    waits = [seconds for seconds in moment.slept if seconds != 0.5]
    assert len(waits) == 4
    for number, seconds in enumerate(waits):
        assert 0.5 * 2**number <= seconds <= 2**number


def test_a_busy_host_is_left_alone_by_all_its_datasets(
    boston: Double, web: Web, moment: Time
) -> None:
    boston.fault("boston", faults.status(429, times=1, retry_after="600"))
    with Web(monotonic=moment, sleep=moment.sleep, tries=1) as client:
        with pytest.raises(WebError, match="asks to wait 600 s"):
            client.named("a").json("boston", "/rows")
        assert moment.now < 1
        client.named("b").json("boston", "/rows")
    assert moment.now >= 600


def test_a_wait_beyond_the_budget_is_not_waited_for(boston: Double, web: Web, moment: Time) -> None:
    boston.fault("boston", faults.status(429, retry_after="7200"))
    error = refused(web, "busy")
    assert "asks to wait 7,200 s" in str(error)
    assert error.tries == 1
    assert moment.now < 1


def test_500s_and_then_success(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.status(500, times=3))
    assert web.json("boston", "/rows") == [{"a": "1"}]


def test_503_for_ever_is_given_up(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.status(503))
    error = refused(web, "busy")
    assert error.tries == len(boston.asked) == 6
    assert "answered 503 (6 tries)" in str(error)
    assert "last good copy" in str(error)


@pytest.mark.parametrize("code", [400, 404, 410])
def test_what_will_not_change_is_asked_once(boston: Double, web: Web, code: int) -> None:
    wrong = Answer(code, json.dumps({"message": "No such dataset"}).encode())
    boston.fault("boston", faults.limited(lambda *_: wrong))
    assert f"answered {code}: No such dataset" in str(refused(web, "refused"))
    assert len(boston.asked) == 1


# Bodies that are slow, short, long or packed.


def test_a_slow_drip_is_given_up(boston: Double, real_time: Web) -> None:
    boston.fault("boston", faults.altered(drip=0.02, piece=1))
    refused(real_time, "slow")


def test_silence_is_given_up(boston: Double, real_time: Web) -> None:
    boston.fault("boston", faults.altered(drip=0.5))
    assert "no byte came" in str(refused(real_time, "slow"))


def test_a_cut_answer_is_asked_for_again(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.altered(cut=5, times=1))
    assert web.json("boston", "/rows") == [{"a": "1"}]
    boston.fault("boston", faults.altered(cut=5))
    assert refused(web, "cut").tries == 6
    assert not list(web.vault.folder.glob("parts/*"))


def test_a_cut_file_is_continued_where_it_was_cut(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.altered(cut=100_000, times=2))
    assert web.get("boston", "/file.zip", expect="zip").read() == ZIP
    ranges = [ask.headers.get("range") for ask in boston.asked]
    assert ranges == [None, "bytes=100000-", "bytes=200000-"]


def test_another_run_continues_a_file_that_was_cut(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.altered(cut=20_000))
    refused(web, "cut", "/file.zip", expect="zip")
    boston.mend()
    with Web(web.vault, sleep=lambda _: None) as later:
        assert later.get("boston", "/file.zip", expect="zip").read() == ZIP
    assert boston.asked[-1].headers["range"] == "bytes=120000-"


def test_a_file_that_changed_meanwhile_is_begun_anew(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.altered(cut=20_000))
    refused(web, "cut", "/file.zip", expect="zip")
    boston.mend()
    other = packed(RANDOM[::-1])
    boston.serve("boston", "/file.zip", file_answer(other))
    assert web.get("boston", "/file.zip", expect="zip").read() == other


BIG = "".join(f"{number},{number * number}\n" for number in range(30_000))


def _elsewhere(_: object, answer: Answer) -> Answer:
    """Another piece of the file, as long as the one that was asked for."""
    if answer.status == 206:
        size = len(answer.body)
        answer.headers["Content-Range"] = f"bytes 5-{4 + size}/{len(BIG)}"
        answer.body = BIG.encode()[5 : 5 + size]
    return answer


def _of_another(_: object, answer: Answer) -> Answer:
    """The right piece of a file that changed meanwhile."""
    if answer.status == 206:
        answer.headers |= {"ETag": '"another"'}
        answer.body = answer.body[::-1]
    return answer


@pytest.mark.parametrize(
    "wrong",
    [
        faults.limited(_elsewhere),
        faults.limited(_of_another),
        faults.limited(lambda _, a: Answer(416) if a.status == 206 else a),
    ],
    ids=["another range", "another file", "no range"],
)
def test_a_rest_that_does_not_fit_is_thrown_away(boston: Double, web: Web, wrong: Fault) -> None:
    boston.serve("boston", "/big.csv", text_answer(BIG))
    boston.fault("boston", faults.altered(cut=100_000))
    with Web(web.vault, tries=1) as client:
        refused(client, "cut", "/big.csv", expect="csv")
    boston.mend()
    boston.fault("boston", wrong, wire=True)
    assert web.text("boston", "/big.csv") == BIG


def test_a_body_shorter_than_it_says(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.altered(declared=10**6))
    refused(web, "cut")
    refused(web, "cut", "/file.zip", expect="zip")


def test_a_body_longer_than_it_says(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.altered(declared=7))
    refused(web, "cut")
    boston.mend()
    boston.fault("boston", faults.altered(declared=150_000))
    assert "zip cannot be opened" in str(refused(web, "cut", "/file.zip", expect="zip"))


def test_a_file_of_unknown_length_is_not_believed(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.altered(lengthless=True))
    assert "how long the file is" in str(refused(web, "cut", "/table.csv", expect="csv"))
    assert web.json("boston", "/rows") == [{"a": "1"}], "JSON shows its own end"


def test_a_gzip_bomb_is_opened_to_the_limit_only(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.bomb(50_000_000))
    error = refused(web, "large", limit=1_000_000)
    assert "opens to more than 1,000,000 bytes" in str(error)
    assert len(boston.asked) == 1
    assert not list(web.vault.folder.glob("parts/*"))


def test_packed_bodies_that_are_cut_or_followed_by_others(boston: Double, web: Web) -> None:
    import gzip

    whole = gzip.compress(b"[1, 2, 3]")
    for body in (whole[:-4], whole + b"more", b"not packed at all"):
        wrong = Answer(200, body, headers={"Content-Encoding": "gzip"})
        boston.fault("boston", faults.limited(lambda *_, a=wrong: Answer(**vars(a))))
        refused(web, "cut")
        boston.mend()
    boston.fault("boston", faults.altered(headers={"Content-Encoding": "br"}))
    refused(web, "type")


def test_a_body_beyond_the_limit_is_not_read(boston: Double, web: Web) -> None:
    refused(web, "large", "/file.zip", expect="zip", limit=1000)
    boston.serve("boston", "/bomb.zip", file_answer(packed_bomb()))
    assert "the zip opens" in str(refused(web, "large", "/bomb.zip", expect="zip", limit=10_000))


def packed_bomb() -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("zeros"), bytes(3_000_000), zipfile.ZIP_DEFLATED)
    return body.getvalue()


def test_a_zip_damaged_inside_is_refused(boston: Double, web: Web) -> None:
    boston.fault("boston", faults.body(lambda b: b[:1000] + b"!" + b[1001:]))
    assert "'zcta.shp' inside the zip is damaged" in str(
        refused(web, "cut", "/file.zip", expect="zip")
    )


# Something else in the place of data.


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


# The connection itself.


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


# Whole tables.


STATES = [
    {
        "geoid": f"{code:02}",
        "name": f"State {code}",
        "intent": "FA_Deaths",
        "period": "2024",
        "count_sup": str(code + 100),
        "rate": f"{code + 100}.5",
        "data_as_of": "2026-08-12T00:00:00.000",
        "ttm_date_range": "x",
    }
    for code in range(1, 52)
]
VICTIMS = [
    {
        "incident_num": f"17299{number:04}",
        "shooting_date": f"2026-01-{1 + number % 28:02} 23:59:00+00",
        "district": "C11",
        "shooting_type_v2": "Non-Fatal",
        "victim_gender": "x",
        "victim_race": "x",
        "victim_ethnicity_nibrs": "x",
        "multi_victim": "f",
    }
    for number in range(60)
]
Rows = list[dict[str, object]]
TABLES: dict[str, Callable[[Web, Path], object]] = {
    "cdc": cdc_state_deaths.fetch,
    "boston": boston_shootings.fetch,
}


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest, publishers: Double) -> str:
    publishers.soda(cdc_state_deaths.TABLE, STATES)
    publishers.ckan(boston_shootings.RESOURCE, VICTIMS)
    return str(request.param)


def no_table(web: Web, host: str, kind: str, folder: Path) -> str:
    with pytest.raises(WebError) as caught:
        TABLES[host](web, folder)
    assert caught.value.kind == kind, str(caught.value)
    assert not list(folder.rglob("*.csv"))
    return str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows + rows[-1:], "the publisher counts"),
        (lambda rows: rows[:-1], "the publisher counts"),
        (lambda rows: rows[1:] + rows[1:2], "times, so that another one is missing"),
    ],
    ids=["one row more", "one row less", "one twice and one never"],
)
def test_rows_that_are_doubled_or_missing(
    publishers: Double,
    web: Web,
    tmp_path: Path,
    table: str,
    change: Callable[[Rows], Rows],
    said: str,
) -> None:
    publishers.fault(table, faults.rows(lambda rows: change(rows) if rows else rows))
    assert said in no_table(web, table, "paging", tmp_path / "out")


def test_a_table_that_changed_while_it_was_read_is_read_again(
    publishers: Double, web: Web, tmp_path: Path, table: str
) -> None:
    publishers.fault(table, faults.rows(lambda rows: rows[1:] + rows[1:2], times=2))
    TABLES[table](web, tmp_path / "out")
    assert list((tmp_path / "out").rglob("*.csv"))


def test_a_changed_column_is_named(
    publishers: Double, web: Web, tmp_path: Path, table: str
) -> None:
    old = {"cdc": "count_sup", "boston": "shooting_type_v2"}[table]
    publishers.fault(table, faults.renamed(old, "something_new"))
    said = no_table(web, table, "schema", tmp_path / "out")
    assert old in said
    assert "something_new" in said


def test_a_new_column_is_kept_and_noted(
    publishers: Double, web: Web, tmp_path: Path, table: str
) -> None:
    publishers.fault(table, faults.added("a_new_one", "x"))
    fetched = TABLES[table](web, tmp_path / "out")
    assert "a_new_one" in fetched.note  # type: ignore[attr-defined]
    module = {"cdc": cdc_state_deaths, "boston": boston_shootings}[table]
    assert len(module.load(tmp_path / "out")) > 50


def test_a_number_as_text_or_text_as_a_number_is_the_same(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    publishers.soda(cdc_state_deaths.TABLE, STATES)
    cdc_state_deaths.fetch(web, tmp_path / "text")
    publishers.fault("cdc", faults.value("rate", 101.5))
    publishers.fault("cdc", faults.value("count_sup", 101))
    cdc_state_deaths.fetch(web, tmp_path / "number")
    (name,) = cdc_state_deaths.DATASET.files
    assert (tmp_path / "text" / name).read_text() == (tmp_path / "number" / name).read_text()


def test_an_empty_table(publishers: Double, web: Web, tmp_path: Path, table: str) -> None:
    publishers.soda(cdc_state_deaths.TABLE, [])
    publishers.ckan(boston_shootings.RESOURCE, [])
    assert "no rows" in no_table(web, table, "empty", tmp_path / "out")


def test_a_resource_that_was_withdrawn(publishers: Double, web: Web, tmp_path: Path) -> None:
    publishers.serve("boston", ".*", ckan.not_found(boston_shootings.RESOURCE))
    assert "Not found: Resource" in no_table(web, "boston", "refused", tmp_path)


def test_data_of_the_future(publishers: Double, web: Web, tmp_path: Path, table: str) -> None:
    column = {"cdc": "data_as_of", "boston": "shooting_date"}[table]
    publishers.fault(table, faults.value(column, "2099-01-01T00:00:00.000"))
    with pytest.raises(WebError, match="dated 2099-01-01, which is in the future") as caught:
        TABLES[table](web, tmp_path)
    assert caught.value.kind == "future"
    assert not list(tmp_path.rglob("*.csv"))


@pytest.mark.parametrize("ours", [1_000_000_000.0, 3_000_000_000.0], ids=["behind", "ahead"])
def test_a_clock_that_is_wrong_here_stops_nothing(
    publishers: Double, moment: Time, tmp_path: Path, table: str, ours: float
) -> None:
    with Web(clock=lambda: ours, monotonic=moment, sleep=moment.sleep) as web:
        TABLES[table](web, tmp_path)


def test_a_clock_that_is_wrong_there_stops_nothing(
    publishers: Double, web: Web, tmp_path: Path, table: str
) -> None:
    publishers.fault(table, faults.altered(date="Thu, 01 Jan 1970 00:00:00 GMT"))
    TABLES[table](web, tmp_path)


# This machine.


def test_a_disk_that_is_full(boston: Double, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    true_open = Path.open

    def opened(path: Path, mode: str = "r", **more: object) -> object:
        return Full() if "a" in mode else true_open(path, mode, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as full:
        full.setattr("os.fsync", lambda _: Full().write(b""))
        with pytest.raises(WebError, match=r"a_table.*cannot be written \(No space") as caught:
            Table(("a",), ({"a": "1"},), "a_table").write(web.vault.folder / "t.csv")
        assert caught.value.kind == "disk"
    monkeypatch.setattr(Path, "open", opened)
    error = refused(web, "disk")
    assert "No space left on device" in str(error)
    assert "EZC_LIVE" in str(error)
    monkeypatch.undo()


def in_a_child(task: Callable[[], None]) -> int:
    """Run a task in a copy of this process; the signal that ended it, or its status, negative."""
    child = os.fork()
    if child:
        return -os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 99
    with suppress(BaseException):
        task()
        status = 0
    os._exit(status)


def test_files_that_may_not_grow(boston: Double, web: Web, tmp_path: Path) -> None:
    """The same with a true limit of the system."""

    def task() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with Web(sleep=lambda _: None) as client:
            refused(client, "disk", "/file.zip", expect="zip")

    assert in_a_child(task) == 0
    assert contents(web.vault) == {}
    assert web.get("boston", "/file.zip", expect="zip").read() == ZIP


@pytest.mark.parametrize(("path", "expect"), [("/file.zip", "zip"), ("/rows", "json")])
def test_killed_at_any_step_the_store_is_whole_and_the_next_run_completes(
    boston: Double, web: Web, path: str, expect: str
) -> None:
    """kill -9 at the first, second, ... touch of a file, until a run comes to its end."""
    boston.fault("boston", faults.altered(piece=40_000))
    vault = web.vault.folder
    for point in range(1, 200):

        def task(point: int = point) -> None:
            touched = [0]

            def hook(event: str, arguments: tuple[object, ...]) -> None:
                if not event.startswith(("open", "os.")) or str(vault) not in str(arguments[:2]):
                    return
                touched[0] += 1
                if touched[0] == point:
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(hook)
            with Web(sleep=lambda _: None) as client:
                client.get("boston", path, expect=expect)  # type: ignore[arg-type]

        ended = in_a_child(task)
        contents(web.vault)
        if ended == 0:
            break
        assert ended == signal.SIGKILL
    assert point > 10, "there were points to be killed at"
    reply = web.get("boston", path, expect=expect)  # type: ignore[arg-type]
    assert reply.read() == (ZIP if expect == "zip" else b'[{"a": "1"}]')


@pytest.mark.parametrize("size", [1, 100_000, 200_000, len(ZIP)])
def test_killed_in_the_middle_of_a_download_it_is_continued(
    boston: Double, web: Web, size: int
) -> None:
    boston.fault("boston", faults.altered(piece=40_000, drip=0.005))

    def task() -> None:
        def killed(dataset: str, host: str, came: int, total: int | None) -> None:
            if came >= size:
                os.kill(os.getpid(), signal.SIGKILL)

        with Web(sleep=lambda _: None, progress=killed) as client:
            client.get("boston", "/file.zip", expect="zip")

    assert in_a_child(task) == signal.SIGKILL
    assert contents(web.vault) == {}
    assert web.get("boston", "/file.zip", expect="zip").read() == ZIP
    assert contents(web.vault)
