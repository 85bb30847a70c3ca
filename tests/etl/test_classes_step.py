from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.status import SHOWS_RATE, Status
from etl import classes
from etl.tables import conform

INDICATORS = pd.DataFrame({"id": ["poverty", "people_shot"], "digits": [1, 0]})


def rows(values: list[float], statuses: list[str], level: str = "zcta") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": "poverty",
            "level": level,
            "code": [str(i) for i in range(len(values))],
            "period": "2018-2022",
            "value": values,
            "status": statuses,
        }
    )


def test_breaks_come_from_stable_values_and_hold_every_shown_one() -> None:
    stable = [float(v) for v in range(1, 51)]
    frame = rows(
        [*stable, 400.0, np.nan, 7.0], [*[Status.VALUE] * 50, Status.UNSTABLE,
        Status.TOO_FEW, Status.NO_RESIDENTS],
    )  # fmt: skip
    out, table = classes.run(frame, INDICATORS)
    assert len(table) == 5
    assert table["lower"].tolist()[1:] == table["upper"].tolist()[:-1]
    assert table["upper"].tolist()[:4] == [10, 20, 30, 40]
    assert out["colour_class"].iloc[50] == 4
    assert table["upper"].iloc[-1] >= 400
    assert table["places"].sum() == 51
    assert out["colour_class"].iloc[51:].isna().all()
    conform("classes", table)


def test_few_stable_values_are_helped_by_unstable_ones() -> None:
    frame = rows([1.0, 2.0, 30.0, 40.0, 50.0, 60.0], [*[Status.VALUE] * 2, *[Status.UNSTABLE] * 4])
    assert len(classes.run(frame, INDICATORS)[1]) == 5


def test_only_modelled_values_still_have_classes() -> None:
    out, table = classes.run(rows([1.0, 2.0, 3.0], [Status.MODELLED] * 3), INDICATORS)
    assert out["colour_class"].notna().all()
    assert len(table) == 3


def test_what_is_not_mapped_or_not_shown_has_no_class() -> None:
    out, table = classes.run(rows([1.0], [Status.VALUE], level="state"), INDICATORS)
    assert out["colour_class"].isna().all()
    assert table.empty
    conform("classes", table)


def test_each_level_and_period_has_its_own_scale() -> None:
    one = rows([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [Status.VALUE] * 6)
    two = rows([10.0, 20.0, 30.0, 40.0, 50.0, 60.0], [Status.VALUE] * 6, level="town")
    out, table = classes.run(pd.concat([one, two], ignore_index=True), INDICATORS)
    assert set(table["level"]) == {"zcta", "town"}
    assert out["colour_class"].min() == 0
    assert out.groupby("level")["colour_class"].max().tolist() == [4, 4]


def test_a_measure_without_an_entry_is_refused() -> None:
    frame = rows([1.0], [Status.VALUE]).assign(indicator="other")
    with pytest.raises(ValueError, match="other"):
        classes.run(frame, INDICATORS)


@given(
    st.lists(
        st.tuples(st.floats(0, 1e5).map(lambda v: round(v, 2)), st.sampled_from(list(Status))),
        min_size=1, max_size=60,
    )
)  # fmt: skip
def test_every_shown_value_lies_in_its_class(pairs: list) -> None:
    values, statuses = zip(*pairs, strict=True)
    out, table = classes.run(rows(list(values), list(statuses)), INDICATORS)
    shown = out["status"].isin(SHOWS_RATE)
    assert out.loc[shown, "colour_class"].notna().all()
    assert out.loc[~shown, "colour_class"].isna().all()
    assert table["places"].sum() == shown.sum()
    both = out[shown].merge(table, on="colour_class", validate="m:1")
    assert (both["value"] <= both["upper"] + 1e-9).all()
    first = both["colour_class"] == 0
    assert (both.loc[first, "value"] >= both.loc[first, "lower"] - 1e-9).all()
    assert (both.loc[~first, "value"] > both.loc[~first, "lower"] - 1e-9).all()


def test_smoothed_rates_are_coloured_on_the_scale_of_the_rates_as_recorded() -> None:
    recorded = rows([float(v) for v in range(10, 60)], [Status.VALUE] * 50).assign(
        indicator="people_shot"
    )
    smoothed = rows([0.5] * 40 + [12.0, 70.0], [Status.VALUE] * 42).assign(
        indicator="people_shot_smoothed"
    )
    declared = pd.DataFrame({"id": ["people_shot", "people_shot_smoothed"], "digits": [0, 1]})
    out, table = classes.run(pd.concat([recorded, smoothed], ignore_index=True), declared)
    upper = table.set_index(["indicator", "colour_class"])["upper"]
    assert upper["people_shot"].tolist()[:-1] == upper["people_shot_smoothed"].tolist()[:-1]
    quiet = out[(out["indicator"] == "people_shot_smoothed") & (out["value"] < 1)]
    assert (quiet["colour_class"] == 0).all(), "a quiet place is pale"
    conform("classes", table)
