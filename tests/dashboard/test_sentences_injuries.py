"""Sentences of people shot: the three model ones to the letter, each status, each change."""

from __future__ import annotations

import pytest

from dashboard.records import Observation
from dashboard.sentences import injuries
from tests.dashboard.observed import observation, year


def test_the_first_model_sentence() -> None:
    first = injuries.people_shot(
        observation("value", 92), observation("unstable", 19), "ZIP 02121", "Boston"
    )
    then = injuries.since("Boston", year("2017", 260, 34, 43), year("2025", 120, 15, 21))
    assert f"{first} {then}" == (
        "Boston police recorded at least 92 people shot in ZIP 02121 from July 2015 through "
        "2017; 19 "
        "were killed. Across Boston, the number shot has since fallen by more than half: 260 in "
        "2017, "
        "120 in 2025."
    )


def test_the_second_model_sentence() -> None:
    assert injuries.people_shot(
        observation("none_recorded", 0, source="gva_stage1"), None, "ZIP 01330", "Ashfield"
    ) == (
        "Our source has no record of anyone shot in ZIP 01330 from July 2015 through 2017. It can "
        "miss people and leaves out most suicides, so this does not mean no one was hurt."
    )


def test_the_third_model_sentence() -> None:
    words = (
        "We do not know how many people were shot in ZIP 01105 in 2024. None of our sources "
        "covers it: that is a gap in the data, not a zero."
    )
    assert injuries.people_shot(None, None, "ZIP 01105", "Springfield", "2024") == words
    assert (
        injuries.people_shot(
            observation("not_covered", period="2024"), None, "ZIP 01105", "Springfield"
        )
        == words
    )


@pytest.mark.parametrize(
    ("status", "count", "part"),
    [
        ("value", 92, "recorded at least 92 people shot"),
        ("unstable", 12, "recorded at least 12 people shot"),
        ("count_only", 7, "recorded at least 7 people shot"),
        ("small_population", 11, "recorded at least 11 people shot"),
        ("too_few", None, "recorded between 1 and 4 people shot"),
        ("none_recorded", 0, "does not mean no one was hurt"),
        ("not_located", None, "could not be placed on the map"),
        ("no_residents", 6, "recorded at least 6 people shot"),
        ("no_residents", None, "does not mean no one was hurt"),
        ("no_boundary", None, "has no boundary"),
        ("not_covered", None, "that is a gap in the data, not a zero"),
        ("suppressed", None, "The source hides small numbers"),
        ("modelled", None, "The source hides small numbers"),
        ("provisional", 30, "30 people shot"),
    ],
)
def test_each_status_has_its_sentence(status: str, count: float | None, part: str) -> None:
    words = injuries.people_shot(observation(status, count), None, "ZIP 02121", "Boston")
    assert part in words
    assert "ZIP 02121" in words
    assert "July 2015 through 2017" in words
    assert words.endswith(".")


def test_no_count_of_1_to_4_is_ever_said() -> None:
    """Even if a table held one by mistake."""
    words = injuries.people_shot(
        observation("too_few", 3), observation("too_few", 2), "ZIP 02121", "Boston"
    )
    assert "3" not in words
    assert injuries.count_beside_rate(observation("too_few", 3)) == ""


@pytest.mark.parametrize(
    ("killed", "end"),
    [
        (None, "2017."),
        (observation("value", 21), "; 21 were killed."),
        (observation("unstable", 1), "; 1 was killed."),
        (observation("too_few"), "; between 1 and 4 of them were killed."),
        (observation("none_recorded", 0), "; none of them is recorded as killed."),
        (observation("not_covered"), "2017."),
    ],
)
def test_people_killed(killed: Observation | None, end: str) -> None:
    assert injuries.people_shot(observation("value", 92), killed, "ZIP 02121", "Boston").endswith(
        end
    )


@pytest.mark.parametrize(
    ("source", "located", "least"),
    [
        ("boston_shootings", 0.94, True),
        ("boston_shootings", 1.0, False),
        ("boston_shootings", None, False),
        ("gva_stage1", 1.0, True),
        ("boston_shootings gva_stage1", 1.0, True),
    ],
)
def test_a_count_that_can_miss_people_says_at_least(
    source: str, located: float | None, least: bool
) -> None:
    words = injuries.people_shot(
        observation("value", 92, source=source, located_share=located), None, "Boston", "Boston"
    )
    assert ("at least" in words) is least


@pytest.mark.parametrize(
    ("source", "who"),
    [
        ("boston_shootings boston_crime_points", "Boston police"),
        ("gva_stage1", "The Gun Violence Archive"),
        ("boston_shootings gva_stage1", "Boston police and the Gun Violence Archive"),
        ("cdc_miovd_state", "The CDC"),
        ("", "Our source"),
    ],
)
def test_who_recorded(source: str, who: str) -> None:
    assert injuries.recorder(source) == who


def test_a_zip_of_the_city_counts_by_the_police_record() -> None:
    assert injuries.recorder("boston_crime_points boston_shootings gva_incidents", "zcta") == (
        "Boston police"
    )


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (
            year("2017", 260, 34, 43),
            year("2025", 120, 15, 21),
            "has since fallen by more than half",
        ),
        (
            year("2017", 100, 34, 43),
            year("2020", 60, 15, 21),
            "has since fallen by more than a third",
        ),
        (
            year("2017", 100, 34, 43),
            year("2020", 70, 15, 21),
            "has since fallen by more than a quarter",
        ),
        (year("2017", 100, 34, 43), year("2020", 80, 15, 33), "has since fallen: "),
        (year("2017", 100, 34, 43), year("2020", 110, 33, 50), "was 100 in 2017 and 110 in 2020"),
        (year("2017", 100, 34, 43), year("2020", 150, 44, 50), "has since risen"),
        (year("2017", 100, 34, 43), year("2020", 250, 84, 95), "has since more than doubled"),
    ],
)
def test_change_is_named_only_where_the_intervals_stand_apart(
    then: Observation, now: Observation, words: str
) -> None:
    assert words in injuries.since("Boston", then, now)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (None, year("2020", 1, 1, 1)),
        (year("2017", 1, 1, 1), None),
        (observation("too_few", period="2017"), year("2020", 9, 1, 2)),
        (year("2020", 9, 1, 2), year("2017", 9, 1, 2)),
        (year("2017", 0, 0, 2), year("2020", 0, 0, 2)),
        (year("2017", 0, 0, 2), year("2020", 9, 1, 2)),
    ],
)
def test_nothing_is_said_of_a_change_that_cannot_be_shown(
    then: Observation | None, now: Observation | None
) -> None:
    assert injuries.since("Ashfield", then, now) == ""


@pytest.mark.parametrize(
    ("located", "all_located", "part"),
    [
        (0.94, None, "94% of the people shot in Boston"),
        (0.946, None, "94.6% of the people shot in Boston"),
        (0.88, 131.0, "the rate would be about 131"),
        (0.95, None, ""),
        (1.0, None, ""),
        (None, None, ""),
    ],
)
def test_located_share_is_said_below_95_percent(
    located: float | None, all_located: float | None, part: str
) -> None:
    words = injuries.located(
        observation("value", 9, located_share=located, if_all_located=all_located), "Boston"
    )
    assert part in words
    assert bool(words) is bool(part)


def test_a_rate_that_would_not_change_is_not_said_twice() -> None:
    words = injuries.located(
        observation("value", 16, value=14.54, located_share=0.94, if_all_located=15.3), "Lynn"
    )
    assert "would round to the same number" in words
    assert "15" not in words


def test_the_count_beside_the_rate() -> None:
    assert injuries.count_beside_rate(observation("value", 92)) == "92 people shot in 2½ years"


def test_the_interval_in_words() -> None:
    assert "from 100 to 152" in injuries.interval_in_words(
        observation("value", 92, value=124.0, lower=100.1, upper=152.0)
    )
    assert injuries.interval_in_words(observation("count_only", 7, lower=1.0, upper=2.0)) == ""
