"""From the folder of source files to the published tables, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from etl import (
    audit,
    boundaries,
    catalogue,
    classes,
    context,
    deaths,
    economy,
    geography,
    gradients,
    health,
    injuries,
    laws,
    legislators,
    literature,
    models,
    pooled_groups,
    privacy,
    publishing,
    sensitivities,
    sources,
    surfaces,
    tract_units,
    validation,
)
from etl.ledger import Ledger
from etl.tables import conform

Progress = Callable[[str], None]
STEPS = (
    "Places, overlaps and boundaries",
    "People shot",
    "Firearm deaths",
    "Economic indicators",
    "Context",
    "Legislators",
    "Smoothing and clusters",
    "Models",
    "Gradients",
    "Map classes",
    "Privacy",
    "Checks",
    "Audit",
)


@dataclass(frozen=True)
class Atlas:
    """Everything that a build makes."""

    tables: dict[str, pd.DataFrame]
    boundaries: dict[str, gpd.GeoDataFrame]
    geojson: dict[str, str]
    people: pd.DataFrame
    """One row a person shot, never published; ``etl explain`` counts it again."""


def build(folder: Path, progress: Progress = lambda _: None) -> Atlas:
    """Make every table from the source files, masked and checked.

    Args:
        folder: the source files.
        progress: told the name of each step as it starts.

    Raises:
        SourceError: a source file is not in its documented form.
        ValueError, pandera.errors.SchemaErrors: a check failed; nothing was written.
    """
    ledger = Ledger()
    step = iter(STEPS)

    progress(next(step))
    places = geography.run(folder, ledger)
    progress(next(step))
    shot = injuries.run(folder, places, ledger)
    progress(next(step))
    dead = deaths.run(folder, ledger)
    by_unit = tract_units.run(folder, places, ledger)
    groups = pd.concat(
        [dead.people_groups, pooled_groups.run(dead.series, dead.people_groups)], ignore_index=True
    )
    progress(next(step))
    economic = economy.run(folder, places, ledger)
    progress(next(step))
    context_observations, context_series = context.run(
        folder, places.places, ledger, context.adults_by_town(economic)
    )
    progress(next(step))
    needs = health.run(folder, places, ledger)
    members = legislators.run(folder, places.polygons, ledger)

    exact = pd.concat(
        [shot.observations, dead.observations, by_unit, economic, context_observations, needs],
        ignore_index=True,
    )
    series = pd.concat([shot.series, dead.series, context_series], ignore_index=True)
    every_place = pd.concat([places.places, shot.places, dead.places], ignore_index=True)
    progress(next(step))
    smooth = surfaces.run(exact, places.polygons)
    observations = pd.concat([exact, smooth.observations], ignore_index=True)
    indicators = catalogue.table(observations, series, dead.people_groups)
    progress(next(step))
    slopes = models.run(exact, indicators, places.polygons)
    progress(next(step))
    gaps = gradients.run(exact, every_place, places)
    otherwise = sensitivities.run(
        exact,
        every_place,
        places,
        sensitivities.news_counts(folder, places),
        sensitivities.residents_15_44(folder, places),
    )
    progress(next(step))
    observations, breaks = classes.run(observations, indicators)

    progress(next(step))
    tables = {
        "places": every_place,
        "populations": places.populations,
        "zip_codes": places.zip_codes,
        "overlaps": places.overlaps,
        "indicators": indicators,
        "observations": privacy.mask(observations),
        "series": privacy.mask(series),
        "people_groups": privacy.mask(groups),
        "law_changes": laws.run(folder),
        "legislators": members,
        "sources": sources.table(folder, ledger),
        "coverage": shot.coverage,
        "classes": breaks,
        "gradients": gaps.gradients,
        "quintiles": privacy.mask(gaps.quintiles),
        "curves": gaps.curves,
        "sensitivities": otherwise,
        "literature": literature.table(),
        "priors": smooth.priors,
        "clusters": smooth.clusters,
        "cluster_tests": smooth.tests,
        "models": slopes.models,
        "model_lines": slopes.lines,
    }
    tables = {name: conform(name, frame) for name, frame in tables.items()}

    progress(next(step))
    validation.check(tables)
    progress(next(step))
    audit.check(tables)
    return Atlas(
        tables=tables,
        boundaries=places.boundaries,
        geojson={level: boundaries.to_geojson(frame) for level, frame in places.boundaries.items()},
        people=shot.people,
    )


def publish(atlas: Atlas, out: Path) -> str:
    """Write a build to ``out``; returns the version."""
    return publishing.write(out, atlas.tables, atlas.boundaries, atlas.geojson)
