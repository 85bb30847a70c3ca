"""The reference page of what can be set: names in the environment, keys, addresses."""

from __future__ import annotations

from collections.abc import Iterator

from data_sources._hosts import HOSTS
from data_sources._keys import KEYS

SETTINGS = {
    "EZC_DATA": (
        "the site",
        "`data/`",
        "The folder of tables that the site reads; `live/published/current` follows a refresh.",
    ),
    "EZC_SITE": (
        "the site",
        "the reader's address",
        "Address of the site in links, citations and embedded pages, where a proxy hides it.",
    ),
    "EZC_EXPORTS_A_MINUTE": (
        "the site",
        "`120`",
        "Pictures, documents, slides and tables that one address may ask for: so many at once, "
        "and so many a minute after that; more is answered with 429. `0` for no limit.",
    ),
    "EZC_API_A_MINUTE": (
        "the site",
        "`600`",
        "The same for `/api`.",
    ),
    "EZC_SESSIONS": (
        "the site",
        "`1000`",
        "Pages that one process keeps open at once, a quarter of them for one address. "
        "`0` for no limit.",
    ),
    "EZC_STATE": (
        "the pipeline",
        "`25`",
        "FIPS code of the state that is built and refreshed; `data_sources/states.toml` has those "
        "that are set up.",
    ),
    "EZC_LIVE": (
        "refresh",
        "`live/`",
        "The folder of everything that was fetched and published.",
    ),
    "EZC_SOURCES": (
        "refresh, tests",
        "`../shared/sources`",
        "The folder of embedded source files.",
    ),
    "EZC_DROPPED": ("refresh", "`live/dropped/`", "The folder where a person drops tables."),
    "EZC_GEOCODE": (
        "refresh",
        "not asked",
        "`1` asks the Census geocoder for incidents that have an address only; "
        "see [dropped_files.md](dropped_files.md).",
    ),
    "EZC_ACS_YEAR": (
        "refresh",
        "the newest there is",
        "Last year of the five-year survey that is asked for, such as `2024`.",
    ),
    "EZC_SVI_ZCTA_PATH": (
        "refresh",
        "the path known",
        "Path of the file of ZIP areas on the host `svi`, should it have moved.",
    ),
    "EZC_SEARCH_MINUTES": (
        "refresh",
        "`60`",
        "Minutes after which no more builds are tried to find the copy that breaks one; those "
        "under suspicion are left out then.",
    ),
    "EZC_CONTACT": (
        "refresh, `deploy/tell.sh`",
        "none",
        "An address to write to; publishers read it in the name that the program gives itself, "
        "and failed systemd units are mailed to it.",
    ),
    "EZC_REQUIRE_SOURCES": (
        "tests",
        "not required",
        "`1` runs the tests that read the embedded source files whatever is there.",
    ),
}
"""Name -> what reads it, what holds without it, what it does."""

SERVER = {
    "PORT": ("`python app.py`, `make app`", "`8501`", "The port that the site listens on."),
    "FORWARDED_ALLOW_IPS": (
        "the web server (uvicorn)",
        "`127.0.0.1`",
        "Addresses or networks of the proxy in front, with commas between. Only from there "
        "`X-Forwarded-For` and `X-Forwarded-Proto` are believed. Where a proxy is not named, "
        "no reader's rate is limited, and the log says so.",
    ),
}
"""Settings that bear no name of ours, because what reads them is not ours."""


def page() -> Iterator[str]:
    """The lines of the page."""
    yield "All of them are optional. The site needs none."
    yield from ("", "| name | read by | without it | what it does |", "| --- | --- | --- | --- |")
    for name, said in {**SETTINGS, **SERVER}.items():
        yield f"| `{name}` | {' | '.join(said)} |"
    yield from ("", "## Keys", "")
    yield (
        'In the environment or in `.streamlit/secrets.toml` (`NAME = "value"`). They are sent to '
        "their publisher alone and stand in no file, log or message."
    )
    yield from ("", "| name | publisher | where to get one | without it |")
    yield "| --- | --- | --- | --- |"
    for kind in KEYS.values():
        yield f"| `{kind.name}` | {kind.publisher} | <{kind.where}> | {kind.without} |"
    yield from ("", "## Addresses", "")
    yield "Each publisher's address can be replaced, for a mirror or a test."
    yield from ("", "| name | publisher | address |", "| --- | --- | --- |")
    for host in HOSTS.values():
        yield f"| `{host.env}` | {host.publisher} | <{host.base}> |"
