"""How units that are shown by name are told apart: a colour and a shape each."""

from __future__ import annotations

from collections.abc import Iterable

from dxindex.charts.theme import DARK, Palette

# After Okabe and Ito (2008), darkened on light and lightened on dark until they stand out from the surface.
# Not the colours of the groups: those say where a unit stands, these who it is.
_ON_LIGHT = ("#c8480a", "#0072b2", "#1b2430", "#00815f", "#a8447f", "#8a6400")
_ON_DARK = ("#ff9a5c", "#58b7ff", "#eef2f7", "#4fd6a8", "#f29bd0", "#e0c14a")
_ORDER = ("circle", "diamond", "square", "triangle-up", "triangle-down", "cross")


def unit_marks(units: Iterable[str], colours: Palette) -> dict[str, tuple[str, str]]:
    """Return colour and shape of each unit, in the order given; no two of the first 36 share both.

    Six have a colour and a shape of their own; from the seventh on colours return with another shape.

    Examples
    --------
    >>> from dxindex.charts.theme import LIGHT
    >>> unit_marks(["VNM", "SGP"], LIGHT)
    {'VNM': ('#c8480a', 'circle'), 'SGP': ('#0072b2', 'diamond')}
    """
    hues = _ON_DARK if colours.paper == DARK.paper else _ON_LIGHT
    n = len(_ORDER)
    return {unit: (hues[i % n], _ORDER[(i + i // n) % n]) for i, unit in enumerate(dict.fromkeys(units))}
