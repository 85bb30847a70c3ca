"""Periods as they are written in tables and URLs."""

from __future__ import annotations

from datetime import date

import pytest

from epidemiology.periods import Period


@pytest.mark.parametrize(
    ("text", "first", "last", "days"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31), 365),
        ("2020", date(2020, 1, 1), date(2020, 12, 31), 366),
        ("2014-2018", date(2014, 1, 1), date(2018, 12, 31), 1826),
        ("2015-07_2017-12", date(2015, 7, 1), date(2017, 12, 31), 915),
        ("2018-01_2023-02", date(2018, 1, 1), date(2023, 2, 28), 1885),
        ("2026-01-01_2026-04-02", date(2026, 1, 1), date(2026, 4, 2), 92),
    ],
)
def test_written_periods(text: str, first: date, last: date, days: int) -> None:
    period = Period.parse(text)
    assert (period.first, period.last, period.days) == (first, last, days)
    assert period.contains(period.centre)
    assert not period.contains(date(2013, 1, 1))


@pytest.mark.parametrize(
    "text", ["", "20170", "2017-13_2018-01", "2018-2017", "2015-07", "2017-01-01", "x", "2017_2018"]
)
def test_what_is_not_a_period(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(text)
