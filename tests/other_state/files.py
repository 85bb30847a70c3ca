"""How the fixture writes its files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file with a header line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(columns)
        lines.writerows(rows)


def write_features(
    path: Path, features: Iterable[tuple[Mapping[str, object], BaseGeometry]]
) -> None:
    """A GeoJSON FeatureCollection."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": dict(properties), "geometry": mapping(shape)}
            for properties, shape in features
        ],
    }
    path.write_text(json.dumps(document), encoding="utf-8")
