"""Tables as pictures: the figures, and around them what they are and where they are from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import pandas as pd

from dxindex import i18n
from dxindex.caption import Caption
from dxindex.charts.framing import LEADING, Drawing, PictureSize, as_png, framed
from dxindex.charts.table_cells import written
from dxindex.charts.table_layout import Block, Layout, Measured, laid_out, measured
from dxindex.charts.theme import LIGHT, Palette
from dxindex.errors import InputError
from dxindex.tables import flat

_MAX_COLUMNS = 60  # that are looked at; no picture has room for as many
_NOTE = LEADING + 0.6  # of the type: height of the line that says what is left out


@dataclass(frozen=True)
class _Setting:
    """Type sizes in pixels, tried in turn; rows at most, and lines of a text in one."""

    sizes: tuple[float, ...]
    rows: int
    lines: int


_SETTINGS: Mapping[PictureSize, _Setting] = {
    "page": _Setting(sizes=(14, 13, 12, 11), rows=60, lines=4),
    "slide": _Setting(sizes=(36, 32, 28, 26, 24, 22), rows=30, lines=2),
}


def table_to_svg(
    table: pd.DataFrame,
    caption: Caption,
    *,
    size: PictureSize = "page",
    colours: Palette = LIGHT,
    lang: str = "en",
) -> str:
    """Draw a table with its title above, and unit, edition, source and link below, as one SVG.

    Numbers are written in the language's way with up to three decimals and never cut; long texts are
    wrapped, and cut where they would take too many lines. Type shrinks where columns are many, down to what
    can be read. Rows and columns that still find no room are left out from the end, and counted in a line
    below, which points to the CSV file (:func:`dxindex.tables.as_csv`).

    Parameters
    ----------
    table : DataFrame
        In the order in which it is read. An index with names is shown as the first columns, another is
        left out, as in the CSV file: drop an index of codes that readers need not see. NaN and empty texts are
        shown as missing; without rows, the picture says that there are none.
    caption : Caption
        What is written around the table.
    size : {"page", "slide"}
        1000 pixels wide and as tall as up to 60 rows ask, or 1920 x 1080 exactly with the rows that fit.
    colours : Palette
        Of the surface; its scale is not used, since the size of the picture decides.
    lang : str
        Language of numbers and notes.

    Returns
    -------
    str
        Well-formed XML. Characters that XML does not allow are left out.

    Raises
    ------
    InputError
        For a table without columns.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> table = pd.DataFrame({"Country": ["Viet Nam"], "Score": [0.512]})
    >>> svg = table_to_svg(table, Caption("Adoption", unit="Score 0–1"), lang="vi")
    >>> ">0,512</text>" in svg
    True
    """
    plain = flat(table)
    if not plain.shape[1]:
        raise InputError("a table without columns cannot be drawn")
    setting = _SETTINGS[size]
    shown = plain.iloc[: setting.rows, :_MAX_COLUMNS]
    columns = [measured(column, setting.lines) for column in written(shown, lang)]

    def draw(width: float, room: float | None) -> Drawing:
        layout, type_size = _arranged(columns, setting, width, room, plain.shape)
        if room is not None:
            layout = _as_tall_as(layout, room / type_size, plain.shape)
        notes = _notes(len(layout.rows), len(layout.columns), plain.shape, lang)
        return _drawn(layout, notes, type_size, width, colours)

    return framed(draw, caption, size=size, colours=colours, lang=lang)


def table_to_png(
    table: pd.DataFrame,
    caption: Caption,
    *,
    size: PictureSize = "page",
    colours: Palette = LIGHT,
    lang: str = "en",
) -> bytes:
    """Draw the same picture as :func:`table_to_svg` in pixels: 2000 wide, or 1920 x 1080 for a slide.

    The caption is in the file's text fields too.

    Parameters
    ----------
    table, caption, size, colours, lang
        As for :func:`table_to_svg`; NaN is shown as missing there and here.

    Returns
    -------
    bytes
        A PNG file.

    Raises
    ------
    InputError
        For a table without columns.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> table_to_png(pd.DataFrame({"Score": [0.5]}), Caption("Adoption"))[:4]
    b'\\x89PNG'
    """
    svg = table_to_svg(table, caption, size=size, colours=colours, lang=lang)
    return as_png(svg, caption, size=size, lang=lang)


def _arranged(
    columns: Sequence[Measured],
    setting: _Setting,
    width: float,
    room: float | None,
    shape: tuple[int, int],
) -> tuple[Layout, float]:
    """Return the layout in the largest type that shows all there is, or else as much as the smallest can."""
    for size in setting.sizes:
        layout = laid_out(columns, width / size, setting.lines)
        whole = layout is not None and not layout.is_cut and len(layout.columns) == shape[1]
        if layout and whole and (room is None or _height(layout, shape) * size <= room):
            return layout, size
    smallest, fitting = setting.sizes[-1], list(columns)
    while (layout := laid_out(fitting, width / smallest, setting.lines)) is None:
        fitting.pop()
    return layout, smallest


def _as_tall_as(layout: Layout, room: float, shape: tuple[int, int]) -> Layout:
    """Leave out rows from the end until the others, and the line that counts them, fit."""
    while layout.rows and _height(layout, shape) > room:
        layout = replace(layout, rows=layout.rows[:-1])
    return layout


def _height(layout: Layout, shape: tuple[int, int]) -> float:
    """Of a table with the line below it, where it needs one, in ems."""
    left_out = (len(layout.rows), len(layout.columns)) != shape or not shape[0]
    return layout.height + (_NOTE if left_out else 0.0)


def _notes(rows: int, columns: int, shape: tuple[int, int], lang: str) -> str:
    """What is not in the picture, and where it is."""
    _ = i18n.translator(lang)
    said = []
    if not shape[0]:
        said.append(_("There are no rows."))
    if more := shape[0] - rows:
        text = _("and 1 more row: in the CSV file") if more == 1 else _("and {n} more rows: in the CSV file")
        said.append(text.format(n=i18n.number(more, lang, 0)))
    if more := shape[1] - columns:
        text = (
            _("and 1 more column: in the CSV file")
            if more == 1
            else _("and {n} more columns: in the CSV file")
        )
        said.append(text.format(n=i18n.number(more, lang, 0)))
    return " · ".join(said)


def _drawn(layout: Layout, notes: str, size: float, width: float, colours: Palette) -> Drawing:
    right = min(layout.width * size, width)
    made = _cells(layout, layout.head, 0.0, size, colours.ink, bold=True)
    top = layout.head.height * size
    made.append(_rule(right, top, colours.muted, size / 10))
    for row in layout.rows:
        made += _cells(layout, row, top, size, colours.ink)
        top += row.height * size
        made.append(_rule(right, top, colours.grid, size / 14))
    if notes:
        made.append(
            f'<text x="0" y="{top + (_NOTE - 0.5) * size:.1f}" font-size="{size:g}" '
            f'fill="{colours.muted}">{escape(notes)}</text>'
        )
        top += _NOTE * size
    return Drawing("".join(made), width, top)


def _cells(
    layout: Layout, row: Block, top: float, size: float, colour: str, *, bold: bool = False
) -> list[str]:
    """A row's texts as SVG; figures end where their column ends."""
    weight = ' font-weight="700"' if bold else ""
    made = []
    for column, (left, right), lines in zip(layout.columns, layout.edges, row.cells, strict=True):
        x, anchor = (right, ' text-anchor="end"') if column.figures else (left, "")
        for position, line in enumerate(lines):
            y = top + (position * LEADING + 1.2) * size
            made.append(
                f'<text x="{x * size:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}{anchor} '
                f'fill="{colour}">{escape(line)}</text>'
            )
    return made


def _rule(right: float, y: float, colour: str, thickness: float) -> str:
    return (
        f'<line x1="0" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" '
        f'stroke-width="{thickness:.1f}"/>'
    )
