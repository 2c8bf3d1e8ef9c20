"""Weights: what an indicator counts within its parent, and what it comes to in a whole node.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 6.
"""

from __future__ import annotations

import pandas as pd

from dxindex.framework import Framework


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
