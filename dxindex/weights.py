"""Weights: what an indicator counts within its parent, and what it comes to in a whole node.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dxindex.errors import OptionError, name_ids
from dxindex.framework import Framework
from dxindex.framework_parts import ROOT

BUDGET = 100.0
"""Points that experts share out in a budget allocation, by custom."""

BUDGET_TOLERANCE = 1e-6
"""Rounding allowed in the sum of a budget, as a share of it."""


@dataclass(frozen=True)
class Budget:
    r"""Weights from a budget allocation: points that must add up to a fixed total among siblings.

    .. math:: \sum_{j \in \mathrm{children}(n)} p_j = B
       \quad \text{for every node } n \text{ with a child that got points}

    Points that do not add up are a slip of the one who shared them out, and rescaling them would hide it.

    Parameters
    ----------
    points
        Points by node or indicator id. Where one child of a node has points, all its children must.
    total
        The budget :math:`B` of each node.

    Raises
    ------
    OptionError
        From :func:`reweight`: naming the nodes whose points do not add up, and the children without points.

    Examples
    --------
    >>> from dxindex.framework import load_framework
    >>> points = {"dai_business": 100, "adoption.business": 20, "adoption.people": 30, "adoption.government": 50}
    >>> framework = reweight(load_framework("wdr2016"), Budget(points))
    >>> framework.part("adoption.government").weight
    50.0
    """

    points: Mapping[str, float]
    total: float = BUDGET


WeightChoice = str | Mapping[str, float] | Budget


def reweight(framework: Framework, choice: WeightChoice) -> Framework:
    """Return the framework with other weights; they count within their parent only, whatever their sum.

    Parameters
    ----------
    framework
        Left unchanged.
    choice
        ``"equal"`` for one weight for all siblings; a mapping from node and indicator ids to weights, zero or
        more, what it does not name keeping its own; or a :class:`Budget`, whose sums are checked first.

    Returns
    -------
    Framework
        The same tree, checked anew.

    Raises
    ------
    OptionError
        For another name; ids that are not in the framework; a root, which has no siblings to share with; a
        budget that does not add up.
    FrameworkError
        For weights that are negative, not finite, or sum to zero within a parent.

    Examples
    --------
    >>> from dxindex.framework import flat_framework
    >>> sibling_weights(reweight(flat_framework(["a", "b"]), {"a": 3}))[["a", "b"]].to_dict()
    {'a': 0.75, 'b': 0.25}
    """
    weights = _resolve_weights(framework, choice)
    return replace(
        framework,
        node_parts=tuple(
            replace(part, weight=weights.get(part.id, part.weight)) for part in framework.node_parts
        ),
        indicator_parts=tuple(
            replace(part, weight=weights.get(part.id, part.weight)) for part in framework.indicator_parts
        ),
    )


def _resolve_weights(framework: Framework, choice: WeightChoice) -> dict[str, float]:
    if choice == "equal":
        return {item: 1.0 for item, part in framework.parts.items() if part.parent != ROOT}
    if not isinstance(choice, Mapping | Budget):
        raise OptionError(
            f"no weights {choice!r}; valid are 'equal', a mapping from ids to weights, and Budget(points)"
        )
    given = choice.points if isinstance(choice, Budget) else choice
    unknown = [item for item in given if item not in framework.parts]
    if unknown:
        raise OptionError(
            f"weights: {name_ids(unknown)} is neither a node nor an indicator of framework '{framework.id}'; "
            f"nodes are {name_ids(framework.nodes)}, indicators {name_ids(framework.indicators)}",
            ids=unknown,
        )
    roots = [item for item in given if item in framework.roots]
    if roots:
        raise OptionError(
            f"weights: {name_ids(roots)} has no parent, so a weight would change nothing; leave it out",
            ids=roots,
        )
    if isinstance(choice, Budget):
        _check_budget(framework, choice)
    return {item: float(weight) for item, weight in given.items()}


def _check_budget(framework: Framework, budget: Budget) -> None:
    faults: dict[str, list[str]] = {}
    for node in framework.nodes:
        children = framework.children(node)
        without = [child for child in children if child not in budget.points]
        if len(without) == len(children):
            continue
        spent = math.fsum(budget.points.get(child, 0.0) for child in children)
        if without:
            faults[f"node '{node}': {name_ids(without)} has no points"] = [node, *without]
        elif not math.isclose(spent, budget.total, rel_tol=BUDGET_TOLERANCE):
            faults[f"node '{node}': points sum to {spent:g}, not {budget.total:g}"] = [node]
    if faults:
        raise OptionError(
            "budget: " + "; ".join(faults), ids=[item for ids in faults.values() for item in ids]
        )


def sibling_weights(framework: Framework) -> pd.Series[float]:
    r"""Return the weight of every part, rescaled so that siblings sum to one.

    .. math:: w'_i = \frac{w_i}{\sum_{j \in \mathrm{siblings}(i)} w_j}

    Returns
    -------
    Series
        One value in [0, 1] per node and indicator, indexed by id. A root has no siblings to share with: 1.

    Examples
    --------
    >>> from dxindex.framework import load_framework
    >>> round(float(sibling_weights(load_framework("wdr2016"))["wgi_rule_of_law"]), 6)
    0.166667
    """
    shares = dict.fromkeys(framework.roots, 1.0)
    for node in framework.nodes:
        children = framework.children(node)
        total = sum(framework.part(child).weight for child in children)
        shares.update({child: framework.part(child).weight / total for child in children})
    return pd.Series(shares, dtype=float, name="weight")


def effective_weights(framework: Framework, node: str) -> pd.Series[float]:
    r"""Return what each indicator below ``node`` counts in it when nothing is missing.

    .. math:: e_i = \prod_{a \in \mathrm{path}(\mathrm{node} \to i)} w'_a

    Parameters
    ----------
    framework
        Whose weights they are.
    node
        Id of a node.

    Returns
    -------
    Series
        Indexed by indicator id, in tree order; sums to one.

    Raises
    ------
    OptionError
        When ``node`` is not a node of the framework.

    Examples
    --------
    >>> from dxindex.framework import load_framework
    >>> effective_weights(load_framework("wdr2016"), "adoption").round(3).to_dict()
    {'dai_business': 0.333, 'dai_people': 0.333, 'dai_government': 0.333}
    """
    shares = sibling_weights(framework)
    product = {node: 1.0}
    for parent in (node, *framework.descendants(node)):
        product.update({child: product[parent] * shares[child] for child in framework.children(parent)})
    leaves = framework.leaves(node)
    return pd.Series([product[leaf] for leaf in leaves], index=list(leaves), dtype=float, name="weight")
