"""Files that are made on demand and kept in memory: few at once, bounded, each made once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore, Lock

from dashboard.maps.layers import File
from dashboard.problems import ProblemError
from dashboard.words import carried, language

PATIENCE = 10.0
"""Seconds that a request waits for its turn."""


class NotKeptError(Exception):
    """Inside :func:`only_kept` a file was wanted that would have to be made."""


_only: ContextVar[bool] = ContextVar("only_kept", default=False)


@contextmanager
def only_kept() -> Iterator[None]:
    """Nothing is made inside: what is not kept is an error. For where nobody may wait."""
    token = _only.set(True)
    try:
        yield
    finally:
        _only.reset(token)


class Kept:
    """Files by key, at most so many bytes; what is wanted twice at once is made once."""

    def __init__(self, most: int, at_once: int) -> None:
        self._files: OrderedDict[tuple[str, ...], File] = OrderedDict()
        self._bytes, self._most = 0, most
        self._lock, self._turns = Lock(), BoundedSemaphore(at_once)
        self._making: dict[tuple[str, ...], Lock] = {}

    def get(self, key: tuple[str, ...], make: Callable[[], File]) -> File:
        """The file in the language that is being spoken, made if need be.

        Raises:
            ProblemError: too many others wait to be made.
            NotKeptError: it would have to be made, inside :func:`only_kept`.
        """
        key = (language(), carried(), *key)
        if (file := self._known(key)) is not None:
            return file
        if _only.get():
            raise NotKeptError
        with self._lock:
            one = self._making.setdefault(key, Lock())
        try:
            with one:
                if (file := self._known(key)) is not None:
                    return file
                return self._made(key, make)
        finally:
            with self._lock:
                self._making.pop(key, None)

    def _made(self, key: tuple[str, ...], make: Callable[[], File]) -> File:
        if not self._turns.acquire(timeout=PATIENCE):
            raise ProblemError("busy", "many files are being made; ask again in a minute")
        try:
            file = make()
        finally:
            self._turns.release()
        with self._lock:
            self._files[key] = file
            self._bytes += _size(file)
            while self._bytes > self._most and len(self._files) > 1:
                self._bytes -= _size(self._files.popitem(last=False)[1])
        return file

    def _known(self, key: tuple[str, ...]) -> File | None:
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)


def _size(file: File) -> int:
    return len(file.content) + len(file.zipped)
