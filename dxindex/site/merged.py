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


def merge_nodes(parts: Sequence[CountryPart]) -> list[MergedRow]:
    """Axes and pillars: rank, interval, score and the group's median by edition."""
    by_edition = [{row.id: row for row in part.nodes} for part in parts]
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


def merge_figures(parts: Sequence[CountryPart]) -> list[MergedRow]:
    """Indicators: value, the group's median, what it adds, rank and year by edition; then unit and source."""
    by_edition = [{row.id: row for row in part.figures} for part in parts]
    found = [
        [rows.get(name) for rows in by_edition] for name in _in_order(rows.keys() for rows in by_edition)
    ]
    firsts = [next(row for row in rows if row) for rows in found]
    ends = zip(_spans([row.unit for row in firsts]), _spans([row.source for row in firsts]), strict=True)
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


def _spans(texts: Sequence[str]) -> list[tuple[str, int] | None]:
    """Each text with the number of rows in which it follows itself; nothing in those.

    >>> _spans(["years", "index", "index"])
    [('years', 1), ('index', 2), None]
    """
    spans: list[tuple[str, int] | None] = []
    for place, text in enumerate(texts):
        if place and texts[place - 1] == text:
            spans.append(None)
            continue
        length = next((i for i, other in enumerate(texts[place:]) if other != text), len(texts) - place)
        spans.append((text, length))
    return spans
