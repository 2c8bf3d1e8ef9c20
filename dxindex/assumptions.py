"""Assumptions of an index that could have been made otherwise, and what they come to on the data at hand.

Each assumption takes some coordinates of a draw from the unit cube. One that cannot act (nothing is missing,
no standard error is given, there is only one alternative) takes none, and says why.

Source: Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x; OECD/JRC *Handbook on
Constructing Composite Indicators* (2008), step 7, doi:10.1787/9789264043466-en.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.aggregate import (
    COVERAGE_FLOOR,
    AggregationChoice,
    PowerMean,
    aggregate_tree,
    resolve_aggregations,
)
from dxindex.data_states import State
from dxindex.ensemble import Ensemble
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.framework import Framework, flat_framework, load_framework
from dxindex.framework_changes import (
    counted_children,
    same_place,
    varied_parts,
    with_indicators,
    without_parts,
)
from dxindex.framework_parts import ROOT, Indicator
from dxindex.impute import IMPUTATIONS, ImputationChoice, fill_missing, resolve_imputation
from dxindex.measurement_errors import ErrorCells
from dxindex.normalisation import Normalisation
from dxindex.normalise import DistanceToFrontier, Goalposts, NormalisationChoice, resolve_normalisation
from dxindex.normalised_tables import normalise_panel
from dxindex.panel import check_panel
from dxindex.shipped import available_frameworks
from dxindex.weights import sibling_weights

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

WEIGHT_SPREAD = 0.25
"""A weight may be a quarter more or less than declared, the range of the COINr and JRC examples."""

SAME_TABLE = 1e-9
"""Normalised values closer than this everywhere are one normalisation, not two."""

NOTHING = ""
"""The level at which nothing is left out."""


@dataclass(frozen=True, slots=True)
class Factor:
    """An assumption as it meets the data.

    Attributes
    ----------
    name
        Of the assumption.
    columns
        Labels of the equally likely levels, one tuple per coordinate; an empty tuple is a continuous one. No
        coordinate means that the assumption does not act.
    note
        What it varies, or why it does not act.
    """

    name: str
    columns: tuple[tuple[str, ...], ...]
    note: str

    @property
    def acts(self) -> bool:
        """Whether draws differ by it."""
        return bool(self.columns)

    @property
    def discrete(self) -> bool:
        """Whether every coordinate chooses among levels."""
        return all(self.columns)


@dataclass(frozen=True, slots=True)
class Normalisations:
    """Any of these normalisations, each rescaled to [0.01, 1] of the scale.

    Parameters
    ----------
    methods
        Names or methods; the first is the reference. None takes the one declared by the framework (goalposts,
        and min-max where there are none), min-max, z-scores and percentile ranks, as far as each can be
        learnt from the panel. Methods that come to the same once rescaled, as z-scores and min-max always do,
        count once, and the note says so.
    """

    name: ClassVar[str] = "normalisation"
    methods: tuple[NormalisationChoice | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Aggregations:
    """Any of these means at every node.

    Parameters
    ----------
    means
        Names, powers, or mappings from nodes or depths to these, as ``CompositeIndex(aggregate=)`` takes them.
    """

    name: ClassVar[str] = "aggregation"
    means: tuple[AggregationChoice | Mapping[str | int, AggregationChoice], ...] = (
        "arithmetic",
        "geometric",
        "harmonic",
    )


@dataclass(frozen=True, slots=True)
class WeightDraws:
    r"""Weights drawn around the declared ones :math:`w`, at every level of the tree.

    .. math:: \text{uniform: } w_i\,(1 + s\,(2u_i - 1)), \qquad
       \text{dirichlet: } w' \sim \mathrm{Dir}\Bigl(c\,k\,\frac{w_i}{\sum_j w_j}\Bigr)

    with :math:`s` the spread, :math:`c` the concentration and :math:`k` the number of siblings. With
    :math:`c = 1` and equal weights every set of weights is equally likely; the more :math:`c`, the closer to
    the declared ones.

    Parameters
    ----------
    distribution
        ``"uniform"`` or ``"dirichlet"``.
    spread
        Above 0, at most 1; of the uniform.
    concentration
        Above 0; of the Dirichlet.
    """

    name: ClassVar[str] = "weights"
    distribution: str = "uniform"
    spread: float = WEIGHT_SPREAD
    concentration: float = 1.0

    def __post_init__(self) -> None:
        if self.distribution not in ("uniform", "dirichlet"):
            raise OptionError(
                f"no distribution {self.distribution!r} of weights; valid are 'uniform' and 'dirichlet'",
                ids=[self.distribution],
            )
        if not 0 < self.spread <= 1:
            raise OptionError(f"spread {self.spread} of the weights must lie above 0 and at most at 1")
        if not (np.isfinite(self.concentration) and self.concentration > 0):
            raise OptionError(f"concentration {self.concentration} must be a finite number above zero")

    def draw(self, uniforms: FloatArray, declared: FloatArray, siblings: IntArray) -> FloatArray:
        """Return weights, not yet summing to one.

        Parameters
        ----------
        uniforms
            Shape (draws, parts).
        declared, siblings
            Shape (parts,): share among its siblings, and how many share.
        """
        if self.distribution == "uniform":
            return declared * (1 + self.spread * (2 * uniforms - 1))
        from scipy.special import gammaincinv

        # A gamma variate can underflow to 0; a sibling group of zeros would have no weights at all.
        drawn: FloatArray = gammaincinv(self.concentration * siblings * declared, uniforms)
        return np.maximum(drawn, np.finfo(float).tiny)


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """One indicator or one pillar left out, or nothing, each equally likely; below each root on its own.

    Parameters
    ----------
    parts
        Ids of indicators and nodes. None takes every indicator and every pillar. What is the only part of its
        node is left out with the node.
    """

    name: ClassVar[str] = "leave_out"
    parts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class IndicatorVariants:
    """An indicator measured by another column.

    Parameters
    ----------
    alternatives
        Indicator id to what may stand in for it: an :class:`~dxindex.framework_parts.Indicator` with its own
        direction and goalposts, or a column that shares those of the original. None takes what the shipped
        frameworks say: each that is this framework but for single indicators is a variant.
    """

    name: ClassVar[str] = "variant"
    alternatives: Mapping[str, Sequence[str | Indicator]] | None = None


@dataclass(frozen=True, slots=True)
class Imputations:
    """Missing values left out, or filled in one of several ways.

    Parameters
    ----------
    ways
        Names from :data:`~dxindex.impute.IMPUTATIONS`, or methods, as ``CompositeIndex(impute=)`` takes them.
        Leaving missing values out is always the first level. None takes every method that needs nothing but
        the panel.
    """

    name: ClassVar[str] = "imputation"
    ways: tuple[ImputationChoice, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class MeasurementError:
    """Independent normal errors of the size the publisher gives.

    Parameters
    ----------
    standard_errors
        Units x indicators in their own units, aligned by label; missing or 0 means no error. None means that
        no publisher gives any.
    """

    name: ClassVar[str] = "measurement_error"
    standard_errors: pd.DataFrame | None = None


Assumption = (
    Normalisations
    | Aggregations
    | WeightDraws
    | LeaveOut
    | IndicatorVariants
    | Imputations
    | MeasurementError
)

ASSUMPTIONS: Mapping[str, Assumption] = MappingProxyType(
    {
        item.name: item
        for item in (
            Normalisations(),
            Aggregations(),
            WeightDraws(),
            LeaveOut(),
            IndicatorVariants(),
            Imputations(),
            MeasurementError(),
        )
    }
)
"""The assumptions by name, with their default options."""


def resolve_assumptions(chosen: Sequence[str | Assumption] | None) -> dict[str, Assumption]:
    """Return the assumptions by name, in the order of :data:`ASSUMPTIONS`; None takes them all.

    Raises
    ------
    OptionError
        For an unknown name (the message lists the valid ones), one chosen twice, or none at all.

    Examples
    --------
    >>> list(resolve_assumptions(["weights", WeightDraws.name.replace("weights", "aggregation")]))
    ['aggregation', 'weights']
    """
    if chosen is None:
        return dict(ASSUMPTIONS)
    items = [chosen] if isinstance(chosen, str) else list(chosen)
    unknown = [item for item in items if not isinstance(item, Assumption) and item not in ASSUMPTIONS]
    if unknown or not items:
        subject = f"no assumption {name_ids(unknown)}" if unknown else "assumptions: name at least one"
        raise OptionError(f"{subject}; valid are {name_ids(ASSUMPTIONS)}", ids=unknown)
    resolved = [ASSUMPTIONS[item] if isinstance(item, str) else item for item in items]
    names = [item.name for item in resolved]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise OptionError(f"assumptions: {name_ids(doubled)} is chosen more than once", ids=doubled)
    return {item.name: item for name in ASSUMPTIONS for item in resolved if item.name == name}


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
    frameworks, variant = _variants(chosen.get("variant"), panel, framework)
    states, imputation = _states(chosen.get("imputation"), panel, frameworks)
    methods, tables, normalisation = _tables(chosen.get("normalisation"), states)
    means, aggregation = _means(chosen.get("aggregation"), framework)
    cuts, leave_out = _cuts(chosen.get("leave_out"), framework)
    weight_draws = chosen.get("weights")
    weights = _weight_factor(framework)
    errors, measurement = _errors(chosen.get("measurement_error"), panel, states)
    if errors is not None:
        _check_learnable(methods)
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
        scored=tuple(_scored(state, framework, cuts) for state in states),
        nominal=np.array([shares[part] for part in (*framework.indicators, *framework.nodes)]),
        weight_draws=weight_draws if isinstance(weight_draws, WeightDraws) and weights.acts else None,
        errors=errors,
    )


def _one_of(name: str, levels: Sequence[str], note: str = "") -> Factor:
    """Return a factor that chooses one level; it acts where there are two or more."""
    if len(levels) < 2:
        return Factor(name, (), note or f"there is only one alternative, {name_ids(levels)}")
    return Factor(name, (tuple(levels),), note or f"one of {name_ids(levels)}")


# Data states


def _variants(
    chosen: Assumption | None, panel: pd.DataFrame, framework: Framework
) -> tuple[dict[str, Framework], Factor]:
    declared = {"as declared": framework}
    if not isinstance(chosen, IndicatorVariants):
        return declared, _one_of("variant", list(declared))
    if chosen.alternatives is not None:
        frameworks = declared | _declared_variants(chosen.alternatives, framework)
        note = "the framework declares no alternative indicator" if len(frameworks) == 1 else ""
        return frameworks, _one_of("variant", list(frameworks), note)
    found = dict(shipped_variants(framework))
    lacking = {
        label: sorted(set(other.indicators) - set(panel.columns))
        for label, other in found.items()
        if not set(other.indicators) <= set(panel.columns)
    }
    frameworks = declared | {label: other for label, other in found.items() if label not in lacking}
    without = "".join(f"; the panel lacks {name_ids(ids)} for '{label}'" for label, ids in lacking.items())
    if len(frameworks) == 1:
        return frameworks, Factor(
            "variant",
            (),
            f"no shipped framework with a column of the panel swaps an indicator of this one{without}",
        )
    return frameworks, _one_of("variant", list(frameworks), f"one of {name_ids(frameworks)}{without}")


def _declared_variants(
    alternatives: Mapping[str, Sequence[str | Indicator]], framework: Framework
) -> dict[str, Framework]:
    frameworks = {}
    for old, options in alternatives.items():
        original = framework.indicator(old)
        for option in [options] if isinstance(options, str) else options:
            new = replace(original, id=option) if isinstance(option, str) else option
            frameworks[new.id] = with_indicators(framework, {old: new})
    return frameworks


def shipped_variants(framework: Framework) -> Iterator[tuple[str, Framework]]:
    """Yield the shipped frameworks that are this one but for an indicator measured by another column."""
    for name in available_frameworks():
        other = load_framework(name)
        pairs = list(zip(framework.indicator_parts, other.indicator_parts, strict=False))
        swaps = {old.id: new for old, new in pairs if old.id != new.id}
        if (
            len(swaps) == 1
            and framework.axes == other.axes
            and _shape(with_indicators(framework, swaps)) == _shape(other)
        ):
            yield name, with_indicators(framework, swaps)


def _shape(framework: Framework) -> tuple[object, ...]:
    return tuple((part.id, part.parent, part.weight) for part in framework.parts.values())


def _states(
    chosen: Assumption | None, panel: pd.DataFrame, frameworks: Mapping[str, Framework]
) -> tuple[tuple[State, ...], Factor]:
    columns = list(dict.fromkeys(item for other in frameworks.values() for item in other.indicators))
    values = check_panel(panel, columns)
    panels = {"left out": values}
    holes = values.columns[values.isna().any()].tolist()
    factor = Factor("imputation", (), "nothing is missing")
    if isinstance(chosen, Imputations) and holes:
        ways = [resolve_imputation(way) for way in (IMPUTATIONS if chosen.ways is None else chosen.ways)]
        panels |= {way.name: fill_missing(values, way)[0] for way in ways}
        cells = int(values.isna().to_numpy().sum())
        factor = _one_of(
            "imputation",
            list(panels),
            f"{cells} values are missing, in {name_ids(holes)}: one of {name_ids(panels)}",
        )
    return tuple(
        State(imputation, variant, other, filled.loc[:, list(other.indicators)])
        for imputation, filled in panels.items()
        for variant, other in frameworks.items()
    ), factor


# Choices


def _tables(
    chosen: Assumption | None, states: Sequence[State]
) -> tuple[tuple[Normalisation | None, ...], FloatArray, Factor]:
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
    return tuple(kept.values()), np.stack(tables), _one_of("normalisation", list(kept), note)


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
    return tuple(distinct.values()), _one_of("aggregation", list(distinct))


def _weight_factor(framework: Framework) -> Factor:
    varied = varied_parts(framework)
    if not varied:
        return Factor("weights", (), "no node has two parts to be weighted")
    return Factor("weights", ((),) * len(varied), f"weights of {len(varied)} parts among their siblings")


def _cuts(chosen: Assumption | None, framework: Framework) -> tuple[tuple[tuple[str, ...], ...], Factor]:
    roots = framework.roots
    if not isinstance(chosen, LeaveOut):
        return tuple((NOTHING,) for _ in roots), Factor("leave_out", (), "")
    asked = chosen.parts
    wanted = [*framework.indicators, *framework.pillar_ids] if asked is None else list(asked)
    below: dict[str, list[str]] = {root: [NOTHING] for root in roots}
    immovable = []
    for part in wanted:
        cut = _movable(framework, part)
        if cut is None:
            immovable.append(part)
        elif cut not in below[_root(framework, cut)]:
            below[_root(framework, cut)].append(cut)
    if asked is not None and immovable:
        raise OptionError(f"leave_out: nothing remains beside {name_ids(immovable)}", ids=immovable)
    cuts = tuple(tuple(parts) for parts in below.values())
    columns = tuple(parts for parts in cuts if len(parts) > 1)
    count = sum(len(parts) - 1 for parts in columns)
    if not count:
        return cuts, Factor("leave_out", (), "no part can be left out: each is all that its node has")
    return cuts, Factor("leave_out", columns, f"one of {count} indicators and pillars, or nothing")


def _movable(framework: Framework, part: str) -> str | None:
    """Return the part, or the nearest one above it, beside which something else counts."""
    while part != ROOT:
        parent = framework.parent(part)
        if (
            parent != ROOT
            and framework.part(part).weight > 0
            and len(counted_children(framework, parent)) > 1
        ):
            return part
        part = parent
    return None


def _root(framework: Framework, part: str) -> str:
    while framework.parent(part) != ROOT:
        part = framework.parent(part)
    return part


def _scored(
    state: State, declared: Framework, cuts: Sequence[Sequence[str]]
) -> Mapping[str, NDArray[np.bool_]] | None:
    """Return per node where it is covered well enough, cut by cut of its root; None where nothing is missing."""
    holes = state.panel.isna().to_numpy()
    if not holes.any():
        return None
    means = resolve_aggregations(declared, "arithmetic")
    # Coverage asks only whether a value is there: ones stand for all of them.
    patterns, pattern_of = np.unique(holes, axis=0, return_inverse=True)
    observed = pd.DataFrame(np.where(patterns, np.nan, 1.0), columns=list(state.panel.columns))
    whole = aggregate_tree(observed, state.framework, means, COVERAGE_FLOOR)[0].notna()
    scored = {}
    for root, parts in zip(declared.roots, cuts, strict=True):
        nodes = (root, *declared.descendants(root))
        rows = {node: [whole[node].to_numpy()] for node in nodes}
        for part in parts[1:]:
            reduced = without_parts(state.framework, [same_place(part, declared, state.framework)])
            covered = aggregate_tree(observed, reduced, means, COVERAGE_FLOOR)[0].notna()
            for node in nodes:
                rows[node].append((covered if node in covered else whole)[node].to_numpy())
        scored.update({node: np.array(flags)[:, pattern_of] for node, flags in rows.items()})
    return scored


def _errors(
    chosen: Assumption | None, panel: pd.DataFrame, states: Sequence[State]
) -> tuple[ErrorCells | None, Factor]:
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


def _check_learnable(methods: Sequence[Normalisation | None]) -> None:
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
