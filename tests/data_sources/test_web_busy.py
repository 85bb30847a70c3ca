"""Busy publishers: how long they are waited for, and when they are given up."""

from __future__ import annotations

import json

import pytest

from data_sources._web import Web, WebError
from data_sources._web_error import KINDS, NEXT
from tests.publishers import faults
from tests.publishers.double import (
    Answer,
    Double,
)
from tests.publishers.fixtures import Time
from tests.publishers.refusals import refused


def test_every_kind_has_a_next_step() -> None:
    assert set(NEXT) == set(KINDS)
    assert all(text and not text.endswith(".") for text in NEXT.values())


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
