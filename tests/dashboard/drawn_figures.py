"""One figure of each form of drawing, with names that break what is careless."""

from __future__ import annotations

from dashboard import drawings
from dashboard.figures import Figure
from epidemiology.status import Status

HARD = 'O\'Brien & <Sons> "Peña" Łódź'
"""A name with an apostrophe, quotation marks, letters with marks and signs of XML."""


def square(west: float, south: float, side: float = 0.1) -> dict[str, object]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def area(status: Status, colour_class: int | None, place: int = 0) -> drawings.Shape:
    name = f"{HARD} {place}"
    geometry = square(-72 + 0.1 * place, 42)
    return drawings.Shape(str(place), name, f"said of {place}", status, colour_class, geometry)


def map_of(*areas: drawings.Shape, scale: str = "injury") -> drawings.Choropleth:
    return drawings.Choropleth(
        shapes=areas,
        scale=scale,  # type: ignore[arg-type]
        legend=[drawings.Key(a.status, a.colour_class, f"key {a.code}") for a in areas],
        box=(-72.05, 41.95, -72 + 0.1 * len(areas) + 0.05, 42.15),
        names=[(HARD, -71.95, 42.05)],
        outline=[square(-72, 42)],
    )


DRAWINGS: dict[str, drawings.Drawing] = {
    "dots": drawings.Dots(
        [
            drawings.Dot(HARD, 12.5, 8, 19, "12.5", "2014-2017", leads=True),
            drawings.Dot("Boston", 33, 31, 35, "33", "2014-2017"),
            drawings.Dot("Hollow", 20, 9, 44, "20", hollow=True),
            drawings.Dot("Ashfield", None, None, None, "1-4 people, no rate", "2014-2017"),
        ],
        prefix="$",
    ),
    "bars": drawings.YearBars(
        [
            drawings.Bar("2014", 41, 30, 55, "41"),
            drawings.Bar("2015", None, None, None, "1-4", after_break=True),
            drawings.Bar("2016\nto May", 17, 10, 27, "17", partial=True),
        ],
        "change of source",
    ),
    "areas": drawings.Areas(
        [
            drawings.Mark("a", 10, 40, 30, 50),
            drawings.Mark("b", 20, 60, 20, 120, hollow=True),
            drawings.Mark("c", 3, None, None, None, "few"),
            drawings.Mark("d", 5, None, None, None, "none"),
        ],
        [("few", "1-4 shot"), ("none", "none\nrecorded")],
        "Residents in poverty",
        "People shot",
        "%",
    ),
    "fifths": drawings.Fifths(
        [
            drawings.Fifth(f"{HARD}\n20% to 50%", 24, 22, 26, "24\n799 people"),
            drawings.Fifth("Last fifth\n0% to 3%", 0.6, 0.3, 1, "0.59, unstable", unstable=True),
            drawings.Fifth("No rate", None, None, None, "1-4 people"),
        ]
    ),
    "curve": drawings.Concentration(
        [0, 0.2, 1], [0, 0.6, 1], "Residents", "Share of people", "equal rates", (20, 60, "60%")
    ),
    "scatter": drawings.Scatter(
        [
            drawings.Area("a", 42_000, 1, 120, 90, 150),
            drawings.Area("b", 60_000, 0.4, 20, 9, 40, hollow=True),
            drawings.Area("c", 90_000, 0.4, band="few"),
            drawings.Area("d", 99_000, 0.4, band="none"),
            drawings.Area("e", 99_000, 0.4, band="lost"),
            drawings.Area("f", 99_000, 0.4, band="gone"),
        ],
        [drawings.Band(key, f"{key}\nshot", key) for key in ("few", "none", "lost", "gone")],
        drawings.Fit([20_000, 60_000, 180_000], [200, 20, 0.02], [150, 15, 0.01], [260, 27, 0.04]),
        "Income",
        "People shot",
        ("$", ""),
        0,
        "Income",
        "model, with\n95% band",
    ),
    "lines": drawings.Lines(
        [
            drawings.Line(
                HARD,
                [
                    drawings.Point(2014, 24, 20, 28, "24"),
                    drawings.Point(2015, 36, 32, 41, "36"),
                    drawings.Point(2016, None, None, None, "hidden"),
                    drawings.Point(2017, 39, 34, 44, "39", hollow=True),
                ],
            ),
            drawings.Line("Nation", [drawings.Point(2014, 30, 29, 31, "30")], "quiet"),
        ],
        "per 100,000",
        [drawings.Break(2015, "news until 2014, then the police record")],
    ),
    "map": map_of(
        area(Status.VALUE, 4, 0),
        area(Status.TOO_FEW, None, 1),
        area(Status.NOT_COVERED, None, 2),
    ),
}
"""By a short name."""


def figure(form: str, **changed: object) -> Figure:
    said = {
        "key": form,
        "title": f"What {HARD} shows",
        "subtitle": "People shot per 100,000 residents a year",
        "caption": f"Areas, not people. Source: {HARD}.",
        "summary": "One: 12; two: 33.",
        "head": ("Place", "Rate"),
        "rows": (("One", "12"),),
        "drawing": DRAWINGS[form],
        "address": "/zip?zip=02121&more=1",
    }
    return Figure(**(said | changed))  # type: ignore[arg-type]
