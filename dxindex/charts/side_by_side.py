"""Several units side by side: their scores on axes and pillars, and on every indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts.profile import marked_rows, node_axis, node_labels
from dxindex.charts.ranks import rank_texts
from dxindex.charts.theme import LIGHT, Palette, configure, in_rows, row_axis
from dxindex.charts.unit_marks import unit_marks
from dxindex.i18n import number, translator

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult

_COLUMNS = "width < 200 ? 1 : width < 440 ? 2 : 0"
_LEGEND_LINE = 20  # pixels that a line of the legend takes on a phone, where names stand two in a line
_AREA = 150


def side_by_side(
    result: IndexResult,
    units: Sequence[str],
    *,
    names: Mapping[str, str] | None = None,
    period: str = "",
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the score of each unit at each axis and pillar.

    Parameters
    ----------
    result : IndexResult
        Scores; rows are the framework's axes, each followed by its pillars.
    units : sequence of str
        Ids in the order of the legend. A unit without a score has no mark in that row.
    names : mapping of str to str, optional
        Display name per id; the id itself where there is none.
    period : str
        The edition, for the subtitle.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A row a node, score 0-1 on x; units are told apart by colour and shape.

    Raises
    ------
    KeyError
        When the index has no such unit.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> from dxindex import fit_index, load_framework
    >>> framework = load_framework("wdr2016")
    >>> panel = pd.DataFrame(dict.fromkeys(framework.indicators, [0.2, 0.5, 0.8]), index=["P", "Q", "R"])
    >>> result = fit_index(panel, framework).result(panel)
    >>> side_by_side(result, ["Q", "P"], period="2014").title.subtitle
    '2014. Score 0–1.'
    """
    _ = translator(lang)
    labels = node_labels(result, lang)
    table = _table(result.scores, result.ranks, units, labels, names, lang)
    chart = marked_rows(
        table,
        y=alt.Y("id:N", sort=list(labels), title=None, axis=node_axis(result, labels)),
        scale=result.framework.scale,
        looks=_looks(units, names, colours),
        area=alt.value(colours.area(_AREA)),
        tooltip=_tooltips(_("Axis or pillar"), lang),
        legend_columns=_COLUMNS,
        lang=lang,
        colours=colours,
    )
    title = alt.TitleParams(_("Axes and pillars"), subtitle=_("{period}. Score 0–1.").format(period=period))
    return configure(_sized(chart, len(labels), units, colours).properties(title=title), colours, lang)


def indicators_side_by_side(
    result: IndexResult,
    units: Sequence[str],
    values: pd.DataFrame,
    *,
    titles: Mapping[str, str],
    names: Mapping[str, str] | None = None,
    period: str = "",
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw the score of each unit on each indicator.

    Parameters
    ----------
    result : IndexResult
        Normalised scores, id x indicator.
    units, names, period
        As in :func:`side_by_side`.
    values : DataFrame
        Texts of the values with their units and years, id x indicator, for the tooltips: one for every score drawn.
    titles : mapping of str to str
        Title of each indicator.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        A row an indicator, in the framework's order; a unit without a score has no mark in that row.

    Raises
    ------
    KeyError
        When the index has no such unit, or an indicator no title or no text.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> from dxindex import CompositeIndex
    >>> panel = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 5.0]}, index=["P", "Q"])
    >>> result = CompositeIndex().fit(panel).result(panel)
    >>> texts, titles = panel.astype(str), {"a": "Mobile", "b": "Skills"}
    >>> indicators_side_by_side(result, ["Q", "P"], texts, titles=titles, period="2014").title.text
    'Scores on each indicator'
    """
    _ = translator(lang)
    labels = {indicator: titles[indicator] for indicator in result.normalised.columns}
    ranks = result.normalised.rank(ascending=False, method="min")
    table = _table(result.normalised, ranks, units, labels, names, lang)
    texts = values.to_dict()
    table["value"] = [texts[row.id][row.iso3] for row in table.itertuples()]
    chart = marked_rows(
        table,
        y=alt.Y(
            "row:N",
            sort=list(labels.values()),
            title=None,
            axis=row_axis(labelLimit=alt.ExprRef("width < 320 ? 170 : 240"), grid=False),
        ),
        scale=result.framework.scale,
        looks=_looks(units, names, colours),
        area=alt.value(colours.area(_AREA)),
        tooltip=[*_tooltips(_("Indicator"), lang), alt.Tooltip("value:N", title=_("Value"))],
        legend_columns=_COLUMNS,
        lang=lang,
        colours=colours,
    )
    title = alt.TitleParams(
        _("Scores on each indicator"), subtitle=_("{period}. Score 0–1.").format(period=period)
    )
    return configure(_sized(chart, len(labels), units, colours).properties(title=title), colours, lang)


def _sized(chart: Any, rows: int, units: Sequence[str], colours: Palette) -> Any:
    lines = colours.size(_LEGEND_LINE) * ((len(units) + 1) // 2)
    return in_rows(chart, rows, row_height=32, frame=colours.size(105) + lines)


def _looks(
    units: Sequence[str], names: Mapping[str, str] | None, colours: Palette
) -> dict[str, tuple[str, str]]:
    return {(names or {}).get(unit, unit): look for unit, look in unit_marks(units, colours).items()}


def _table(
    scores: pd.DataFrame,
    ranks: pd.DataFrame,
    units: Sequence[str],
    labels: Mapping[str, str],
    names: Mapping[str, str] | None,
    lang: str,
) -> pd.DataFrame:
    """One row for each score that is there."""
    rows = []
    for column, label in labels.items():
        for unit, score in scores.loc[list(units), column].astype(float).dropna().items():
            rows.append(
                {
                    "iso3": unit,
                    "who": (names or {}).get(str(unit), str(unit)),
                    "id": column,
                    "row": label,
                    "score": round(score, 4),
                    "text": number(score, lang, 3),
                    "rank": rank_texts(ranks[column], [str(unit)])[0],
                }
            )
    return pd.DataFrame(rows, columns=["iso3", "who", "id", "row", "score", "text", "rank"])


def _tooltips(title: str, lang: str) -> list[alt.Tooltip]:
    _ = translator(lang)
    return [
        alt.Tooltip("who:N", title=_("Country")),
        alt.Tooltip("row:N", title=title),
        alt.Tooltip("text:N", title=_("Score")),
        alt.Tooltip("rank:N", title=_("Rank")),
    ]
