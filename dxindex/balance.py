"""How far each unit lies from the line along which two scores move together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.errors import InputError, OptionError, name_ids

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult

FloatArray = NDArray[np.float64]

MIN_UNITS = 3
"""Two points make a line that both lie on."""

BLOCK_CELLS = 4_000_000
"""Distances held at once, 32 MB."""


@dataclass(frozen=True, eq=False)
class Balance:
    """The line between two scores, and every unit's distance from it.

    Attributes
    ----------
    x, y
        The nodes on the two axes.
    slope, intercept
        Of the line :math:`y = a + b x`.
    slope_interval, intercept_interval
        Percentile bootstrap intervals.
    level, n
        Coverage of the intervals, and the number of resamples they rest on.
    table
        One row per unit: ``x`` and ``y`` scores, ``distance`` (positive where x runs ahead of y), ``low`` and
        ``high``. NaN for a unit that lacks one of the scores.
    """

    x: str
    y: str
    slope: float
    intercept: float
    slope_interval: tuple[float, float]
    intercept_interval: tuple[float, float]
    level: float
    n: int
    table: pd.DataFrame


def balance(
    result: IndexResult,
    x: str | None = None,
    y: str | None = None,
    *,
    level: float = 0.90,
    n: int = 2000,
    random_state: int = 0,
) -> Balance:
    r"""Say how far each unit's ``x`` runs ahead of what its ``y`` goes with.

    The line is the reduced major axis, which treats both scores alike (neither explains the other):

    .. math:: b = \operatorname{sign}(s_{xy}) \frac{s_y}{s_x}, \qquad a = \bar y - b \bar x, \qquad
       d_u = \frac{a + b x_u - y_u}{\sqrt{1 + b^2}}

    so that the orthogonal distance :math:`d` is positive below the line: with adoption on x and enabling on y,
    adoption runs ahead of its foundations. (For a falling line, below is where both are low.)

    Parameters
    ----------
    result
        What the index says.
    x, y
        Nodes; by default the two axes of the framework.
    level
        Coverage of the intervals, above 0 and below 1.
    n
        Resamples of the units, at least 1.
    random_state
        Seed, a whole number from 0 up. Resample ``i`` depends on the seed and ``i`` only.

    Returns
    -------
    Balance
        Intervals are percentile bootstrap intervals: units are drawn with replacement, the line is drawn anew,
        and each unit, where it is, measured against it. They show how far the line depends on which units are
        compared, not how well a unit's own scores are measured. Units that lack a score take no part.

    Raises
    ------
    InputError
        For fewer than three units with both scores, or scores that do not vary together.
    OptionError
        For unknown nodes, a framework without axes, or numbers out of range.

    Notes
    -----
    Exchanging x and y gives the mirrored line and distances of the other sign. The mean distance is
    zero.

    Source: Warton, Wright, Falster and Westoby (2006), doi:10.1017/S1464793106007007; Efron (1979) for the
    bootstrap, doi:10.1214/aos/1176344552.

    Examples
    --------
    >>> from dxindex import CompositeIndex, Framework
    >>> fw = Framework.from_dict({
    ...     "framework": {"id": "demo", "axes": {"x": "p", "y": "q"}},
    ...     "node": [{"id": "p", "parent": ""}, {"id": "q", "parent": ""}],
    ...     "indicator": [{"id": "a", "parent": "p", "goalposts": [0, 10]},
    ...                   {"id": "b", "parent": "q", "goalposts": [0, 10]}],
    ... })
    >>> frame = pd.DataFrame({"a": [0.0, 4.0, 8.0], "b": [2.0, 4.0, 6.0]}, index=["P", "Q", "R"])
    >>> found = balance(CompositeIndex(fw).fit(frame).result(frame))
    >>> round(found.slope, 12), round(found.intercept, 12)
    (0.5, 0.2)
    """
    x, y = _resolve_nodes(result, x, y)
    _check_numbers(level, n, random_state)
    points = result.scores[[x, y]].set_axis(["x", "y"], axis=1)
    complete = points.dropna().to_numpy(dtype=float)
    if len(complete) < MIN_UNITS:
        raise InputError(
            f"a line needs {MIN_UNITS} units with a score on '{x}' and '{y}', not {len(complete)}"
        )
    slope, intercept = fit_line(complete)
    if not np.isfinite(slope):
        raise InputError(f"scores on '{x}' and '{y}' do not vary together, so there is no line between them")
    lines = np.array([_redraw(complete, random_state, draw) for draw in range(n)])
    lines = lines[np.isfinite(lines).all(axis=1)]
    ends = [(1 - level) / 2, (1 + level) / 2]
    table = points.assign(distance=_distance(points.to_numpy(dtype=float), np.array([[slope, intercept]])))
    table["low"], table["high"] = _interval(points.to_numpy(dtype=float), lines, ends)
    bounds = np.quantile(lines, ends, axis=0)
    return Balance(
        x=x,
        y=y,
        slope=slope,
        intercept=intercept,
        slope_interval=(float(bounds[0, 0]), float(bounds[1, 0])),
        intercept_interval=(float(bounds[0, 1]), float(bounds[1, 1])),
        level=level,
        n=len(lines),
        table=table,
    )


def fit_line(points: FloatArray) -> tuple[float, float]:
    """Return slope and intercept of the reduced major axis of points, shape (n_units, 2); NaN where it has none.

    Examples
    --------
    >>> fit_line(np.array([[0.0, 0.0], [1.0, 4.0], [2.0, 2.0]]))
    (2.0, 0.0)
    """
    mean = points.mean(axis=0)
    centred = points - mean
    (xx, xy), (_, yy) = centred.T @ centred
    if not (xx > 0 and yy > 0 and xy != 0):
        return np.nan, np.nan
    slope = float(np.sign(xy) * np.sqrt(yy / xx))
    return slope, float(mean[1] - slope * mean[0])


def _redraw(points: FloatArray, random_state: int, draw: int) -> tuple[float, float]:
    rows = np.random.default_rng([random_state, draw]).integers(len(points), size=len(points))
    return fit_line(points[rows])


def _distance(points: FloatArray, lines: FloatArray) -> FloatArray:
    """Return the signed distances of points, shape (units, 2), from lines, shape (lines, 2): units x lines."""
    slope, intercept = lines.T
    distance: FloatArray = (intercept + slope * points[:, :1] - points[:, 1:]) / np.sqrt(1 + slope**2)
    return distance


def _interval(points: FloatArray, lines: FloatArray, ends: list[float]) -> FloatArray:
    """Return the two ends for every unit, a block of units at a time; no unit's depend on another's."""
    block = max(1, BLOCK_CELLS // len(lines))
    parts = [
        np.quantile(_distance(points[start : start + block], lines), ends, axis=1)
        for start in range(0, len(points), block)
    ]
    return np.concatenate(parts, axis=1)


def _resolve_nodes(result: IndexResult, x: str | None, y: str | None) -> tuple[str, str]:
    axes = result.framework.axes
    if (x is None or y is None) and not {"x", "y"} <= set(axes):
        raise OptionError(
            f"framework '{result.framework.id}' declares no axes x and y; name two of its nodes: "
            f"{name_ids(result.framework.nodes)}"
        )
    chosen = (axes["x"] if x is None else x), (axes["y"] if y is None else y)
    for node in chosen:
        result.framework.node(node)
    return chosen


def _check_numbers(level: float, n: int, random_state: int) -> None:
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
        raise OptionError(f"level must lie above 0 and below 1, not {level!r}")
    for name, value, least in (("n", n, 1), ("random_state", random_state, 0)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise OptionError(f"{name} must be a whole number from {least} up, not {value!r}")
