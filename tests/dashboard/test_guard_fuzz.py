"""Whatever stands in an address, a form or a header: no fault, no traceback, nothing reflected.

``make fuzz`` runs the same with many times the examples.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.applications import Starlette
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from dashboard import controls, guard, links, routes
from dashboard.atlas import Atlas
from tests.dashboard.asgi import Client
from tests.small_atlas.values import INJURY, SURVEY

ROOT = Path(__file__).parent.parent.parent
EVIL = "<img src=x onerror=alert(1)>\"'&lt;"
NAMES = (
    *("zip", "house", "senate", "congress", "place", "places", "level", "measure", "period"),
    *("beside", "years", "as", "closer", "look", "intent", "town", "year", "sort", "topics"),
    *("present", "step", "by", "figure", "embed", "edition", "lang", "show", "guide", "of"),
    *("events", "people", "what", "term", "since"),
)
"""What any page reads from its address."""
KNOWN = (
    *("01105", "02121", "01003", "25013", "2501367000", "2502507000", "25110", "25", "boston"),
    *("zcta", "town", "county", "house", "state", "people_shot", "poverty", "rate", "homicide"),
    *(INJURY, SURVEY, "2015", "2015 2017", "true", "1", "0", "name", "01105 springfield 25"),
)
ODD = st.sampled_from(
    [
        EVIL,
        "",
        " ",
        "\x00",
        "%00",
        "٣",
        "-1",
        "1e999",
        "nan",
        "'; drop table--",
        "../../etc/passwd",
        "{{7*7}}",
        "${x}",
        "\u202e",
        "a" * 5_000,
        "01105\r\nX: y",
        "😀",
        "\ud7ff",
    ]
)
WORD = st.sampled_from(KNOWN) | ODD | st.text(max_size=20)


def examples(few: int) -> settings:
    """So many examples, or fifty times as many under the profile "long" (``make fuzz``)."""
    more = 50 if settings.default.max_examples > 1_000 else 1
    return settings(
        max_examples=few * more,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def page(name: str, query: Mapping[str, str]) -> AppTest:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        test.query_params[key] = value
    return test.switch_page(f"pages/{name or 'home'}.py").run()


def sound(test: AppTest) -> None:
    """The page stands: no traceback, no message of a mistake, no markup of a stranger."""
    assert not test.exception, test.exception[0]
    assert not [e.value for e in test.error if "our mistake" in e.value]
    said = " ".join(str(getattr(e.proto, "body", "")) for e in test.main if e.type == "html")
    assert "<img src=x" not in said
    assert "Traceback" not in said


def test_these_are_all_the_parameters(small_tables: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    ask = controls.query

    class Recorded(dict[str, str]):
        def get(self, name: str, *default: str) -> str:  # type: ignore[override]
            asked.add(name)
            return super().get(name, *default)

    monkeypatch.setattr(controls, "query", lambda: Recorded(ask()))
    for name in links.PAGES:
        sound(page(name, {}))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pages").glob("*.py"))
    bound = re.findall(r'key="(\w+)",\s*bind="query-params"', code)
    assert len(bound) == code.count("bind=")
    assert {*asked, *bound} <= set(NAMES)


@pytest.mark.parametrize("name", links.PAGES)
def test_any_query_of_a_page(small_tables: Atlas, name: str) -> None:
    @examples(4)
    @given(st.dictionaries(st.sampled_from(NAMES), WORD, min_size=1, max_size=6))
    def ask(query: dict[str, str]) -> None:
        sound(page(name, query))

    ask()


@pytest.mark.parametrize("name", ["", "zip", "district", "compare", "briefing"])
def test_anything_typed_into_a_form(small_tables: Atlas, name: str) -> None:
    test = page(name, {})
    assert test.text_input or name in {"compare", "briefing"}

    @examples(4)
    @given(st.lists(WORD, min_size=3, max_size=3), st.integers(0, 9))
    def type_it(words: list[str], button: int) -> None:
        for box, word in zip(test.text_input, words, strict=False):
            box.set_value(word)
        if enabled := [each for each in test.button if not each.disabled]:
            enabled[button % len(enabled)].click()
        sound(test.run())
        assert not test.exception

    type_it()


OWN = [route for route in routes.ROUTES if isinstance(route, Route)]
PARTS = st.sampled_from(
    [
        *KNOWN,
        "leading",
        "rate",
        "people",
        "svg",
        "png",
        "csv",
        "json",
        "glossary.html",
        "index.html",
        "01105.html",
        "01105.txt",
        "house/25110.html",
        "01105.png",
        "briefing",
        "story",
        "home",
        "map",
    ]
)
METHODS = st.sampled_from(["GET"] * 6 + ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "X"])
NAMES_OF_HEADERS = (
    *("accept", "accept-encoding", "if-none-match", "host", "origin", "range", "cookie"),
    *("x-forwarded-for", "x-forwarded-host", "content-length", "referer", "user-agent"),
)
HEADERS = st.dictionaries(
    st.sampled_from(NAMES_OF_HEADERS),
    st.sampled_from(["*", "*/*;q=x", ",;,", "bytes=9-1", "W/", "gzip;q=nan", "1, 2", "null", EVIL])
    | st.text(st.characters(codec="latin-1"), max_size=20),
    max_size=3,
)


@pytest.fixture
def client(small_tables: Atlas, monkeypatch: pytest.MonkeyPatch) -> Client:
    for name in ("EZC_EXPORTS_A_MINUTE", "EZC_API_A_MINUTE"):
        monkeypatch.setenv(name, "0")
    return Client(Starlette(routes=routes.ROUTES, middleware=guard.MIDDLEWARE))


@examples(250)
@given(st.sampled_from(OWN), METHODS, HEADERS, st.data())
def test_any_request_of_an_own_route(
    client: Client, route: Route, method: str, headers: dict[str, str], data: st.DataObject
) -> None:
    path = re.sub(
        r"\{(\w+)(:path)?\}",
        lambda found: quote(
            data.draw(PARTS | ODD, label=found[1])[:200], safe="/" * bool(found[2])
        ),
        route.path.replace(":word}", "}"),
    )
    query = data.draw(st.dictionaries(st.sampled_from(NAMES), WORD, max_size=3))
    answer = client.ask(method, f"{path}?{urlencode(query)}" if query else path, headers)
    assert answer.status_code in {200, 204, 304, 307, 308, 400, 404, 405, 406, 413, 414, 503}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "\n" not in "".join(answer.headers.values())
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "<img src=x" not in answer.text
    if "json" in answer.headers.get("content-type", "") and method == "GET":
        assert answer.status_code < 400 or answer.json()["detail"]


def as_described(path: str, parameters: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the query of a path is right as it was sent, whatever it was made from.

    In an address everything is words: a boolean becomes "false", and an empty object is left out.
    """
    known = {p["name"]: p["schema"] for p in parameters if p["in"] == "query"}
    sent = parse_qsl(urlsplit(path).query, keep_blank_values=True)
    return all(name in known and _fits(value, known[name]) for name, value in sent)


def _fits(value: str, form: Mapping[str, Any]) -> bool:
    if form["type"] == "array":
        return all(_fits(part, form["items"]) for part in value.split(","))
    if form["type"] == "integer":
        return value.isdigit() and int(value) in range(
            form.get("minimum", 0), form.get("maximum", sys.maxsize) + 1
        )
    if "pattern" in form and not re.fullmatch(form["pattern"], value):
        return False
    return form["type"] == "string" and value in form.get("enum", [value])


@pytest.mark.parametrize(("query", "right"), [
    ("source=false", True), ("source=false&code=a&source=b", True), ("source=", True),
    ("source=%7B%7D&format=csv", True), ("level=zcta,town&limit=5", True), ("", True),
    ("source=a&limit=x", False), ("limit=0", False), ("level=moon", False),
    ("level=zcta,moon", False), ("format=pdf", False), ("unheard=of", False),
])  # fmt: skip
def test_a_query_that_is_right_is_told_from_others(client: Client, query: str, right: bool) -> None:
    description = client.get("/api/v1/openapi.json").json()
    parameters = description["paths"]["/observations"]["get"]["parameters"]
    assert as_described(f"/api/v1/observations?{query}", parameters) == right
    answer = client.get(f"/api/v1/observations?{query}")
    assert answer.status_code == (200 if right else 400)


def test_the_api_keeps_its_description(client: Client) -> None:
    api = schemathesis.openapi.from_asgi("/api/v1/openapi.json", client.app)
    description = client.get("/api/v1/openapi.json").json()
    described = {
        path: methods["get"].get("parameters", []) for path, methods in description["paths"].items()
    }
    asked = 0
    for found in api.get_all_operations():
        assert found.ok().path in described

        @examples(6)
        @given(found.ok().as_strategy(generation_mode=GenerationMode.POSITIVE))
        def rightly(case: schemathesis.Case) -> None:
            # A map needs one value each of what else would draw a place twice: a description
            # cannot say that, the answer does.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        @examples(6)
        @given(found.ok().as_strategy(generation_mode=GenerationMode.NEGATIVE))
        def wrongly(case: schemathesis.Case) -> None:
            answer = case.call()
            right = answer.status_code == 414 or (
                answer.status_code == 200
                and as_described(answer.request.url, described[case.operation.path])
            )
            case.validate_response(
                answer, excluded_checks=[negative_data_rejection] if right else []
            )

        rightly()
        wrongly()
        asked += 1
    assert asked > 10
