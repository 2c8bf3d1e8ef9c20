"""Rows that stand at pixels from the top, for charts with lines of text between their marks."""

from __future__ import annotations

import altair as alt


def down_to(column: str, height: float) -> alt.Y:
    """Place by pixels from the top, of so many; in proportion where the page leaves the plot fewer."""
    return alt.Y(f"{column}:Q", scale=alt.Scale(domain=[height, 0], nice=False, zero=False), axis=None)
