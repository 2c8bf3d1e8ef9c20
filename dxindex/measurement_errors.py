"""Measurement errors of single values: what the publisher gives, drawn and added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
