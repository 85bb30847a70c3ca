"""Names of villages, neighbourhoods and old spellings, and the town each belongs to.

Particular to one state, like :mod:`etl.settings`. A name that lies in several towns without one
that plainly holds it is left out: its people stay in the residual row.
"""

from __future__ import annotations

CITY_NEIGHBOURHOODS = {
    "Boston": (
        "Allston",
        "Back Bay",
        "Brighton",
        "Charlestown",
        "Dorchester",
        "Dorchester Center",
        "East Boston",
        "Hyde Park",
        "Jamaica Plain",
        "Mattapan",
        "Mission Hill",
        "Readville",
        "Roslindale",
        "Roxbury",
        "Roxbury Crossing",
        "South Boston",
        "South End",
        "West Roxbury",
    ),
}
TOWN_VILLAGES = {
    "Barnstable": (
        "Centerville",
        "Cotuit",
        "Hyannis",
        "Hyannis Port",
        "Marstons Mills",
        "Osterville",
    ),
    "Billerica": ("North Billerica",),
    "Bourne": ("Buzzards Bay", "Pocasset", "Sagamore Beach"),
    "Chatham": ("South Chatham",),
    "Dartmouth": ("North Dartmouth",),
    "Dennis": ("Dennis Port", "South Dennis", "West Dennis"),
    "Falmouth": ("East Falmouth", "West Falmouth", "Woods Hole"),
    "Foxborough": ("Foxboro",),
    "Freetown": ("Assonet",),
    "Harwich": ("Harwich Port",),
    "Lanesborough": ("Berkshire", "Lanesboro"),
    "Manchester-by-the-Sea": ("Manchester", "Manchester By The Sea"),
    "Marlborough": ("Marlboro",),
    "Marshfield": ("Brant Rock",),
    "Middleborough": ("Middleboro",),
    "Montague": ("Turners Falls",),
    "Newbury": ("Byfield",),
    "Newton": ("Newton Highlands",),
    "North Attleborough": ("North Attleboro",),
    "Northbridge": ("Whitinsville",),
    "Shelburne": ("Shelburne Falls",),
    "Springfield": ("Indian Orchard",),
    "Taunton": ("East Taunton",),
    "Tyngsborough": ("Tyngsboro",),
    "Wareham": ("East Wareham", "Onset", "West Wareham"),
    "Weymouth": ("North Weymouth",),
    "Yarmouth": ("South Yarmouth", "West Yarmouth", "Yarmouth Port"),
}
IN_SEVERAL_TOWNS = ("Devens",)
"""Known names that are left in the residual row on purpose."""

ALIASES = {
    alias: town
    for table in (CITY_NEIGHBOURHOODS, TOWN_VILLAGES)
    for town, names in table.items()
    for alias in names
}
