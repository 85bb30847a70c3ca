"""Readers of the benchmarks speak the protocol of the site as a browser does."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from benchmarks.crowd import MAP, crowd
from benchmarks.readers import Reader, ReaderError


def alone(talk: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: other browser tests of the same run keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, talk).result()


def test_a_reader_opens_the_map_chooses_and_comes_back_after_a_lost_connection(site: str) -> None:
    async def visit() -> None:
        reader = Reader(site, "map", "beside=gini")
        opened = await reader.open()
        assert opened.messages > 30
        assert reader.chosen(MAP.key) == "Gini index"
        session = reader.session

        other = next(words for words in reader.options(MAP.key) if words != "Gini index")
        changed = await reader.choose(MAP.key, other)
        assert reader.chosen(MAP.key) == other
        assert "beside=gini" not in reader.query
        assert 0 < changed.received < opened.received
        assert changed.references > 0

        await reader.reconnect()
        assert (reader.reconnects, reader.session) == (1, session)
        back = await reader.choose(MAP.key, "Gini index")
        assert not back.reconnected
        assert reader.query == "beside=gini"
        assert reader.cookies == {}
        await reader.close()

    alone(visit())


def test_a_choice_the_page_does_not_offer_is_an_error(site: str) -> None:
    async def visit() -> None:
        reader = Reader(site, "map")
        await reader.open()
        with pytest.raises(ReaderError, match="no select box choice_nothing"):
            await reader.choose("choice_nothing", 0)
        with pytest.raises(ReaderError, match="no option"):
            await reader.choose(MAP.key, "Happiness")
        await reader.close()

    alone(visit())


def test_a_crowd_counts_each_reader_once(site: str) -> None:
    met = alone(crowd(site, readers=3, think=0.2, seconds=1, coming=0.3))
    assert len(met.opened) == 3
    assert len(met.answers) >= 3
    assert met.errors == []
    assert met.reconnects == 0
