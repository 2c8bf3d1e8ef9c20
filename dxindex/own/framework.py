"""One's own index: a framework read from anybody's file, or proposed from figures that have none."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from dxindex.errors import FrameworkError, OptionError, name_ids
from dxindex.framework import Framework
from dxindex.framework_faults import FrameworkFault
from dxindex.framework_parts import ROOT, Indicator, Node
from dxindex.framework_toml import AXIS_NAMES, parse_toml
from dxindex.i18n import DEFAULT_LANGUAGE, LANGUAGES
from dxindex.own.faults import Fault, RefusedFileError, quotable
from dxindex.own.known import fold
from dxindex.own.limits import MAX_FRAMEWORK_BYTES, MAX_INDICATORS
from dxindex.own.own_data import OwnData

_MOST_PARTS = 2 * MAX_INDICATORS
_MOST_DOTS = 60
"""In a key: the parser takes time that grows with their square, and no part of a framework has more than one."""

_QUOTES = frozenset("\"'")
_LINE = re.compile(r"line (\d+)")
_PLACE = re.compile(r"(node|indicator) (?:'(.*)'|number (\d+))", re.DOTALL)
_OWN_ID = "own"


def read_framework(content: bytes, name: str) -> Framework:
    """Read a framework from a TOML file of anybody's.

    Parameters
    ----------
    content
        TOML in UTF-8, at most :data:`~dxindex.own.limits.MAX_FRAMEWORK_BYTES`.
    name
        Of the file.

    Returns
    -------
    Framework
        Checked as a whole.

    Raises
    ------
    RefusedFileError
        With every fault: its row, the node or indicator it is about, what it means and what to do.

    Examples
    --------
    >>> text = b'[framework]\\nid = "mine"\\n[[node]]\\nid = "all"\\nparent = ""\\n'
    >>> try:
    ...     read_framework(text, "mine.toml")
    ... except RefusedFileError as error:
    ...     [(fault.kind, fault.row, fault.column) for fault in error.faults]
    [('no_indicators', None, ''), ('childless', 4, "node 'all'")]
    """
    if len(content) > MAX_FRAMEWORK_BYTES:
        facts = {"found": len(content), "most": MAX_FRAMEWORK_BYTES}
        raise RefusedFileError(Fault("framework_too_large", facts=facts))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise RefusedFileError(Fault("not_text", row)) from error
    if not text.strip():
        raise RefusedFileError(Fault("empty"))
    if any(part.count(".") > _MOST_DOTS and not _QUOTES & set(part) for part in re.split("[=\n]", text)):
        raise RefusedFileError(Fault("too_deep"))
    tables, sentences = parse_toml(text)
    declared = sum(len(tables[key]) for key in ("node", "indicator") if isinstance(tables.get(key), list))
    if declared > _MOST_PARTS:
        facts = {"found": declared, "most": _MOST_PARTS}
        raise RefusedFileError(Fault("too_many_parts_declared", facts=facts))
    if not sentences:
        try:
            return Framework.from_dict(tables, source=name)
        except FrameworkError as error:
            sentences = [item for item in error.faults if isinstance(item, FrameworkFault)]
    faults = [_fault(sentence, text) for sentence in sentences]
    raise RefusedFileError(faults[0], faults[1:])


def propose_framework(
    data: OwnData,
    axes: Mapping[str, Sequence[str]],
    directions: Mapping[str, int] | None = None,
    *,
    title: str = "",
    titles: Mapping[str, str] | None = None,
    pillars: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    year: int | None = None,
) -> Framework:
    """Make a framework for figures that have none: equal weights, no goalposts, so that min-max is the ruler.

    Parameters
    ----------
    data
        The figures; titles of indicators are taken from them.
    axes
        ``{"x": [...], "y": [...]}``: the indicators of each; or ``{"index": [...]}`` for an index with one score.
    directions
        1 (more is better) or -1 by indicator; where it is not given, the one that is known, else 1.
    title
        Of the index.
    titles
        Of the axes.
    pillars
        By axis, and by title of the pillar: indicators of the axis that are averaged first.
    year
        Whose figures must have a spread; None is the newest.

    Returns
    -------
    Framework
        ``to_toml`` writes it, and it is read back equal.

    Raises
    ------
    OptionError
        For axes other than these, an axis without indicators, an indicator that is not in the figures, is in two
        places or has no spread to be scored by, and directions other than 1 and -1. Every id is named.

    Examples
    --------
    >>> from dxindex import own
    >>> data = own.check(own.understand(own.read_table(b"city;a;b\\nP;1;2\\nQ;3;1\\n", "mine.csv")))
    >>> framework = propose_framework(data, {"x": ["a"], "y": ["b"]}, {"b": -1}, title="Mine")
    >>> framework.axes, framework.indicator("b").direction, Framework.from_toml(framework.to_toml()) == framework
    ({'x': 'x', 'y': 'y'}, -1, True)
    """
    chosen = [indicator for ids in axes.values() for indicator in ids]
    directions = directions or {}
    _check_choice(data, axes, chosen, directions)
    flat = list(unscorable(data.panel(year)[list(chosen)]))
    if flat:
        raise OptionError(
            f"no spread to score by in {name_ids(flat)}: fewer than two different values; leave them out",
            ids=flat,
        )
    parents = _Parents(set(data.indicators.index))
    for axis in axes:
        parents.add(axis, ROOT, (titles or {}).get(axis, ""))
        for pillar, members in (pillars or {}).get(axis, {}).items():
            stray = [item for item in members if item not in axes[axis]]
            if stray:
                raise OptionError(f"pillar '{pillar}': {name_ids(stray)} is not on axis '{axis}'", ids=stray)
            if members:
                parents.add(f"{axis}.{fold(pillar).replace(' ', '_') or 'pillar'}", axis, pillar, members)
    known = data.indicators.to_dict("index")
    rows = [
        Indicator(
            id=indicator,
            parent=parents.of(indicator, axis),
            direction=directions.get(indicator) or int(known[indicator]["direction"]) or 1,
            titles=_titles(known[indicator]),
        )
        for axis, ids in axes.items()
        for indicator in ids
    ]
    return Framework(
        id=fold(title).replace(" ", "-") or _OWN_ID,
        node_parts=tuple(parents.nodes),
        indicator_parts=tuple(rows),
        axis_nodes=tuple((axis, parents.ids[axis]) for axis in AXIS_NAMES if len(axes) > 1),
        titles=(("en", title),) if title else (),
    )


def unscorable(panel: pd.DataFrame) -> dict[str, str]:
    """Return the indicators that cannot be scored by their spread, with the kind of fault that says why.

    Parameters
    ----------
    panel : DataFrame
        Units x indicators; NaN is missing and counts for nothing.

    Returns
    -------
    dict of str to str
        By indicator ``series_without_values`` (fewer than two values) or ``constant`` (all alike). Raises nothing.

    Examples
    --------
    >>> unscorable(pd.DataFrame({"a": [1.0, 1.0], "b": [None, 2.0], "c": [1.0, 2.0]}, dtype=float))
    {'a': 'constant', 'b': 'series_without_values'}
    """
    found = {}
    for indicator in panel.columns:
        values = panel[indicator].dropna()
        if len(values) < 2:
            found[str(indicator)] = "series_without_values"
        elif values.min() == values.max():
            found[str(indicator)] = "constant"
    return found


def find_lacks(framework: Framework, data: OwnData | None = None) -> tuple[Fault, ...]:
    """Return what a framework lacks for the pages of two axes, and for being scored on some figures.

    Parameters
    ----------
    framework : Framework
        One's own, or a shipped one.
    data : OwnData, optional
        The figures; None asks for the axes alone.

    Returns
    -------
    tuple of Fault
        ``lacks_axes`` where it names no x and y, ``lacks_figures`` where the figures have none of its indicators;
        empty where it lacks nothing. Raises nothing.

    Examples
    --------
    >>> from dxindex.framework import flat_framework
    >>> [fault.kind for fault in find_lacks(flat_framework(["a", "b"]))]
    ['lacks_axes']
    """
    faults = []
    if set(framework.axes) != set(AXIS_NAMES):
        faults.append(Fault("lacks_axes", column=quotable(framework.id)))
    if data is not None and not set(framework.indicators) & set(data.indicators.index):
        facts = {"names": name_ids(framework.indicators, limit=6)}
        faults.append(Fault("lacks_figures", column=quotable(framework.id), facts=facts))
    return tuple(faults)


class _Parents:
    """Nodes as they are added, with ids that no indicator has, and the parent of every indicator in a pillar."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = set(taken)
        self._of: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.nodes: list[Node] = []

    def add(self, name: str, parent: str, title: str, members: Sequence[str] = ()) -> None:
        node = name
        while node in self._taken:
            node += "_"
        self._taken.add(node)
        self.ids.setdefault(name, node)
        self.nodes.append(Node(node, self.ids.get(parent, ROOT), titles=(("en", title),) if title else ()))
        self._of |= dict.fromkeys(members, node)

    def of(self, indicator: str, axis: str) -> str:
        return self._of.get(indicator, self.ids[axis])


def _check_choice(
    data: OwnData, axes: Mapping[str, Sequence[str]], chosen: Sequence[str], directions: Mapping[str, int]
) -> None:
    if set(axes) != set(AXIS_NAMES) and (len(axes) != 1 or set(axes) & set(AXIS_NAMES)):
        raise OptionError(
            f"axes must be {name_ids(AXIS_NAMES)}, or one of another name, not {name_ids(axes)}"
        )
    empty = [axis for axis, ids in axes.items() if not ids]
    if empty:
        raise OptionError(
            f"axes without an indicator: {name_ids(empty)}; choose at least one each", ids=empty
        )
    columns = data.indicators.index
    unknown = [item for item in [*chosen, *directions] if item not in columns]
    if unknown:
        raise OptionError(
            f"the figures have no {name_ids(unknown)}; they have {name_ids(columns)}", ids=unknown
        )
    twice = [item for item in dict.fromkeys(chosen) if list(chosen).count(item) > 1]
    if twice:
        raise OptionError(f"chosen more than once: {name_ids(twice)}; each counts on one axis", ids=twice)
    wrong = [item for item, direction in directions.items() if direction not in (1, -1)]
    if wrong:
        raise OptionError(f"directions of {name_ids(wrong)} must be 1 or -1", ids=wrong)


def _titles(indicator: Mapping[Hashable, object]) -> tuple[tuple[str, str], ...]:
    texts = {lang: str(indicator[f"title_{lang}"]) for lang in LANGUAGES}
    first = texts[DEFAULT_LANGUAGE]
    return tuple((lang, text) for lang, text in texts.items() if lang == DEFAULT_LANGUAGE or text != first)


def _fault(sentence: FrameworkFault, text: str) -> Fault:
    facts = {
        name: f"{fact:g}" if isinstance(fact, float) else quotable(str(fact))
        for name, fact in sentence.facts.items()
    }
    return Fault(sentence.kind, _row_of(sentence, text), quotable(sentence.place), facts=facts)


def _row_of(sentence: FrameworkFault, text: str) -> int | None:
    """The row of the part a fault is about, or None: the parser keeps no places, so its id is looked for."""
    if sentence.kind == "not_toml":
        line = _LINE.search(str(sentence.facts["error"]))
        return int(line[1]) if line else None
    lines = text.splitlines()
    if sentence.place == "[framework]":
        return next((row for row, line in enumerate(lines, 1) if line.strip() == "[framework]"), None)
    part = _PLACE.fullmatch(sentence.place)
    if part is None:
        return None
    heads = [row for row, line in enumerate(lines, 1) if line.replace(" ", "").startswith(f"[[{part[1]}]]")]
    if part[3]:
        return heads[int(part[3]) - 1] if int(part[3]) <= len(heads) else None
    meant = re.compile(rf"\s*id\s*=\s*[\"']{re.escape(part[2])}[\"']\s*(#.*)?")
    return next((row for row, line in enumerate(lines, 1) if meant.fullmatch(line)), None)
