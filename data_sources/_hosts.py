"""The publishers' machines: where each is, how gently it is asked and which key it wants.

``EZC_URL_<NAME>`` puts another address in the place of a host's own, for a mirror or a test.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Host:
    """One machine of one publisher."""

    name: str
    base: str
    """Address without a closing slash; paths are added to it."""
    publisher: str
    pause: float = 0.5
    """Seconds between the starts of two requests."""
    key: str = ""
    """Name of its key in ``_keys.KEYS``; "" where it wants none."""
    key_as: Literal["", "query", "header", "bearer"] = ""
    key_field: str = ""
    """The parameter or header that carries the key."""
    key_needed: bool = False

    @property
    def env(self) -> str:
        """The environment variable that overrides the address."""
        return f"EZC_URL_{self.name.upper()}"

    @property
    def url(self) -> str:
        """The address in force."""
        return os.environ.get(self.env, self.base).rstrip("/")


HOSTS = {
    host.name: host
    for host in (
        Host(
            "cdc",
            "https://data.cdc.gov",
            "data.cdc.gov",
            key="SOCRATA_APP_TOKEN",
            key_as="header",
            key_field="X-App-Token",
        ),
        Host("svi", "https://svi.cdc.gov", "CDC/ATSDR SVI", pause=1.0),
        Host(
            "census",
            "https://api.census.gov",
            "US Census Bureau API",
            key="CENSUS_API_KEY",
            key_as="query",
            key_field="key",
            key_needed=True,
        ),
        Host("tiger", "https://www2.census.gov", "US Census Bureau files", pause=1.0),
        Host("geocoder", "https://geocoding.geo.census.gov", "US Census geocoder", pause=2.0),
        Host("boston", "https://data.boston.gov", "Analyze Boston"),
        Host("arcgis", "https://services.arcgis.com", "ArcGIS Online"),
        Host(
            "openstates",
            "https://v3.openstates.org",
            "Open States",
            pause=1.0,
            key="OPENSTATES_API_KEY",
            key_as="header",
            key_field="X-API-KEY",
            key_needed=True,
        ),
        Host("openstates_files", "https://data.openstates.org", "Open States files"),
        Host("legislature", "https://malegislature.gov", "Massachusetts Legislature", pause=1.0),
        Host(
            "hud",
            "https://www.huduser.gov",
            "HUD User",
            pause=1.0,
            key="HUD_API_TOKEN",
            key_as="bearer",
            key_field="Authorization",
            key_needed=True,
        ),
        Host("github", "https://raw.githubusercontent.com", "GitHub files"),
    )
}
"""Every host by name. A new one is an entry here and no code."""
