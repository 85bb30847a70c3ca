"""The double has the full set: what a refresh asks for, it serves."""

from __future__ import annotations

from etl.asking import known
from tests.publishers.full import FEEDS


def test_every_dataset_that_is_asked_for_has_a_feed() -> None:
    assert set(FEEDS) == {name for name, source in known().items() if source.dataset.live}
