"""One country's scores on axes and pillars, beside its group and whom it is compared with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.theme import LIGHT, SCORE_AXIS, Palette, configure, in_rows, row_axis
from dxindex.i18n import translator

if TYPE_CHECKING:
    from dxindex.composite import IndexResult

_SHAPES = ("circle", "square", "diamond", "triangle-up")


def profile(
    result: IndexResult,
    unit: str,
    *,
    references: Mapping[str, Sequence[str]],
    name: str,
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

    Returns
    -------
    LayerChart
        A row a node, score 0-1 on x. Sets are told apart by shape and colour.

    Raises
    ------
    ValueError
        With more than three reference sets.
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
    y = alt.Y("node:N", sort=list(labels), title=None, axis=_node_axis(result, labels))
    x = alt.X(
        "score:Q",
        title=_("Score 0–1, higher is better"),
        scale=alt.Scale(domain=result.framework.scale),
        axis=SCORE_AXIS,
    )
    span = alt.Chart(table).mark_rule(color=colours.grid, strokeWidth=3, aria=False)
    domain, shades = list(sets), [colours.accent, colours.muted, colours.ink, colours.grid]
    legend = alt.Legend(title=None, orient="top", columns=alt.ExprRef("width < 420 ? 1 : 0"))
    who: dict[str, Any] = {"scale": alt.Scale(domain=domain, range=shades[: len(sets)]), "legend": legend}
    shape: dict[str, Any] = {
        "scale": alt.Scale(domain=domain, range=list(_SHAPES[: len(sets)])),
        "legend": legend,
    }
    marks = (
        alt.Chart(table)
        .mark_point(filled=True, opacity=0.95)
        .encode(
            y=y,
            x=x,
            color=alt.Color("who:N", **who),
            shape=alt.Shape("who:N", **shape),
            size=alt.when(alt.datum.who == name)
            .then(alt.value(colours.area(200)))
            .otherwise(alt.value(colours.area(90))),
            tooltip=[
                alt.Tooltip("row:N", title=_("Pillar")),
                alt.Tooltip("who:N", title=_("Who")),
                alt.Tooltip("score:Q", title=_("Score"), format=".3f"),
            ],
        )
    )
    chart = alt.layer(span.encode(y=y, x=alt.X("min(score):Q"), x2=alt.X2("max(score):Q")), marks)
    return configure(in_rows(chart, len(labels)), colours, lang)


def node_labels(result: IndexResult, lang: str) -> dict[str, str]:
    """Name the rows: each axis, then its pillars after it, which say which axis they are of.

    Pillars of different axes share their names ("Business").
    """
    framework = result.framework
    labels: dict[str, str] = {}
    for axis in framework.axis_ids:
        labels[axis] = framework.label(axis, lang)
        for node in framework.descendants(axis):
            labels[node] = f"{framework.label(axis, lang)} · {framework.label(node, lang)}"
    return labels


def _node_axis(result: IndexResult, labels: Mapping[str, str]) -> alt.Axis:
    """Write axes whole and in bold, pillars below them by their own name alone."""
    axes = set(result.framework.axis_ids)
    texts = {node: text if node in axes else text.rpartition(" · ")[2] for node, text in labels.items()}
    bold = " || ".join(f"datum.value == '{node}'" for node in labels if node in axes)
    return row_axis(
        labelExpr=f"({json.dumps(texts, ensure_ascii=False)})[datum.value]",
        labelFontWeight=alt.ExprRef(f"({bold}) ? 700 : 400"),
        labelLimit=200,
    )
