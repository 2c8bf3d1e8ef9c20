"""Variants of an index side by side, on one set of units: a rank among others means nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dxindex.composite import CompositeIndex
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.fitted import IndexResult
from dxindex.framework import Framework, load_framework
from dxindex.panel import check_panel


@dataclass(frozen=True, eq=False)
class Variants:
    """Several frameworks on the units that all of them can score in full.

    Attributes
    ----------
    ranks, scores
        Units x (node, framework).
    shifts
        The same shape: rank less the rank under the first framework; below zero is a better place.
    summary
        Per (node, framework) but the first: ``spearman`` and ``kendall`` correlation with the first, mean and
        largest absolute shift (``mean_shift``, ``largest_shift``), and the unit that moves ``furthest``
        (missing where none moves).
    left_out
        The units of the panel that lack an indicator, with the indicators they lack, comma separated.
    results
        The index result of each framework on these units, by framework id.
    """

    ranks: pd.DataFrame
    scores: pd.DataFrame
    shifts: pd.DataFrame
    summary: pd.DataFrame
    left_out: pd.Series[str]
    results: Mapping[str, IndexResult]


def compare_frameworks(
    panel: pd.DataFrame,
    frameworks: Sequence[Framework | str | Path],
    *,
    nodes: Sequence[str] | None = None,
    **options: Any,
) -> Variants:
    """Score several frameworks on the units that are complete in all of them, and compare the ranks.

    Parameters
    ----------
    panel
        Units x indicators of all frameworks, in their own units; NaN is missing.
    frameworks
        Two or more, of different ids; the first is what the others are compared with.
    nodes
        Nodes to compare, by default the axes of the first that all frameworks have.
    options
        Of :class:`~dxindex.composite.CompositeIndex`, the same for all. Each is fitted on the common units.

    Returns
    -------
    Variants
        Ranks, scores and shifts on the common units, and who was left out.

    Raises
    ------
    OptionError
        For fewer than two frameworks, an id that occurs twice, or nodes that a framework lacks.
    InputError
        For indicators that the panel lacks, and where no unit is complete in all.

    Examples
    --------
    >>> from dxindex.framework_parts import Indicator, Node
    >>> one, two = (Framework(i, (Node("all"),), (Indicator(i, "all"),)) for i in ("a", "b"))
    >>> frame = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [5.0, 4.0, 6.0, None]}, index=list("PQRS"))
    >>> found = compare_frameworks(frame, [one, two])
    >>> found.shifts["all", "b"].to_dict(), found.left_out.to_dict()
    ({'P': -1, 'Q': 1, 'R': 0}, {'S': 'b'})
    """
    trees = [item if isinstance(item, Framework) else load_framework(item) for item in frameworks]
    _check_distinct(trees)
    compared = _shared_nodes(trees, nodes)
    indicators = list(dict.fromkeys(item for tree in trees for item in tree.indicators))
    values = check_panel(panel, indicators)
    missing = values.isna()
    common = values.loc[~missing.any(axis=1).to_numpy()]
    if common.empty:
        raise InputError(
            f"no unit has every indicator of {name_ids(tree.id for tree in trees)}; most often missing is "
            f"'{missing.sum().idxmax()}'",
            ids=[missing.sum().idxmax()],
        )
    results = {tree.id: CompositeIndex(tree, **options).fit(common).result(common) for tree in trees}
    ranks, scores = (
        pd.concat(
            {
                (node, name): getattr(found, table)[node]
                for node in compared
                for name, found in results.items()
            },
            axis=1,
            names=["node", "framework"],
        )
        for table in ("ranks", "scores")
    )
    first = trees[0].id
    shifts = pd.concat(
        {key: ranks[key] - ranks[key[0], first] for key in ranks.columns}, axis=1, names=ranks.columns.names
    )
    left = missing.loc[missing.any(axis=1).to_numpy()]
    return Variants(
        ranks=ranks,
        scores=scores,
        shifts=shifts,
        summary=_summarise(ranks, shifts, first),
        left_out=left.apply(lambda row: ", ".join(row.index[row]), axis=1).astype("str"),
        results=results,
    )


def _check_distinct(trees: Sequence[Framework]) -> None:
    ids = [tree.id for tree in trees]
    repeated = sorted({item for item in ids if ids.count(item) > 1})
    if len(ids) < 2 or repeated:
        raise OptionError(
            f"compare two or more frameworks, each of an id of its own, not {name_ids(ids) or 'none'}",
            ids=repeated,
        )


def _shared_nodes(trees: Sequence[Framework], nodes: Sequence[str] | None) -> list[str]:
    if nodes is None:
        nodes = [axis for axis in trees[0].axis_ids if all(axis in tree.nodes for tree in trees)]
        if not nodes:
            raise OptionError(
                f"the frameworks {name_ids(tree.id for tree in trees)} have no axis in common; name nodes"
            )
    for tree in trees:
        for node in nodes:
            tree.node(node)
    return list(nodes)


def _summarise(ranks: pd.DataFrame, shifts: pd.DataFrame, first: str) -> pd.DataFrame:
    rows = {
        key: _compare_ranks(ranks[key[0], first], ranks[key], shifts[key])
        for key in ranks.columns
        if key[1] != first
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(ranks.columns.names)


def _compare_ranks(
    first: pd.Series[int], other: pd.Series[int], shift: pd.Series[int]
) -> dict[str, float | str | None]:
    moves = shift.abs()
    return {
        "spearman": other.astype(float).corr(first.astype(float), method="spearman"),
        "kendall": other.astype(float).corr(first.astype(float), method="kendall"),
        "mean_shift": float(moves.mean()),
        "largest_shift": int(moves.max()),
        "furthest": str(moves.idxmax()) if moves.max() else None,
    }
