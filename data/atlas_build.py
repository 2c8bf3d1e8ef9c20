"""Build the geography from Natural Earth: `python -m data.atlas_build --atlas DIR`.

DIR holds `land-110m.json` and `countries-10m.json` of the npm package world-atlas 2.0.2. Of the countries only
one point each is kept; their shapes, and with them every border, stay outside.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from babel.core import get_global
from numpy.typing import NDArray

from data.atlas import GEOGRAPHY, LAND, POINTS
from data.errors import DataError, SourceError, listed
from data.places import load_place_rules
from data.store import PROVENANCE, checksum, open_store

Ring = NDArray[np.float64]  # rows of longitude, latitude; the last row repeats the first
Polygon = list[Ring]  # the outer ring, then its holes

FILES = {
    "land-110m.json": "ead5f68119c49a9250902e7da303bcb209341bbb8fefe7369a439b48b704658a",
    "countries-10m.json": "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79",
}
ABOUT = {
    "publisher": "Natural Earth, https://www.naturalearthdata.com",
    "version": "4.1.0, as packed in the npm package world-atlas 2.0.2 by Mike Bostock",
    "obtained": "2026-11-24",
    "licence": "Natural Earth: public domain. world-atlas: ISC (data/licences/world_atlas_isc.txt).",
    "done": [
        "land.json: the land polygons of land-110m.json without Antarctica, rounded to 0.05 degrees; no borders.",
        "points.csv: for each economy the point of its largest polygon in countries-10m.json that is farthest "
        "from the edge, rounded to 0.01 degrees (about a kilometre). No shape of a country was kept.",
        "Which polygons are whose is Natural Earth's drawing, not this project's view; areas that it gives to "
        "no economy were not used.",
    ],
}
NO_CODE = {"Kosovo": "XK"}
"""Features without an ISO number that are economies here: by their name in the file, the CLDR's territory."""

TOGETHER = {"CHI": ("GG", "JE")}
"""Economies that are several territories: the Channel Islands are Guernsey and Jersey."""

GRID_STEP = 0.05  # degrees: a tenth of a pixel on a map as wide as a screen
SOUTH = -60.0  # what lies wholly below is Antarctica
_POINT_DIGITS = 2
_CELLS = 12  # along the longer side, to begin with
_FINE = 0.002  # degrees: a point that much nearer to the edge than the farthest one is good enough
_CHUNK = 64  # points at once, so that a coast of 30,000 points needs some tens of megabytes


_QUARTERS = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])


def build_geography(atlas: str | Path, output: str | Path = GEOGRAPHY) -> list[str]:
    """Build the land and the points from a folder of the world-atlas package.

    The same files give the same bytes.

    Args:
        atlas: the folder of `land-110m.json` and `countries-10m.json`.
        output: where to write; the package's own folder by default.

    Returns:
        The economies that Natural Earth lacks, sorted: they have no point.

    Raises:
        SourceError: a file is missing or is not the expected one.
    """
    folder, target = Path(atlas), Path(output)
    land = _open(folder / "land-110m.json")
    countries = _open(folder / "countries-10m.json")
    economies = sorted(open_store().countries["iso3"])
    points = pd.DataFrame(
        [(iso3, *_farthest_inside(polygons)) for iso3, polygons in _shapes(countries, economies)],
        columns=["iso3", "longitude", "latitude"],
    )
    lacking = sorted(set(economies) - set(points["iso3"]))
    outputs = {
        LAND: json.dumps(_outline(land), separators=(",", ":")) + "\n",
        POINTS: points.to_csv(index=False, float_format=f"%.{_POINT_DIGITS}f", lineterminator="\n"),
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, text in outputs.items():
        (target / name).write_bytes(text.encode())
    record = {
        **ABOUT,
        "lacking": lacking,
        "inputs": {name: {"sha256": digest} for name, digest in FILES.items()},
        "outputs": {name: {"sha256": checksum(text.encode())} for name, text in outputs.items()},
    }
    (target / PROVENANCE).write_bytes((json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode())
    return lacking


def _open(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read ({error.strerror}). Unpack the npm package world-atlas 2.0.2 and name its folder."
        ) from error
    if checksum(content) != FILES[path.name]:
        raise SourceError(f"{path} is not the {path.name} of world-atlas 2.0.2: its checksum differs.")
    topology: dict[str, Any] = json.loads(content)
    return topology


def _outline(land: Mapping[str, Any]) -> dict[str, Any]:
    """The land as a topology of its own, every ring one arc of steps on the grid."""
    corner = np.array([-180.0, -90.0])
    arcs: list[list[list[int]]] = []
    polygons: list[list[list[int]]] = []
    for polygon in _polygons(land, land["objects"]["land"]["geometries"][0]):
        if polygon[0][:, 1].max() < SOUTH:
            continue
        rings = []
        for ring in polygon:
            steps = np.rint((ring - corner) / GRID_STEP).astype(int)
            steps = steps[np.append(True, np.diff(steps, axis=0).any(axis=1))]
            if len(steps) >= 4:  # a triangle, closed: less than that has no area
                rings.append([len(arcs)])
                arcs.append([steps[0].tolist(), *np.diff(steps, axis=0).tolist()])
        if rings:
            polygons.append(rings)
    return {
        "type": "Topology",
        "transform": {"scale": [GRID_STEP, GRID_STEP], "translate": corner.tolist()},
        "objects": {
            "land": {
                "type": "GeometryCollection",
                "geometries": [{"type": "MultiPolygon", "arcs": polygons}],
            }
        },
        "arcs": arcs,
    }


def _shapes(countries: Mapping[str, Any], economies: list[str]) -> Iterator[tuple[str, list[Polygon]]]:
    """Each economy that the atlas has, with its polygons."""
    aliases = get_global("territory_aliases")
    by_territory: dict[str, list[dict[str, Any]]] = {}
    for feature in countries["objects"]["countries"]["geometries"]:
        known = aliases.get(feature.get("id"), [NO_CODE.get(feature["properties"]["name"], "")])
        by_territory.setdefault(known[0], []).append(feature)
    own = load_place_rules().territories
    for iso3 in economies:
        territories = TOGETHER.get(iso3) or (own.get(iso3) or aliases[iso3][0],)
        features = [feature for territory in territories for feature in by_territory.get(territory, [])]
        if features:
            yield iso3, [polygon for feature in features for polygon in _polygons(countries, feature)]


def _polygons(topology: Mapping[str, Any], geometry: Mapping[str, Any]) -> list[Polygon]:
    lists = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [[_ring(topology, arcs) for arcs in polygon] for polygon in lists]


def _ring(topology: Mapping[str, Any], arcs: list[int]) -> Ring:
    """Join the arcs of a ring; a negative number is an arc that runs backwards."""
    pieces: list[Ring] = []
    for number in arcs:
        steps = np.cumsum(np.array(topology["arcs"][number if number >= 0 else ~number]), axis=0)
        piece = steps if number >= 0 else steps[::-1]
        pieces.append(piece if not pieces else piece[1:])
    transform = topology["transform"]
    joined: Ring = np.concatenate(pieces) * transform["scale"] + transform["translate"]
    return joined


def _farthest_inside(polygons: list[Polygon]) -> tuple[float, float]:
    """The point of the largest polygon that is farthest from its edge (its pole of inaccessibility).

    Squares are searched and quartered as long as they may hold a better point, so it is the farthest of all.
    Longitudes are shortened by the cosine of the latitude, so that near the poles, too, far means far.
    """
    largest = max(polygons, key=lambda polygon: _area(polygon[0]))
    shrink = np.array([np.cos(np.radians(largest[0][:, 1].mean())), 1.0])
    edges = [(ring * shrink)[:-1] for ring in largest], [(ring * shrink)[1:] for ring in largest]
    start, end = np.concatenate(edges[0]), np.concatenate(edges[1])
    low, high = start.min(axis=0), start.max(axis=0)
    half = float((high - low).max()) / (2 * _CELLS)
    axes = [np.arange(low[i] + half, high[i] + half, 2 * half) for i in (0, 1)]
    centres = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    best, best_depth = centres[0], -np.inf
    while len(centres):
        depth = np.concatenate(
            [_depth(centres[i : i + _CHUNK], start, end) for i in range(0, len(centres), _CHUNK)]
        )
        if depth.max() > best_depth:
            best, best_depth = centres[depth.argmax()], depth.max()
        # No point of a square is deeper than its centre by more than half the diagonal.
        hopeful = centres[depth + half * np.sqrt(2) > best_depth + _FINE]
        half /= 2
        centres = (hopeful[:, None, :] + half * _QUARTERS).reshape(-1, 2)
    longitude, latitude = best / shrink
    return round(float(longitude), _POINT_DIGITS), round(float(latitude), _POINT_DIGITS)


def _area(ring: Ring) -> float:
    x, y = ring[:, 0] * np.cos(np.radians(ring[:, 1].mean())), ring[:, 1]
    return float(abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2)


def _depth(points: Ring, start: Ring, end: Ring) -> NDArray[np.float64]:
    """How far inside the polygon of these edges each point is; outside the distance is negative."""
    to_point = points[:, None, :] - start[None, :, :]
    edge = end - start
    length = np.maximum((edge**2).sum(axis=1), 1e-18)
    along = np.clip((to_point * edge).sum(axis=2) / length, 0.0, 1.0)
    distance = np.sqrt(((to_point - along[..., None] * edge) ** 2).sum(axis=2).min(axis=1))
    x, y = points[:, 0, None], points[:, 1, None]
    straddles = (start[:, 1] > y) != (end[:, 1] > y)
    rise = np.where(edge[:, 1] == 0, 1.0, edge[:, 1])
    crosses = straddles & (x < start[:, 0] + (y - start[:, 1]) / rise * edge[:, 0])
    inside = crosses.sum(axis=1) % 2 == 1
    depth: NDArray[np.float64] = np.where(inside, distance, -distance)
    return depth


def main() -> int:
    """Run the build; return 0, or 1 with one message on standard error when the input is bad."""
    parser = argparse.ArgumentParser(prog="python -m data.atlas_build", description=__doc__)
    parser.add_argument("--atlas", type=Path, required=True, metavar="DIR", help="the unpacked world-atlas")
    parser.add_argument(
        "--output", type=Path, default=GEOGRAPHY, metavar="DIR", help="where to write (the package)"
    )
    options = parser.parse_args()
    try:
        lacking = build_geography(options.atlas, options.output)
    except DataError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stderr.write(f"no point: {listed(lacking) or 'none'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
