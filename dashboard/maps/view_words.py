"""What a reader looks at on the map page in words: each map, the chosen place, both as a table."""

from __future__ import annotations

import pandas as pd

from dashboard import formats, lookups, place_names
from dashboard.atlas import Atlas
from dashboard.maps import areas, aspects, captions, layers
from dashboard.maps.area_words import WHERE_SHOT
from dashboard.maps.view import LEVEL, View
from dashboard.sentences import value_words
from dashboard.words import _
from dashboard.zips import input as zip_input


def place_in_words(atlas: Atlas, view: View, layer: tuple[str, str]) -> str:
    """The value of the chosen place, as Markdown, with what its status means."""
    if view.place is None:
        return ""
    indicator = layers.measure(atlas, layer[0])
    made = aspects.of(layer) in {aspects.SURE, aspects.NEAR}
    id = aspects.MEASURE if made else layer[0]
    seen = atlas.observation(id, view.level, view.place, layer[1])
    said = layers.words_at(atlas, view.level, view.place, layer)
    if made:
        return f"**{layers.label(atlas, view.level, view.place)}**: {said}."
    if seen and seen.value is not None and not indicator.unit.startswith(("dollar", "percent")):
        said += f" {indicator.unit_words}"
    line = f"**{layers.label(atlas, view.level, view.place)}**: {said}."
    if seen and seen.value is not None and seen.moe is None and seen.lower is None:
        line += " " + _("Its margin of error is not published by this source.")
    if indicator.theme == "firearm_injury" and (seen is None or seen.status != "value"):
        line += " " + value_words.status_note(seen.status if seen else "not_covered")
    line += " " + _the_state(atlas, id, layer[1])
    return line.replace("$", r"\$")


def _the_state(atlas: Atlas, id: str, period: str) -> str:
    """The same measure for the state, in the years nearest to these; "" where it has none."""
    years = lookups.nearest_period(atlas.periods(id, "state"), period)
    state = next(iter(atlas.places_at("state")), None)
    if years is None or state is None:
        return ""
    said = layers.words_at(atlas, "state", state.code, (id, years))
    return _("{state}: {value} ({years}).").format(
        state=state.name, value=said, years=formats.period_short(years)
    )


def zip_codes_here(atlas: Atlas, view: View) -> tuple[str, ...]:
    """The ZIP codes of a chosen town, each of which has a page."""
    place = atlas.place(view.level, view.place) if view.place else None
    return zip_input.named(atlas, place.name)[1] if place and view.level == "town" else ()


def few_rates(atlas: Atlas, view: View) -> str:
    """That few ZIP areas have a rate of people shot and towns show more."""
    if view.level != LEVEL or not view.measure.startswith(WHERE_SHOT):
        return ""
    if not atlas.state.police_record_town:  # the sentence names towns
        return ""
    return _(
        "Few ZIP areas have 10 or more people shot, so few have a rate. Towns and cities are "
        "larger and show more. Or look closer, at Boston, Springfield or Worcester."
    )


def summary(atlas: Atlas, view: View, layer: tuple[str, str]) -> str:
    """One map in words; closer to a town, those of its areas that share people with it."""
    town = atlas.place("town", view.closer) if view.closer and view.level != "town" else None
    if town is None:
        return captions.summary(atlas, view.level, layer)
    near = areas.inside(atlas, view.level, ("town", town.code))
    about = _("In and around {place}.").format(place=place_names.spoken(town))
    return f"{about} {captions.summary(atlas, view.level, layer, near)}"


def table(atlas: Atlas, view: View) -> pd.DataFrame:
    """Both maps as a table, by name of the place: counts, values, intervals, states in words."""
    places = atlas.places_at(view.level)
    out = pd.DataFrame(
        {
            _("Place"): [layers.label(atlas, view.level, p.code) for p in places],
            _("Code"): [p.code for p in places],
            _("Residents"): pd.array([p.population for p in places], dtype="Int64"),
        },
        index=[p.code for p in places],
    )
    for layer in (view.left, view.right):
        made = aspects.of(layer) in {aspects.SURE, aspects.NEAR}
        id, period = (aspects.MEASURE, layer[1]) if made else layer
        indicator = layers.measure(atlas, id)
        rows = atlas.at(id, view.level, period)
        name = f"{indicator.short_title}, {formats.period_short(period)}"
        seen = [atlas.observation(id, view.level, p.code, period) for p in places]
        numbers = rows.reindex(out.index)
        if indicator.is_injury:
            out[_("{name}: people").format(name=name)] = numbers["numerator"].astype("Int64")
        for column, said in (
            ("value", _("{name} ({unit})").format(name=name, unit=indicator.unit_words)),
            ("lower", _("{name}: lower end").format(name=indicator.short_title)),
            ("upper", _("{name}: upper end").format(name=indicator.short_title)),
        ):
            out[said] = numbers[column].round(indicator.digits)
        out[_("{name}: in words").format(name=indicator.short_title)] = [
            layers.words(s, indicator) for s in seen
        ]
        if made:
            out[layers.measure(atlas, layer[0]).short_title] = [
                layers.words_at(atlas, view.level, p.code, layer) for p in places
            ]
    return out.sort_values(_("Place"), kind="stable").reset_index(drop=True)
