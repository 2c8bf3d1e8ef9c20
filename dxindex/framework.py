"""A framework: the index as a table of nodes and indicators, and the tree they form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from dxindex.errors import FrameworkError, OptionError, name_ids
from dxindex.framework_parts import ROOT, Indicator, Node, Part, Titles, find_faults
from dxindex.framework_toml import Reading, parse_toml, part_to_dict, read_mapping, write_toml
from dxindex.shipped import FRAMEWORK_FOLDER, available_frameworks, extend

FLAT_ROOT = "index"
"""The one score of an index without a framework."""


@dataclass(frozen=True, repr=False)
class Framework:
    """What an index is made of: nodes, indicators, weights, directions, goalposts.

    Immutable, hashable and checked when made: a framework that exists is sound. Rows may come in any order;
    they are kept in tree order, parents before children, siblings as declared.

    Parameters
    ----------
    id
        Stable name.
    scale
        Lowest and highest score, by default 0 and 1.
    node_parts, indicator_parts
        The rows. Weights count within their parent only and need not sum to one.
    axis_nodes
        Pairs of axis name (``x``, ``y``) and node id; empty where the index has no two axes.
    titles, note
        Texts by language, and why the framework is as it is.

    Raises
    ------
    FrameworkError
        With every fault in ``faults``: unknown parents, cycles, nodes without children, weights that are
        negative or sum to zero, goalposts or scale out of order, duplicate ids, directions other than 1 and
        -1, axes that name no node.

    Examples
    --------
    >>> fw = Framework.from_dict({
    ...     "framework": {"id": "demo"},
    ...     "node": [{"id": "all", "parent": ""}],
    ...     "indicator": [{"id": "a", "parent": "all", "weight": 3}, {"id": "b", "parent": "all"}],
    ... })
    >>> fw.nodes, fw.indicators, fw.children("all"), fw.parent("a")
    (('all',), ('a', 'b'), ('a', 'b'), 'all')
    >>> Framework.from_toml(fw.to_toml()) == fw
    True
    """

    id: str
    node_parts: tuple[Node, ...]
    indicator_parts: tuple[Indicator, ...]
    scale: tuple[float, float] = (0.0, 1.0)
    axis_nodes: tuple[tuple[str, str], ...] = ()
    titles: Titles = ()
    note: str = ""

    def __post_init__(self) -> None:
        faults = find_faults(self.node_parts, self.indicator_parts, self.scale, dict(self.axis_nodes))
        if faults:
            raise FrameworkError.from_faults(f"framework '{self.id}'", faults)
        order = {part_id: position for position, part_id in enumerate(self._walk(ROOT))}
        for name in ("node_parts", "indicator_parts"):
            parts = sorted(getattr(self, name), key=lambda part: order[part.id])
            object.__setattr__(self, name, tuple(parts))
        # The walk above cached the children in the order of declaration, which is what `children` promises.

    def __repr__(self) -> str:
        return f"<Framework '{self.id}': {len(self.nodes)} nodes, {len(self.indicators)} indicators>"

    # Reading and writing

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any], *, source: str = "") -> Framework:
        """Make a framework of the tables of a framework file; ``source`` is named in errors."""
        whole, faults = extend(mapping)
        reading = read_mapping(whole)
        reading.faults[:0] = faults
        return cls._from_reading(reading, source)

    @classmethod
    def from_toml(cls, text: str, *, source: str = "") -> Framework:
        """Make a framework of TOML text; a syntax fault is reported with its line and column."""
        tables, faults = parse_toml(text)
        if faults:
            raise FrameworkError.from_faults(source or "framework", faults)
        return cls.from_dict(tables, source=source)

    @classmethod
    def _from_reading(cls, reading: Reading, source: str) -> Framework:
        faults = reading.faults + [
            fault
            for fault in find_faults(reading.nodes, reading.indicators, reading.scale, reading.axes)
            if fault not in reading.faults
        ]
        if faults:
            raise FrameworkError.from_faults(source or f"framework '{reading.id}'", faults)
        return cls(
            id=reading.id,
            node_parts=tuple(reading.nodes),
            indicator_parts=tuple(reading.indicators),
            scale=reading.scale,
            axis_nodes=tuple(reading.axes.items()),
            titles=reading.titles,
            note=reading.note,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the framework as plain tables, every weight and direction spelled out."""
        head: dict[str, Any] = {"id": self.id}
        if self.titles:
            head["title"] = dict(self.titles)
        head["scale"] = list(self.scale)
        if self.axis_nodes:
            head["axes"] = dict(self.axis_nodes)
        if self.note:
            head["note"] = self.note
        return {
            "framework": head,
            "node": [part_to_dict(part) for part in self.node_parts],
            "indicator": [part_to_dict(part) for part in self.indicator_parts],
        }

    def to_toml(self) -> str:
        """Return the framework as TOML text; :meth:`from_toml` reads it back equal."""
        return write_toml(self.to_dict())

    @cached_property
    def sha256(self) -> str:
        """Checksum of the content; two files that say the same share it, whatever their layout."""
        canonical = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    # The tree

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of the nodes, parents before children."""
        return tuple(part.id for part in self.node_parts)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of the indicators, in tree order."""
        return tuple(part.id for part in self.indicator_parts)

    @property
    def roots(self) -> tuple[str, ...]:
        """Ids of the nodes without a parent."""
        return tuple(part.id for part in self.node_parts if part.parent == ROOT)

    @property
    def axes(self) -> dict[str, str]:
        """Axis name to node id; empty where none are declared."""
        return dict(self.axis_nodes)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """Every node and indicator by id."""
        return {part.id: part for part in self._rows()}

    def _rows(self) -> Iterator[Part]:
        yield from self.node_parts
        yield from self.indicator_parts

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        children: dict[str, list[str]] = {ROOT: []}
        for part in self._rows():
            children.setdefault(part.parent, []).append(part.id)
        return {parent: tuple(ids) for parent, ids in children.items()}

    def _walk(self, start: str) -> Iterator[str]:
        """Yield the ids below ``start``, parents before children; a loop, so that a tree may be deep."""
        stack = list(reversed(self._children.get(start, ())))
        while stack:
            current = stack.pop()
            yield current
            stack.extend(reversed(self._children.get(current, ())))

    def part(self, part_id: str) -> Part:
        """Return the row of a node or indicator.

        Raises
        ------
        OptionError
            When the framework has no such id; the message lists the nodes.
        """
        if part_id not in self.parts:
            raise OptionError(
                f"framework '{self.id}' has no '{part_id}'; its nodes are {name_ids(self.nodes)}",
                ids=[part_id],
            )
        return self.parts[part_id]

    def indicator(self, indicator_id: str) -> Indicator:
        """Return the row of an indicator; OptionError where there is none of that id."""
        part = self.part(indicator_id)
        if not isinstance(part, Indicator):
            raise OptionError(
                f"'{indicator_id}' is a node of framework '{self.id}', not an indicator", ids=[indicator_id]
            )
        return part

    def node(self, node_id: str) -> Node:
        """Return the row of a node; OptionError where there is none of that id."""
        part = self.part(node_id)
        if not isinstance(part, Node):
            raise OptionError(
                f"'{node_id}' is an indicator of framework '{self.id}', not a node", ids=[node_id]
            )
        return part

    def parent(self, part_id: str) -> str:
        """Return the id of the parent, or the empty text for a root."""
        return self.part(part_id).parent

    def children(self, node_id: str) -> tuple[str, ...]:
        """Return the ids directly below a node, nodes first."""
        return self._children[self.node(node_id).id]

    def descendants(self, node_id: str) -> tuple[str, ...]:
        """Return the ids of the nodes below a node, parents before children."""
        return tuple(item for item in self._walk(self.node(node_id).id) if isinstance(self.parts[item], Node))

    def leaves(self, node_id: str) -> tuple[str, ...]:
        """Return the ids of the indicators below a node, at any depth, in tree order."""
        return tuple(
            item for item in self._walk(self.node(node_id).id) if isinstance(self.parts[item], Indicator)
        )

    def depth(self, part_id: str) -> int:
        """Return how many steps lie between a part and its root: 0 for a root."""
        steps = 0
        while (part_id := self.parent(part_id)) != ROOT:
            steps += 1
        return steps

    def axis_of(self, part_id: str) -> str:
        """Return the axis that a part is or lies below, or its root where no axis is above it.

        >>> from dxindex import load_framework
        >>> load_framework("wdr2016").axis_of("adoption.people")
        'adoption'
        """
        while part_id not in self.axis_ids and (above := self.parent(part_id)):
            part_id = above
        return part_id

    @property
    def axis_ids(self) -> tuple[str, ...]:
        """The nodes an overview shows: the declared axes, or the roots where none are declared."""
        return tuple(node for _, node in self.axis_nodes) or self.roots

    @property
    def pillar_ids(self) -> tuple[str, ...]:
        """The nodes directly below the axes; an axis that has indicators only stands for itself."""
        pillars: list[str] = []
        for axis in self.axis_ids:
            below = [child for child in self.children(axis) if isinstance(self.parts[child], Node)]
            pillars += below or [axis]
        return tuple(pillars)

    # Texts

    def title(self, language: str = "en") -> str:
        """Return the title in a language; English, then the id, where there is none."""
        return _in_language(self.titles, language, self.id)

    def label(self, part_id: str, language: str = "en") -> str:
        """Return the title of a node or indicator; English, then the id, where there is none."""
        part = self.part(part_id)
        return _in_language(part.titles, language, part.id)


def _in_language(titles: Titles, language: str, fallback: str) -> str:
    texts = dict(titles)
    return texts.get(language) or texts.get("en") or fallback


def flat_framework(columns: Iterable[str]) -> Framework:
    """Return the framework of an equally weighted index of ``columns`` under a single node.

    >>> flat_framework(["a", "b"]).nodes
    ('index',)
    """
    ids = tuple(columns)
    root = FLAT_ROOT
    while root in ids:
        root += "_"
    return Framework(
        id="flat",
        node_parts=(Node(root),),
        indicator_parts=tuple(Indicator(item, root) for item in ids),
    )


def load_framework(name_or_path: str | Path) -> Framework:
    """Load a shipped framework by name, or one's own from a TOML file.

    Parameters
    ----------
    name_or_path
        A name from :func:`available_frameworks`, or a path: anything that ends in ``.toml``.

    Returns
    -------
    Framework
        Checked as a whole.

    Raises
    ------
    FrameworkError
        When there is no such name or file, or with every fault of the file.

    Examples
    --------
    >>> load_framework("wdr2016").axes
    {'x': 'adoption', 'y': 'enabling'}
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        if str(name_or_path) not in available_frameworks():
            raise FrameworkError(
                f"no framework '{name_or_path}'; shipped are {name_ids(available_frameworks())}, "
                "and a file of your own ends in .toml",
                ids=[name_or_path],
            )
        path = FRAMEWORK_FOLDER / f"{name_or_path}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FrameworkError(f"no framework file '{path}'", ids=[path]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise FrameworkError(f"framework file '{path}' cannot be read: {error}", ids=[path]) from error
    return _made(text, str(path))


@lru_cache(maxsize=32)
def _made(text: str, source: str) -> Framework:
    """A framework is immutable, and what it may extend ships with the package: the same text is read once."""
    return Framework.from_toml(text, source=source)
