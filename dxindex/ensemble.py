"""Many variants of one index at once: arrays of draws in, scores and ranks of every unit out.

A draw is a point in the unit cube: the assumptions (:mod:`dxindex.assumptions`) say which of its coordinates
choose what. Everything here is arithmetic on stacks of draws. The formulas are those of :mod:`dxindex.normalise`
and :mod:`dxindex.aggregate`; a test evaluates draws one by one as plain
:class:`~dxindex.composite.CompositeIndex` fits (:meth:`Ensemble.run`) and finds the same scores.

Source: Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x; OECD/JRC *Handbook on
Constructing Composite Indicators* (2008), step 7, doi:10.1787/9789264043466-en.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.aggregate import PowerMean
from dxindex.assumptions import Factor, WeightDraws
from dxindex.compact_ranks import CELLS_IN_CACHE, rank_rows
from dxindex.data_states import State
from dxindex.draws import Draws, like_rows
from dxindex.framework import Framework
from dxindex.framework_changes import (
    same_place,
    sibling_counts,
    varied_parts,
    with_weights,
    without_parts,
)
from dxindex.measurement_errors import ErrorCells
from dxindex.normalisation import Normalisation
from dxindex.normalised_tables import normalise_runs
from dxindex.single_draw import RescaledMean, Run
from dxindex.stacked_means import lower_values, observed_mean, raise_values, whole_mean

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


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

    def choices(self, uniforms: FloatArray) -> pd.DataFrame:
        """Return the labels of the chosen levels: draws x coordinates of choices that act, as categories."""
        return pd.DataFrame(
            {
                label: pd.Categorical.from_codes(codes.tolist(), pd.Index(levels))
                for factor in self.factors
                if factor.acts and factor.discrete
                for label, codes, levels in zip(
                    self.column_labels(factor),
                    self.levels(uniforms, factor.name).T,
                    factor.columns,
                    strict=True,
                )
            },
            index=pd.RangeIndex(len(uniforms)),
        )

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
            noise=np.empty((count, 0))
            if self.errors is None
            else self.errors.draw(uniforms[:, self.coordinates("measurement_error")]),
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
        for rows in like_rows(kind, max(1, CELLS_IN_CACHE // len(self.units))):
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
        framework = with_weights(state.framework, self.framework, self.parts, draw.weights[0])
        left_out = [
            same_place(parts[place], self.framework, framework)
            for parts, place in zip(self.cuts, draw.cuts[0], strict=True)
            if place
        ]
        framework = without_parts(framework, left_out)
        panel = state.panel.copy() if self.errors is None else self.errors.add(state.panel, draw.noise[0])
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
                uniforms[:, self.coordinates("weights")], self.nominal[varied], sibling_counts(self.framework)
            )
        return weights

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
                lifted[node] = whole_mean(values, weights)
            else:
                enough = covered[node][draws.cuts[:, self.root_of[node]]]
                lifted[node] = observed_mean(values, weights, enough)
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
                stack[place] = normalise_runs(values, indicator, self.framework.scale, method, self.units)
        return stack
