"""Colours, shapes and number formats that all charts share, for light and dark surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import altair as alt

Surface = Literal["light", "dark", "light-large", "dark-large"]
LARGE = 1.4  # how much larger type and marks are where a room looks at them


@dataclass(frozen=True)
class Palette:
    """Colours for one surface. Group colours run from the lowest level to the highest.

    The three group colours differ in lightness as well as hue, so that they stay apart in a
    grey print and for colour-blind readers; shapes repeat what they say (see :func:`level_marks`).

    Attributes
    ----------
    ink, muted : str
        Of texts and marks that matter, and of those that step back; as ``#rrggbb``, like all colours here.
    grid, paper : str
        Of lines behind the marks, and of the surface.
    accent : str
        Of what the reader asks about.
    levels : tuple of str
        Six colours of groups, from which fewer are chosen.
    scale : float
        How much larger than on a page type and marks are.

    Examples
    --------
    >>> LIGHT.paper, LIGHT.scale, LIGHT.size(12)
    ('#ffffff', 1.0, 12.0)
    """

    ink: str
    muted: str
    grid: str
    paper: str
    accent: str
    levels: tuple[str, ...]
    scale: float = 1.0

    def size(self, pixels: float) -> float:
        """Return a type size or a length in pixels as this surface draws it.

        Examples
        --------
        >>> palette("light-large").size(10)
        14.0
        """
        return round(pixels * self.scale, 1)

    def area(self, pixels: float) -> float:
        """Return the area of a mark, in square pixels, as this surface draws it."""
        return round(pixels * self.scale**2, 1)


LIGHT = Palette(
    ink="#1b2430",
    muted="#5b6675",
    grid="#e4e8ee",
    paper="#ffffff",
    accent="#b3261e",
    levels=("#d9730d", "#2f8fd8", "#14246e", "#7a8794", "#8f5a00", "#5a3fa0"),
)
DARK = Palette(
    ink="#eef2f7",
    muted="#a9b4c2",
    grid="#2d3744",
    paper="#0f1720",
    accent="#ff8a80",
    levels=("#ffa24d", "#58b7ff", "#c9a6ff", "#9aa7b5", "#d9b36c", "#7fd6a8"),
)
SCORE_AXIS = alt.Axis(tickCount=alt.ExprRef("width < 420 ? 4 : 8"), format=".1f")  # a phone has room for half
SHAPES = ("triangle-up", "circle", "diamond", "square", "triangle-down", "cross")

# Which colour and shape a level takes when there are fewer or more than three.
_LEVEL_ORDER = {2: (0, 2), 3: (0, 1, 2), 4: (0, 4, 1, 2), 5: (0, 4, 1, 5, 2), 6: (0, 4, 3, 1, 5, 2)}


def palette(surface: Surface) -> Palette:
    """Return the colours for a light or a dark surface, and how large things are on it.

    Parameters
    ----------
    surface : {"light", "dark", "light-large", "dark-large"}
        The large ones are for a room.

    Returns
    -------
    Palette
        :data:`LIGHT` or :data:`DARK`, at its scale. Raises nothing.

    Examples
    --------
    >>> palette("dark").paper, palette("dark-large").scale
    ('#0f1720', 1.4)
    """
    colours = DARK if surface.startswith("dark") else LIGHT
    return replace(colours, scale=LARGE) if surface.endswith("-large") else colours


def level_marks(levels: Sequence[str], colours: Palette) -> dict[str, tuple[str, str]]:
    """Return colour and shape for each group level, lowest first.

    Examples
    --------
    >>> level_marks(("emerging", "transitioning", "transforming"), LIGHT)["transforming"]
    ('#14246e', 'diamond')
    """
    order = _LEVEL_ORDER[len(levels)]
    return {level: (colours.levels[i], SHAPES[i]) for level, i in zip(levels, order, strict=True)}


def row_axis(**options: Any) -> alt.Axis:
    """Return the axis of a chart with one labelled row each: every label is shown."""
    return alt.Axis(ticks=False, labelPadding=8, labelOverlap=False, **options)


def in_rows(chart: Any, rows: int, *, row_height: float = 34, frame: float = 110) -> Any:
    """Size a chart with one row each: as wide as its container, with room for legend and axis."""
    return chart.properties(width="container", height=rows * row_height + frame)


def head(title: str, period: str) -> dict[str, Any]:
    """Return the properties that say above a chart of scores what is seen and of when; none without a period."""
    return {"title": alt.TitleParams(text=title, subtitle=period)} if period else {}


def number_locale(lang: str) -> dict[str, Any]:
    """Return Vega's number locale, so that axes and tooltips write numbers as the page does."""
    decimal, thousands = (",", ".") if lang == "vi" else (".", ",")
    return {"number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}}


def configure(chart: Any, colours: Palette, lang: str) -> Any:
    """Apply the shared look to a finished chart.

    In one step: each of Altair's ``configure_`` methods copies the whole chart.
    """
    return chart.properties(
        config=alt.Config(
            background="transparent",
            locale=number_locale(lang),
            padding={"left": 4, "right": 8, "top": 4, "bottom": 4},
            view=alt.ViewConfig(stroke=None),
            axis=alt.AxisConfig(
                grid=True,
                gridColor=colours.grid,
                domain=False,
                labelFlush=False,
                tickColor=colours.grid,
                labelColor=colours.muted,
                titleColor=colours.ink,
                labelFontSize=colours.size(12),
                titleFontSize=colours.size(12),
                titleFontWeight=500,
                titlePadding=10,
            ),
            legend=alt.LegendConfig(
                labelColor=colours.ink,
                titleColor=colours.muted,
                labelFontSize=colours.size(13),
                titleFontSize=colours.size(11),
                symbolSize=colours.area(110),
                labelLimit=colours.size(360),
            ),
            title=alt.TitleConfig(
                anchor="start",
                color=colours.ink,
                fontSize=colours.size(17),
                fontWeight=600,
                subtitleColor=colours.muted,
                subtitleFontSize=colours.size(13),
                subtitlePadding=6,
                offset=14,
            ),
            header=alt.HeaderConfig(
                labelColor=colours.ink, titleColor=colours.ink, labelFontSize=colours.size(12)
            ),
        )
    )
