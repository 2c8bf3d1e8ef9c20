"""What can be wrong with a framework: one sentence each, which also says what kind of fault it is and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SENTENCES: Mapping[str, str] = {
    "no_nodes": 'there is no node; add at least one [[node]] with parent = ""',
    "no_indicators": "there is no indicator; add at least one [[indicator]]",
    "doubled_id": "id '{id}' is used {count} times; every node and indicator needs an id of its own",
    "bad_weight": "{place}: weight {value:g} must be a finite number, zero or more",
    "bad_direction": "{place}: direction {value:g} must be 1 (more is better) or -1 (less is better)",
    "bad_goalposts": "{place}: goalposts [{low:g}, {high:g}] must be two finite numbers, the lower first",
    "rootless": "{place}: parent must name a node; only nodes can be roots",
    "unknown_parent": "{place}: parent '{parent}' is not a node",
    "cycle": "nodes form a cycle: {ring}; give one of them another parent",
    "childless": "{place} has no children; give it an indicator or a sub-node, or remove it",
    "weightless": "{place}: the weights of its children {names} sum to zero",
    "bad_scale": "scale [{low:g}, {high:g}] must be two finite numbers, the lower first",
    "unknown_axis": "axis {axis}: '{node}' is not a node",
    "same_axis": "axes {names} name the same node; each axis needs a node of its own",
    "not_toml": "not valid TOML: {error}",
    "too_deep": "not valid TOML: tables or lists are nested too deep",
    "no_head": "the table [framework] is missing or is not a table",
    "unknown_base": "{place}: extends names {name}; a framework can extend {expected}",
    "bad_leave_out": "{place}: leave_out must be a list of ids",
    "unknown_left_out": "{place}: leave_out names {names}, which the framework that is extended does not have",
    "empty_id": "{place}: id must not be empty",
    "bad_axes": '{place}: axes must be a table of node ids, as in {{ x = "...", y = "..." }}',
    "other_axes": "{place}: axes must be exactly {expected}, not {names}",
    "not_rows": "'{key}' must be a list of tables: write [[{key}]]",
    "no_table": "{place} is not a table: write [[{key}]]",
    "no_id": "{place}: id is missing or is not a text",
    "unknown_key": "{place}: unknown key {names}; known are {expected}",
    "not_a_text": "{place}: {key} must be a text, not {value}",
    "missing_key": "{place}: {key} is missing",
    "no_number": "{place}: {key} must be a number, not {value}",
    "no_pair": "{place}: {key} must be two numbers, as in [0.0, 1.0], not {value}",
    "bad_title": '{place}: title must be a text or a table by language, as in {{ en = "...", vi = "..." }}',
}
"""By kind; what they name is in braces."""


class FrameworkFault(str):
    """A sentence, with its kind (of :data:`SENTENCES`), the part it is about, and what it names.

    Examples
    --------
    >>> fault = find_words("missing_key", "node 'a'", key="parent")
    >>> fault, fault.kind, fault.place
    ("node 'a': parent is missing", 'missing_key', "node 'a'")
    """

    kind: str = ""
    place: str = ""
    facts: Mapping[str, Any] = {}


def find_words(kind: str, place: str = "", **facts: Any) -> FrameworkFault:
    """Return the sentence of a fault."""
    fault = FrameworkFault(SENTENCES[kind].format(place=place, **facts))
    fault.kind, fault.place, fault.facts = kind, place, facts
    return fault
