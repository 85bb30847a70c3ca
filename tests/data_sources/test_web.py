"""Asking the double when all goes well: politely, once, and only for what changed."""

from __future__ import annotations

import io
import json
import os
import zipfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources._hosts import HOSTS
from data_sources._polite import LONGEST_WAIT, http_date, retry_after
from data_sources._web import Web, WebError
from tests.publishers import census, faults, others
from tests.publishers.double import Answer, Double, file_answer, json_answer, text_answer
from tests.publishers.fixtures import Time

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


def packed(text: str = "geometry " * 5_000) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(zipfile.ZipInfo("zcta.shp"), text)
    return body.getvalue()


def test_a_body_is_kept_with_its_date_address_status_and_checksum(
    publishers: Double, web: Web
) -> None:
    publishers.serve("boston", "/x", Answer(body=b'[{"rate": 8.199999999999999}]', etag=True))
    reply = web.named("boston_shootings").get("boston", "/x", {"a b": "c&d"})
    assert json.loads(reply.read()) == [{"rate": 8.2}]
    (path,) = web.vault.folder.glob("responses/*.json")
    note = json.loads(path.read_text())
    assert note["url"] == publishers.url("boston") + "/x?a+b=c%26d"
    assert (note["dataset"], note["status"], note["method"]) == ("boston_shootings", 200, "GET")
    assert note["checksum"] == reply.path.parent.name + reply.path.name
    assert {"content-type", "date", "etag"} <= set(note["headers"])
    (ask,) = publishers.asked
    assert ask.headers["user-agent"].startswith("EveryZipCode/")
    assert ask.query == {"a b": "c&d"}
    assert web.json("boston", "/x", exact=True) == [{"rate": "8.199999999999999"}]


def test_what_did_not_change_is_not_sent_again(publishers: Double, web: Web) -> None:
    publishers.file("tiger", "/zcta.zip", packed())
    first = web.get("tiger", "/zcta.zip", expect="zip")
    second = web.get("tiger", "/zcta.zip", expect="zip")
    assert (first.unchanged, second.unchanged) == (False, True)
    assert first.path == second.path
    (note,) = web.vault.notes()
    os.utime(note, (0, 0))
    web.get("tiger", "/zcta.zip", expect="zip")
    assert note.stat().st_mtime > 0, "the note knows when it was last asked for"
    publishers.file("tiger", "/zcta.zip", packed("moved " * 99))
    third = web.get("tiger", "/zcta.zip", expect="zip")
    assert not third.unchanged
    assert third.path != first.path
    assert first.path.is_file(), "the older body stays"


def test_a_damaged_copy_is_asked_for_again(publishers: Double, web: Web) -> None:
    publishers.file("tiger", "/zcta.zip", packed())
    path = web.get("tiger", "/zcta.zip", expect="zip").path
    path.chmod(0o644)
    path.write_bytes(b"")
    assert web.get("tiger", "/zcta.zip", expect="zip").read() == packed()


def test_requests_to_one_host_keep_their_distance(
    publishers: Double, web: Web, moment: Time
) -> None:
    for host in ("boston", "tiger"):
        publishers.serve(host, "/x", json_answer([1]))
        for _ in range(3):
            web.json(host, "/x")
    pauses = [HOSTS["boston"].pause] * 2 + [HOSTS["tiger"].pause] * 2
    assert moment.slept == pytest.approx(pauses)


def test_a_field_may_stand_several_times(publishers: Double, web: Web) -> None:
    publishers.serve("legislature", "/x", json_answer([1]))
    web.json("legislature", "/x", {"include": ["offices", "links"]})
    (path,) = web.vault.folder.glob("responses/*.json")
    assert "include=offices&include=links" in path.read_text()


def test_a_form_with_a_file_is_answered(publishers: Double, web: Web) -> None:
    points = {"1 Main St": (-71.05, 42.36)}
    publishers.serve(
        "geocoder",
        "/geocoder/locations/addressbatch",
        census.geocoder(lambda said: points.get(said["street"])),
    )
    lines = b"7,1 Main St,Boston,MA,02119\n8,Nowhere,Boston,MA,\n"
    reply = web.post(
        "geocoder",
        "/geocoder/locations/addressbatch",
        {"benchmark": "Public_AR_Current"},
        files={"addressFile": ("addresses.csv", lines, "text/csv")},
        expect="csv",
    )
    no_match, match = reply.read().decode().splitlines()
    assert no_match == '"8","Nowhere, Boston, MA, ","No_Match"'
    assert '"-71.05,42.36"' in match


def test_the_census_answers_by_geography(
    publishers: Double, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", "0123456789abcdef")
    zcta = "zip code tabulation area"
    rows = [{"NAME": "ZCTA5 02119", "B01003_001E": "27000", "B01003_001M": "900", zcta: "02119"}]
    publishers.census(2024, zcta, rows)
    path = census.address(2024)
    query = {"get": "NAME,B01003_001E", "for": f"{zcta}:*"}
    assert web.json("census", path, query) == [
        ["NAME", "B01003_001E", zcta],
        ["ZCTA5 02119", "27000", "02119"],
    ]
    with pytest.raises(WebError, match="unknown/unsupported geography hierarchy"):
        web.json("census", path, {**query, "in": "state:25"})
    with pytest.raises(WebError, match="unknown variable 'B99'"):
        web.json("census", path, {**query, "get": "B99"})
    publishers.census(2024, zcta, rows, key="another one that is right")
    with pytest.raises(WebError, match="/invalid_key") as caught:
        web.json("census", path, query)
    assert caught.value.kind == "redirect"
    assert "key_signup" in caught.value.next_step


def test_open_states_and_hud_page_and_want_their_keys(
    publishers: Double, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = [{"name": str(number)} for number in range(120)]
    publishers.serve("openstates", "/people", others.openstates({"lower": members}))
    publishers.serve("hud", "/hudapi/public/usps", others.hud({"2": [{"zip": "02119"}]}))
    for name in ("OPENSTATES_API_KEY", "HUD_API_TOKEN"):
        monkeypatch.setenv(name, "0123456789abcdef")
    query = {"jurisdiction": "ma", "org_classification": "lower", "per_page": "50", "page": "3"}
    value = web.json("openstates", "/people", query)
    assert len(value["results"]) == 20
    assert value["pagination"]["max_page"] == 3
    found = web.json("hud", "/hudapi/public/usps", {"type": "2", "query": "MA"})
    assert found["data"]["results"] == [{"zip": "02119"}]


def test_text_is_read_in_the_encoding_that_it_declares(publishers: Double, web: Web) -> None:
    publishers.serve("svi", "/a", text_answer("\ufeffname\nBéla\n"))
    latin = "name\nBéla\n".encode("latin-1")
    publishers.serve("svi", "/b", text_answer(latin, "text/csv; charset=iso-8859-1"))
    assert web.text("svi", "/a") == web.text("svi", "/b") == "name\nBéla\n"


def test_a_redirect_is_followed_where_the_dataset_allows_it(publishers: Double, web: Web) -> None:
    publishers.serve("boston", "/download", Answer(302, headers={"Location": "/boston/f.csv"}))
    publishers.serve("boston", "/f.csv", text_answer("a\n1\n"))
    with pytest.raises(WebError, match="sends us on to"):
        web.text("boston", "/download")
    assert web.text("boston", "/download", redirects=("127.0.0.1",)) == "a\n1\n"
    publishers.serve("boston", "/round", Answer(302, headers={"Location": "/boston/round"}))
    with pytest.raises(WebError, match="sends us on to"):
        web.text("boston", "/round", redirects=("127.0.0.1",))


def test_every_piece_of_a_download_is_told(publishers: Double, moment: Time) -> None:
    told: list[tuple[str, str, int, int | None]] = []
    publishers.serve("tiger", "/zcta.zip", file_answer(packed()))
    with Web(monotonic=moment, sleep=moment.sleep, progress=lambda *s: told.append(s)) as web:
        web.named("census_zcta").get("tiger", "/zcta.zip", expect="zip")
    size = len(packed())
    assert told[-1] == ("census_zcta", "tiger", size, size)


def test_the_time_for_a_dataset_ends(publishers: Double, moment: Time) -> None:
    publishers.serve("boston", "/x", json_answer([1]))
    publishers.fault("boston", faults.status(503, retry_after="50"))
    with Web(monotonic=moment, sleep=moment.sleep, budget=120) as web:
        first = web.named("a")
        with pytest.raises(WebError) as caught:
            first.json("boston", "/x")
        assert caught.value.tries == 3
        moment.now += 100
        with pytest.raises(WebError, match="120 s for this dataset are over") as caught:
            first.json("boston", "/x")
        assert caught.value.kind == "time"
        publishers.mend()
        assert web.named("b").json("boston", "/x") == [1]


@given(seconds=st.integers(0, 10**12), text=st.sampled_from(["{}", " {} ", "00{}"]))
def test_seconds_to_wait_are_read(seconds: int, text: str) -> None:
    wait = retry_after({"retry-after": text.format(seconds)}, NOW)
    assert wait == min(seconds, LONGEST_WAIT)


@given(server=MOMENTS, ours=MOMENTS, later=st.integers(-(10**6), 10**6))
def test_a_date_to_wait_for_is_read_by_the_publishers_clock(
    server: datetime, ours: datetime, later: int
) -> None:
    headers = {
        "retry-after": format_datetime(server + timedelta(seconds=later), usegmt=True),
        "date": format_datetime(server, usegmt=True),
    }
    assert retry_after(headers, ours) == min(max(later, 0), LONGEST_WAIT)


@given(
    wait=st.one_of(
        st.text(),
        st.sampled_from(["-5", "1.5", "1e3", "²", "٣", "nan", "inf", "tomorrow", "Mon, 99 Foo 1"]),
    ),
    date=st.one_of(st.none(), st.text()),
)
def test_nonsense_never_stops_and_never_waits_for_ever(wait: str, date: str | None) -> None:
    headers = {"retry-after": wait} | ({"date": date} if date is not None else {})
    found = retry_after(headers, NOW)
    assert found is None or 0 <= found <= LONGEST_WAIT


@pytest.mark.parametrize("text", ["", None, "-5", "1.5", "²", "soon", "Mon, 99 Foo 2026"])
def test_nonsense_is_no_wait(text: str | None) -> None:
    assert retry_after({"retry-after": text} if text else {}, NOW) is None
    assert http_date(text) is None


def test_the_addresses_can_be_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    host = HOSTS["boston"]
    monkeypatch.delenv(host.env, raising=False)
    assert host.url == "https://data.boston.gov"
    monkeypatch.setenv("EZC_URL_BOSTON", "http://mirror.example/b/")
    assert host.url == "http://mirror.example/b"
