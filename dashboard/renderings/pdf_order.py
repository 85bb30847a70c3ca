"""A PDF of one page put in order: the same picture gives the same bytes, and says what it is.

The converter writes the parts of a PDF in any order. Here they are numbered as they are met from
the page on, and written in that order, with a title.
"""

from __future__ import annotations

import re

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ROWS = re.compile(rb"xref\s+0 (\d+)\s+((?:\d{10} \d{5} [nf][ \r]?\n?)+)")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_OBJECT = re.compile(rb"(\d+) 0 obj\s")
_TOLD = re.compile(rb"(\d+) 0 R\b")
_NAMED = re.compile(rb"(?: +/[a-z]+\d+ \d+ 0 R\n){2,}")
_STREAM = b"stream\n"


def in_order(content: bytes, words: dict[str, str]) -> bytes:
    """The PDF with its objects in the order in which they are met; ``words`` are about it.

    Raises:
        ValueError: this is not a PDF as the converter writes it.
    """
    parts = _parts(content)
    root = _ROOT.search(content, content.rindex(b"trailer"))
    if root is None:
        raise ValueError("the PDF names no root")
    numbers: dict[int, int] = {}
    waiting = [int(root[1])]
    while waiting:
        number = waiting.pop()
        if number in numbers or number not in parts:
            continue
        numbers[number] = len(numbers) + 1
        waiting += reversed([int(m) for m in _TOLD.findall(parts[number][0])])
    out = content[: content.index(b"\n", 9) + 1] if content.startswith(b"%PDF-") else b""
    places = []
    for number, new in numbers.items():
        head, body = parts[number]
        told = _TOLD.sub(lambda m: b"%d 0 R" % numbers.get(int(m[1]), 0), head)
        places.append(len(out))
        out += b"%d 0 obj\n%s%s\nendobj\n\n" % (new, told, body)
    info = len(numbers) + 1
    places.append(len(out))
    out += b"%d 0 obj\n<< %s >>\nendobj\n\n" % (info, _said(words))
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (info + 1, rows, info + 1, info, len(out))
    )


def _parts(content: bytes) -> dict[int, tuple[bytes, bytes]]:
    """Each object by number: what it says, and its stream, if it has one."""
    start = _START.search(content)
    table = _ROWS.match(content, int(start[1])) if start else None
    if start is None or table is None:
        raise ValueError("the PDF has no plain table of its objects")
    places = [int(row[:10]) for row in table[2].splitlines() if row.rstrip().endswith(b"n")]
    ends = sorted([*places, int(start[1])])
    parts = {}
    for place in places:
        end = content.rindex(b"endobj", place, ends[ends.index(place) + 1])
        head = _OBJECT.match(content, place)
        if head is None:
            raise ValueError("the PDF's table points beside its objects")
        said = content[head.end() : end].rstrip()
        before, mark, stream = said.partition(_STREAM)
        ordered = _NAMED.sub(lambda m: b"".join(sorted(m[0].splitlines(keepends=True))), before)
        parts[int(head[1])] = (ordered, mark + stream)
    return parts


def _said(words: dict[str, str]) -> bytes:
    return b" ".join(
        f"/{key} <FEFF{text.encode('utf-16-be').hex().upper()}>".encode()
        for key, text in words.items()
    )
