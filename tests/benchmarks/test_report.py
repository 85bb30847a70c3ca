"""How figures of the benchmarks are compared with the last run and held against goals."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from benchmarks import report, routes
from benchmarks.report import Figure

NAN = float("nan")


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("a", 5, "s"), None),
        (Figure("a", 5, "s", most=5), True),
        (Figure("a", 5.1, "s", most=5), False),
        (Figure("a", 1500, "", least=1500), True),
        (Figure("a", 1499, "", least=1500), False),
        (Figure("a", NAN, "ms", most=100), False),
        (Figure("a", NAN, "ms", least=100), False),
    ],
)
def test_a_goal_is_met_up_to_its_edge_and_never_by_what_was_not_measured(
    figure: Figure, met: bool | None
) -> None:
    assert figure.met is met


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(3.0, {"a": 2.0}, 1.5), (3.0, {}, None), (3.0, {"a": 0.0}, None), (NAN, {"a": 2.0}, None)],
)
def test_ratio_to_the_last_run(now: float, before: dict[str, float], said: float | None) -> None:
    assert report.ratio(Figure("a", now, "s"), before) == said


def test_a_run_of_one_part_keeps_the_figures_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    assert report.read(path) == {}
    first = report.Run("here", (0, 0), (Figure("a", 1, "s"), Figure("b", NAN, "s")))
    report.write(first, path)
    assert report.read(path) == {"a": 1}
    report.write(report.Run("here", (0, 0), (Figure("b", 2, "s"),)), path)
    assert report.read(path) == {"a": 1, "b": 2}


def test_a_file_of_another_form_is_no_last_run(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    path.write_text('[{"what": "a", "value": 1}]')
    assert report.read(path) == {}


def test_verdict_names_what_is_not_met() -> None:
    said = report.verdict([Figure("a", 1, "s", most=2), Figure("b", 3, "s", most=2)])
    assert said == "1 of 2 goals met; not met: b"


WRK = """Running 5s test @ http://localhost/z/02121.html
  Latency Distribution
     50%    7.10ms
     99%  {slow}
  9001 requests in 5.00s, 70.10MB read
{more}Requests/sec:   1800.21
"""


@pytest.mark.parametrize(
    ("slow", "milliseconds"), [("15.73ms", 15.73), ("1.20s", 1200), ("640.00us", 0.64)]
)
def test_what_wrk_says_is_read_in_milliseconds(slow: str, milliseconds: float) -> None:
    rate, found = routes.read(WRK.format(slow=slow, more=""))
    assert rate == 1800.21
    assert math.isclose(found, milliseconds)


def test_refused_requests_are_no_figure() -> None:
    with pytest.raises(RuntimeError, match="something else"):
        routes.read(WRK.format(slow="1.00ms", more="  Non-2xx or 3xx responses: 7\n"))
