"""Periods of time, as they are written in tables and URLs.

``2017`` is a year, ``2014-2017`` whole years (an ACS 5-year survey as well),
``2015-07_2017-12`` whole months, ``2026-01-01_2026-04-02`` days; all inclusive.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR = r"\d{4}"
_PATTERNS = (
    re.compile(rf"^({_YEAR})$"),
    re.compile(rf"^({_YEAR})-({_YEAR})$"),
    re.compile(rf"^({_YEAR}-\d\d)_({_YEAR}-\d\d)$"),
    re.compile(rf"^({_YEAR}-\d\d-\d\d)_({_YEAR}-\d\d-\d\d)$"),
)


@dataclass(frozen=True, order=True)
class Period:
    """A closed interval of days."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as it is written in tables and URLs.

        Raises:
            ValueError: the text is none of the four forms, or ends before it starts.
        """
        for pattern in _PATTERNS:
            if match := pattern.match(text):
                ends = [part for part in match.groups() if part]
                try:
                    period = cls(_first_day(ends[0]), _last_day(ends[-1]))
                except ValueError:
                    break
                if period.first <= period.last:
                    return period
                break
        raise ValueError(f"{text!r} is not a period; expected 2017, 2014-2017 or 2015-07_2017-12")

    @property
    def days(self) -> int:
        """Days from first to last, inclusive."""
        return (self.last - self.first).days + 1

    @property
    def centre(self) -> date:
        """The middle day."""
        return self.first + timedelta(days=(self.days - 1) // 2)

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.first <= day <= self.last


def _first_day(text: str) -> date:
    year, month, day = ([int(p) for p in text.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def _last_day(text: str) -> date:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return date(*parts)
