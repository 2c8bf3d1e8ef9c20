"""Tables that hold every edition side by side: what does not change stands once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dxindex.site.country_parts import CountryPart


@dataclass(frozen=True)
class MergedRow:
    """A row: its name, the cells of one edition after the other, and cells that may reach over several rows."""

    name: str
    axis: bool
    cells: list[str]
    ends: list[tuple[str, int]]


def merge_nodes(parts: Sequence[CountryPart | None]) -> list[MergedRow]:
    """Axes and pillars: rank, interval, score and the group's median by edition; empty where a part is None."""
    by_edition = [{row.id: row for row in part.nodes} if part else {} for part in parts]
    rows = []
    for name in _in_order(rows.keys() for rows in by_edition):
        found = [rows.get(name) for rows in by_edition]
        first = next(row for row in found if row)
        cells = [
            cell
            for row in found
            for cell in ((row.rank, row.between, row.score, row.median) if row else [""] * 4)
        ]
        rows.append(MergedRow(first.name, first.axis, cells, []))
    return rows


def merge_figures(parts: Sequence[CountryPart | None]) -> list[MergedRow]:
    """Indicators: value, the group's median, what it adds, rank and year by edition; then unit and source."""
    by_edition = [{row.id: row for row in part.figures} if part else {} for part in parts]
    found = [
        [rows.get(name) for rows in by_edition] for name in _in_order(rows.keys() for rows in by_edition)
    ]
    firsts = [next(row for row in rows if row) for rows in found]
    # Rows that not every edition has may be hidden: a cell reaches only over rows that come and go together.
    there = [tuple(row is not None for row in rows) for rows in found]
    units, sources = ([getattr(row, name) for row in firsts] for name in ("unit", "source"))
    ends = zip(_spans(units, there), _spans(sources, there), strict=True)
    return [
        MergedRow(
            first.name,
            False,
            [
                cell
                for row in rows
                for cell in (
                    (row.value, row.median, row.adds, row.rank, f"{row.year}, {row.how}") if row else [""] * 5
                )
            ],
            [end for end in both if end],
        )
        for rows, first, both in zip(found, firsts, ends, strict=True)
    ]


def _in_order(keys: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for names in keys for name in names))


def _spans(texts: Sequence[str], kinds: Sequence[object]) -> list[tuple[str, int] | None]:
    """Each text with the number of rows in which it follows itself among rows of a kind; nothing in those.

    >>> _spans(["years", "index", "index", "index"], [1, 1, 1, 2])
    [('years', 1), ('index', 2), None, ('index', 1)]
    """
    spans: list[tuple[str, int] | None] = []
    rows = list(zip(texts, kinds, strict=True))
    for place, row in enumerate(rows):
        if place and rows[place - 1] == row:
            spans.append(None)
            continue
        length = next((i for i, other in enumerate(rows[place:]) if other != row), len(rows) - place)
        spans.append((row[0], length))
    return spans
