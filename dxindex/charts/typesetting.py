"""The bundled typeface: its family, and how wide a text is in it.

Pictures are drawn with one face that covers Vietnamese wherever they are made; see ``fonts/README.md``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
BUNDLED = "dxindex Sans"
FAMILY = f"'{BUNDLED}', 'Noto Sans', 'Segoe UI', Roboto, Arial, sans-serif"  # an SVG may be opened anywhere
_UNKNOWN = 1.0  # a letter of another script: as wide as it is high


@cache
def register_fonts() -> None:
    """Tell the converter of the bundled faces, once a process."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS.resolve()))


@cache
def _widths(bold: bool) -> dict[int, float]:
    """Advance width by code point, as a share of the type size."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / f"dxindexSans-{'Bold' if bold else 'Regular'}.ttf", lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in pixels of a text in the bundled face, without kerning.

    Examples
    --------
    >>> round(text_width("Việt Nam", 10), 1), round(text_width("Việt Nam", 10, bold=True), 1)
    (43.0, 46.4)
    """
    widths = _widths(bold)
    return size * sum(widths.get(ord(letter), _UNKNOWN) for letter in text)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than ``width``; a word that is wider than a line is broken too.

    Examples
    --------
    >>> wrap("Digital adoption and enabling factors", 100, 10)
    ['Digital adoption and', 'enabling factors']
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, width, size, bold)
        lines += whole
    return [*lines, line] if line else lines


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces, start, used = [], 0, 0.0
    for position, letter in enumerate(word):
        advance = text_width(letter, size, bold=bold)
        if used + advance > width and position > start:
            pieces.append(word[start:position])
            start, used = position, 0.0
        used += advance
    return [*pieces, word[start:]]
