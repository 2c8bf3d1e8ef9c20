"""What a unit could change: indicators, how far each can go, and what a change of each costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dxindex.edges import FloatArray, find_edges
from dxindex.errors import AggregationError, InputError, OptionError, name_ids
from dxindex.panel import check_panel

if TYPE_CHECKING:
    from dxindex.fitted import FittedIndex

PROBES = 9
"""Places along a lever where its normalised value is looked at to tell whether it moves evenly."""

NUDGE = 1e-6
"""Share of a lever that is a small change."""

EVENLY = 1e-9
"""Rounding allowed, on the scale of normalised values, in a lever that moves evenly."""


@dataclass(frozen=True)
class Levers:
    """The indicators of one unit that may change, each measured from where it is in units of its own.

    A move is an array with one entry per lever, zero or more: how many units it improves by.

    Attributes
    ----------
    indicators
        Ids, in tree order.
    start, units
        Values today, and the unit of each indicator with the sign of an improvement: a move ``m`` brings the
        value to ``start + m * units``.
    reach
        Largest move: to the best value in the panel, or to where more gains nothing: a goalpost.
    wake
        Move below which nothing happens, for a value that lies beyond its lower goalpost; 0 elsewhere.
    even
        Whether every normalised value moves in proportion from there on.
    """

    index: FittedIndex
    row: pd.DataFrame
    indicators: tuple[str, ...]
    start: FloatArray
    units: FloatArray
    reach: FloatArray
    wake: FloatArray
    even: bool

    def values(self, move: FloatArray) -> FloatArray:
        """Return the indicators' values after a move; at full reach, the best value itself."""
        moved: FloatArray = self.start + move * self.units
        return moved

    def scores(self, moves: FloatArray, nodes: Sequence[str]) -> FloatArray:
        """Return the unit's scores after each of several moves: shapes (moves, levers) to (moves, nodes)."""
        rows = pd.concat([self.row] * len(moves), ignore_index=True)
        rows[list(self.indicators)] = self.values(moves)
        return self.index.result(rows).scores[list(nodes)].to_numpy(dtype=float)


def find_levers(
    index: FittedIndex,
    panel: pd.DataFrame,
    unit: str,
    chosen: Sequence[str] | None,
    scale: pd.Series[float] | Mapping[str, float] | None,
) -> Levers:
    """Return what a unit can change.

    Parameters
    ----------
    chosen
        Indicator ids. None takes those below axis y, or all where the framework has no axes, that the unit has
        a value of.
    scale
        Size of one unit by indicator, in the indicator's own unit, above zero; None takes the standard deviation
        over the panel.

    Raises
    ------
    InputError
        For levers the unit has no value of, or without a unit.
    OptionError
        For unknown indicators, or normalisation that moves in steps.
    """
    framework = index.framework
    present = set(panel.columns[panel.loc[[unit]].notna().to_numpy()[0]])
    if chosen is None:
        start_at = framework.axes.get("y")
        below = framework.indicators if start_at is None else framework.leaves(start_at)
        ids = [indicator for indicator in below if indicator in present]
    else:
        wanted = {framework.indicator(indicator).id for indicator in chosen}
        ids = [indicator for indicator in framework.indicators if indicator in wanted]
        missing = [indicator for indicator in ids if indicator not in present]
        if missing:
            raise InputError(f"'{unit}' has no value of {name_ids(missing)} that could change", ids=missing)
    if not ids:
        raise InputError(f"'{unit}' has no value of any indicator that may change", ids=[unit])
    values = panel[ids].astype(float)
    start = values.loc[unit].to_numpy(dtype=float)
    directions = np.array([framework.indicator(indicator).direction for indicator in ids])
    units = directions * _unit_sizes(values, scale)
    best = (values * directions).max().to_numpy(dtype=float) * directions
    row = _fill(index, panel.loc[[unit]])
    wake, reach, even = _describe_moves(index, row, ids, start, units, (best - start) / units)
    return Levers(index, row, tuple(ids), start, units, reach, wake, even)


def _fill(index: FittedIndex, row: pd.DataFrame) -> pd.DataFrame:
    """Return a unit's values with stand-ins put in for good: later rows have no name to look them up by."""
    if index.imputation is None:
        return row
    filled, _ = index.imputation.apply(check_panel(row, index.framework.indicators))
    return row.assign(**{str(column): filled[column] for column in filled})


def _unit_sizes(values: pd.DataFrame, scale: pd.Series[float] | Mapping[str, float] | None) -> FloatArray:
    sizes = values.std(ddof=0) if scale is None else pd.Series(scale, dtype=float)
    sizes = sizes.reindex(values.columns)
    unusable = list(sizes.index[~(np.isfinite(sizes) & (sizes > 0))])
    if unusable:
        raise InputError(
            f"no unit of change above zero for {name_ids(unusable)}; give one in scale, or leave them out of levers",
            ids=unusable,
        )
    return np.asarray(sizes, dtype=np.float64)


def _describe_moves(
    index: FittedIndex,
    row: pd.DataFrame,
    ids: Sequence[str],
    start: FloatArray,
    units: FloatArray,
    furthest: FloatArray,
) -> tuple[FloatArray, FloatArray, bool]:
    """Return the move at which each lever wakes, the one after which it gains no more, and whether all move
    evenly in between; refuse steps.
    """

    def normalised(moves: FloatArray) -> FloatArray:
        rows = pd.concat([row] * len(moves), ignore_index=True)
        rows[list(ids)] = start + moves * units
        return index.result(rows).normalised[list(ids)].to_numpy(dtype=float)

    first, nudged, nearly, last = normalised(np.array([[0.0], [NUDGE], [1.0 - NUDGE], [1.0]]) * furthest)
    gains = last > first
    asleep, sated = gains & (nudged == first), gains & (nearly == last)
    wake, reach = np.zeros_like(furthest), np.where(gains, furthest, 0.0)
    if asleep.any():
        edges = find_edges(lambda places: normalised(places * furthest) > first, len(furthest))
        wake = np.where(asleep, edges * furthest, wake)
    if sated.any():
        edges = find_edges(lambda places: normalised(places * furthest) >= last, len(furthest))
        reach = np.where(sated, edges * furthest, reach)
    places = np.linspace(0.0, 1.0, PROBES)[:, np.newaxis]
    along = normalised(wake + places * (reach - wake))
    after = normalised(wake + (places[:-1] + NUDGE) * (reach - wake))
    stepped = gains & (after <= along[:-1]).any(axis=0)
    if stepped.any():
        names = [indicator for indicator, steps in zip(ids, stepped, strict=True) if steps]
        raise OptionError(
            f"normalised values of {name_ids(names)} move in steps, so no least change exists; normalise by "
            "goalposts, minmax or zscore",
            ids=names,
        )
    straight = along[0] + places * (along[-1] - along[0])
    return wake, reach, bool(np.abs(along - straight).max() <= EVENLY)


def check_own_scores(levers: Levers, scores: pd.DataFrame, unit: str, nodes: Sequence[str]) -> None:
    """Refuse an index in which they do not follow from its own values."""
    alone = levers.scores(np.zeros((1, len(levers.indicators))), nodes)[0]
    if not np.allclose(alone, scores.loc[unit, list(nodes)].to_numpy(dtype=float), rtol=0, atol=EVENLY):
        raise AggregationError(
            f"scores of '{unit}' on {name_ids(nodes)} do not follow from its own values alone, so no change of "
            "them can be worked out; use a mean of any power",
            ids=[unit],
        )
