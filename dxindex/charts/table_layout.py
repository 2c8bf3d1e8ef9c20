"""Where a table's columns and lines stand. All measures are in ems: shares of the type size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dxindex.charts.framing import LEADING
from dxindex.charts.table_cells import Column
from dxindex.charts.typesetting import text_width, wrap

_HEAD_LINES = 3
_WIDEST_WORD = 10.0  # of a title; a longer one is broken
_WIDEST_TITLE = 8.0  # above figures: a longer one is set in lines even where there is room
_WIDEST_TEXT = 40.0  # of a column
_NARROW_TEXT = 7.0  # to which any column of texts may be narrowed as long as no text is cut
_CUT_TEXT = 14.0  # to which it may be narrowed in any case
_GAP, _WIDEST_GAP = 1.1, 3.0  # between columns
_PADDING = 0.45  # of a row, in all
_SLACK = 0.01  # a text fits a column that is as wide as the text


@dataclass(frozen=True)
class Measured:
    """A column, and the widths between which it can be set; figures are whole at the narrowest."""

    column: Column
    widest: float
    narrowest: float


@dataclass(frozen=True)
class Block:
    """A row of the table: lines of each of its cells."""

    cells: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        return max(len(lines) for lines in self.cells) * LEADING + _PADDING


@dataclass(frozen=True)
class Layout:
    """Columns from the left with their edges, a block for the titles and one a row."""

    columns: tuple[Column, ...]
    edges: tuple[tuple[float, float], ...]
    head: Block
    rows: tuple[Block, ...]

    @cached_property
    def height(self) -> float:
        return self.head.height + sum(row.height for row in self.rows)

    @cached_property
    def is_cut(self) -> bool:
        """Whether a text is not shown to its end."""
        return any(lines[-1].endswith("…") for row in (self.head, *self.rows) for lines in row.cells)

    @property
    def width(self) -> float:
        return self.edges[-1][1]


def measured(column: Column, lines: int) -> Measured:
    """Measure a column: titles take up to three lines, figures one, texts up to ``lines``."""
    title = _title_width(column.title)
    longest = max((text_width(cell, 1) for cell in column.cells), default=0.0)
    if column.figures:
        one_line = min(text_width(column.title, 1, bold=True), _WIDEST_TITLE)
        return Measured(column, max(title, longest, one_line) + _SLACK, max(title, longest) + _SLACK)
    widest = max(title, min(longest, _WIDEST_TEXT)) + _SLACK
    whole = max((_whole_width(cell, lines) for cell in column.cells), default=0.0)
    return Measured(column, widest, max(title, min(widest, max(_NARROW_TEXT, min(whole, _CUT_TEXT)))))


def laid_out(columns: Sequence[Measured], room: float, lines: int) -> Layout | None:
    """Set columns into a width, each text in at most ``lines`` lines; None where they do not fit."""
    room -= _GAP * (len(columns) - 1)
    if sum(one.narrowest for one in columns) > room and len(columns) > 1:
        return None
    widths = _shared_out(columns, room)
    spare = room - sum(widths)
    gap = min(_GAP + max(spare, 0.0) / max(len(columns) - 1, 1), _WIDEST_GAP)
    edges, left = [], 0.0
    for width in widths:
        edges.append((left, left + width))
        left += width + gap
    head = [
        _lines(one.column.title, width, _HEAD_LINES, bold=True)
        for one, width in zip(columns, widths, strict=True)
    ]
    bodies = [
        [_lines(cell, width, lines) for cell in one.column.cells]
        for one, width in zip(columns, widths, strict=True)
    ]
    rows = tuple(Block(cells) for cells in zip(*bodies, strict=True))
    return Layout(tuple(one.column for one in columns), tuple(edges), Block(tuple(head)), rows)


def _shared_out(columns: Sequence[Measured], room: float) -> list[float]:
    """Widths that fill the room at most: titles of figures give way first, then the widest texts."""
    widths = [one.widest for one in columns]
    if sum(widths) <= room:
        return widths
    most = [one.narrowest if one.column.figures else one.widest for one in columns]

    def capped(width: float) -> list[float]:
        return [max(one.narrowest, min(wide, width)) for one, wide in zip(columns, most, strict=True)]

    low, high = 0.0, max(most)
    if sum(most) <= room:
        return most
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(capped(middle)) <= room else (low, middle)
    return capped(low)


def _title_width(title: str) -> float:
    """The smallest width at which a title takes no more than three lines, no usual word broken."""
    word = max((text_width(word, 1, bold=True) for word in title.split()), default=0.0)
    width = min(word, _WIDEST_WORD) + _SLACK
    while len(wrap(title, width, 1, bold=True)) > _HEAD_LINES and width < _WIDEST_WORD:
        width += 0.5
    return width


def _whole_width(text: str, lines: int) -> float:
    """A width at which a text takes no more lines than it may, and no word is broken."""
    word = max((text_width(word, 1) for word in text.split()), default=0.0) + _SLACK
    width = max(word, text_width(text, 1) / lines)
    while len(wrap(text, width, 1)) > lines:
        width += 0.5
    return width


def _lines(text: str, width: float, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """A text in lines; where there are too many, the last one ends in dots."""
    lines = wrap(text, width, 1, bold=bold) or [""]
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and text_width(f"{last}…", 1, bold=bold) > width:
        last = last[:-1]
    return (*lines[: most - 1], f"{last.rstrip()}…")
