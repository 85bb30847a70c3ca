"""What goes wrong at publishers: each a function from (request, answer) to another answer.

``times`` faults pass after so many requests; 0 stays for ever.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from tests.publishers.double import Answer, Ask, Fault

PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>Back soon.</body></html>"
Change = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def limited(change: Callable[[Ask, Answer], Answer], times: int = 0) -> Fault:
    """Let a change happen to the first requests only."""
    left = [times]

    def fault(ask: Ask, answer: Answer) -> Answer:
        if times:
            left[0] -= 1
            if left[0] < 0:
                return answer
        return change(ask, answer)

    return fault


def status(code: int, *, times: int = 0, retry_after: str = "", date: str = "") -> Fault:
    """Another status: 429, 500, 503 ..."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return limited(lambda *_: Answer(code, b"{}", headers=dict(headers), date=date), times)


def redirect_to_page(times: int = 0) -> Fault:
    """302 to a page that answers 200, as the Census API does without a key."""

    def change(ask: Ask, answer: Answer) -> Answer:
        if ask.path.endswith("/missing_key.html"):
            return Answer(200, PAGE, "text/html")
        return Answer(302, headers={"Location": f"/{ask.host}/data/missing_key.html"})

    return limited(change, times)


def web_page(type_: str = "text/html; charset=utf-8", times: int = 0) -> Fault:
    """A web page with status 200 where data should be."""
    return limited(lambda *_: Answer(200, PAGE, type_), times)


def json_error(value: Any, times: int = 0) -> Fault:
    """An error in JSON with status 200."""
    return limited(lambda *_: Answer(200, json.dumps(value).encode()), times)


def altered(times: int = 0, **fields: Any) -> Fault:
    """The same answer with other fields: cut=, declared=, drip=, piece=, lengthless=, date=."""

    def change(_: Ask, answer: Answer) -> Answer:
        for name, value in fields.items():
            setattr(answer, name, value)
        return answer

    return limited(change, times)


def bomb(size: int, times: int = 0) -> Fault:
    """A small body that opens to ``size`` bytes."""
    body = gzip.compress(b"[" + b" " * size + b"]", 9)
    headers = {"Content-Encoding": "gzip"}
    return limited(lambda *_: Answer(200, body, headers=dict(headers)), times)


def body(change: Callable[[bytes], bytes], times: int = 0) -> Fault:
    """Another body."""

    def fault(_: Ask, answer: Answer) -> Answer:
        answer.body = change(answer.body)
        return answer

    return limited(fault, times)


def rows(change: Change, times: int = 0) -> Fault:
    """Other rows in an answer of SODA or CKAN; counts and totals stay."""

    def fault(ask: Ask, answer: Answer) -> Answer:
        if answer.status != 200 or "count(" in ask.query.get("$select", ""):
            return answer
        value = json.loads(answer.body)
        if isinstance(value, dict):
            value["result"]["records"] = change(value["result"]["records"])
        else:
            value = change(value)
        answer.body = json.dumps(value).encode()
        return answer

    return limited(fault, times)


def renamed(old: str, new: str) -> Fault:
    """A column with another name."""
    return rows(lambda rs: [{new if n == old else n: v for n, v in r.items()} for r in rs])


def added(name: str, value: Any) -> Fault:
    """A column that was not there before."""
    return rows(lambda rs: [{**r, name: value} for r in rs])


def value(name: str, new: Any) -> Fault:
    """Another value in the first row."""
    return rows(lambda rs: [{**r, name: new} if i == 0 else r for i, r in enumerate(rs)])
