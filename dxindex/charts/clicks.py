"""What a reader can click: a unit, to open it, and a group in the legend, to see it alone."""

from __future__ import annotations

import altair as alt


def clicked_unit() -> alt.Parameter:
    """The selection ``"country"``: the id of the unit whose mark was clicked, in the field ``iso3``."""
    return alt.selection_point(name="country", fields=["iso3"], on="click", empty=False)


def isolated_level() -> alt.Parameter:
    """The levels picked in the legend; all of them until one is."""
    return alt.selection_point(name="isolate", fields=["level"], bind="legend")
