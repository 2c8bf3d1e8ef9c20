"""Normalised values by every normalisation that is tried: on [0.01, 1] of the scale, where every mean exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.assumptions import Assumption, Factor, Normalisations
from dxindex.data_states import State
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.fitted_normalisation import fit_normalisation
from dxindex.framework import Framework, flat_framework
from dxindex.framework_parts import Indicator
from dxindex.normalisation import Normalisation
from dxindex.normalise import Goalposts, NormalisationChoice, resolve_normalisation

FloatArray = NDArray[np.float64]

SAME_TABLE = 1e-9
"""Normalised values closer than this everywhere are one normalisation, not two."""


def normalisation_tables(
    chosen: Assumption | None, states: Sequence[State]
) -> tuple[tuple[Normalisation | None, ...], FloatArray, Factor]:
    """Return the distinct normalisations, and the values of every state by each.

    Shape (methods, states, indicators, units), as :class:`~dxindex.ensemble.Ensemble` holds them.

    Raises
    ------
    OptionError, InputError
        For no method or an unknown one; for one asked for by name that cannot be learnt from the panel, or where
        none can.
    """
    methods: Sequence[NormalisationChoice | None] | None = (None,)
    if isinstance(chosen, Normalisations):
        methods = chosen.methods
    asked = (None, "minmax", "zscore", "percentile_rank") if methods is None else methods
    if not asked:
        raise OptionError("normalisation: name at least one method")
    kept: dict[str, Normalisation | None] = {}
    tables: list[FloatArray] = []
    remarks: list[str] = []
    for choice in asked:
        method = None if choice is None else resolve_normalisation(choice)
        label = _method_label(method, states)
        try:
            stack = _normalise_states(states, method)
        except InputError as error:
            if methods is not None:
                raise
            remarks.append(f"'{label}' cannot be learnt here ({error})")
            continue
        twin = next((name for name, table in zip(kept, tables, strict=True) if _same(table, stack)), None)
        if twin is not None:
            remarks.append(f"'{label}' comes to the same as '{twin}' once rescaled")
            continue
        kept[label] = method
        tables.append(stack)
    if not tables:
        raise InputError(f"no normalisation can be learnt from the panel: {'; '.join(remarks)}")
    note = "; ".join([f"one of {name_ids(kept)}" if len(kept) > 1 else f"only {name_ids(kept)}", *remarks])
    return tuple(kept.values()), np.stack(tables), Factor.choice("normalisation", list(kept), note)


def _normalise_states(states: Sequence[State], method: Normalisation | None) -> FloatArray:
    """Return the normalised values of every state; what variants share is normalised once per imputation."""
    tables: dict[tuple[str, str], FloatArray] = {}
    for imputation in dict.fromkeys(state.imputation for state in states):
        alike = [state for state in states if state.imputation == imputation]
        rows = {part.id: part for state in alike for part in state.framework.indicator_parts}
        flat = flat_framework(rows)
        together = replace(
            flat,
            scale=states[0].framework.scale,
            indicator_parts=tuple(replace(part, parent=flat.nodes[0]) for part in rows.values()),
        )
        values = pd.DataFrame({item: state.panel[item] for state in alike for item in state.panel.columns})
        normalised = normalise_panel(values, together, method)
        tables.update({(imputation, item): row for item, row in zip(rows, normalised, strict=True)})
    return np.stack(
        [np.stack([tables[state.imputation, item] for item in state.panel.columns]) for state in states]
    )


def _method_label(method: Normalisation | None, states: Sequence[State]) -> str:
    if method is not None:
        return method.name if method == type(method)() or isinstance(method, Goalposts) else repr(method)
    everywhere = all(part.goalposts for state in states for part in state.framework.indicator_parts)
    return Goalposts.name if everywhere else "as declared"


def _same(left: FloatArray, right: FloatArray) -> bool:
    return bool(np.allclose(left, right, rtol=0, atol=SAME_TABLE, equal_nan=True))


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
