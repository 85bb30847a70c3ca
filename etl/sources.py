"""The published table of sources: what was read, what was used and what was left over."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pandas as pd

import data_sources
from data_sources._dataset import Dataset
from etl import view
from etl.ledger import Ledger
from etl.settings import STATE


def datasets() -> dict[str, Dataset]:
    """Every dataset that has a module in ``data_sources/`` and exists for the state, by id.

    Raises:
        ValueError: a module's ``DATASET.id`` is not the module's name.
    """
    found: dict[str, Dataset] = {}
    for module in sorted(pkgutil.iter_modules(data_sources.__path__), key=lambda m: m.name):
        if module.name.startswith("_") or not STATE.has(module.name):
            continue
        dataset = importlib.import_module(f"data_sources.{module.name}").DATASET
        if dataset.id != module.name:
            raise ValueError(f"data_sources/{module.name}.py calls itself {dataset.id!r}")
        found[dataset.id] = dataset
    return found


def table(folder: Path, ledger: Ledger) -> pd.DataFrame:
    """One row a dataset as it was used in this build.

    A dataset that only its publisher has, and that was not fetched, has no row. In a folder made
    by a refresh (:mod:`etl.view`) each row says which copy of the dataset was read.

    Raises:
        ValueError: a dataset has a module but was not read, or more rows were left than read.
    """
    rows = []
    retrieved = view.retrieved(folder)
    for dataset in datasets().values():
        copy = retrieved.get(dataset.id, {})
        fetched = copy.get("state") in {"fresh", "kept"}
        if not dataset.embedded and not dataset.present(folder):
            continue
        read, left = ledger.rows_in[dataset.id], ledger.rows_left(dataset.id)
        if not read:
            raise ValueError(f"data_sources/{dataset.id}.py was not read by the build")
        if left > read:
            raise ValueError(f"{dataset.id}: {left} rows left over of {read} read")
        rows.append(
            {
                "id": dataset.id,
                "title": dataset.title,
                "publisher": dataset.publisher,
                "landing_page": dataset.landing_page,
                "endpoint": dataset.endpoint,
                "retrieved": copy["retrieved"] if fetched else dataset.retrieved,
                "vintage": (fetched and copy["vintage"]) or dataset.vintage,
                "data_as_of": copy["data_as_of"] if fetched else "",
                "state": copy["state"] if fetched else "embedded",
                "licence": dataset.licence,
                "citation": dataset.citation,
                "caveats": "\n".join(dataset.caveats),
                "used_for": dataset.used_for,
                "sha256": dataset.sha256(folder),
                "rows_in": read,
                "rows_used": read - left,
                "rows_left": left,
                "left_why": ledger.why(dataset.id),
            }
        )
    return pd.DataFrame(rows)
