"""All sentences together: how hard they are to read, words that are not used, no flag untold."""

from __future__ import annotations

import inspect

from dashboard import store
from dashboard.records import ZipCode
from dashboard.sentences import caveats, injuries, place_words, value_words, zip_answers
from epidemiology.status import Status
from tests.dashboard.observed import observation, year
from tests.dashboard.reading_grade import grade


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
