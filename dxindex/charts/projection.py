"""Where longitude and latitude fall on the map: the same formula as the browser's Equal Earth projection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

CENTRE = 11.0  # degrees east: the map is cut at 169 degrees west, where the Bering Strait has no land
_ATLANTIC = -30.0  # what lies between the cut and here is the western part
# What is drawn, in degrees: west, south, east, north; east and west count at the equator.
_WHOLE = (-168.9, -56.0, -169.1, 83.7)
_WEST = (-168.9, -56.0, -20.0, 83.7)
_EAST = (-30.0, -48.0, -169.1, 82.0)
_BREATH = 0.06  # free space around it, in radii of the globe
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(longitude: pd.Series, latitude: pd.Series) -> pd.DataFrame:
    r"""Project degrees to the plane, areas kept, with :data:`CENTRE` in the middle.

    .. math:: \sin\theta = \tfrac{\sqrt3}{2}\sin\varphi, \qquad
        x = \frac{2\sqrt3\,\lambda\cos\theta}{3\,(9A_4\theta^8 + 7A_3\theta^6 + 3A_2\theta^2 + A_1)}, \qquad
        y = \theta\,(A_1 + A_2\theta^2 + A_3\theta^6 + A_4\theta^8)

    Parameters
    ----------
    longitude, latitude : Series
        Degrees, east and north positive; NaN stays NaN.

    Returns
    -------
    DataFrame
        Columns ``u`` (rightwards) and ``v`` (upwards), in radii of the globe; the index of ``longitude``.

    References
    ----------
    Šavrič, Patterson and Jenny (2019), International Journal of Geographical Information Science 33(3),
    doi:10.1080/13658816.2018.1504949.

    Examples
    --------
    >>> import pandas as pd
    >>> equal_earth(pd.Series([11.0, -169.1]), pd.Series([0.0, 0.0])).round(3).values.tolist()
    [[0.0, 0.0], [2.705, 0.0]]
    """
    turned = np.radians((longitude - CENTRE + 180) % 360 - 180)
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(latitude)))
    t2 = theta**2
    t6 = t2**3
    slope = _A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)
    return pd.DataFrame(
        {
            "u": 2 * np.sqrt(3) * turned * np.cos(theta) / (3 * slope),
            "v": theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2)),
        }
    )


def in_the_west(longitude: pd.Series) -> pd.Series:
    """Tell which longitudes belong to the western part of the map: the Americas.

    Examples
    --------
    >>> in_the_west(pd.Series([-77.0, 105.0, -175.0])).tolist()
    [True, False, False]
    """
    return (longitude > CENTRE - 180) & (longitude < _ATLANTIC)


@dataclass(frozen=True)
class Layout:
    """How the two parts of the map stand on a plot; lengths in radii of the globe.

    With a globe of ``r`` pixels, ``min(width / across, height / tall)``, a point of a part is drawn
    ``r * (u - x)`` right of the plot's middle and ``r * (v - y)`` above it, ``(x, y)`` from ``middle``.
    """

    across: float
    tall: float
    middle: Mapping[str, tuple[float, float]]

    def spots(self, plane: pd.DataFrame, width: float, height: float) -> pd.DataFrame:
        """Return where points (columns u, v, west) are on a plot: ``x`` and ``y`` in [0, 1], y upwards."""
        radius = min(width / self.across, height / self.tall)
        middles = [self.middle["west" if west else "east"] for west in plane["west"]]
        shift = pd.DataFrame(middles, index=plane.index, columns=["x", "y"])
        return pd.DataFrame(
            {
                "x": 0.5 + radius * (plane["u"] - shift["x"]) / width,
                "y": 0.5 + radius * (plane["v"] - shift["y"]) / height,
            }
        )


def one_map() -> Layout:
    """Return the layout of the whole world in one piece."""
    left, low, right, high = _box(_WHOLE)
    middle = ((left + right) / 2, (low + high) / 2)
    return Layout(right - left, high - low, {"west": middle, "east": middle})


def stacked() -> Layout:
    """Return the layout for a narrow plot: the west above the east, both at the same scale."""
    boxes = {"west": _box(_WEST), "east": _box(_EAST)}
    tall = {part: high - low for part, (_left, low, _right, high) in boxes.items()}
    both = sum(tall.values())
    raised = {"west": (both - tall["west"]) / 2, "east": (tall["east"] - both) / 2}
    middle = {
        part: ((left + right) / 2, (low + high) / 2 - raised[part])
        for part, (left, low, right, high) in boxes.items()
    }
    return Layout(max(right - left for left, _low, right, _high in boxes.values()), both, middle)


def _box(extent: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Left, low, right and high of an extent on the plane, with some free space."""
    west, south, east, north = extent
    plane = equal_earth(pd.Series([west, east, 0.0, 0.0]), pd.Series([0.0, 0.0, south, north]))
    left, right = plane["u"].iloc[:2]
    low, high = plane["v"].iloc[2:]
    return left - _BREATH, low - _BREATH, right + _BREATH, high + _BREATH


def split_land(land: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Split land into the west and the east of the Atlantic, each a topology with its own arcs.

    Parameters
    ----------
    land : mapping
        A quantised TopoJSON topology with an object ``"land"`` of one MultiPolygon; a ring is one arc.

    Returns
    -------
    dict
        ``"west"`` and ``"east"``: topologies of the same form. A polygon goes where its middle is.
    """
    scale, shift = land["transform"]["scale"][0], land["transform"]["translate"][0]
    parts: dict[str, list[list[list[list[int]]]]] = {"west": [], "east": []}
    for polygon in land["objects"]["land"]["geometries"][0]["arcs"]:
        rings = [land["arcs"][arc] for (arc,) in polygon]
        steps = np.cumsum([step[0] for step in rings[0]])
        middle = pd.Series([float(steps.min() + steps.max()) / 2 * scale + shift])
        parts["west" if in_the_west(middle).item() else "east"].append(rings)
    return {name: _topology(polygons, land["transform"]) for name, polygons in parts.items()}


def _topology(polygons: list[list[list[list[int]]]], transform: Any) -> dict[str, Any]:
    arcs = [ring for rings in polygons for ring in rings]
    numbers = iter(range(len(arcs)))
    shape = {"type": "MultiPolygon", "arcs": [[[next(numbers)] for _ring in rings] for rings in polygons]}
    return {"type": "Topology", "transform": transform, "objects": {"land": shape}, "arcs": arcs}
