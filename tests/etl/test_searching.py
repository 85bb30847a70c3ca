"""The copy that breaks a build is found with few builds, and a limit leaves whole tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from math import ceil, log2

from hypothesis import given
from hypothesis import strategies as st

from etl.searching import search

NAMES = st.lists(st.text("abcdefgh", min_size=1), min_size=1, max_size=24, unique=True)


@given(NAMES, st.data())
def test_one_bad_copy_is_found_in_as_many_builds_as_halving_takes(
    names: list[str], data: st.DataObject
) -> None:
    bad = data.draw(st.sampled_from(names))
    found = search(names, lambda without: bad in without, 60, lambda: 0.0)
    assert found.suspects == (bad,)
    assert found.finished
    assert found.builds <= 1 + ceil(log2(len(names))) if len(names) > 1 else found.builds == 1


@given(NAMES)
def test_what_breaks_without_any_new_copy_is_no_copys_fault(names: list[str]) -> None:
    found = search(names, lambda without: False, 60, lambda: 0.0)
    assert (found.suspects, found.builds) == ((), 1)


@given(NAMES, st.data(), st.integers(0, 6))
def test_cut_off_it_still_suspects_the_bad_one_and_begins_no_more_builds(
    names: list[str], data: st.DataObject, minutes: int
) -> None:
    bad, clock = data.draw(st.sampled_from(names)), count()
    begun: list[Sequence[str]] = []

    def builds(without: Sequence[str]) -> bool:
        begun.append(without)
        return bad in without

    found = search(names, builds, minutes, lambda: float(next(clock)))
    assert bad in found.suspects
    assert found.builds == len(begun) <= 1 + minutes
    assert builds(found.suspects), "without the suspects the build goes well"


def test_of_two_bad_copies_one_is_found_at_a_time() -> None:
    names, bad = list("abcdef"), {"b", "e"}
    found = search(names, lambda without: bad <= set(without), 60, lambda: 0.0)
    assert set(found.suspects) < bad
