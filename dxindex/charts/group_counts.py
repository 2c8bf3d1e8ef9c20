"""How well more or fewer groups part the units: three criteria over the number of groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.i18n import number, translator

CRITERIA: Mapping[str, int] = {"silhouette": 2, "calinski_harabasz": 0, "davies_bouldin": 2}
"""The criteria from top to bottom, with the decimals they are written with."""

BAND_HEIGHT = 108
_LINE = 0.42  # of a band: what its line may span; above it stand the figures and the name


def group_counts(
    table: pd.DataFrame,
    best: Mapping[str, int],
    *,
    chosen: int,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the criteria in bands above one another, each on its own scale, with every figure written out.

    Parameters
    ----------
    table : DataFrame
        As in :class:`~dxindex.classify.GroupCounts`: by number of groups ``silhouette``,
        ``calinski_harabasz``, ``davies_bouldin``.
    best : mapping of str to int
        The number that each criterion favours.
    chosen : int
        The number of groups in question: its column is shaded.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        The figure each criterion favours is a filled diamond and in bold. Missing figures are not drawn.

    Raises
    ------
    KeyError
        When the table or ``best`` lacks a criterion.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> figures = {"silhouette": [0.6, 0.5], "calinski_harabasz": [90.0, 80.0], "davies_bouldin": [0.4, 0.5]}
    >>> table = pd.DataFrame(figures, index=[2, 3])
    >>> chart = group_counts(table, dict.fromkeys(figures, 2), chosen=3)
    >>> chart.layer[1].data.query("best")["text"].tolist()
    ['0.60', '90', '0.40']
    """
    _ = translator(lang)
    titles = {
        "silhouette": _("Silhouette: higher is better"),
        "calinski_harabasz": _("Calinski-Harabasz: higher is better"),
        "davies_bouldin": _("Davies-Bouldin: lower is better"),
    }
    rows = []
    for band, (criterion, decimals) in enumerate(CRITERIA.items()):
        values = table[criterion].dropna()
        base, span = len(CRITERIA) - 1 - band, (values.max() - values.min()) or 1.0
        rows += [
            {
                "k": k,
                "criterion": titles[criterion],
                "y": round(base + 0.1 + _LINE * (value - values.min()) / span, 4),
                "text": number(value, lang, decimals),
                "best": k == best[criterion],
            }
            for k, value in zip([int(count) for count in values.index], values, strict=True)
        ]
    drawn = pd.DataFrame(rows, columns=["k", "criterion", "y", "text", "best"])
    heads = pd.DataFrame(
        {"text": list(titles.values()), "y": [len(CRITERIA) - 0.1 - band for band in range(len(CRITERIA))]}
    )
    counts = [int(k) for k in table.index]
    place = alt.Scale(domain=[0, len(CRITERIA)], nice=False, zero=False)
    x = alt.X(
        "k:O",
        title=_("Number of groups"),
        scale=alt.Scale(domain=counts),
        axis=alt.Axis(labelAngle=0, ticks=False, grid=False),
    )
    y = alt.Y("y:Q", title=None, scale=place, axis=None)
    tooltip = [
        alt.Tooltip("criterion:N", title=_("Criterion")),
        alt.Tooltip("k:O", title=_("Number of groups")),
        alt.Tooltip("text:N", title=_("Value")),
    ]
    base_chart = alt.Chart(drawn)
    figures: dict[str, Any] = {"dy": -colours.size(13), "color": colours.ink, "fontSize": colours.size(12)}
    layers = [
        alt.Chart(pd.DataFrame({"k": [chosen]}))
        .mark_rect(color=colours.grid, opacity=0.7, aria=False)
        .encode(x=x),
        base_chart.mark_line(color=colours.muted, strokeWidth=colours.size(1.5), aria=False).encode(
            x=x, y=y, detail="criterion:N"
        ),
        base_chart.transform_filter("!datum.best")
        .mark_point(shape="circle", filled=True, color=colours.muted, size=colours.area(60), opacity=1)
        .encode(x=x, y=y, tooltip=tooltip),
        base_chart.transform_filter("datum.best")
        .mark_point(shape="diamond", filled=True, color=colours.accent, size=colours.area(130), opacity=1)
        .encode(x=x, y=y, tooltip=tooltip),
        base_chart.transform_filter("!datum.best").mark_text(**figures).encode(x=x, y=y, text="text:N"),
        base_chart.transform_filter("datum.best")
        .mark_text(fontWeight=700, **figures)
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(heads)
        .mark_text(align="left", fontWeight=600, color=colours.ink, fontSize=colours.size(12.5))
        .encode(x=alt.value(4), y=y, text="text:N"),
    ]
    chart = alt.layer(*layers).properties(
        width="container", height=colours.size(BAND_HEIGHT) * len(CRITERIA) + 40
    )
    return configure(chart, colours, lang)
