"""Bodies that are slow, short, long or packed."""

from __future__ import annotations

import io
import zipfile

import pytest

from data_sources._web import Web
from tests.publishers import faults
from tests.publishers.double import (
    Answer,
    Double,
    Fault,
    file_answer,
    text_answer,
)
from tests.publishers.refusals import RANDOM, ZIP, packed, refused


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
