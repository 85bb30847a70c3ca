"""Whether an edition that was made says anything else than the one that readers have."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from etl.versions import damage, version

_SOURCES = "sources.parquet"


def is_news(current: Path, made: Path, overdue: Callable[[str], bool]) -> bool:
    """Whether an edition says anything else than the current one.

    That a publisher could not be asked is news once its copy is older than it may become: a site
    that could not be reached for a night makes no edition.

    Args:
        current: the folder of the edition that readers have.
        made: that of the new one.
        overdue: whether the copy in use of a dataset is older than its cadence allows.
    """
    if version(made) == current.name and not damage(current):
        return False
    here, there = _checksums(current), _checksums(made)
    other = {path for path in here.keys() | there.keys() if here.get(path) != there.get(path)}
    was, now = (pd.read_parquet(folder / _SOURCES) for folder in (current, made))
    if other - {_SOURCES} or "state" not in was:
        return True
    if not was.drop(columns="state").equals(now.drop(columns="state")):
        return True
    before = dict(zip(was["id"], was["state"], strict=True))
    return any(
        state != before[name] and (state != "kept" or overdue(name))
        for name, state in zip(now["id"], now["state"], strict=True)
    )


def _checksums(folder: Path) -> dict[str, str]:
    """The checksum of each file of an edition, as its description says."""
    package = json.loads((folder / "datapackage.json").read_bytes())
    return {resource["path"]: resource["hash"] for resource in package["resources"]}
