"""One body from the wire to a file: whole, within its limits, and continued where it was cut."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from data_sources._vault import write_whole

CHUNK = 1 << 16


class BadBodyError(Exception):
    """A body that cannot be kept."""

    def __init__(self, problem: str, *, large: bool = False, slow: bool = False) -> None:
        super().__init__(problem)
        self.large, self.slow = large, slow


@dataclass(frozen=True)
class Part:
    """The beginning of a download that was cut, and what it is the beginning of."""

    path: Path

    @property
    def _about(self) -> Path:
        return self.path.with_suffix(".json")

    def begun(self) -> tuple[int, str]:
        """Bytes that stand already, and the validator that the rest must match; 0 for none."""
        try:
            about = json.loads(self._about.read_bytes())
            validator, size = str(about["validator"]), self.path.stat().st_size
        except (OSError, ValueError, LookupError, TypeError):
            return 0, ""
        return (size, validator) if size and validator else (0, "")

    def start(self, headers: Mapping[str, str]) -> None:
        """Forget what stood; note what the new body is, where it can be continued."""
        self.drop()
        validator = strong_validator(headers)
        if validator and headers.get("accept-ranges", "").lower() == "bytes":
            write_whole(self._about, json.dumps({"validator": validator}).encode())

    def drop(self) -> None:
        """Forget it."""
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)

    def finish(self) -> None:
        """Forget the note; the body itself was moved away."""
        self._about.unlink(missing_ok=True)


def strong_validator(headers: Mapping[str, str]) -> str:
    """A strong ETag, or else the date of the last change; "" where there is neither."""
    tag = headers.get("etag", "")
    if tag and not tag.startswith("W/"):
        return tag
    return headers.get("last-modified", "")


def range_start(headers: Mapping[str, str]) -> tuple[int, int | None] | None:
    """First byte and whole length of a ``Content-Range``; None where it is nonsense."""
    match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", headers.get("content-range", "").strip())
    if not match:
        return None
    return int(match[1]), None if match[3] == "*" else int(match[3])


def receive(
    chunks: Iterator[bytes],
    path: Path,
    *,
    limit: int,
    watch: Callable[[int], None],
) -> int:
    """Append chunks to a file.

    Args:
        limit: bytes that the whole file may have.
        watch: told the size so far; raises BadBodyError where it takes too long.

    Returns:
        The size of the file.

    Raises:
        BadBodyError: it grows beyond the limit.
        OSError: it cannot be written.
    """
    with path.open("ab") as file:
        size = file.tell()
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise BadBodyError(f"the body is larger than {limit:,} bytes", large=True)
            file.write(chunk)
            watch(size)
    return size


def unzip(path: Path, limit: int) -> None:
    """Decompress a gzip body in place, never writing more than the limit.

    Raises:
        BadBodyError: it opens to more than the limit, is cut short or is no gzip.
        OSError: it cannot be written.
    """
    opened = path.with_suffix(".opened")
    size = 0
    inflate = zlib.decompressobj(wbits=31)
    try:
        with path.open("rb") as packed, opened.open("wb") as file:
            while not inflate.eof:
                data = inflate.unconsumed_tail or packed.read(CHUNK)
                if not data:
                    raise BadBodyError("the compressed body is cut short")
                chunk = inflate.decompress(data, CHUNK)
                size += len(chunk)
                if size > limit:
                    raise BadBodyError(f"the body opens to more than {limit:,} bytes", large=True)
                file.write(chunk)
            if inflate.unused_data or packed.read(1):
                raise BadBodyError("bytes follow the end of the compressed body")
        opened.replace(path)
    except zlib.error as error:
        raise BadBodyError(f"the compressed body is damaged ({error})") from None
    finally:
        opened.unlink(missing_ok=True)
