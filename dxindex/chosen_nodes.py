"""Nodes of a framework as people ask for them: by id, by the name of a set, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from dxindex.errors import OptionError, name_ids
from dxindex.framework import Framework


def check_nodes(framework: Framework, nodes: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the nodes asked for, the axes by default; OptionError for an unknown one or none."""
    wanted = framework.axis_ids if nodes is None else (nodes,) if isinstance(nodes, str) else tuple(nodes)
    if not wanted:
        raise OptionError(
            f"name at least one node of framework '{framework.id}': {name_ids(framework.nodes)}"
        )
    return tuple(dict.fromkeys(framework.node(node).id for node in wanted))


def feature_nodes(framework: Framework, features: str | Sequence[str]) -> tuple[str, ...]:
    """Return the nodes to group by: ``axes``, ``pillars`` or ids; OptionError for an unknown set or node."""
    if isinstance(features, str):
        sets = {"axes": framework.axis_ids, "pillars": framework.pillar_ids}
        if features not in sets:
            raise OptionError(
                f"no feature set {features!r}; valid are {name_ids(sets)} and a list of node ids"
            )
        return sets[features]
    return check_nodes(framework, features)
