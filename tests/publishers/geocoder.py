"""The Census batch geocoder with matches of each kind, answering in an order of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from tests.publishers.census import form
from tests.publishers.double import Answer, Ask, Handler

MOST = 10_000
Find = Callable[[str, str], Sequence[str]]
"""From street and place to the cells behind the address: Match, Exact, address, "lon,lat" ..."""


def exact(street: str, place: str, point: str = "-72.5,42.11") -> list[str]:
    """An exact match."""
    return ["Match", "Exact", f"{street.upper()}, {place.upper()}, MA, 01105", point, "1", "L"]


def batch(find: Find) -> Handler:
    """``/geocoder/locations/addressbatch``."""

    def answer(ask: Ask) -> Answer:
        sent = form(ask)
        if sent.get("benchmark") != b"Public_AR_Current" or "addressFile" not in sent:
            return Answer(400, b"<h1>Bad Request</h1>", "text/html")
        lines = list(csv.reader(io.StringIO(sent["addressFile"].decode(), newline="")))
        if len(lines) > MOST:
            return Answer(400, b"<h1>Too many records</h1>", "text/html")
        text = io.StringIO(newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, street, place, state, code in reversed(lines):
            whole = f"{street}, {place}, {state}, {code}"
            writer.writerow([number, whole, *find(street, place)])
        return Answer(200, text.getvalue().encode(), "text/csv;charset=UTF-8")

    return answer
