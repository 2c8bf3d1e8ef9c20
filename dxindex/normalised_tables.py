"""Normalised values as arrays: on [0.01, 1] of the scale, where every mean exists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.fitted_normalisation import fit_normalisation
from dxindex.framework import Framework, flat_framework
from dxindex.framework_parts import Indicator
from dxindex.normalisation import Normalisation

FloatArray = NDArray[np.float64]


def normalise_runs(
    values: FloatArray,
    indicator: Indicator,
    scale: tuple[float, float],
    method: Normalisation | None,
    units: pd.Index[str],
) -> FloatArray:
    """Return an indicator normalised run by run: values of shape (units, runs), returned as (runs, units).

    Each run is a column that the normalisation learns on its own.
    """
    runs = [str(run) for run in range(values.shape[1])]
    flat = flat_framework(runs)
    rows = tuple(replace(indicator, id=run, parent=flat.nodes[0]) for run in runs)
    frame = pd.DataFrame(values, index=units, columns=runs)
    return normalise_panel(frame, replace(flat, scale=scale, indicator_parts=rows), method)


def normalise_panel(panel: pd.DataFrame, framework: Framework, method: Normalisation | None) -> FloatArray:
    """Return the panel normalised by what it teaches, on [0.01, 1] of the scale; shape (indicators, units)."""
    normalised, _ = fit_normalisation(panel, framework, method, positive=True).apply(panel)
    return np.ascontiguousarray(normalised.to_numpy().T)
