"""Outlines in pixels: cut to the frame of a map, put on its grid, written as paths of SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Point = tuple[float, float]
FINE = 2
"""Steps of the grid a pixel."""
TALLEST, FLATTEST = 0.8, 0.45
"""A map's height over its width, at most and at least."""


class Frame:
    """Longitude and latitude to steps of the grid; the box is widened to a frame worth seeing."""

    def __init__(self, box: tuple[float, float, float, float], width: int) -> None:
        west, south, east, north = box
        self.squeeze = math.cos(math.radians((south + north) / 2))
        across, along = (east - west) * self.squeeze, north - south
        ratio = min(max(along / across, FLATTEST), TALLEST)
        self.width, self.height = width, round(width * ratio)
        self.scale = FINE * min(width / across, self.height / along)
        self.west = (west + east) / 2 - width * FINE / self.scale / self.squeeze / 2
        self.north = (south + north) / 2 + self.height * FINE / self.scale / 2

    def point(self, longitude: float, latitude: float) -> Point:
        """Where a place lies, in steps."""
        return (
            (longitude - self.west) * self.squeeze * self.scale,
            (self.north - latitude) * self.scale,
        )

    def rings(self, geometry: Mapping[str, Any]) -> list[list[Point]]:
        """The rings of a geometry on the grid, cut to the frame; without those too small."""
        polygons = geometry["coordinates"]
        out = []
        for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
            for ring in polygon:
                points = self._cut([self.point(p[0], p[1]) for p in ring[:-1]])
                kept = list(_thin(points))
                if len(kept) > 2:
                    out.append(kept)
        return out

    def _cut(self, ring: list[Point]) -> list[Point]:
        """The ring inside the frame and a little beyond (Sutherland and Hodgman)."""
        edge = 8 * FINE
        ends = (-edge, self.width * FINE + edge, -edge, self.height * FINE + edge)
        for side, end in enumerate(ends):
            axis, above = side // 2, side % 2 == 0
            if all((p[axis] >= end) if above else (p[axis] <= end) for p in ring):
                continue
            ring = list(_half(ring, axis, end, above))
        return ring


def _half(ring: Sequence[Point], axis: int, end: float, above: bool) -> Iterator[Point]:
    for number, here in enumerate(ring):
        before = ring[number - 1]
        inside = [(p[axis] >= end) if above else (p[axis] <= end) for p in (before, here)]
        if inside[0] != inside[1]:
            part = (end - before[axis]) / (here[axis] - before[axis])
            other = before[1 - axis] + part * (here[1 - axis] - before[1 - axis])
            yield (end, other) if axis == 0 else (other, end)
        if inside[1]:
            yield here


def _thin(points: Sequence[Point]) -> Iterator[Point]:
    """On the grid, no point twice in a row, none in the middle of a straight line."""
    kept: list[Point] = []
    for x, y in points:
        here = (round(x), round(y))
        if kept and kept[-1] == here:
            continue
        while len(kept) > 1 and _straight(kept[-2], kept[-1], here):
            kept.pop()
        kept.append(here)
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    yield from kept


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def path(rings: Sequence[Sequence[Point]]) -> str:
    """Rings as the data of a path, in whole steps from point to point."""
    return "".join(_ring(ring) for ring in rings)


def _ring(ring: Sequence[Point]) -> str:
    x, y = (int(n) for n in ring[0])
    out = [f"M{x} {y}l"]
    for here in ring[1:]:
        dx, dy = int(here[0]) - x, int(here[1]) - y
        x, y = int(here[0]), int(here[1])
        first = f"{dx}" if dx < 0 or out[-1].endswith("l") else f" {dx}"
        out.append(first + (f"{dy}" if dy < 0 else f" {dy}"))
    return "".join(out) + "z"


def within(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a point lies inside a ring."""
    x, y = point
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd
