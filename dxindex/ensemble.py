"""Many variants of one index at once: arrays of draws in, scores and ranks of every unit out.

A draw is a point in the unit cube: :mod:`dxindex.assumptions` says which of its coordinates choose what.
Everything here is arithmetic on stacks of draws. The formulas are those of :mod:`dxindex.normalise` and
:mod:`dxindex.aggregate`; a test evaluates draws one by one as plain :class:`~dxindex.composite.CompositeIndex`
fits (:meth:`Ensemble.run`) and finds the same scores.

Source: Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x; OECD/JRC *Handbook on
Constructing Composite Indicators* (2008), step 7, doi:10.1787/9789264043466-en.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.aggregate import PowerMean
from dxindex.fitted import RANK_DECIMALS, IndexResult
from dxindex.fitted_normalisation import fit_normalisation
from dxindex.framework import Framework, flat_framework
from dxindex.framework_parts import ROOT, Indicator
from dxindex.normalisation import Normalisation

if TYPE_CHECKING:
    from dxindex.assumptions import Factor, WeightDraws

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

CELLS_AT_ONCE = 32_768
"""Draws times units evaluated together: a quarter of a megabyte per array, so that they stay in the cache."""

UNRANKED = 0
"""What stands for "no rank" in arrays of ranks, which hold no missing values."""


@dataclass(frozen=True, slots=True)
class State:
    """The data as one combination of imputation and indicator variant sees them.

    Attributes
    ----------
    imputation, variant
        Labels of the levels.
    framework
        The framework with the variant's indicators in place.
    panel
        Units x the framework's indicators, in tree order and in their own units; NaN is missing.
    """

    imputation: str
    variant: str
    framework: Framework
    panel: pd.DataFrame


@dataclass(frozen=True, slots=True)
class ErrorCells:
    """Standard errors of single values: where they sit (row, indicator id) and how large they are."""

    rows: IntArray
    indicators: tuple[str, ...]
    sizes: FloatArray


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws in the terms of the index, one row each.

    Attributes
    ----------
    method, state, mean
        Positions of the normalisation, data state and aggregation.
    cuts
        Shape (draws, roots): position of what is left out below each root, 0 for nothing.
    weights
        Shape (draws, parts): weight of every part among its siblings, any sum; 0 for what is left out.
    noise
        Shape (draws, error cells): measurement errors in the indicators' own units.
    """

    method: IntArray
    state: IntArray
    mean: IntArray
    cuts: IntArray
    weights: FloatArray
    noise: FloatArray

    def take(self, rows: IntArray) -> Draws:
        """Return some of the draws."""
        return Draws(
            self.method[rows],
            self.state[rows],
            self.mean[rows],
            self.cuts[rows],
            self.weights[rows],
            self.noise[rows],
        )


@dataclass(frozen=True, slots=True)
class RescaledMean(PowerMean):
    """A power mean over values on [0.01, 1] of the scale, as every mean inside an ensemble is.

    >>> RescaledMean(1.0).needs_positive
    True
    """

    @property
    def needs_positive(self) -> bool:
        """Always, so that every combination of normalisation and mean exists on one footing."""
        return True


@dataclass(frozen=True, slots=True)
class Run:
    """One draw as a plain index: what to fit on ``panel``, and the panel to score.

    Parts that are left out are not in the framework. ``covered`` is the panel without the values below nodes
    that are too thin to be scored at the declared weights, so that no floor is needed; what lies below such a
    node has no score here either.
    """

    framework: Framework
    panel: pd.DataFrame
    covered: pd.DataFrame
    normalise: Normalisation | None
    aggregate: Mapping[str | int, RescaledMean]

    def result(self) -> IndexResult:
        """Fit and score."""
        from dxindex.composite import CompositeIndex

        index = CompositeIndex(
            self.framework, normalise=self.normalise, aggregate=dict(self.aggregate), coverage_floor=0.0
        )
        return index.fit(self.panel).result(self.covered)


@dataclass(frozen=True, eq=False)
class Ensemble:
    r"""All variants of an index that a set of assumptions spans.

    With :math:`f_p(x) = x^p`, and :math:`\ln x` for :math:`p = 0`, the power mean of a node is

    .. math:: M_p(x; w) = f_p^{-1}\Bigl(\sum_i w_i f_p(x_i) \Big/ \sum_i w_i\Bigr),

    so that each draw costs one multiplication per value, whatever the mean. Values lie on [0.01, 1] of the
    scale, where :math:`f_p` neither overflows nor leaves its domain.

    Attributes
    ----------
    units
        Ids, in the order of the panel.
    framework
        As declared.
    factors
        The assumptions in the order of their coordinates, those that do not act included.
    methods
        Distinct normalisations; None takes goalposts where they are declared and min-max elsewhere.
    states
        Data states, imputation by variant.
    means
        Aggregations: the mean of every node.
    cuts
        Per root, the parts that may be left out; the first is "" for none.
    tables
        Shape (methods, states, indicators, units): values on [0.01, 1] of the scale; NaN is missing.
    scored
        Per state None where nothing is missing, else per node a boolean array of shape (cuts of its root,
        units): where it is covered well enough, at the declared weights.
    nominal
        Shape (parts,): declared weights, siblings summing to one.
    weight_draws, errors
        How weights vary, and which values carry a standard error; None where that does not act.
    """

    units: pd.Index[str]
    framework: Framework
    factors: tuple[Factor, ...]
    methods: tuple[Normalisation | None, ...]
    states: tuple[State, ...]
    means: tuple[Mapping[str, PowerMean], ...]
    cuts: tuple[tuple[str, ...], ...]
    tables: FloatArray
    scored: tuple[Mapping[str, BoolArray] | None, ...]
    nominal: FloatArray
    weight_draws: WeightDraws | None
    errors: ErrorCells | None

    @cached_property
    def parts(self) -> dict[str, int]:
        """Position of every indicator and node: indicators first, both in tree order."""
        return {part: place for place, part in enumerate((*self.framework.indicators, *self.framework.nodes))}

    @cached_property
    def root_of(self) -> dict[str, int]:
        """Position of the root above every node."""
        roots = self.framework.roots
        return {
            node: place
            for place, root in enumerate(roots)
            for node in (root, *self.framework.descendants(root))
        }

    @property
    def dimensions(self) -> int:
        """Number of coordinates of a draw."""
        return sum(len(factor.columns) for factor in self.factors)

    def coordinates(self, name: str) -> slice:
        """Return where the coordinates of an assumption lie."""
        start = 0
        for factor in self.factors:
            if factor.name == name:
                return slice(start, start + len(factor.columns))
            start += len(factor.columns)
        return slice(0, 0)

    def column_labels(self, factor: Factor) -> list[str]:
        """Return a name per coordinate of a choice: of the root, where each root chooses on its own."""
        if factor.name != "leave_out":
            return [factor.name]
        open_roots = [root for root, parts in zip(self.framework.roots, self.cuts, strict=True) if parts[1:]]
        return [f"{factor.name}.{root}" for root in open_roots]

    def levels(self, uniforms: FloatArray, name: str) -> IntArray:
        """Return the positions of the chosen levels, shape (draws, columns of the assumption).

        A uniform number chooses the level in whose equal share of [0, 1) it lies.
        """
        factor = next(factor for factor in self.factors if factor.name == name)
        counts = np.array([len(column) for column in factor.columns], dtype=np.int64)
        chosen = (uniforms[:, self.coordinates(name)] * counts).astype(np.int64)
        return np.minimum(chosen, counts - 1)

    def decode(self, uniforms: FloatArray) -> Draws:
        """Return what draws of shape (draws, dimensions) choose."""
        count = len(uniforms)
        variants = len({state.variant for state in self.states})
        weights = self._weights(uniforms)
        cuts = np.zeros((count, len(self.cuts)), dtype=np.int64)
        open_roots = [place for place, parts in enumerate(self.cuts) if len(parts) > 1]
        if self._acts("leave_out"):
            cuts[:, open_roots] = self.levels(uniforms, "leave_out")
        for root, parts in enumerate(self.cuts):
            for place, part in enumerate(parts[1:], start=1):
                weights[cuts[:, root] == place, self.parts[part]] = 0.0
        return Draws(
            method=self._choice(uniforms, "normalisation"),
            state=self._choice(uniforms, "imputation") * variants + self._choice(uniforms, "variant"),
            mean=self._choice(uniforms, "aggregation"),
            cuts=cuts,
            weights=weights,
            noise=self._noise(uniforms),
        )

    def evaluate(self, uniforms: FloatArray, nodes: Sequence[str]) -> FloatArray:
        """Return the scores of draws.

        Parameters
        ----------
        uniforms
            Shape (draws, dimensions), each in [0, 1).
        nodes
            Node ids of the framework.

        Returns
        -------
        Array of shape (nodes, draws, units); NaN where a unit has no score. A node that is left out keeps the
        score it has as a whole: it is missing from its parent, not from itself.
        """
        draws = self.decode(uniforms)
        scores = np.empty((len(nodes), len(uniforms), len(self.units)))
        below = {item for node in nodes for item in (node, *self.framework.descendants(node))}
        needed = tuple(node for node in self.framework.nodes[::-1] if node in below)
        kind = (draws.method * len(self.states) + draws.state) * len(self.means) + draws.mean
        for rows in _like_rows(kind, max(1, CELLS_AT_ONCE // len(self.units))):
            scores[:, rows] = self._evaluate_alike(draws.take(rows), nodes, needed)
        return scores

    def ranks(self, uniforms: FloatArray, nodes: Sequence[str]) -> NDArray[np.unsignedinteger]:
        """Return the ranks of draws, of the shape of :meth:`evaluate`, as :func:`rank_rows` makes them."""
        return rank_rows(self.evaluate(uniforms, nodes))

    def with_fixed_inputs(self) -> Ensemble:
        """Return the ensemble of the choices alone: weights as declared, values as measured."""
        held = tuple(
            factor if factor.discrete else replace(factor, columns=(), note="held fixed")
            for factor in self.factors
        )
        return replace(self, factors=held, weight_draws=None, errors=None)

    def reference(self, nodes: Sequence[str]) -> FloatArray:
        """Return the scores at the first level of every assumption and the declared weights: (nodes, units)."""
        none = np.zeros(1, dtype=np.int64)
        draw = Draws(
            method=none,
            state=none,
            mean=none,
            cuts=np.zeros((1, len(self.cuts)), dtype=np.int64),
            weights=self.nominal[np.newaxis],
            noise=np.zeros((1, 0 if self.errors is None else len(self.errors.sizes))),
        )
        return self._evaluate_alike(draw, nodes, self.framework.nodes[::-1])[:, 0]

    def run(self, uniforms: FloatArray) -> Run:
        """Return a single draw, shape (dimensions,), as a plain index."""
        draw = self.decode(uniforms[np.newaxis])
        state = self.states[draw.state[0]]
        framework = _with_weights(state.framework, self.framework, self.parts, draw.weights[0])
        left_out = [
            same_place(parts[place], self.framework, framework)
            for parts, place in zip(self.cuts, draw.cuts[0], strict=True)
            if place
        ]
        framework = without_parts(framework, left_out)
        panel = self._noisy_panel(state, draw.noise[0])
        covered = panel.copy()
        scored = self.scored[draw.state[0]]
        for node in framework.nodes if scored is not None else ():
            thin = ~scored[node][draw.cuts[0, self.root_of[node]]]
            covered.loc[thin, list(framework.leaves(node))] = np.nan
        means = self.means[draw.mean[0]]
        return Run(
            framework=framework,
            panel=panel,
            covered=covered,
            normalise=self.methods[draw.method[0]],
            aggregate={node: RescaledMean(means[node].power) for node in framework.nodes},
        )

    # What a draw chooses

    def _acts(self, name: str) -> bool:
        return any(factor.name == name and factor.acts for factor in self.factors)

    def _choice(self, uniforms: FloatArray, name: str) -> IntArray:
        if not self._acts(name):
            return np.zeros(len(uniforms), dtype=np.int64)
        return self.levels(uniforms, name)[:, 0]

    def _weights(self, uniforms: FloatArray) -> FloatArray:
        weights = np.tile(self.nominal, (len(uniforms), 1))
        if self.weight_draws is not None:
            varied = [self.parts[part] for part in varied_parts(self.framework)]
            weights[:, varied] = self.weight_draws.draw(
                uniforms[:, self.coordinates("weights")], self.nominal[varied], self._sibling_counts()
            )
        return weights

    def _sibling_counts(self) -> IntArray:
        return np.array(
            [
                len(counted_children(self.framework, self.framework.parent(p)))
                for p in varied_parts(self.framework)
            ]
        )

    def _noise(self, uniforms: FloatArray) -> FloatArray:
        if self.errors is None:
            return np.empty((len(uniforms), 0))
        from scipy.special import ndtri

        inside = np.clip(uniforms[:, self.coordinates("measurement_error")], 1e-12, 1 - 1e-12)
        noise: FloatArray = ndtri(inside) * self.errors.sizes
        return noise

    def _noisy_panel(self, state: State, noise: FloatArray) -> pd.DataFrame:
        panel = state.panel.copy()
        if self.errors is not None:
            columns = panel.columns.get_indexer(pd.Index(self.errors.indicators))
            values = panel.to_numpy(copy=True)
            here = columns >= 0
            values[self.errors.rows[here], columns[here]] += noise[here]
            panel = pd.DataFrame(values, index=panel.index, columns=panel.columns)
        return panel

    # The arithmetic

    def _evaluate_alike(self, draws: Draws, nodes: Sequence[str], needed: Sequence[str]) -> FloatArray:
        """Return the scores of draws that share normalisation, data state and aggregation.

        ``needed`` are the nodes and what lies below them, children before parents.
        """
        powers = {node: mean.power for node, mean in self.means[draws.mean[0]].items()}
        leaves = self._leaf_values(draws)
        covered = self.scored[draws.state[0]]
        lifted: dict[str, FloatArray] = {}
        for node in needed:
            children = self.framework.children(node)
            values = [
                raise_values(leaves[self.parts[child]], powers[node])
                if child not in powers
                else lifted[child]
                if powers[child] == powers[node]
                else raise_values(lower_values(lifted[child], powers[child]), powers[node])
                for child in children
            ]
            weights = draws.weights[:, [self.parts[child] for child in children]]
            if covered is None:
                lifted[node] = _whole_mean(values, weights)
            else:
                enough = covered[node][draws.cuts[:, self.root_of[node]]]
                lifted[node] = _observed_mean(values, weights, enough)
        shape = (len(draws.mean), len(self.units))
        return np.stack([np.broadcast_to(lower_values(lifted[node], powers[node]), shape) for node in nodes])

    def _leaf_values(self, draws: Draws) -> FloatArray:
        """Return normalised values: (indicators, units), or (indicators, draws, units) with measurement errors."""
        table: FloatArray = self.tables[draws.method[0], draws.state[0]]
        if self.errors is None:
            return table
        state, method = self.states[draws.state[0]], self.methods[draws.method[0]]
        count = len(draws.noise)
        stack = np.repeat(table[:, np.newaxis], count, axis=1)
        for place, indicator in enumerate(state.framework.indicator_parts):
            cells = np.flatnonzero(np.array(self.errors.indicators) == indicator.id)
            if cells.size:
                values = np.repeat(state.panel[[indicator.id]].to_numpy(), count, axis=1)
                values[self.errors.rows[cells]] += draws.noise[:, cells].T
                stack[place] = _normalise_runs(values, indicator, self.framework.scale, method, self.units)
        return stack


def _normalise_runs(
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


def raise_values(values: FloatArray, power: float) -> FloatArray:
    r"""Return :math:`f_p(x)`: what a power mean sums."""
    if power == 1:
        return values
    raised: FloatArray = np.log(values) if power == 0 else values**power
    return raised


def lower_values(values: FloatArray, power: float) -> FloatArray:
    r"""Return :math:`f_p^{-1}(y)`, the inverse of :func:`raise_values`."""
    if power == 1:
        return values
    lowered: FloatArray = np.exp(values) if power == 0 else values ** (1 / power)
    return lowered


def _whole_mean(values: Sequence[FloatArray], weights: FloatArray) -> FloatArray:
    """Return the weighted mean over children without missing values; weights of shape (draws, children)."""
    if len(values) == 1:
        return values[0]
    shares = weights / weights.sum(axis=1, keepdims=True)
    mean: FloatArray = shares[:, :1] * values[0]
    term = np.empty_like(mean)
    for place, value in enumerate(values[1:], start=1):
        mean += np.multiply(shares[:, place : place + 1], value, out=term)
    return mean


def _observed_mean(values: Sequence[FloatArray], weights: FloatArray, enough: BoolArray) -> FloatArray:
    """Return the weighted mean over what is observed, NaN where too little is (``enough``: draws x units)."""
    total = np.zeros(enough.shape)
    mean = np.zeros(enough.shape)
    for place, value in enumerate(values):
        weight = weights[:, place : place + 1] * ~np.isnan(value)
        total += weight
        mean += weight * np.nan_to_num(value)
    observed: FloatArray = np.divide(
        mean, total, out=np.full(enough.shape, np.nan), where=enough & (total > 0)
    )
    return observed


def _like_rows(kind: IntArray, at_most: int) -> Iterator[IntArray]:
    """Yield positions of rows of one kind, a bounded number at a time."""
    order = np.argsort(kind, kind="stable")
    starts = np.flatnonzero(np.diff(kind[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        for start in range(0, len(rows), at_most):
            yield rows[start : start + at_most]


def rank_type(units: int) -> type[np.unsignedinteger]:
    """Return the smallest unsigned type that holds every rank: two bytes up to 65,535 units."""
    return np.uint16 if units <= np.iinfo(np.uint16).max else np.uint32


def rank_rows(scores: FloatArray) -> NDArray[np.unsignedinteger]:
    """Return ranks along the last dimension: 1 is the highest score, ties share the best rank, 0 is unranked.

    What :func:`~dxindex.fitted.rank_scores` says of each row, as compact numbers.

    Parameters
    ----------
    scores
        Shape (..., units); NaN has no rank.

    Examples
    --------
    >>> rank_rows(np.array([[0.2, 0.9, 0.9, np.nan]])).tolist()
    [[3, 1, 1, 0]]
    """
    units = scores.shape[-1]
    flat = scores.reshape(-1, units)
    ranks = np.empty(flat.shape, dtype=rank_type(units))
    at_once = max(1, CELLS_AT_ONCE // units)
    for start in range(0, len(flat), at_once):
        ranks[start : start + at_once] = _rank_few(flat[start : start + at_once])
    return ranks.reshape(scores.shape)


def _rank_few(scores: FloatArray) -> NDArray[np.unsignedinteger]:
    rows, units = scores.shape
    missing = np.isnan(scores)
    steps = np.rint(np.where(missing, 0.0, scores) * -(10.0**RANK_DECIMALS))
    steps -= steps.min()
    bits = units.bit_length()
    # Whole numbers that are exact as floats, and leave room for the position.
    packs = steps.max() < 2.0 ** min(53, 62 - bits)
    worst = steps.max() + 1 if packs else np.inf
    steps[missing] = worst
    if packs:
        # Numbers sort five times faster than their positions: so a score and its position travel in one number.
        packed = np.sort((steps.astype(np.int64) << bits) | np.arange(units), axis=-1)
        order, ordered = packed & ((1 << bits) - 1), (packed >> bits).astype(np.float64)
    else:
        order = np.argsort(steps, axis=-1)
        ordered = np.take_along_axis(steps, order, axis=-1)
    places = np.empty(scores.shape, dtype=rank_type(units))
    places[:, 0] = 1
    fresh = ordered[:, 1:] != ordered[:, :-1]
    np.multiply(fresh, np.arange(2, units + 1, dtype=places.dtype), out=places[:, 1:])
    np.maximum.accumulate(places, axis=-1, out=places)
    places[ordered == worst] = UNRANKED
    ranks = np.empty_like(places)
    order += np.arange(0, rows * units, units)[:, np.newaxis]
    ranks.ravel()[order.ravel()] = places.ravel()
    return ranks


# Frameworks of single draws


def counted_children(framework: Framework, node: str) -> tuple[str, ...]:
    """Return the children of a node that weigh something."""
    return tuple(child for child in framework.children(node) if framework.part(child).weight > 0)


def varied_parts(framework: Framework) -> tuple[str, ...]:
    """Return the parts whose weight matters: those that weigh something beside a sibling that does."""
    return tuple(
        child
        for node in framework.nodes
        if len(counted_children(framework, node)) > 1
        for child in counted_children(framework, node)
    )


def without_parts(framework: Framework, left_out: Sequence[str]) -> Framework:
    """Return the framework without some parts and what lies below them."""
    nodes = [part for part in left_out if part not in framework.indicators]
    gone = {*left_out, *(item for node in nodes for item in framework.descendants(node))}
    gone |= {leaf for node in nodes for leaf in framework.leaves(node)}
    return replace(
        framework,
        node_parts=tuple(part for part in framework.node_parts if part.id not in gone),
        indicator_parts=tuple(part for part in framework.indicator_parts if part.id not in gone),
        axis_nodes=tuple(pair for pair in framework.axis_nodes if pair[1] not in gone),
    )


def same_place(part: str, declared: Framework, variant: Framework) -> str:
    """Return what stands in a variant where ``part`` stands in the declared framework."""
    if part not in declared.indicators:
        return part
    return variant.indicators[declared.indicators.index(part)]


def with_indicators(framework: Framework, swaps: Mapping[str, Indicator]) -> Framework:
    """Return the framework with indicators replaced in place; ``swaps`` goes from old id to new row."""
    return replace(
        framework,
        indicator_parts=tuple(
            replace(swaps[part.id], parent=part.parent, weight=part.weight) if part.id in swaps else part
            for part in framework.indicator_parts
        ),
    )


def _with_weights(
    framework: Framework, declared: Framework, places: Mapping[str, int], weights: FloatArray
) -> Framework:
    """Return a framework with drawn weights; its indicators stand where those of the declared one do."""
    nodes = tuple(
        part if part.parent == ROOT else replace(part, weight=float(weights[places[part.id]]))
        for part in framework.node_parts
    )
    indicators = tuple(
        replace(part, weight=float(weights[places[old]]))
        for part, old in zip(framework.indicator_parts, declared.indicators, strict=True)
    )
    return replace(framework, node_parts=nodes, indicator_parts=indicators)
