"""Numbers, periods and intervals as a person says them."""

from __future__ import annotations

import math
from datetime import date

from dashboard.words import _
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
    """``12345.6`` as "12,346"; a minus is a minus; nothing is a dash."""
    if value is None or math.isnan(value):
        return NOTHING
    text = f"{value:,.{digits}f}"
    if text.startswith("-"):
        text = "−" + text[1:] if float(text.replace(",", "")) else text[1:]
    return text


def money(value: float | None) -> str:
    """``45678.4`` as "$45,678"."""
    if value is None or math.isnan(value):
        return NOTHING
    return ("−$" if round(value) < 0 else "$") + f"{abs(value):,.0f}"


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
    return (
        _("{n} person").format(n=count) if count == 1 else _("{n} people").format(n=number(count))
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
    start = (
        str(first.year)
        if first.month == 1 and last.month == 12
        else f"{months[first.month - 1]} {first.year}"
    )
    end = str(last.year) if last.month == 12 else f"{months[last.month - 1]} {last.year}"
    if first.year == last.year:
        if first.month == 1 and last.month == 12:
            return str(first.year)
        if first.month == last.month:
            return start
        return _("{start} through {end}").format(
            start=months[first.month - 1], end=f"{months[last.month - 1]} {last.year}"
        )
    return _("{start} through {end}").format(start=start, end=end)


def period_short(text: str) -> str:
    """A period for tables and axes: ``2015-07_2017-12`` is "Jul 2015-2017", ``2018-2022`` stays.

    Raises:
        ValueError: the text is not a period.
    """
    span = Period.parse(text)
    first, last = span.first, span.last
    months = [name[:3] for name in _months()]
    if text.count("-") >= 4:
        if (first.month, first.day) == (1, 1) and first.year == last.year:
            return _("{year} to {day}").format(
                year=first.year, day=f"{months[last.month - 1]} {last.day}"
            )
        return f"{day(first.isoformat())} - {day(last.isoformat())}"
    whole = first.month == 1 and last.month == 12
    if whole:
        return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    start = f"{months[first.month - 1]} {first.year}"
    end = str(last.year) if last.month == 12 else f"{months[last.month - 1]} {last.year}"
    return f"{start}-{end}" if last.month == 12 else f"{start} - {end}"


def period_in_sentence(text: str) -> str:
    """With its preposition: "in 2017", "from July 2015 through 2017"."""
    words = period(text)
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
        parts.append(_("1 year") if years == 1 else _("{n} years").format(n=years))
    if rest:
        parts.append(_("1 month") if rest == 1 else _("{n} months").format(n=rest))
    return _(" and ").join(parts)


def day(text: str) -> str:
    """An ISO date as "August 1, 2026"; other text is returned as it is."""
    try:
        value = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{_months()[value.month - 1]} {value.day}, {value.year}"


def listing(items: list[str]) -> str:
    """``[a, b, c]`` as "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return _("{items} and {last}").format(items=", ".join(items[:-1]), last=items[-1])


def _days(first: date, last: date) -> str:
    names = _months()
    start = f"{names[first.month - 1]} {first.day}"
    if first == last:
        return f"{start}, {first.year}"
    if first.year != last.year:
        start = f"{start}, {first.year}"
    return _("{start} through {end}").format(
        start=start, end=f"{names[last.month - 1]} {last.day}, {last.year}"
    )
