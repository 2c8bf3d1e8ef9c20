"""Columns of a ranking after unit and group: the order they are read in, what heads them, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxindex.framework import Framework
from dxindex.i18n import translator


@dataclass(frozen=True)
class Heading:
    """What heads a column, and what its figures mean."""

    title: str
    note: str


def ranking_order(framework: Framework, *, changes: bool) -> list[str]:
    """Return the columns in reading order: the axes with their ranks first, pillars after.

    A node's score goes by the node's id, its rank, the interval of the rank and the places gained by ``rank:``,
    ``between:`` and ``change:`` before that; ``changes`` are there where there is an earlier edition.
    """
    axes = framework.axis_ids
    gained = [f"change:{axis}" for axis in axes] if changes else []
    pillars = [node for node in framework.nodes if node not in axes]
    ranks = [column for axis in axes for column in (f"rank:{axis}", f"between:{axis}", axis)]
    return [*ranks, *gained, *pillars, "coverage"]


def ranking_headings(nodes: Mapping[str, str], lang: str) -> dict[str, Heading]:
    """Head every column that :func:`ranking_order` can name; ``nodes`` are the names of axes and pillars by id.

    >>> ranking_headings({"adoption": "Digital adoption"}, "en")["rank:adoption"].title
    'Digital adoption: rank'
    """
    _ = translator(lang)
    headings: dict[str, Heading] = {}
    for node, name in nodes.items():
        headings |= {
            node: Heading(name, _("Score 0–1, higher is better")),
            f"rank:{node}": Heading(
                _("{node}: rank").format(node=name), _("1 is best; ties share the best rank")
            ),
            f"between:{node}": Heading(
                _("{node}: 90% of ranks").format(node=name),
                _("Between which ranks the country lies in 90% of the variations of the method"),
            ),
            f"change:{node}": Heading(
                _("{node}: ranks gained").format(node=name),
                _("Since the earlier edition; a minus sign means places lost"),
            ),
        }
    headings["coverage"] = Heading(
        _("Coverage"), _("Share of the weight that is observed, on the axis that has less.")
    )
    return headings
