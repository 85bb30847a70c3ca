"""Numbers, periods and intervals in words."""

from __future__ import annotations

import pytest

from dashboard import formats


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("2017", "2017", "2017"),
        ("2014-2017", "2014 through 2017", "2014-2017"),
        ("2018-2022", "2018 through 2022", "2018-2022"),
        ("2015-07_2017-12", "July 2015 through 2017", "Jul 2015-2017"),
        ("2018-01_2023-02", "January 2018 through February 2023", "Jan 2018 - Feb 2023"),
        ("2025-04_2026-03", "April 2025 through March 2026", "Apr 2025 - Mar 2026"),
        ("2026-01-01_2026-04-02", "January 1 through April 2, 2026", "2026 to Apr 2"),
        (
            "2025-12-30_2026-01-02",
            "December 30, 2025 through January 2, 2026",
            "December 30, 2025 - January 2, 2026",
        ),
        ("2017-03_2017-03", "March 2017", "Mar 2017 - Mar 2017"),
        ("2017-03_2017-06", "March through June 2017", "Mar 2017 - Jun 2017"),
    ],
)
def test_periods(text: str, words: str, short: str) -> None:
    assert formats.period(text) == words
    assert formats.period_short(text) == short


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2017", "in 2017"),
        ("2014-2017", "from 2014 through 2017"),
        ("2015-07_2017-12", "from July 2015 through 2017"),
        ("2017-03_2017-03", "in March 2017"),
        ("2026-01-01_2026-04-02", "from January 1 through April 2, 2026"),
    ],
)
def test_a_period_in_a_sentence(text: str, words: str) -> None:
    assert formats.period_in_sentence(text) == words


@pytest.mark.parametrize("text", ["", "soon", "2017-2014", "2015-13_2016-01", "<script>"])
def test_what_is_not_a_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        formats.period(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2017", "1 year"),
        ("2014-2017", "4 years"),
        ("2015-07_2017-12", "2½ years"),
        ("2018-01_2023-02", "5 years and 2 months"),
        ("2026-01_2026-03", "3 months"),
        ("2026-01-01_2026-04-02", "92 days"),
    ],
)
def test_how_long_a_period_is(text: str, words: str) -> None:
    assert formats.duration(text) == words


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, 0, "0"),
        (92, 0, "92"),
        (12345.6, 0, "12,346"),
        (0.4512, 2, "0.45"),
        (-0.321, 2, "−0.32"),
        (-0.001, 2, "0.00"),
        (None, 0, "–"),
        (float("nan"), 1, "–"),
    ],
)
def test_numbers(value: float | None, digits: int, text: str) -> None:
    assert formats.number(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (45678.4, "$45,678"),
        (-300, "−$300"),
        (None, "–"),
        (float("nan"), "–"),
        (-0.2, "$0"),
    ],
)
def test_money(value: float | None, text: str) -> None:
    assert formats.money(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.914, "91%"),
        (0.999, "over 99%"),
        (1.0, "100%"),
        (0.0, "0%"),
        (0.002, "under 1%"),
        (None, "–"),
    ],
)
def test_a_share_is_never_rounded_up_to_the_whole(value: float | None, text: str) -> None:
    assert formats.share(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "digits", "text"),
    [
        (41000.2, "dollars", 0, "$41,000"),
        (12.34, "percent of residents", 1, "12.3%"),
        (123.4, "per 100,000 residents a year", 0, "123"),
        (0.4321, "index from 0 to 1", 2, "0.43"),
    ],
)
def test_units(value: float, unit: str, digits: int, text: str) -> None:
    assert formats.measure(value, unit, digits) == text


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [
        (97.2, 148.9, "97 to 149"),
        (None, 3.0, ""),
        (3.0, float("nan"), ""),
        (0.0, 0.4, "0 to 0"),
    ],
)
def test_intervals(lower: float | None, upper: float | None, text: str) -> None:
    assert formats.interval(lower, upper) == text


def test_an_interval_carries_its_unit() -> None:
    assert formats.interval(40000, 50000, "dollars") == "$40,000 to $50,000"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 people"), (1, "1 person"), (1234, "1,234 people")]
)
def test_people(count: int, text: str) -> None:
    assert formats.people(count) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-08-01", "August 1, 2026"),
        ("August 2026", "August 2026"),
        ("", ""),
    ],
)
def test_days(text: str, words: str) -> None:
    assert formats.day(text) == words


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["Boston"], "Boston"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_listings(items: list[str], text: str) -> None:
    assert formats.listing(items) == text
