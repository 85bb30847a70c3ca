"""The sentences: the three model ones to the letter, each status, and how hard they are to read."""

from __future__ import annotations

import inspect

import pytest

from dashboard import store
from dashboard.records import Indicator, Observation, ZipCode
from dashboard.sentences import caveats, injuries, place_words, value_words, zip_answers
from epidemiology.status import Status
from tests.dashboard.reading_grade import grade

ZIPS = "2015-07_2017-12"
INCOME = Indicator(
    id="median_household_income",
    title="Median household income",
    short_title="Household income",
    sentence="",
    unit="dollars",
    theme="economy",
    better="higher",
    levels="zcta state",
    periods="",
    digits=0,
    interval="90% margin of error",
    caveats="",
    sources="",
)
SHOT = Indicator(
    id="people_shot",
    title="People shot",
    short_title="People shot",
    sentence="",
    unit="per 100,000 residents a year",
    theme="firearm_injury",
    better="lower",
    levels="zcta",
    periods="",
    digits=0,
    interval="95%",
    caveats="",
    sources="",
)


def observation(
    status: str = "value", numerator: float | None = None, **more: object
) -> Observation:
    known: dict[str, object] = {
        "indicator": "people_shot",
        "level": "zcta",
        "code": "02121",
        "period": ZIPS,
        "value": None,
        "lower": None,
        "upper": None,
        "numerator": numerator,
        "denominator": None,
        "denominator_source": "",
        "moe": None,
        "status": status,
        "located_share": 0.94,
        "if_all_located": None,
        "colour_class": None,
        "flags": "",
        "source": "boston_shootings",
    }
    return Observation(**(known | more))  # type: ignore[arg-type]


def year(period: str, count: float, lower: float, upper: float) -> Observation:
    return observation(
        "value",
        count,
        level="town",
        code="2502507000",
        period=period,
        lower=lower,
        upper=upper,
        located_share=1.0,
    )


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


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_name_a_note_and_a_cell(status: Status) -> None:
    assert value_words.status_name(status)
    assert value_words.status_note(status).endswith(".")
    assert value_words.cell(observation(status, None), SHOT)
    assert value_words.cell(observation(status, None), INCOME)


@pytest.mark.parametrize(
    ("status", "numerator", "value", "text"),
    [
        ("value", 92, 123.4, "123"),
        ("unstable", 12, 55.5, "56, unstable"),
        ("modelled", None, 3.4, "3.4, modelled"),
        ("provisional", 77, 1.1, "1.1, provisional"),
        ("count_only", 7, None, "7 people, no rate"),
        ("small_population", 11, None, "11 people, no rate"),
        ("too_few", None, None, "1-4 people, no rate"),
        ("suppressed", None, None, "1-9 people, no rate"),
        ("none_recorded", 0, None, "none recorded"),
        ("not_covered", None, None, "not covered"),
    ],
)
def test_cells(status: str, numerator: float | None, value: float | None, text: str) -> None:
    assert value_words.cell(observation(status, numerator, value=value), SHOT) == text


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        ("", "$200,000"),
        ("from_tracts top_coded", "$200,000 or more"),
        ("low_reliability", "$200,000, unsure"),
        ("few_households top_coded", "$200,000 or more, unsure"),
    ],
)
def test_cells_of_a_survey_tell_what_it_cannot(flags: str, text: str) -> None:
    here = observation(value=200_000.0, flags=flags)
    assert value_words.cell(here, INCOME) == text
    assert len(place_words.flag_notes(flags, "ZIP 02493")) == len(
        set(flags.split()) - {"from_tracts"}
    )


def test_what_is_hidden_stays_hidden_in_a_cell() -> None:
    assert value_words.cell(observation("too_few", 3, value=12.0), SHOT) == "1-4 people, no rate"
    assert value_words.cell(None, SHOT) == "not covered"


@pytest.mark.parametrize(
    ("here", "state", "words"),
    [
        (
            observation(value=38_000.0, period="2018-2022"),
            observation(value=96_505.0, period="2018-2022"),
            "The middle household in ZIP 02121 had an income of about $38,000 a year. Across "
            "Massachusetts it was "
            "$96,500 (2018-2022).",
        ),
        (
            observation(value=38_000.0, moe=4_100.0, period="2017-2021"),
            observation(value=101_640.0, period="2019-2023"),
            "The middle household in ZIP 02121 had an income of about $38,000 a year, give or "
            "take $4,100 "
            "(2017-2021). Across Massachusetts it was $101,600 (2019-2023).",
        ),
        (
            observation(value=38_000.0, period="2018-2022"),
            None,
            "The middle household in ZIP 02121 had an income of about $38,000 a year (2018-2022).",
        ),
        (
            observation("not_covered", period="2018-2022"),
            observation(value=96_505.0),
            "no middle income",
        ),
        (None, None, "no middle income"),
    ],
)
def test_income(here: Observation | None, state: Observation | None, words: str) -> None:
    assert words in place_words.income(here, state, "ZIP 02121")


def test_a_margin_that_no_one_published_is_not_invented() -> None:
    assert value_words.margin(observation(value=1.0), INCOME) == "not published by this source"
    assert value_words.margin(observation(value=1.0, moe=4100.0), INCOME) == "±\u00a0$4,100"
    assert value_words.margin(None, INCOME) == "–"


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


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "po_box",
            "02112 is a post-office-box ZIP, with no area of its own. We show 02111 around it.",
        ),
        ("unique", "02112 has no area of its own"),
    ],
)
def test_which_area_was_answered(kind: str, words: str) -> None:
    zip_code = ZipCode("02112", "Boston", "02111", kind, "25025", "2502507000")
    assert zip_answers.answered_by(zip_code).startswith(words)


def test_towns_of_a_zip() -> None:
    assert place_words.lies_in("ZIP 02121", [("Boston", 1.0)]) == "ZIP 02121 lies in Boston."
    assert place_words.lies_in(
        "ZIP 01002", [("Amherst", 0.9), ("Pelham", 0.06), ("Shutesbury", 0.04)]
    ) == (
        "ZIP 01002 lies in Amherst (90% of residents), Pelham (6% of residents) and Shutesbury "
        "(4% of "
        "residents)."
    )


@pytest.mark.parametrize(
    ("flags", "notes"),
    [
        ("", 0),
        ("boundary_changed", 1),
        ("no_boundary group_quarters", 2),
        ("something_new", 0),
    ],
)
def test_flags_become_notes(flags: str, notes: int) -> None:
    assert len(place_words.flag_notes(flags, "ZIP 02169")) == notes


def _said() -> list[str]:
    """Every sentence that the ZIP page can say."""
    texts = [
        injuries.people_shot(
            observation(status, 30 if status == "value" else None),
            observation("too_few"),
            "ZIP 02121",
            "Boston",
        )
        for status in Status
    ]
    texts += [value_words.status_note(status) for status in Status]
    texts += [
        injuries.since("Boston", year("2017", 260, 34, 43), year("2025", 120, 15, 21)),
        injuries.partial_year("Boston", year("2026-01-01_2026-04-02", 17, 1, 2)),
        injuries.series_ends("Springfield", "2020"),
        place_words.income(
            observation(value=38_000.0, period="2018-2022"),
            observation(value=101_640.0, period="2019-2023"),
            "ZIP 02121",
        ),
        injuries.located(
            observation("value", 9, located_share=0.88, if_all_located=131.0), "Boston"
        ),
        injuries.interval_in_words(observation("value", 92, value=124.0, lower=100.1, upper=152.0)),
        place_words.lies_in("ZIP 01002", [("Amherst", 0.9), ("Pelham", 0.1)]),
        place_words.residents("ZIP 02121", 28_000, "ACS 2018-2022"),
        zip_answers.answered_by(ZipCode("02112", "Boston", "02111", "po_box", "25025", "")),
        injuries.recorder_note("boston_shootings gva_stage1"),
    ]
    alone = [
        function
        for module in (caveats, injuries, place_words, value_words, zip_answers)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not inspect.signature(function).parameters
    ]
    return texts + [function() for function in alone]


def test_the_sentences_read_at_grade_eight() -> None:
    """Together; one sentence alone may be a little harder, none of them much."""
    texts = _said()
    assert grade(" ".join(texts)) <= 8
    assert {text: round(grade(text), 1) for text in texts if grade(text) > 12} == {}


FORBIDDEN = (
    "victim",
    "hot spot",
    "dangerous",
    "worst",
    "gun crime",
    "committed",
    "accident",
    "violent neighborhood",
    "poorest",
    "safe.",
    "causes",
    "driven by",
)


def test_the_words_of_the_guide() -> None:
    for text in _said():
        for word in FORBIDDEN:
            assert word not in text.lower(), text


SAID_ELSEWHERE = {
    "from_tracts",  # the figure's caption
    "moe_not_published",  # the column of margins
    "sum_of_places",
    "weighted_mean",
    "lower_bound",  # "at least"
    "unstable",  # the status
    "provisional",
    "smoothed",  # the map's layer
    "own_rate",
}


def test_every_published_flag_is_told_to_readers() -> None:
    atlas = store.atlas()
    flags = {
        flag
        for frame in (atlas.observations, atlas.series, atlas.places)
        for text in frame["flags"].unique()
        for flag in text.split()
    }
    silent = {
        flag
        for flag in flags - SAID_ELSEWHERE
        if not (place_words.flag_notes(flag, "here") or place_words.downtown(flag, "here"))
    }
    assert not silent
