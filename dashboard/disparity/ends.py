"""The two ends of each economic measure, in words: "most poverty" and "least poverty"."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.atlas import Atlas
from dashboard.words import _, remembered


class Ends(NamedTuple):
    """An economic measure in words: as a subject with its verb, and its two ends.

    ``most`` and ``least`` follow "the fifth of residents in areas with"; the short forms stand
    beside bars.
    """

    subject: str
    most: str
    least: str
    first: str
    last: str


def ends(atlas: Atlas, id: str) -> Ends:
    """What the most and the least deprived areas are called where this measure orders them."""
    known = _known().get(id)
    if known is not None:
        return known
    indicator = atlas.indicator(id)
    name = indicator.short_title if indicator else id
    high = indicator is None or indicator.better != "higher"
    most, least = _("the highest {name}"), _("the lowest {name}")
    if not high:
        most, least = least, most
    return Ends(
        (_("A higher value of {name} goes") if high else _("A lower value of {name} goes")).format(
            name=name
        ),
        most.format(name=name),
        least.format(name=name),
        _("Highest") if high else _("Lowest"),
        _("Lowest") if high else _("Highest"),
    )


@remembered(8)
def _known() -> dict[str, Ends]:
    """The measures that have words of their own; any other gets those of its name."""
    return {
        "poverty": Ends(
            _("More poverty goes"),
            _("most poverty"),
            _("least poverty"),
            _("Most poverty"),
            _("Least poverty"),
        ),
        "median_household_income": Ends(
            _("Lower household income goes"),
            _("the lowest household incomes"),
            _("the highest household incomes"),
            _("Lowest income"),
            _("Highest income"),
        ),
        "per_capita_income": Ends(
            _("Lower income per person goes"),
            _("the lowest incomes per person"),
            _("the highest incomes per person"),
            _("Lowest income"),
            _("Highest income"),
        ),
        "households_under_25k": Ends(
            _("More low incomes go"),
            _("most households under $25,000 a year"),
            _("fewest households under $25,000 a year"),
            _("Most low incomes"),
            _("Fewest"),
        ),
        "households_under_35k": Ends(
            _("More low incomes go"),
            _("most households under $35,000 a year"),
            _("fewest households under $35,000 a year"),
            _("Most low incomes"),
            _("Fewest"),
        ),
        "households_over_200k": Ends(
            _("Fewer high incomes go"),
            _("fewest households with $200,000 or more a year"),
            _("most households with $200,000 or more a year"),
            _("Fewest high incomes"),
            _("Most"),
        ),
        "ice_income": Ends(
            _("Concentration of low incomes goes"),
            _("low incomes most concentrated"),
            _("high incomes most concentrated"),
            _("Low incomes"),
            _("High incomes"),
        ),
        "ice_race_income": Ends(
            _("Concentration of low-income households of color goes"),
            _("low-income households of color most concentrated"),
            _("high-income White households most concentrated"),
            _("Low-income, of color"),
            _("High-income, White"),
        ),
        "ice_black_income": Ends(
            _("Concentration of low-income Black households goes"),
            _("low-income Black households most concentrated"),
            _("high-income White households most concentrated"),
            _("Low-income, Black"),
            _("High-income, White"),
        ),
        "gini": Ends(
            _("Inequality of incomes goes"),
            _("the most unequal incomes"),
            _("the least unequal incomes"),
            _("Most unequal"),
            _("Least unequal"),
        ),
        "bachelors": Ends(
            _("Fewer college degrees go"),
            _("fewest college degrees"),
            _("most college degrees"),
            _("Fewest degrees"),
            _("Most degrees"),
        ),
        "no_internet": Ends(
            _("Less internet access goes"),
            _("most households without internet"),
            _("fewest households without internet"),
            _("Most without"),
            _("Fewest without"),
        ),
        "no_vehicle": Ends(
            _("Fewer cars go"),
            _("most households without a car"),
            _("fewest households without a car"),
            _("Most without"),
            _("Fewest without"),
        ),
        "owner_occupied": Ends(
            _("Fewer home owners go"),
            _("fewest home owners"),
            _("most home owners"),
            _("Fewest owners"),
            _("Most owners"),
        ),
        "svi": Ends(
            _("More social vulnerability goes"),
            _("most social vulnerability"),
            _("least social vulnerability"),
            _("Most vulnerable"),
            _("Least"),
        ),
        "svi_socioeconomic": Ends(
            _("More social vulnerability goes"),
            _("most social vulnerability in income and work"),
            _("least social vulnerability in income and work"),
            _("Most vulnerable"),
            _("Least"),
        ),
        "svi_household": Ends(
            _("More social vulnerability goes"),
            _("most social vulnerability of households"),
            _("least social vulnerability of households"),
            _("Most vulnerable"),
            _("Least"),
        ),
        "svi_housing": Ends(
            _("More social vulnerability goes"),
            _("most social vulnerability in homes and transport"),
            _("least social vulnerability in homes and transport"),
            _("Most vulnerable"),
            _("Least"),
        ),
        "unemployment": Ends(
            _("More unemployment goes"),
            _("most unemployment"),
            _("least unemployment"),
            _("Most"),
            _("Least"),
        ),
        "uninsured": Ends(
            _("Less health insurance goes"),
            _("most residents without health insurance"),
            _("fewest residents without health insurance"),
            _("Most without"),
            _("Fewest without"),
        ),
        "vacant": Ends(
            _("More empty homes go"),
            _("most empty homes"),
            _("fewest empty homes"),
            _("Most empty"),
            _("Fewest empty"),
        ),
        "rent_burden": Ends(
            _("More rent burden goes"),
            _("most rent burden"),
            _("least rent burden"),
            _("Most burden"),
            _("Least burden"),
        ),
        "snap": Ends(
            _("More use of SNAP goes"),
            _("most households with food benefits (SNAP)"),
            _("fewest households with food benefits (SNAP)"),
            _("Most households"),
            _("Fewest"),
        ),
    }
