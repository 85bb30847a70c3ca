"""Places that the description of the API shows requests with: of the state whose atlas it is."""

from __future__ import annotations

from dashboard.atlas import Atlas
from dashboard.zips.input import example as zip_code

__all__ = ["town", "values", "zip_code"]


def town(atlas: Atlas) -> str:
    """Code of the town with most residents; "" where there is none."""
    towns = atlas.places_at("town")
    return max(towns, key=lambda place: place.population or 0).code if towns else ""


def values(atlas: Atlas) -> dict[str, str]:
    """A value for each field that a request is likely to filter by."""
    return {
        "level": "zcta",
        "from_level": "zcta",
        "indicator": "people_shot",
        "code": zip_code(atlas),
        "zip": zip_code(atlas),
    }
