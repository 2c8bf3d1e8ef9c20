"""First-order effects of assumptions on ranks, estimated on draws that are at hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.compact_ranks import UNRANKED
from dxindex.ensemble import Ensemble
from dxindex.errors import OptionError

FloatArray = NDArray[np.float64]

INTERACTIONS = "interactions"
"""The share no assumption explains alone."""


def first_order_shares(
    ensemble: Ensemble, blocks: Iterable[tuple[FloatArray, NDArray[Any]]], n: int
) -> pd.DataFrame:
    """Return units x assumptions: shares of the variance of ranks; see ``Uncertainty.variance_shares``.

    Parameters
    ----------
    blocks
        Pairs of draws, shape (rows, dimensions), and ranks, shape (rows, units) with 0 for none; taken one at
        a time.
    n
        Draws in all blocks.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    terms = _term_owners(ensemble)
    if n <= 2 * (len(terms) + 1):
        raise OptionError(
            f"{n} draws are too few for the {len(terms)} terms of these assumptions; "
            f"draw at least {2 * (len(terms) + 1) + 1}, better ten times as many"
        )
    units, size = len(ensemble.units), len(terms) + 1
    shared = np.zeros((size, size))
    own: dict[int, FloatArray] = {}
    cross, squares, counts = np.zeros((size, units)), np.zeros(units), np.zeros(units)
    # The products are small: threads only wait for one another, 30 times longer where other work keeps cores busy.
    with threadpool_limits(limits=1):
        for uniforms, ranks in blocks:
            design = _design(ensemble, uniforms)
            moments = design.T @ design
            ranked = ranks != UNRANKED
            values = ranks.astype(np.float64)
            for unit in np.flatnonzero(~ranked.all(axis=0)).tolist():
                own.setdefault(unit, shared.copy())
            for unit, matrix in own.items():
                held = design[ranked[:, unit]]
                matrix += held.T @ held
            shared += moments
            cross += design.T @ values
            squares += (values**2).sum(axis=0)
            counts += ranked.sum(axis=0)
    names = list(dict.fromkeys(terms))
    table = np.full((units, len(names)), np.nan)
    groups = [np.array([owner == name for owner in terms]) for name in names]
    everyone = np.array([unit for unit in range(units) if unit not in own], dtype=np.int64)
    if everyone.size:
        table[everyone] = _shares(shared, cross[:, everyone], squares[everyone], groups)
    for unit, matrix in own.items():
        if counts[unit] > 2 * size:
            table[unit] = _shares(matrix, cross[:, [unit]], squares[[unit]], groups)[0]
    frame = pd.DataFrame(table, index=ensemble.units, columns=names)
    return frame.assign(**{INTERACTIONS: 1.0 - frame.sum(axis=1, skipna=False)})


def _term_owners(ensemble: Ensemble) -> list[str]:
    """Return the assumption of every term: one per level but the first of a choice, one per continuous input."""
    return [
        factor.name
        for factor in ensemble.factors
        for column in factor.columns
        for _ in range(max(1, len(column) - 1))
    ]


def _design(ensemble: Ensemble, uniforms: FloatArray) -> FloatArray:
    """Return ones and the terms of every draw, shape (draws, 1 + terms)."""
    columns = [np.ones(len(uniforms))]
    for factor in ensemble.factors:
        inputs = uniforms[:, ensemble.coordinates(factor.name)]
        if not factor.discrete:
            columns.extend(inputs.T)
        elif factor.acts:
            for chosen, levels in zip(ensemble.levels(uniforms, factor.name).T, factor.columns, strict=True):
                columns.extend((chosen == level).astype(np.float64) for level in range(1, len(levels)))
    return np.column_stack(columns)


def _shares(
    moments: FloatArray, cross: FloatArray, squares: FloatArray, groups: list[NDArray[np.bool_]]
) -> FloatArray:
    """Return shares of shape (units, groups) from sums of products; see the formula of ``variance_shares``."""
    count = moments[0, 0]
    slopes = np.linalg.lstsq(moments, cross, rcond=None)[0]
    covariance = moments[1:, 1:] / count - np.outer(moments[0, 1:], moments[0, 1:]) / count**2
    total = squares / count - (cross[0] / count) ** 2
    terms = slopes[1:]
    explained = np.einsum("tu,ts,su->u", terms, covariance, terms)
    noise = np.maximum(total - explained, 0.0) / (count - len(slopes))
    shares = np.full((len(squares), len(groups)), np.nan)
    moving = total > 1e-12 * np.maximum(1.0, squares / count)
    for place, group in enumerate(groups):
        part = np.einsum("tu,ts,su->u", terms[group], covariance[np.ix_(group, group)], terms[group])
        alone = np.maximum(part - group.sum() * noise, 0.0)
        shares[moving, place] = alone[moving] / total[moving]
    return shares
