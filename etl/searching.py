"""Which of several new copies breaks a build: by halves, for a limited time."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """What a search came to."""

    suspects: tuple[str, ...]
    """One of them breaks the build; one alone if the search was finished, none if no copy does."""
    builds: int
    """How often it was tried."""

    @property
    def finished(self) -> bool:
        """Whether it was not cut off by its limit."""
        return len(self.suspects) < 2


def search(
    names: Collection[str],
    builds: Callable[[Sequence[str]], bool],
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> Found:
    """The copy without which a build goes well.

    About log2 of their number builds are needed. A build that runs is not cut off; none is begun
    once the time is over.

    Args:
        names: the new copies; a build with all of them breaks.
        builds: whether a build goes well without these.
        seconds: how long to go on.
        clock: the time in seconds.
    """
    until, tried = clock() + seconds, 1
    suspects = sorted(names)
    if not builds(suspects):
        return Found((), tried)
    trusted: set[str] = set()
    while len(suspects) > 1 and clock() < until:
        half = suspects[: len(suspects) // 2]
        tried += 1
        if builds([name for name in names if name not in trusted and name not in half]):
            trusted.update(half)
            suspects = suspects[len(half) :]
        else:
            suspects = half
    return Found(tuple(suspects), tried)
