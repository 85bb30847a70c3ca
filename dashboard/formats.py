"""Numbers, periods and intervals as a person says them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from dashboard.words import _, plural, signs
from epidemiology.periods import Period
from epidemiology.status import TOO_FEW_BELOW

NOTHING = "–"
"""Stands in a table where there is no value; never for a zero."""
TOO_FEW = f"1-{TOO_FEW_BELOW - 1}"


def _months() -> tuple[str, ...]:
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )


def absent(value: float | None) -> bool:
    """Whether there is no number: None or NaN."""
    return value is None or math.isnan(value)


def number(value: float | None, digits: int = 0) -> str:
    """``12345.6`` as "12,346", or as the reader's language writes it; nothing is a dash."""
    if value is None or math.isnan(value):
        return NOTHING
    text = f"{value:,.{digits}f}"
    if text.startswith("-"):
        text = "−" + text[1:] if float(text.replace(",", "")) else text[1:]
    return signs(text)


def plainly(value: float) -> str:
    """A number with the decimals it was published with, six at most: ``2.50`` as "2.5"."""
    return signs(f"{value:g}")


def money(value: float | None) -> str:
    """``45678.4`` as "$45,678"."""
    if value is None or math.isnan(value):
        return NOTHING
    return ("−$" if round(value) < 0 else "$") + number(abs(value))


def percent(value: float | None, digits: int = 0) -> str:
    """``12.34`` (already in percent) as "12%"."""
    text = number(value, digits)
    return text if text == NOTHING else text + "%"


def share(value: float | None, digits: int = 0) -> str:
    """``0.914`` as "91%"; a part is never rounded up to the whole."""
    if value is None or math.isnan(value):
        return NOTHING
    step: float = 10.0**digits
    if 0 < value < 1:
        floor, ceiling = 1 / (100 * step), 1 - 1 / (100 * step)
        if value > ceiling:
            return _("over {share}").format(share=percent(100 * ceiling, digits))
        if value < floor:
            return _("under {share}").format(share=percent(100 * floor, digits))
    return percent(100 * value, digits)


def measure(value: float | None, unit: str, digits: int = 0) -> str:
    """A value with the sign of its unit: dollars and percent carry one, the rest do not."""
    kind = unit.strip().lower()
    if kind.startswith(("dollar", "us dollar", "$")):
        return money(value)
    if kind.startswith(("percent", "%")):
        return percent(value, digits)
    if "per 100,000" in kind:
        return number(value, rate_digits(value))
    return number(value, digits)


def interval(lower: float | None, upper: float | None, unit: str = "", digits: int = 0) -> str:
    """``97.2, 148.9`` as "97 to 149"; nothing where an end is absent."""
    if absent(lower) or absent(upper):
        return ""
    return _("{lower} to {upper}").format(
        lower=measure(lower, unit, digits), upper=measure(upper, unit, digits)
    )


def rate_digits(value: float | None) -> int:
    """Decimals of a rate: one below 10, none from there; more would only look exact."""
    return 1 if value is not None and value < 9.95 else 0


def people(count: int) -> str:
    """``1`` as "1 person", ``92`` as "92 people"."""
    return plural("{n} person", "{n} people", count)


def capital(words: str) -> str:
    """The words with a capital first letter; names in them keep theirs."""
    return words[:1].upper() + words[1:]


def _month(value: date) -> str:
    """A month of a year: "July 2015"."""
    return _("{month} {year}").format(month=_months()[value.month - 1], year=value.year)


def _month_short(value: date) -> str:
    return _("{short_month} {year}").format(
        short_month=_months()[value.month - 1][:3], year=value.year
    )


def period(text: str) -> str:
    """A period as words: ``2015-07_2017-12`` is "July 2015 through 2017".

    A start in January or an end in December is whole years where both ends allow it.

    Raises:
        ValueError: the text is not a period.
    """
    span = Period.parse(text)
    first, last = span.first, span.last
    if text.count("-") >= 4:
        return _days(first, last)
    months = _months()
    start = str(first.year) if first.month == 1 and last.month == 12 else _month(first)
    end = str(last.year) if last.month == 12 else _month(last)
    if first.year == last.year:
        if first.month == 1 and last.month == 12:
            return str(first.year)
        if first.month == last.month:
            return start
        return _("{start} through {end}").format(start=months[first.month - 1], end=_month(last))
    return _("{start} through {end}").format(start=start, end=end)


def period_short(text: str) -> str:
    """A period for tables and axes: ``2015-07_2017-12`` is "Jul 2015-2017", ``2018-2022`` stays.

    Raises:
        ValueError: the text is not a period.
    """
    span = Period.parse(text)
    first, last = span.first, span.last
    if text.count("-") >= 4:
        if (first.month, first.day) == (1, 1) and first.year == last.year:
            short = _months()[last.month - 1][:3]
            return _("{year} to {day}").format(
                year=first.year,
                day=_("{short_month} {day}").format(short_month=short, day=last.day),
            )
        return f"{day(first.isoformat())} - {day(last.isoformat())}"
    whole = first.month == 1 and last.month == 12
    if whole:
        return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    start = _month_short(first)
    end = str(last.year) if last.month == 12 else _month_short(last)
    return f"{start}-{end}" if last.month == 12 else f"{start} - {end}"


def period_in_sentence(text: str) -> str:
    """With its preposition: "in 2017", "from July 2015 through 2017"."""
    words = period(text)
    if text.count("-") >= 4:
        one = Period.parse(text).days == 1
        return (_("on {days}") if one else _("from {days}")).format(days=words)
    if " " not in words or Period.parse(text).days < 32:
        return _("in {period}").format(period=words)
    return _("from {period}").format(period=words)


def duration(text: str) -> str:
    """How long a period is: "1 year", "2½ years", "5 years and 2 months", "92 days"."""
    span = Period.parse(text)
    if text.count("-") >= 4:
        return _("{n} days").format(n=span.days)
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    years, rest = divmod(months, 12)
    if rest == 6 and years:
        return _("{n}½ years").format(n=years)
    parts = []
    if years:
        parts.append(plural("{n} year", "{n} years", years))
    if rest:
        parts.append(plural("{n} month", "{n} months", rest))
    return _(" and ").join(parts)


def day(text: str) -> str:
    """An ISO date as "August 1, 2026"; other text is returned as it is."""
    try:
        value = date.fromisoformat(text)
    except ValueError:
        return text
    return _day(value)


def listing(items: Sequence[str]) -> str:
    """``[a, b, c]`` as "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return _("{items} and {last}").format(items=", ".join(items[:-1]), last=items[-1])


def _days(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    month = _months()[first.month - 1]
    start = (
        _day(first)
        if first.year != last.year
        else _("{month} {day}").format(month=month, day=first.day)
    )
    return _("{first_day} through {last_day}").format(first_day=start, last_day=_day(last))


def _day(value: date) -> str:
    return _("{month} {day}, {year}").format(
        month=_months()[value.month - 1], day=value.day, year=value.year
    )
