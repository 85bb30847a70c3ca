"""Licences, background checks and laws: context, not outcomes. Built by ``etl/context.py``."""

from __future__ import annotations

from etl.catalogue._indicator import Indicator

_NO_INTERVAL = "None: a full count, not a sample"

INDICATORS = (
    Indicator(
        id="firearm_licences",
        needs="firearm_licences",
        title="Residents with a firearm licence",
        short_title="Firearm licences",
        sentence="On 1 January 2023 there were {value} firearm licences for each 1,000 adults of "
        "{place}.",
        unit="licences per 1,000 adults",
        theme="context",
        better="neither",
        interval=_NO_INTERVAL,
        caveats=(
            "Licences to carry (Class A and B) and firearms identification cards that the town's "
            "police issued and that were active on 1 January 2023.",
            "Left out: dealers, gunsmiths and clubs, machine-gun licences (their holders have a "
            "licence to carry already), cards for pepper spray only, and licences issued by the "
            "State Police and the Criminal History Systems Board, which belong to no town.",
            "A licence is not a firearm: a holder may own none or several. People move after they "
            "get one.",
            "Identification cards can be held from age 15 on, so the number can include people "
            "under 18. Towns of fewer than 1,000 adults have no rate.",
        ),
    ),
    Indicator(
        id="firearm_license_applications",
        needs="firearm_dashboards",
        title="Applications for firearm licenses",
        short_title="License applications",
        sentence="The police of {place} received {value} applications for a firearm license for "
        "each 1,000 adults that year.",
        unit="applications per 1,000 adults a year",
        theme="context",
        better="neither",
        interval=_NO_INTERVAL,
        caveats=(
            "Licenses to carry and firearms identification cards, as the state's dashboards count "
            "them by agency. New and renewed ones are not told apart.",
            "From tables that a person saved; their headings have not been confirmed against the "
            "state's own notes.",
            "Only years of which all four quarters are there and none is hidden.",
            "An application is not a license, and a license is not a firearm.",
        ),
        live=True,
    ),
    Indicator(
        id="background_checks",
        title="Background checks for firearms",
        short_title="Background checks",
        sentence="The FBI recorded {value} background checks for firearms in {place} that year.",
        unit="checks a year",
        theme="context",
        better="neither",
        interval=_NO_INTERVAL,
        caveats=(
            "Checks are not sales: many are for licences, and one can cover several firearms "
            "or none.",
            "A change in licensing practice changes the number. Complete years only, 1999-2022.",
        ),
    ),
    Indicator(
        id="firearm_laws",
        title="Firearm laws in force",
        short_title="Firearm laws",
        sentence="{place} had {value} of the 133 kinds of firearm law that the State Firearm Laws "
        "project follows.",
        unit="kinds of law, of 133",
        theme="context",
        better="neither",
        interval=_NO_INTERVAL,
        caveats=(
            "Ends in 2017: later laws, such as that of 2024, are not counted.",
            "Each kind of law counts for one. The number does not say how strong a law is or how "
            "well it is kept.",
        ),
    ),
)
