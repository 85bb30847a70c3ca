"""What publishers answered, kept for ever: bodies by their checksum, and a note of each answer.

A body is written beside its place, checked and then moved there in one step, so that a reader
never meets half of one. It is checked again whenever it is read.

    objects/ab/cdef...        a body; its name is its SHA-256
    responses/<request>.json  its newest answer: date, address, status, headers, checksum
    parts/<request>.part      the beginning of a download, to be continued
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "EZC_LIVE"
"""Environment variable that names the folder of everything fetched."""


def live_folder() -> Path:
    """Where fetched data lives: ``EZC_LIVE``, or ``live`` beside the code."""
    return Path(os.environ.get(FOLDER) or Path(__file__).parent.parent / "live")


@dataclass(frozen=True)
class Response:
    """The note of one answer. Its address and headers hold no key."""

    date: str
    """When it came, by this machine's clock (ISO, UTC)."""
    host: str
    dataset: str
    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    checksum: str
    size: int


class DamagedError(Exception):
    """A kept body is not what its name says."""


class Vault:
    """The store below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("objects", "responses", "parts"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def put(self, path: Path) -> str:
        """Keep a whole body and give up the file that held it.

        Args:
            path: a file on the same disk; gone afterwards.

        Returns:
            The checksum by which it is found again.

        Raises:
            OSError: it cannot be written; nothing is kept then.
        """
        with path.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        place = self._place(checksum)
        if place.is_file() and _digest(place) == checksum:
            path.unlink()
            return checksum
        place.parent.mkdir(exist_ok=True)
        path.chmod(0o444)
        path.replace(place)
        return checksum

    def path(self, checksum: str) -> Path:
        """The file of a body, verified.

        Raises:
            DamagedError: it is not there, or it was changed; a changed one is taken away.
        """
        place = self._place(checksum)
        if not place.is_file():
            raise DamagedError(f"{place}: the body is missing. Expected it since it was noted.")
        if _digest(place) != checksum:
            place.unlink(missing_ok=True)
            raise DamagedError(f"{place}: the body was changed and was taken away. Fetch it again.")
        return place

    def read(self, checksum: str) -> bytes:
        """A body, verified.

        Raises:
            DamagedError: it is not there, or it was changed.
        """
        return self.path(checksum).read_bytes()

    def note(self, request: str, response: Response) -> None:
        """Remember the newest answer to a request, in one step.

        Raises:
            OSError: it cannot be written; the note before stays.
        """
        write_whole(
            self._note(request),
            json.dumps(asdict(response), indent=1, sort_keys=True).encode() + b"\n",
        )

    def recall(self, request: str) -> Response | None:
        """The newest answer to a request, or None where its note or body is missing or damaged."""
        try:
            fields = json.loads(self._note(request).read_bytes())
            response = Response(**fields)
            self.path(response.checksum)
        except (OSError, ValueError, TypeError, DamagedError):
            return None
        return response

    def seen(self, request: str) -> None:
        """Remember that a request was made again and its newest answer still stands."""
        with contextlib.suppress(OSError):
            os.utime(self._note(request))

    def notes(self) -> list[Path]:
        """The notes of the newest answers; their time is that of the last request."""
        return sorted((self.folder / "responses").glob("*.json"))

    def parts(self) -> list[Path]:
        """The beginnings of downloads that were not finished."""
        return sorted(path for path in (self.folder / "parts").iterdir() if path.is_file())

    def bodies(self) -> list[Path]:
        """Every kept body."""
        return sorted((self.folder / "objects").glob("??/*"))

    def named(self) -> set[str]:
        """The checksums of the bodies that notes name; one that cannot be read names none."""
        found = set()
        for path in self.notes():
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                found.add(str(json.loads(path.read_bytes())["checksum"]))
        return found

    def part(self, request: str) -> Path:
        """Where the beginning of an unfinished download stands."""
        return self.folder / "parts" / f"{request}.part"

    def _place(self, checksum: str) -> Path:
        return self.folder / "objects" / checksum[:2] / checksum[2:]

    def _note(self, request: str) -> Path:
        return self.folder / "responses" / f"{request}.json"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that its name never stands for half of it.

    Raises:
        OSError: it cannot be written; what stood there before stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
