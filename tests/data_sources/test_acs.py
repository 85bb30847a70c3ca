from __future__ import annotations

import math

import pytest

from data_sources._acs import estimate, margin, open_ended, percent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1905", 1905),
        ("1,905", 1905),
        ("24.6", 24.6),
        ("0", 0),
        ("250,000+", 250_000),
        ("2,500-", 2_500),
    ],
)
def test_estimates(text: str, value: float) -> None:
    assert estimate(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "(X)",
        "N",
        "**",
        "null",
        "",
        "-666666666",
        "-666666666.0",
        "-999999999",
        "-888888888",
        "-222222222",
        "-333333333",
    ],
)
def test_codes_are_missing_never_zero(text: str) -> None:
    assert math.isnan(estimate(text))
    assert math.isnan(margin(text))


def test_a_controlled_estimate_has_a_margin_of_zero() -> None:
    assert margin("-555555555") == 0
    assert margin("*****") == 0
    assert margin("13") == 13
    assert math.isnan(margin("***"))


@pytest.mark.parametrize("text", ["abc", "-12", "1.2.3", "inf", "nan", "12%", "-666666667"])
def test_anything_else_is_refused(text: str) -> None:
    for parser in (estimate, margin):
        with pytest.raises(ValueError, match=r".*"):
            parser(text)


def test_open_ended_medians() -> None:
    assert open_ended("250,000+")
    assert open_ended("2,500-")
    assert not any(open_ended(t) for t in ("250,000", "-", "-666666666", "+", ""))


def test_percentages() -> None:
    assert percent(" 12.5") == 12.5
    assert math.isnan(percent(""))
    assert math.isnan(percent("-999"))
    for bad in ("100.1", "-1", "x"):
        with pytest.raises(ValueError, match=r".*"):
            percent(bad)
