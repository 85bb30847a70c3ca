"""The facts of every district, its figures and its three facts."""

from __future__ import annotations

import pytest

from dashboard import place_names, store
from dashboard.districts import facts as district_facts
from dashboard.districts import figures as district_figures
from dashboard.districts import names as district_names
from dashboard.districts import sections as district_sections
from dashboard.districts.report import SLIVER, DistrictReport, district_report
from dashboard.lookups import SHOT
from epidemiology.status import SHOWS_RATE, Status

PERIOD = "2015-07_2017-12"
VACANT = {"25042", "25075"}


@pytest.fixture(scope="module")
def reports() -> list[DistrictReport]:
    atlas = store.atlas()
    return [district_report(atlas, p.level, p.code) for p in district_names.listed(atlas)]


def test_every_district_has_a_report(reports: list[DistrictReport]) -> None:
    assert len(reports) == 209
    for report in reports:
        assert report.shot is not None
        assert report.period == PERIOD
        assert report.income is not None
        assert report.income.value is not None
        assert report.state_income is not None
        assert report.zips.shown
        assert report.towns.shown
        assert report.trends
        assert report.listed


def test_vacant_seats_are_those_without_a_name(reports: list[DistrictReport]) -> None:
    assert {report.place.code for report in reports if report.vacant} == VACANT
    assert all(len(report.members) == 1 for report in reports if not report.vacant)


def test_what_is_left_out_is_little(reports: list[DistrictReport]) -> None:
    for report in reports:
        for parts in (report.zips, report.towns):
            shown = sum(part.share for part in parts.shown)
            assert shown + parts.left_share == pytest.approx(1, abs=1e-6)
            assert parts.left_share < 0.03
            assert parts.shown[0].share >= SLIVER
            assert list(parts.shown) == sorted(
                parts.shown, key=lambda part: (-part.share, part.place.code)
            )


def test_districts_and_people_not_placed_are_the_whole_state() -> None:
    """Exactly for Congress, which hides no count; within the hidden counts for the others."""
    atlas = store.atlas()
    ratio = district_facts.gap(atlas, PERIOD)
    assert ratio is not None
    everyone = ratio["numerator"] + ratio["people_left"]
    for level in district_names.LEVELS:
        rows = atlas.at(SHOT, level, PERIOD)
        unplaced = atlas.observation(SHOT, f"{level}_unplaced", "25", PERIOD)
        assert unplaced is not None
        assert unplaced.numerator is not None
        hidden = int((rows["status"] == Status.TOO_FEW).sum())
        told = rows["numerator"].sum() + unplaced.numerator
        assert told + hidden <= everyone <= told + 4 * hidden


def test_the_fifth_suffolk_house_district() -> None:
    report = district_report(store.atlas(), "house", "25127")
    assert report.shot is not None
    assert (report.shot.numerator, report.shot.status) == (152, Status.VALUE)
    assert report.killed is not None
    assert report.killed.numerator == 27
    assert report.towns.only is not None
    assert report.towns.only.place.name == "Boston"
    assert [row.place.name for row in report.compared][1:] == ["Boston", "Massachusetts"]
    assert [part.place.code for part in report.zips.shown][:3] == ["02121", "02125", "02122"]
    assert [trend.town_name for trend in report.trends] == ["Boston"]


def test_a_code_that_is_none_is_an_error() -> None:
    with pytest.raises(LookupError, match="house"):
        district_report(store.atlas(), "house", "99999")


def test_every_district_has_figures_that_stand_alone(reports: list[DistrictReport]) -> None:
    atlas = store.atlas()
    for report in reports:
        made = [
            district_figures.rate_figure(atlas, report),
            district_figures.income_figure(atlas, report),
            *district_figures.year_figures(atlas, report),
        ]
        assert len(made) >= 3
        for figure in made:
            assert figure is not None
            assert len(figure.title.split()) <= 10, figure.title
            assert figure.address == district_names.address(report.place)
            assert figure.summary
            assert figure.period
            assert figure.sources
            assert all(len(row) == len(figure.head) for row in figure.rows)
        assert made[0] is not None
        short = district_names.short(report.place)
        assert short in made[0].title
        assert ("no rate" in made[0].title) == (
            report.shot is None or report.shot.status not in SHOWS_RATE
        )


@pytest.mark.parametrize(("level", "code"), [
    ("house", "25127"), ("house", "25006"), ("senate", "25D01"), ("congress", "2509"),
])  # fmt: skip
def test_the_map_lists_the_zip_areas_of_the_district(level: str, code: str) -> None:
    atlas = store.atlas()
    report = district_report(atlas, level, code)
    figure = district_figures.map_figure(atlas, report)
    assert figure is not None
    assert len(figure.title.split()) <= 10
    assert len(figure.rows) == len(report.zips.shown)
    assert "does not" not in figure.title
    assert "parts do not add up" in figure.caption
    assert not any(cell == "0" for row in figure.rows for cell in row)


def test_every_district_has_three_facts_with_numbers_and_sources(
    reports: list[DistrictReport],
) -> None:
    atlas = store.atlas()
    for report in reports:
        facts = district_facts.three_facts(atlas, report)
        assert len(facts) == district_facts.HOW_MANY
        assert all(fact.source and fact.interval for fact in facts)
        assert all(any(c.isdigit() for c in fact.text) for fact in facts)
        assert place_names.spoken(report.place) in facts[0].text
        text = district_facts.aloud(facts, district_names.address(report.place))
        assert "not a member's record" in text
        assert text.count("Source: ") == 3
        assert all(f.interval in text for f in facts if f.interval.startswith("95% interval"))


def test_the_facts_follow_what_is_known() -> None:
    atlas = store.atlas()

    def texts(level: str, code: str) -> list[str]:
        report = district_report(atlas, level, code)
        return [fact.text for fact in district_facts.three_facts(atlas, report)]

    boston = texts("house", "25127")
    assert "at least 152 people shot in the 5th Suffolk House district" in boston[0]
    assert "Across Boston, the number of people shot has fallen by more than half" in boston[1]
    assert "$54,300 a year. Across Massachusetts it was $101,600" in boston[2]
    franklin = texts("house", "25042")
    assert "between 1 and 4 people shot" in franklin[0]
    assert "had an income of about" in franklin[1]
    assert "54 times as many people were shot where the first live, from July 2015" in franklin[2]


def test_none_recorded_is_never_none_hurt(reports: list[DistrictReport]) -> None:
    none = [r for r in reports if r.shot and r.shot.status == Status.NONE_RECORDED]
    assert none
    for report in none:
        assert "does not mean no one was hurt" in district_facts.first_sentence(report)


def test_people_who_could_not_be_placed_are_of_the_towns_not_of_the_district() -> None:
    report = district_report(store.atlas(), "house", "25019")
    said = district_facts.first_sentence(report)
    assert "Some people shot in its cities and towns could not be placed" in said


def test_the_years_of_the_only_town_are_those_of_all_residents() -> None:
    report = district_report(store.atlas(), "house", "25127")
    words = district_sections.no_years_of_its_own(report, report.trends)
    assert "Boston, where all of its residents live" in words


def test_one_zip_area_has_and_several_have() -> None:
    atlas = store.atlas()
    figure = district_figures.map_figure(atlas, district_report(atlas, "house", "25034"))
    assert figure is not None
    assert "1 has 10 people or more" in figure.summary
    assert "2 have 1 to 4 and 1 has none recorded" in figure.summary
