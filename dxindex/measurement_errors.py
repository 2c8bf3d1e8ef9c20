"""Measurement errors of single values: what the publisher gives, checked, drawn and added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.assumptions import Assumption, Factor, MeasurementError
from dxindex.data_states import State
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.normalisation import Normalisation
from dxindex.normalise import DistanceToFrontier
from dxindex.panel import check_panel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ErrorCells:
    """Standard errors of single values: where they sit (row, indicator id) and how large they are."""

    rows: IntArray
    indicators: tuple[str, ...]
    sizes: FloatArray

    def draw(self, uniforms: FloatArray) -> FloatArray:
        """Return normal errors of these sizes, one per uniform number of shape (draws, cells)."""
        from scipy.special import ndtri

        noise: FloatArray = ndtri(np.clip(uniforms, 1e-12, 1 - 1e-12)) * self.sizes
        return noise

    def add(self, panel: pd.DataFrame, noise: FloatArray) -> pd.DataFrame:
        """Return a panel with the errors of one draw, shape (cells,), in those of its columns that carry any."""
        columns = panel.columns.get_indexer(pd.Index(self.indicators))
        values = panel.to_numpy(copy=True)
        here = columns >= 0
        values[self.rows[here], columns[here]] += noise[here]
        return pd.DataFrame(values, index=panel.index, columns=panel.columns)


def error_cells(
    chosen: Assumption | None, panel: pd.DataFrame, states: Sequence[State]
) -> tuple[ErrorCells | None, Factor]:
    """Return the values of any state that carry a standard error; None where there is none."""
    name = MeasurementError.name
    if not isinstance(chosen, MeasurementError) or chosen.standard_errors is None:
        return None, Factor(name, (), "no standard errors are given")
    columns = list(dict.fromkeys(item for state in states for item in state.panel.columns))
    given = chosen.standard_errors
    _check_errors(given, panel.index, columns)
    table = given.reindex(index=panel.index, columns=columns).to_numpy(dtype=float)
    rows, places = np.nonzero(np.nan_to_num(table) > 0)
    if not len(rows):
        return None, Factor(name, (), "every standard error given is missing or zero")
    cells = ErrorCells(rows, tuple(columns[place] for place in places), table[rows, places])
    indicators = list(dict.fromkeys(cells.indicators))
    note = f"normal errors of {len(rows)} values, in {name_ids(indicators)}"
    return cells, Factor(name, ((),) * len(rows), note)


def check_learnable(methods: Sequence[Normalisation | None]) -> None:
    """Refuse methods that know indicators by name: with errors, every run is a column of its own."""
    named = [
        item for item in methods if isinstance(item, DistanceToFrontier) and (item.frontier or item.worst)
    ]
    if named:
        raise OptionError(
            "measurement_error: distance to a declared frontier cannot be normalised anew in every draw; "
            "let the panel say the frontier, or leave out one of the two",
            ids=[item.name for item in named],
        )


def _check_errors(given: pd.DataFrame, units: pd.Index[str], columns: Sequence[str]) -> None:
    unknown = [item for item in [*given.index, *given.columns] if item not in units and item not in columns]
    if unknown:
        raise InputError(
            f"standard errors name {name_ids(unknown)}, which are neither units nor indicators", ids=unknown
        )
    check_panel(given, list(given.columns))
    below = given.index[(given < 0).any(axis=1)]
    if len(below):
        raise InputError(f"standard errors of {name_ids(below)} are negative", ids=list(below))
