"""Where the heavy steps run: in this process, or on a Dask cluster. Their results are the same.

A heavy step hands over a function, the parts it is to be called with (a state and a year each) and
what all parts share; it gets the results in the order of the parts. The function sees nothing
else, so that it does not matter where it runs.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from etl.settings import STATE, VARIABLE

if TYPE_CHECKING:
    from distributed import Client

HERE, LOCAL = "", "local"
"""Schedulers by name: this process; a cluster on this machine with one worker a core. Anything
else is the address of a cluster's scheduler, as in ``tcp://10.0.0.5:8786``."""
PATIENCE_SECONDS = 10
"""How long a scheduler and its first worker may take to answer."""
INSTALL = "pip install --require-hashes -r requirements-cluster.txt"

Part = TypeVar("Part")
Result = TypeVar("Result")


class Computer(Protocol):
    """Something that calls a function with every part."""

    def each(
        self, work: Callable[..., Result], parts: Iterable[Part], *shared: object
    ) -> list[Result]:
        """``work(part, *shared)`` of every part, in the order of the parts.

        Raises:
            Exception: the first part's that failed, whatever it was.
        """


class Machine:
    """This process, one part after the other."""

    def each(
        self, work: Callable[..., Result], parts: Iterable[Part], *shared: object
    ) -> list[Result]:
        """See :class:`Computer`."""
        return [work(part, *shared) for part in parts]


class Cluster:
    """The workers of a Dask cluster; what the parts share is sent to each worker once."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def each(
        self, work: Callable[..., Result], parts: Iterable[Part], *shared: object
    ) -> list[Result]:
        """See :class:`Computer`."""
        listed = list(parts)
        if not listed:
            return []
        held = [self.client.scatter(one, broadcast=True, hash=False) for one in shared]
        futures = [
            self.client.submit(_of_the_state, STATE.fips, work, part, *held, pure=False)
            for part in self.client.scatter(listed, hash=False)
        ]
        results: list[Result] = self.client.gather(futures)
        return results


def _of_the_state(state: str, work: Callable[..., Result], part: object, *shared: object) -> Result:
    """The work, on a worker that has been started for the same state.

    Raises:
        ValueError: it was started for another one, whose settings would be used in silence.
    """
    if state != STATE.fips:
        raise ValueError(
            f"a worker works for state {STATE.fips}, the build for {state}; "
            f"start the workers with {VARIABLE}={state}"
        )
    return work(part, *shared)


_computer: ContextVar[Computer | None] = ContextVar("computer", default=None)


def each(work: Callable[..., Result], parts: Iterable[Part], *shared: object) -> list[Result]:
    """``work(part, *shared)`` of every part, wherever the build runs; see :class:`Computer`."""
    return (_computer.get() or Machine()).each(work, parts, *shared)


@contextmanager
def on(scheduler: str) -> Iterator[None]:
    """Run the heavy steps of the block on a scheduler, see :data:`HERE`.

    Raises:
        ValueError: Dask is not installed, or no scheduler or worker answers; says what to do.
    """
    if scheduler == HERE:
        yield
        return
    with _client(scheduler) as client:
        token = _computer.set(Cluster(client))
        try:
            yield
        finally:
            _computer.reset(token)


@contextmanager
def _client(scheduler: str) -> Iterator[Client]:
    try:
        import distributed  # only who asks for a cluster needs it
    except ImportError:
        raise ValueError(
            f"--scheduler needs the packages dask and distributed. Install them: {INSTALL}"
        ) from None
    logging.getLogger("distributed").setLevel(logging.ERROR)
    if scheduler == LOCAL:
        options: dict[str, Any] = {"n_workers": os.cpu_count() or 1, "threads_per_worker": 1}
        with (
            distributed.LocalCluster(dashboard_address=None, **options) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout=PATIENCE_SECONDS)
        client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
    except (OSError, ValueError, distributed.TimeoutError) as error:
        raise ValueError(
            f"no scheduler with a worker answers at {scheduler} ({type(error).__name__}). Start "
            "`dask scheduler` on one machine and, in this project's folder on each machine, "
            "`dask worker tcp://THAT-MACHINE:8786`; then give that address"
        ) from error
    with client:
        yield client
