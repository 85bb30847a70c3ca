"""The Disparity page: its choices live in the URL, and whatever the URL says, a view is shown."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Run, words


def boxes(test: AppTest) -> dict[str, str]:
    return {box.key.removeprefix("choice_"): box.value for box in test.selectbox}


def figures(test: AppTest) -> int:
    return sum(e.type == "plotly_chart" for e in test.main)


def test_opens_on_poverty_and_people_shot_across_the_state(real: Run) -> None:
    test = real("disparity")
    assert not test.exception
    assert not test.info
    assert boxes(test) == {
        "by": "poverty",
        "survey": "2014-2018",
        "measure": "people_shot",
        "period": "2015-07_2017-12",
        "level": "zcta",
        "region": "25",
    }
    assert figures(test) == 3
    said = words(test)
    assert test.title[0].value == "How does gun violence follow economic disparity?"
    assert "54 times as many people were shot" in said
    assert "the fifth of residents in areas with most poverty" in said.lower()
    assert "(95% interval 27\u00a0to\u00a0122)" in said
    assert "Areas, not people. Other boundaries would give other patterns." in said
    assert "racism, redlining and disinvestment" in said
    assert "arithmetic, not a forecast" in said
    assert "about 470 fewer people" in said
    assert "intervals are too narrow" in said
    assert "Compare only the direction" in said
    assert "seed 20150701" in said


def test_words_are_those_of_the_guide(real: Run) -> None:
    said = words(real("disparity")).lower()
    for word in (" cause", "driven by", "victim", "hot spot", "dangerous", "poor areas", "poorest"):
        assert word not in said, word


def test_the_ratio_leads_and_not_the_relative_index(real: Run) -> None:
    said = words(real("disparity"))
    assert said.index("54 times") < said.index("Relative index of inequality")
    assert "Without Boston" in said, "the sensitivities"
    assert "Krieger et al. (2017)" in said, "the studies"


@pytest.mark.parametrize(
    ("query", "box", "value"),
    [
        ({"by": "median_household_income"}, "by", "median_household_income"),
        ({"survey": "2018-2022"}, "survey", "2018-2022"),
        ({"measure": "people_killed"}, "measure", "people_killed"),
        ({"measure": "people_injured"}, "measure", "people_injured"),
        ({"level": "town"}, "level", "town"),
        ({"period": "2018-01_2023-02"}, "period", "2018-01_2023-02"),
        ({"region": "2502507000"}, "region", "2502507000"),
        ({"region": "25013"}, "region", "25013"),
        ({"region": "25-2502507000"}, "region", "25-2502507000"),
    ],
)
def test_a_link_opens_its_view(real: Run, query: dict[str, str], box: str, value: str) -> None:
    test = real("disparity", **query)
    assert not test.exception
    assert not test.info
    assert boxes(test)[box] == value


@pytest.mark.parametrize("name", ["by", "survey", "measure", "level", "period", "region"])
@pytest.mark.parametrize("bad", ["nonsense", "<script>alert(1)</script>", "x" * 10_000, "😀"])
def test_a_bad_value_gives_the_usual_view_and_one_line(real: Run, name: str, bad: str) -> None:
    test = real("disparity", **{name: bad})
    assert not test.exception
    assert len(test.info) == 1
    assert "usual view" in test.info[0].value
    assert bad not in test.info[0].value
    assert boxes(test)["by"] == "poverty"


def test_being_of_colour_is_not_offered_as_a_measure_of_disparity(real: Run) -> None:
    test = real("disparity", by="svi_minority")
    assert len(test.info) == 1
    box = test.selectbox(key="choice_by")
    assert not any("race" in option for option in box.options)


def test_a_choice_goes_to_the_url_and_the_default_leaves_it(real: Run) -> None:
    test = real("disparity")
    test.selectbox(key="choice_by").select("gini").run()
    assert not test.exception
    assert test.query_params["by"] in ("gini", ["gini"])
    assert "most unequal incomes" in words(test)
    test.selectbox(key="choice_by").select("poverty").run()
    assert "by" not in test.query_params


def test_where_a_fifth_is_too_small_there_is_no_number_but_its_reason(real: Run) -> None:
    test = real("disparity", measure="people_killed", survey="2018-2022")
    said = words(test)
    assert not test.exception
    assert "We give no single number for this view." in said
    assert "Fewer than 5 people are counted in the fifth in areas with least poverty" in said
    assert "quintile" not in said.split("Method, inputs and seed")[0]


def test_without_a_model_there_is_a_reason(real: Run) -> None:
    said = words(real("disparity", region="2502507000"))
    assert "Fewer than 30 areas can take part in the model." in said
    assert "No model is made" in words(real("disparity", measure="people_injured"))


def test_counts_of_1_to_4_are_nowhere(real: Run) -> None:
    test = real("disparity", level="town", region="25009", measure="people_killed")
    assert not test.exception
    said = words(test)
    assert not any(f">{n} people<" in said for n in (1, 2, 3, 4))


def test_tables_without_gradients_say_so(small: Run) -> None:
    test = small("disparity")
    assert not test.exception
    assert "no figures of this kind" in words(test)
