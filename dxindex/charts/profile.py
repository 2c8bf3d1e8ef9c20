"""One country's scores on axes and pillars, beside its group and whom it is compared with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.theme import LIGHT, SCORE_AXIS, Palette, configure, head, in_rows, row_axis
from dxindex.i18n import translator

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult

_NARROW = 300  # pixels of plot
_SHAPES = ("circle", "square", "diamond", "triangle-up")
_FRAME, _TITLED = 110, 160  # what legend and axis, and a title too, take from the height


def profile(
    result: IndexResult,
    unit: str,
    *,
    references: Mapping[str, Sequence[str]],
    name: str,
    period: str = "",
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw a unit's score at each axis and pillar, and the median of each reference set.

    Parameters
    ----------
    result : IndexResult
        Scores; rows are the framework's axes, each followed by its pillars.
    unit : str
        The unit shown; it need not have every score: a missing one leaves its row to the references.
    references : mapping of str to sequence of str
        Name of a set to the ids in it, at most three sets; a set of one is that unit's own score.
    name : str
        Display name of the unit.
    period : str
        The edition: with it the chart has a title.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A row a node, score 0-1 on x. Sets are told apart by shape and colour.

    Raises
    ------
    KeyError
        When the index has no such unit, or none such as a reference.
    ValueError
        With more than three reference sets, and for a language without a catalogue.

    Examples
    --------
    >>> from dxindex import fit_index, load_framework
    >>> framework = load_framework("wdr2016")
    >>> panel = pd.DataFrame(dict.fromkeys(framework.indicators, [0.2, 0.5, 0.8]), index=["P", "Q", "R"])
    >>> result = fit_index(panel, framework).result(panel)
    >>> profile(result, "Q", references={"Others": ["P", "R"]}, name="Peru", period="2014").title.text
    'Peru: axes and pillars'
    """
    _ = translator(lang)
    if len(references) > len(_SHAPES) - 1:
        raise ValueError(
            f"at most {len(_SHAPES) - 1} reference sets can be told apart; there are {len(references)}"
        )
    labels = node_labels(result, lang)
    sets = {name: [unit], **references}
    table = pd.DataFrame(
        [
            {"node": node, "row": label, "who": who, "score": round(float(scores.median()), 4)}
            for node, label in labels.items()
            for who, ids in sets.items()
            if not (scores := result.scores.loc[list(ids), node].dropna()).empty
        ],
        columns=["node", "row", "who", "score"],
    )
    shades = (colours.accent, colours.muted, colours.ink, colours.grid)
    chart = marked_rows(
        table,
        y=alt.Y("node:N", sort=list(labels), title=None, axis=node_axis(result, labels)),
        scale=result.framework.scale,
        looks=dict(zip(sets, zip(shades, _SHAPES, strict=True), strict=False)),
        area=alt.when(alt.datum.who == name)
        .then(alt.value(colours.area(200)))
        .otherwise(alt.value(colours.area(90))),
        tooltip=[
            alt.Tooltip("row:N", title=_("Pillar")),
            alt.Tooltip("who:N", title=_("Who")),
            alt.Tooltip("score:Q", title=_("Score"), format=".3f"),
        ],
        legend_columns="width < 420 ? 1 : 0",
        lang=lang,
        colours=colours,
    )
    titled = head(_("{country}: axes and pillars").format(country=name), period)
    return configure(
        in_rows(chart, len(labels), frame=_TITLED if period else _FRAME).properties(**titled), colours, lang
    )


def marked_rows(
    table: pd.DataFrame,
    *,
    y: alt.Y,
    scale: Sequence[float],
    looks: Mapping[str, tuple[str, str]],
    area: Any,
    tooltip: Sequence[alt.Tooltip],
    legend_columns: str,
    lang: str,
    colours: Palette,
) -> Any:
    """Draw scores in rows, a mark for each of several parties, with a line over the span of each row.

    Parameters
    ----------
    table : DataFrame
        Columns ``who``, ``score`` and what ``y`` and ``tooltip`` name; a missing score has no row.
    scale : sequence of float
        Lowest and highest score.
    looks : mapping of str to (colour, shape)
        Each party's mark, in the order of the legend.
    area
        Size of the marks: a value or a condition.
    legend_columns : str
        Vega expression.

    Returns
    -------
    LayerChart
        Without size and looks.
    """
    _ = translator(lang)
    x = alt.X(
        "score:Q", title=_("Score 0–1, higher is better"), scale=alt.Scale(domain=scale), axis=SCORE_AXIS
    )
    # Beside the names of rows a phone's plot is too narrow for "Region: median of 17" in one line.
    broken = f"width < {_NARROW} ? split(datum.label, /(?<=:) /) : datum.label"
    legend = alt.Legend(title=None, orient="top", columns=alt.ExprRef(legend_columns), labelExpr=broken)
    domain = list(looks)
    who: dict[str, dict[str, Any]] = {
        channel: {
            "scale": alt.Scale(domain=domain, range=[look[i] for look in looks.values()]),
            "legend": legend,
        }
        for i, channel in enumerate(("color", "shape"))
    }
    span = alt.Chart(table).mark_rule(color=colours.grid, strokeWidth=3, aria=False)
    marks = (
        alt.Chart(table)
        .mark_point(filled=True, opacity=0.95)
        .encode(
            y=y,
            x=x,
            color=alt.Color("who:N", **who["color"]),
            shape=alt.Shape("who:N", **who["shape"]),
            size=area,
            tooltip=list(tooltip),
        )
    )
    return alt.layer(span.encode(y=y, x=alt.X("min(score):Q"), x2=alt.X2("max(score):Q")), marks)


def node_labels(result: IndexResult, lang: str) -> dict[str, str]:
    """Name the rows: each axis, then its pillars after it, which say which axis they are of.

    Pillars of different axes share their names ("Business").

    Parameters
    ----------
    result : IndexResult
        Its framework's axes are the rows in bold; the roots where it names no axes.
    lang : str
        Language of the names: ``"en"`` or ``"vi"``; the framework's English titles, then its ids, where a name
        is not in it. Raises nothing.

    Returns
    -------
    dict of str to str
        Display name by node, in the order of the rows.

    Examples
    --------
    >>> from dxindex import fit_index, load_framework
    >>> framework = load_framework("wdr2016")
    >>> panel = pd.DataFrame(dict.fromkeys(framework.indicators, [0.2, 0.8]), index=["P", "Q"])
    >>> labels = node_labels(fit_index(panel, framework).result(panel), "en")
    >>> labels["adoption"], labels["adoption.people"]
    ('Digital adoption', 'Digital adoption · People')
    """
    framework = result.framework
    labels: dict[str, str] = {}
    for axis in framework.axis_ids:
        labels[axis] = framework.label(axis, lang)
        for node in framework.descendants(axis):
            labels[node] = f"{framework.label(axis, lang)} · {framework.label(node, lang)}"
    return labels


def node_axis(result: IndexResult, labels: Mapping[str, str]) -> alt.Axis:
    """Write axes whole and in bold, pillars below them by their own name alone."""
    axes = set(result.framework.axis_ids)
    texts = {node: text if node in axes else text.rpartition(" · ")[2] for node, text in labels.items()}
    bold = " || ".join(f"datum.value == '{node}'" for node in labels if node in axes)
    return row_axis(
        labelExpr=f"({json.dumps(texts, ensure_ascii=False)})[datum.value]",
        labelFontWeight=alt.ExprRef(f"({bold}) ? 700 : 400"),
        labelLimit=200,
    )
