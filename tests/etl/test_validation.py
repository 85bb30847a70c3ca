"""What is published of people shot adds up, also where the whole is too small to be shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.validation import people_add_up

HIDDEN = (np.nan, "too_few")


def tables(state: tuple[float, str], *counties: tuple[float, str]) -> dict[str, pd.DataFrame]:
    rows = [("state", *state), *(("county", *county) for county in counties)]
    rows += [("town", *county) for county in counties]
    series = pd.DataFrame(rows, columns=["level", "numerator", "status"]).assign(
        indicator="people_killed", period="2018"
    )
    return {"observations": series.iloc[:0], "series": series}


@pytest.mark.parametrize(("state", "counties"), [
    ((12.0, "value"), [(8.0, "count_only"), HIDDEN]),
    (HIDDEN, [HIDDEN, (0.0, "none_recorded")]),
    (HIDDEN, [HIDDEN, HIDDEN]),
])  # fmt: skip
def test_parts_that_fit_the_whole(
    state: tuple[float, str], counties: list[tuple[float, str]]
) -> None:
    assert "equal the sum" in people_add_up(tables(state, *counties))


@pytest.mark.parametrize(("state", "counties"), [
    ((14.0, "value"), [(8.0, "count_only"), HIDDEN]),
    (HIDDEN, [(8.0, "count_only")]),
    (HIDDEN, [(0.0, "none_recorded")]),
    (HIDDEN, [HIDDEN] * 5),
])  # fmt: skip
def test_parts_that_do_not(state: tuple[float, str], counties: list[tuple[float, str]]) -> None:
    with pytest.raises(ValueError, match="add up to"):
        people_add_up(tables(state, *counties))
