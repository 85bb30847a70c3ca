"""Keys: where they come from, what their absence says, and that they stand nowhere else."""

from __future__ import annotations

import json
import logging
import traceback
from pathlib import Path

import pytest

from data_sources import _keys
from data_sources._hosts import HOSTS
from data_sources._keys import KEYS, key, missing, redact
from data_sources._web import Web, WebError
from tests.publishers import faults, others
from tests.publishers.double import Answer, Double, json_answer
from tests.publishers.fixtures import Time

FAKE = "zzSECRETzz/+0123456789 abcdef"
ASKED = {host.name: host for host in HOSTS.values() if host.key}


@pytest.fixture
def with_keys(publishers: Double, monkeypatch: pytest.MonkeyPatch) -> Double:
    for name in KEYS:
        monkeypatch.setenv(name, FAKE)
    return publishers


def test_the_environment_comes_first_then_the_secrets(
    publishers: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert key("CENSUS_API_KEY") == ""
    _keys.SECRETS.write_text('CENSUS_API_KEY = "from-the-file"\n[other]\nx = 1\n')
    assert key("CENSUS_API_KEY") == "from-the-file"
    monkeypatch.setenv("CENSUS_API_KEY", " from-the-environment\n")
    assert key("CENSUS_API_KEY") == "from-the-environment"


def test_secrets_that_cannot_be_read_are_not_repeated(publishers: Double) -> None:
    _keys.SECRETS.write_text(f"CENSUS_API_KEY = {FAKE}")
    with pytest.raises(ValueError, match="cannot be read") as caught:
        key("CENSUS_API_KEY")
    assert "zzSECRETzz" not in "".join(traceback.format_exception(caught.value))


def test_a_key_that_is_absent_is_one_line_that_says_where_to_get_one(
    publishers: Double, web: Web
) -> None:
    lines = missing()
    assert len(lines) == len(KEYS)
    for line, (name, kind) in zip(lines, KEYS.items(), strict=True):
        assert name in line
        assert kind.where in line
        assert "\n" not in line
    with pytest.raises(WebError, match="key_signup") as caught:
        web.named("acs_zcta").json("census", "/data/2024/acs/acs5", {"get": "NAME"})
    assert caught.value.kind == "key"
    assert "acs_zcta" in str(caught.value)
    assert not publishers.asked


def test_each_key_goes_where_its_publisher_wants_it(with_keys: Double, web: Web) -> None:
    for host in ASKED:
        with_keys.serve(host, "/x", json_answer([1]))
        web.json(host, "/x", {"a": "b"})
    sent = {ask.host: ask for ask in with_keys.asked}
    assert sent["census"].query["key"] == FAKE
    assert sent["cdc"].headers["x-app-token"] == FAKE
    assert sent["openstates"].headers["x-api-key"] == FAKE
    assert sent["hud"].headers["authorization"] == f"Bearer {FAKE}"
    assert with_keys.requests("boston") == []


def test_without_the_token_data_cdc_gov_is_asked_all_the_same(publishers: Double, web: Web) -> None:
    publishers.serve("cdc", "/x", json_answer([1]))
    assert web.json("cdc", "/x") == [1]
    assert "x-app-token" not in publishers.asked[0].headers


def test_no_key_is_sent_on_to_another_address(with_keys: Double, web: Web) -> None:
    for host in ASKED:
        with_keys.serve(host, "/x", Answer(302, headers={"Location": f"/{host}/there"}))
        with_keys.serve(host, "/there", json_answer([1]))
        web.get(host, "/x", redirects=("127.0.0.1",))
        (there,) = with_keys.requests(host, "/there")
        assert FAKE not in json.dumps([dict(there.query), dict(there.headers)])


def test_no_key_stands_in_an_error_a_log_line_or_a_file(
    with_keys: Double, moment: Time, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    web = Web(monotonic=moment, sleep=moment.sleep, tries=2)
    caplog.set_level(logging.DEBUG)
    said = []
    here = f"http://127.0.0.1/x?key={FAKE}"
    wrongs = [
        faults.status(401),
        faults.status(503, retry_after="1"),
        faults.web_page(),
        faults.json_error({"error": {"code": 400, "message": f"bad key {FAKE} at {here}"}}),
        faults.limited(lambda *_: Answer(302, headers={"Location": here})),
        faults.limited(lambda *_: json_answer({"message": f"{here} is wrong"}, 400)),
        faults.limited(lambda *_: json_answer([f"a body that repeats {FAKE}"])),
        faults.altered(cut=3),
        faults.body(lambda _: FAKE.encode()),
        faults.body(lambda _: b"[1"),
    ]
    for host in ASKED:
        with_keys.serve(host, "/x", json_answer([1], etag=True))
        for fault in wrongs:
            with_keys.fault(host, fault)
            with pytest.raises(WebError) as caught:
                web.get(host, "/x", {"a": "b"})
            said += [str(caught.value), repr(caught.value)]
            said += traceback.format_exception(caught.value)
            with_keys.mend()
        web.get(host, "/x", {"a": "b"})
    text = "\n".join([*said, caplog.text, *(str(r.__dict__) for r in caplog.records)])
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    text += "\n".join(f"{path} {path.read_text()}" for path in files)
    for form in ("zzSECRETzz", "0123456789 abcdef", "0123456789%20abcdef", "0123456789+abcdef"):
        assert form not in text
    assert "httpx2" in caplog.text, "the library's own log was looked at"


def test_passwords_and_unknown_keys_in_addresses_are_taken_out() -> None:
    text = "https://me:pass@example.org/x?key=abc&a=1&api_key=def&token=ghi"
    assert redact(text) == "https://example.org/x?key=[key]&a=1&api_key=[key]&token=[key]"


def test_a_key_that_is_refused_says_which_to_check(with_keys: Double, web: Web) -> None:
    with_keys.serve("openstates", "/people", others.openstates({"lower": []}, key="another"))
    with pytest.raises(WebError, match="check OPENSTATES_API_KEY") as caught:
        web.json("openstates", "/people", {"org_classification": "lower", "per_page": "50"})
    assert caught.value.kind == "key"
