"""How a place is named: on its own, and as other words of a sentence bend it.

A text names a place as ``{place}``. A translation may ask for another form of the name:
``{place:in}`` is "no ZIP 02121" in Portuguese, ``{place:of}`` is "del condado de Suffolk" in
Spanish, ``{place:The}`` begins a sentence. The forms of each kind of place are one text of the
catalogues, in the order of :data:`FORMS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from dashboard import formats
from dashboard.districts import names as district_names
from dashboard.records import Place
from dashboard.words import _

ALONE, THE, IN, OF = FORMS = ("alone", "the", "in", "of")
BETWEEN = " | "
"""What stands between the forms in the text of a catalogue."""
_COUNTY = " County"


class Name(str):
    """A place's name: as text on its own, in a format string as the form that is asked for."""

    forms: tuple[str, ...]

    def __new__(cls, text: str, forms: Sequence[str] = ()) -> Self:
        """A name, with its forms in the order of :data:`FORMS`; without, all are the text."""
        name = super().__new__(cls, text)
        name.forms = tuple(forms) or (text,) * len(FORMS)
        return name

    def __format__(self, form: str) -> str:
        """The form of the name; with a capital letter where its own name has one."""
        if form.lower() not in FORMS:
            return super().__format__(form)
        said = self.forms[FORMS.index(form.lower())]
        return formats.capital(said) if form[:1].isupper() else said


def name(place: Place) -> Name:
    """A place on its own, as in titles and lists: "ZIP 02121", "5th Suffolk House district"."""
    match place.level:
        case "zcta":
            return of_zip(place.code)
        case "county" if place.name.endswith(_COUNTY):
            bare = place.name.removesuffix(_COUNTY)
            said = _("{name} County | {name} County | in {name} County | of {name} County")
        case "house":
            bare = district_names.short(place)
            said = _(
                "{name} House district | the {name} House district | in the {name} House district "
                "| of the {name} House district"
            )
        case "senate":
            bare = district_names.short(place)
            said = _(
                "{name} Senate district | the {name} Senate district | in the {name} Senate "
                "district | of the {name} Senate district"
            )
        case "congress":
            bare = district_names.short(place)
            said = _("{name} | the {name} | in the {name} | of the {name}")
        case _other:
            return plain(place.name)
    return _forms(said, bare)


def spoken(place: Place) -> Name:
    """A place as it stands in a sentence: "ZIP 02121", "the 5th Suffolk House district"."""
    forms = name(place).forms
    return Name(forms[FORMS.index(THE)], forms)


def of_zip(code: str) -> Name:
    """A ZIP code that may be no area."""
    return _forms(_("ZIP {name} | ZIP {name} | in ZIP {name} | of ZIP {name}"), code)


def plain(text: str) -> Name:
    """A name that takes no article: of a city, a town or a state."""
    return _forms(_("{name} | {name} | in {name} | of {name}"), text)


def listing(names: Sequence[Name]) -> Name:
    """Several places as one: "A, B and C", in each form."""
    return Name(
        formats.listing(names),
        [formats.listing([f"{name:{form}}" for name in names]) for form in FORMS],
    )


def _forms(said: str, name: str) -> Name:
    forms = [form.format(name=name) for form in said.split(BETWEEN)]
    return Name(forms[0], forms)
