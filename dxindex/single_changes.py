"""What each assumption does on its own: ranks after one change at a time, all else as declared."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.assumptions import Factor, WeightDraws
from dxindex.chosen_nodes import check_nodes
from dxindex.compact_ranks import UNRANKED
from dxindex.ensemble import Ensemble
from dxindex.framework_changes import varied_parts

FloatArray = NDArray[np.float64]

LESS, MORE = "less", "more"
"""A weight at the lower and at the upper end of what the runs draw."""

NAMES = ("assumption", "part", "level")

_END = 1 - 1e-9
"""The upper end of a uniform number, which stays below 1."""


def single_changes(ensemble: Ensemble, node: str) -> pd.DataFrame:
    """Rank the units after each single change of an assumption from the reference.

    The reference has every assumption at its first level, and the declared weights. A change puts one choice at
    another of its levels, or one weight at an end of its range; everything else stays. So a change shows what an
    assumption does by itself, where the runs of :func:`~dxindex.uncertainty.uncertainty` vary all at once.

    Parameters
    ----------
    ensemble
        Of an :class:`~dxindex.uncertainty.Uncertainty`, or a :class:`~dxindex.sensitivity.Sensitivity`.
    node
        Where to rank.

    Returns
    -------
    DataFrame
        Changes x units, ``Int64``, missing where a unit has no rank. Indexed by ``assumption``, ``part`` (the
        root that leaves something out, or whose weight it is; else empty) and ``level`` (the level chosen;
        :data:`LESS` or :data:`MORE` for a weight). Changes that cannot reach the node are left out, and so are
        measurement errors and Dirichlet weights, which have no ends.

    Raises
    ------
    OptionError
        For an unknown node.

    Notes
    -----
    One at a time, as in OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 7,
    doi:10.1787/9789264043466-en. What changes do together it cannot show: see
    :func:`~dxindex.sensitivity.sensitivity` for that.

    Examples
    --------
    >>> from dxindex.framework import flat_framework
    >>> from dxindex.uncertainty import uncertainty
    >>> frame = pd.DataFrame({"a": [3.0, 2.0, 0.0], "b": [0.9, 1.6, 2.0]}, index=["P", "Q", "R"])
    >>> u = uncertainty(frame, flat_framework(["a", "b"]), n=1, nodes="index", assumptions=["leave_out"])
    >>> single_changes(u.ensemble, "index").droplevel(["assumption", "part"]).loc["a"].tolist()
    [3, 2, 1]
    """
    (wanted,) = check_nodes(ensemble.framework, node)
    changes = [
        change
        for factor in ensemble.factors
        if factor.acts
        for change in _of_factor(ensemble, factor, wanted)
    ]
    keys = [key for key, _ in changes]
    index = pd.MultiIndex.from_arrays(
        [[key[place] for key in keys] for place in range(len(NAMES))], names=list(NAMES)
    )
    uniforms = np.array([point for _, point in changes]).reshape(len(changes), ensemble.dimensions)
    ranks = ensemble.ranks(uniforms, [wanted])[0].astype(np.int64)
    table = pd.DataFrame(ranks, index=index, columns=ensemble.units).astype("Int64")
    return table.mask(ranks == UNRANKED)


def _of_factor(
    ensemble: Ensemble, factor: Factor, node: str
) -> Iterator[tuple[tuple[str, str, str], FloatArray]]:
    """Yield the changes of one assumption that can reach a node, each with its point in the unit cube."""
    first = ensemble.coordinates(factor.name).start
    if not factor.discrete:
        if factor.name == WeightDraws.name and _has_ends(ensemble.weight_draws):
            below = set(ensemble.framework.descendants(node)) | set(ensemble.framework.leaves(node))
            for place, part in enumerate(varied_parts(ensemble.framework)):
                for level, end in ((LESS, 0.0), (MORE, _END)):
                    if part in below:
                        yield (factor.name, part, level), _point(ensemble, first + place, end)
        return
    labels = ensemble.column_labels(factor)
    for place, (label, levels) in enumerate(zip(labels, factor.columns, strict=True)):
        part = label.removeprefix(factor.name).removeprefix(".")
        if part and node != part and node not in ensemble.framework.descendants(part):
            continue
        for number, level in enumerate(levels[1:], start=1):
            if part and not _reaches(ensemble, level, node):
                continue
            middle = (number + 0.5) / len(levels)
            yield (factor.name, part, level), _point(ensemble, first + place, middle)


def _has_ends(draws: WeightDraws | None) -> bool:
    return draws is not None and draws.distribution == "uniform"


def _reaches(ensemble: Ensemble, part: str, node: str) -> bool:
    """Whether leaving out a part changes a node: only what lies below it does."""
    return part in ensemble.framework.descendants(node) or part in ensemble.framework.leaves(node)


def _point(ensemble: Ensemble, coordinate: int, value: float) -> FloatArray:
    """The reference in the unit cube (first levels; weights in the middle of their range), with one change."""
    point = np.zeros(ensemble.dimensions)
    for factor in ensemble.factors:
        if not factor.discrete:
            point[ensemble.coordinates(factor.name)] = 0.5
    point[coordinate] = value
    return point
