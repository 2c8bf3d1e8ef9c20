"""The frameworks that ship with the package, and frameworks that say only how they differ from one of these."""

from __future__ import annotations

import reprlib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from dxindex.errors import name_ids
from dxindex.framework_faults import FrameworkFault, find_words

FRAMEWORK_FOLDER = Path(__file__).parent / "frameworks"

_BASE, _LEFT_OUT = "extends", "leave_out"
_INHERITED = ("scale", "axes")
_ROWS = ("node", "indicator")


def available_frameworks() -> tuple[str, ...]:
    """Return the names of the frameworks that ship with the package.

    Returns
    -------
    tuple of str
        In the order of the alphabet.

    Examples
    --------
    >>> "wdr2016" in available_frameworks()
    True
    """
    return tuple(sorted(path.stem for path in FRAMEWORK_FOLDER.glob("*.toml")))


def extend(
    tables: Mapping[str, Any], chain: Collection[str] = ()
) -> tuple[Mapping[str, Any], list[FrameworkFault]]:
    """Put the tables of a file on those of the shipped framework that it ``extends``, and list what is wrong.

    Scale, axes and rows are inherited; a row of an id that the base has takes that row's place, other rows come
    after. What ``leave_out`` names is not inherited. Tables that extend nothing are returned as they are.

    Parameters
    ----------
    tables
        Of a framework file, of any shape: what is not a table or a list stays for the reader to report.
    chain
        Frameworks that are being extended already, none of which can be a base again.

    Examples
    --------
    >>> own = {"framework": {"id": "own", "extends": "wdr2016"}, "indicator": [{"id": "new", "parent": "adoption"}]}
    >>> whole, faults = extend(own)
    >>> len(whole["node"]), whole["indicator"][-1]["id"], faults
    (8, 'new', [])
    """
    head = tables.get("framework")
    if not isinstance(head, Mapping) or not {_BASE, _LEFT_OUT} & set(head):
        return tables, []
    base, faults = _base_of(head, chain)
    left_out = head.get(_LEFT_OUT, [])
    if not isinstance(left_out, list) or not all(isinstance(item, str) for item in left_out):
        faults.append(find_words("bad_leave_out", "[framework]"))
        left_out = []
    ids = {row["id"] for key in _ROWS for row in base.get(key, [])}
    unknown = [item for item in left_out if item not in ids]
    if unknown and base:
        faults.append(find_words("unknown_left_out", "[framework]", names=name_ids(unknown)))
    inherited = {key: base["framework"][key] for key in _INHERITED if key in base.get("framework", {})}
    own = {key: value for key, value in head.items() if key not in (_BASE, _LEFT_OUT)}
    rows = {key: _merged(base.get(key, []), tables.get(key, []), left_out) for key in _ROWS}
    return {**tables, "framework": {**inherited, **own}, **rows}, faults


def _base_of(
    head: Mapping[str, Any], chain: Collection[str]
) -> tuple[Mapping[str, Any], list[FrameworkFault]]:
    name = head.get(_BASE)
    possible = [other for other in available_frameworks() if other not in chain]
    if name not in possible:
        shown = reprlib.repr(name) if _BASE in head else "nothing"
        return {}, [find_words("unknown_base", "[framework]", name=shown, expected=name_ids(possible))]
    text = (FRAMEWORK_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    return extend(tomllib.loads(text), [*chain, name])


def _merged(base: list[Mapping[str, Any]], own: Any, left_out: Collection[str]) -> Any:
    if not isinstance(own, list):
        return own
    rest = list(own)
    merged = []
    for row in base:
        replaced = next(
            (new for new in rest if isinstance(new, Mapping) and new.get("id") == row["id"]), None
        )
        if replaced is not None:
            rest.remove(replaced)
            merged.append(replaced)
        elif row["id"] not in left_out:
            merged.append(row)
    return merged + rest
