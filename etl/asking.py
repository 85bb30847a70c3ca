"""Asks the publishers for their datasets side by side; one that fails stops no other."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data_sources._dataset import Dataset
from data_sources._fetch import Fetched
from data_sources._hosts import HOSTS
from data_sources._keys import KEYS, key, redact
from data_sources._web import Web, WebError
from etl.copies import Copies, Copy
from etl.sources import datasets

AT_ONCE = 4
"""Datasets that are asked for at the same time; each host has its own pace besides."""


@dataclass(frozen=True)
class Source:
    """A dataset, how to fetch it and how its files are read."""

    dataset: Dataset
    fetch: Callable[[Web, Path], Fetched] | None = None
    loads: tuple[Callable[[Path], object], ...] = ()
    """Each takes the folder of source files and refuses files that are not in their form."""


@dataclass(frozen=True)
class Asked:
    """How it went with one dataset: a copy, or the reason why there is none."""

    copy: Copy | None = None
    problem: str = ""
    without_key: bool = False
    """There is no copy because the publisher wants a key and none is set: nothing is broken."""


def known() -> dict[str, Source]:
    """Every dataset that has a module in ``data_sources/``, by id."""
    return {name: _source(dataset) for name, dataset in datasets().items()}


def _source(dataset: Dataset) -> Source:
    module = importlib.import_module(f"data_sources.{dataset.id}")
    loads = [
        function
        for name, function in vars(module).items()
        if name.startswith("load")
        and inspect.isfunction(function)
        and function.__module__ == module.__name__
        and _takes_a_folder(function)
    ]
    return Source(dataset, getattr(module, "fetch", None), tuple(loads))


def _takes_a_folder(function: Callable[..., object]) -> bool:
    needed = [
        p.name
        for p in inspect.signature(function).parameters.values()
        if p.default is inspect.Parameter.empty
    ]
    return needed == ["folder"]


def ask(
    sources: Mapping[str, Source],
    names: Collection[str],
    copies: Copies,
    web: Web,
    now: datetime,
    done: Callable[[str, Asked], None] = lambda _, __: None,
) -> dict[str, Asked]:
    """Fetch datasets, a few at a time.

    Args:
        sources: every dataset.
        names: those to ask for; each has a ``fetch``.
        copies: where what comes is kept.
        web: asks.
        now: the time of the refresh.
        done: told of each dataset as it is finished, from several threads.
    """

    def one(name: str) -> Asked:
        asked = _one(sources[name], copies, web, now)
        done(name, asked)
        return asked

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(names, pool.map(one, names), strict=True))


def _one(source: Source, copies: Copies, web: Web, now: datetime) -> Asked:
    name, fetch = source.dataset.id, source.fetch
    if fetch is None:
        return Asked(problem="nothing fetches it")
    try:
        return Asked(copies.fetch(name, lambda out: fetch(web.named(name), out), now))
    except WebError as error:
        return Asked(
            problem=str(error), without_key=error.kind == "key" and bool(lacks_key(source))
        )
    except Exception as error:  # whatever a module does, the other datasets go on
        return Asked(problem=redact(f"{type(error).__name__}: {error}"))


def lacks_key(source: Source) -> str:
    """The line that says where to get a key that is needed and not set; "" where none lacks."""
    for host in source.dataset.live:
        wants = HOSTS[host]
        if wants.key_needed and not key(wants.key):
            return KEYS[wants.key].absent
    return ""
