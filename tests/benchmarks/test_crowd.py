"""How the benchmarks sum up what many readers met."""

from __future__ import annotations

import asyncio
import math

import pytest

from benchmarks.crowd import crowd, quantile
from benchmarks.site import free_port


@pytest.mark.parametrize(
    ("values", "share", "said"),
    [
        ([3.0], 0.95, 3.0),
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.0),
        ([float(n) for n in range(1, 101)], 0.95, 95.0),
        ([float(n) for n in range(1, 101)], 0.99, 99.0),
        ([1.0, 1.0, 1.0, 9.0], 0.75, 1.0),
    ],
)
def test_quantile_is_the_nearest_rank(values: list[float], share: float, said: float) -> None:
    assert quantile(values, share) == said


def test_quantile_of_nothing_is_not_a_number() -> None:
    assert math.isnan(quantile([], 0.95))


def test_a_site_that_is_not_there_is_an_error_for_each_reader() -> None:
    address = f"http://localhost:{free_port()}"
    met = asyncio.run(crowd(address, readers=2, think=0.1, seconds=0.1, coming=0.0))
    assert len(met.errors) == 2
    assert met.opened == met.answers == []
