"""From assumptions to the ensemble of indices that they span on the data at hand.

Each assumption is met where it belongs: :mod:`dxindex.data_states`, :mod:`dxindex.normalised_tables`,
:mod:`dxindex.leave_out` and :mod:`dxindex.measurement_errors`; means and weights here.

Source: Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x; OECD/JRC *Handbook on
Constructing Composite Indicators* (2008), step 7, doi:10.1787/9789264043466-en.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dxindex.aggregate import PowerMean, resolve_aggregations
from dxindex.assumptions import Aggregations, Assumption, Factor, WeightDraws, resolve_assumptions
from dxindex.data_states import data_states, indicator_variants
from dxindex.ensemble import Ensemble
from dxindex.errors import OptionError
from dxindex.framework import Framework
from dxindex.framework_changes import varied_parts
from dxindex.leave_out import covered_nodes, possible_cuts
from dxindex.measurement_errors import check_learnable, error_cells
from dxindex.normalised_tables import normalisation_tables
from dxindex.weights import sibling_weights


def build_ensemble(
    panel: pd.DataFrame,
    framework: Framework,
    assumptions: Sequence[str | Assumption] | None = None,
) -> Ensemble:
    """Return every variant of the index that the assumptions span on a panel.

    Parameters
    ----------
    panel
        Units x indicators in their own units; NaN is missing. Columns that only a variant needs may lack
        where the variant is not asked for by name.
    assumptions
        Names, or assumptions with options of their own; None takes them all.

    Raises
    ------
    OptionError, InputError
        For unknown assumptions, options or ids, and for a table that does not fit.
    """
    chosen = resolve_assumptions(assumptions)
    shares = sibling_weights(framework)
    frameworks, variant = indicator_variants(chosen.get("variant"), panel, framework)
    states, imputation = data_states(chosen.get("imputation"), panel, frameworks)
    methods, tables, normalisation = normalisation_tables(chosen.get("normalisation"), states)
    means, aggregation = _means(chosen.get("aggregation"), framework)
    cuts, leave_out = possible_cuts(chosen.get("leave_out"), framework)
    weight_draws = chosen.get("weights")
    weights = _weight_factor(framework)
    errors, measurement = error_cells(chosen.get("measurement_error"), panel, states)
    if errors is not None:
        check_learnable(methods)
    factors = {
        factor.name: factor
        for factor in (normalisation, aggregation, weights, leave_out, variant, imputation, measurement)
        if factor.name in chosen
    }
    return Ensemble(
        units=panel.index,
        framework=framework,
        factors=tuple(factors[name] for name in chosen),
        methods=methods,
        states=states,
        means=means,
        cuts=cuts,
        tables=tables,
        scored=tuple(covered_nodes(state, framework, cuts) for state in states),
        nominal=np.array([shares[part] for part in (*framework.indicators, *framework.nodes)]),
        weight_draws=weight_draws if isinstance(weight_draws, WeightDraws) and weights.acts else None,
        errors=errors,
    )


def _means(
    chosen: Assumption | None, framework: Framework
) -> tuple[tuple[Mapping[str, PowerMean], ...], Factor]:
    choices = chosen.means if isinstance(chosen, Aggregations) else ("arithmetic",)
    if not choices:
        raise OptionError("aggregation: name at least one mean")
    distinct: dict[str, Mapping[str, PowerMean]] = {}
    for choice in choices:
        means = resolve_aggregations(framework, choice)
        if means not in distinct.values():
            distinct[str(choice)] = means
    if not varied_parts(framework):
        alone = "no node has two parts to be averaged"
        return tuple(distinct.values())[:1], Factor("aggregation", (), alone)
    return tuple(distinct.values()), Factor.choice("aggregation", list(distinct))


def _weight_factor(framework: Framework) -> Factor:
    varied = varied_parts(framework)
    if not varied:
        return Factor("weights", (), "no node has two parts to be weighted")
    return Factor("weights", ((),) * len(varied), f"weights of {len(varied)} parts among their siblings")
