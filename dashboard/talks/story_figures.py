"""The one figure that only the story has: shootings in Boston by the loan maps of the 1930s."""

from __future__ import annotations

from typing import Any

from dashboard import drawings, figures, formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.sentences import caveats
from dashboard.words import _

STUDY = "poulson_"
SEGREGATION = "krieger_ice_income_race"
RED, YELLOW, LEFT = "poulson_red", "poulson_yellow", "poulson_red_direct"


def finding(atlas: Atlas, id: str) -> dict[str, Any] | None:
    """A row of the table of published findings."""
    table = atlas.in_words("literature")
    rows = table[table["id"] == id].to_dict("records")
    return {str(key): value for key, value in rows[0].items()} if rows else None


def redlining(atlas: Atlas) -> Figure | None:
    """What a published study found; None where the tables do not have it."""
    names = {
        RED: _("Once graded red"),
        YELLOW: _("Once graded yellow"),
        LEFT: _("Red, with today's conditions\ntaken into account"),
    }
    rows = [(name, row) for id, name in names.items() if (row := finding(atlas, id))]
    if len(rows) < len(names):
        return None
    study = rows[0][1]
    said = "; ".join(
        _("{what}: {ratio} times ({low} to {high})").format(
            what=name.replace("\n", " "), **_numbers(row)
        )
        for name, row in rows
    )
    return Figure(
        key="redlining",
        title=_("Where loan maps were red, more shootings were recorded later"),
        subtitle=_(
            "Shooting incidents in Boston, {years}: rate compared with areas once graded green, "
            "with 95% intervals"
        ).format(years=formats.period_short(study["period"])),
        caption=_(
            "The grades are those of the Home Owners' Loan Corporation in the 1930s. Today's "
            "conditions: poverty, education, housing and race. {areas} Study: {study}."
        ).format(areas=caveats.areas_not_people(), study=study["citation"]),
        summary=_("Compared with areas once graded green: {said}.").format(said=said),
        head=(_("Areas"), _("Compared with green"), _("95% interval"), _("Study")),
        rows=tuple(
            (
                name.replace("\n", " "),
                _numbers(row)["ratio"],
                _("{low} to {high}").format(**_numbers(row)),
                row["citation"],
            )
            for name, row in rows
        ),
        drawing=drawings.Dots(
            [
                drawings.Dot(
                    name,
                    float(row["value"]),
                    float(row["lower"]),
                    float(row["upper"]),
                    _numbers(row)["ratio"],
                    leads=number == 0,
                )
                for number, (name, row) in enumerate(rows)
            ],
            reference=(1.0, _("as in green areas")),
        ),
        address=figures.address("story", step="7"),
        period=str(study["period"]),
        limits=_(
            "A published study, not our count: it counts shooting incidents, not people shot. It "
            "shows a link between areas, not each step from then to now."
        ),
    )


def _numbers(row: dict[str, Any]) -> dict[str, str]:
    return {
        "ratio": published(row["value"]),
        "low": published(row["lower"]),
        "high": published(row["upper"]),
    }


def published(value: float) -> str:
    """A number with the decimals that the study gives."""
    return formats.number(value, len(f"{value:g}".partition(".")[2]))
