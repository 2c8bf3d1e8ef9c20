"""One's own units on the two axes, beside the panel whose ruler scored them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts import scatter_layers
from dxindex.charts.clicks import isolated_level
from dxindex.charts.levels import legend_texts, level_name
from dxindex.charts.ranks import rank_texts
from dxindex.charts.scatter_layers import Place, flat, named_axes, score_domain, score_place
from dxindex.charts.scatter_names import name_layers
from dxindex.charts.theme import LIGHT, Palette, configure, level_marks
from dxindex.i18n import MISSING, number, translator
from dxindex.own.faults import quotable

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult

HEIGHT = 620
NAMED = 20  # own units with a name beside their mark: more could not be read
DRAWN = 1_000  # own units as marks: more would hide the panel and each other
OWN = "own"
_STAR = "M0,-1L.22,-.31L.95,-.31L.36,.12L.59,.81L0,.38L-.59,.81L-.36,.12L-.95,-.31L-.22,-.31Z"


def own_units(
    result: IndexResult,
    groups: Groups,
    own: pd.DataFrame,
    own_groups: pd.Series[str],
    would_rank: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    period: str = "",
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw own units as stars beside the panel's marks.

    Parameters
    ----------
    result, groups : IndexResult, Groups
        The panel: scores and ranks, groups and their centres. Drawn faint.
    own : DataFrame
        Own units x nodes: scores. Those that lack a score on an axis are not drawn. The first
        :data:`DRAWN` are drawn, the first :data:`NAMED` of them named; every name is in the tooltip.
    own_groups : Series
        Group by own unit, missing where there is none.
    would_rank : DataFrame
        Own units x axes: the rank that each would have.
    names : mapping of str to str, optional
        Display name of the panel's units.
    period : str
        The edition, for the title.
    lang, colours
        Language of the texts and colours of the surface.

    Returns
    -------
    LayerChart
        Width follows its container.

    Raises
    ------
    ValueError
        When the framework names no two axes, and for a language without a catalogue.

    Examples
    --------
    >>> from dxindex import classify, fit_index, load_framework
    >>> framework = load_framework("wdr2016")
    >>> panel = pd.DataFrame(dict.fromkeys(framework.indicators, [0.2, 0.5, 0.8]), index=["P", "Q", "R"])
    >>> result = fit_index(panel, framework).result(panel)
    >>> own = pd.DataFrame({"adoption": [0.5], "enabling": [0.4]}, index=["Huế"])
    >>> would = pd.DataFrame({"adoption": [2], "enabling": [2]}, index=["Huế"])
    >>> groups = classify(result)
    >>> own_units(result, groups, own, pd.Series({"Huế": "emerging"}), would, period="2014").title.text
    'Your units beside the panel'
    """
    _ = translator(lang)
    axes = x, y = named_axes(result)
    panel = _panel_rows(result, groups, axes, names or {}, lang)
    placed = own[list(axes)].dropna()
    stars = _own_rows(placed.head(DRAWN), own_groups, would_rank, axes, lang)
    domains = {node: score_domain(pd.concat([result.scores[node], own[node]])) for node in axes}
    titles = {node: result.framework.label(node, lang) for node in axes}
    place = score_place(
        [flat(node) for node in axes], [f"{titles[node]}  →" for node in axes], list(domains.values())
    )
    layers: list[Any] = [
        *scatter_layers.medians(result.scores[[x, y]].rename(columns=flat), place, colours),
        *scatter_layers.centroids(groups, x, y, place, colours, lang),
        _marks(pd.concat([panel, stars]), groups, titles, place, colours, lang),
    ]
    if not stars.empty:
        named = stars.head(NAMED).set_axis([str(position) for position in range(min(len(stars), NAMED))])
        named = named.assign(iso3=named.index, highlighted=True)
        layers.extend(name_layers(named, domains, place, colours, height=HEIGHT, everybody=False))
    subtitle = [
        _("{period}. Stars: your units. Other marks: the countries of the panel.").format(period=period),
        _("Dashed lines: medians. Large outlines: group centres."),
    ]
    if len(placed) > DRAWN:
        subtitle.append(
            _("Drawn are the first {n} of your {units} units.").format(
                n=number(DRAWN, lang, 0), units=number(len(placed), lang, 0)
            )
        )
    if len(stars) > NAMED:
        subtitle.append(_("Named are the first {n}; point at a star for its name.").format(n=NAMED))
    chart = alt.layer(*layers).properties(
        width="container",
        height=HEIGHT,
        title=alt.TitleParams(text=_("Your units beside the panel"), subtitle=subtitle),
    )
    return configure(chart, colours, lang)


def _panel_rows(
    result: IndexResult, groups: Groups, axes: tuple[str, str], names: Mapping[str, str], lang: str
) -> pd.DataFrame:
    scores = result.scores[list(axes)].dropna()
    rows = scores.rename(columns=flat).round(4)
    rows["name"] = [names.get(unit, unit) for unit in rows.index]
    rows["level"] = groups.labels.reindex(rows.index).to_numpy()
    rows["group"] = [level_name(level, lang) for level in rows["level"]]
    for node in axes:
        rows[f"{flat(node)}_rank"] = rank_texts(result.ranks[node], rows.index)
        rows[f"{flat(node)}_text"] = [number(score, lang, 3) for score in scores[node]]
    return rows


def _own_rows(
    scores: pd.DataFrame,
    own_groups: pd.Series[str],
    would_rank: pd.DataFrame,
    axes: tuple[str, str],
    lang: str,
) -> pd.DataFrame:
    _ = translator(lang)
    would = _("would be {rank}")
    rows = scores.rename(columns=flat).round(4)
    rows["name"] = [quotable(str(unit)) for unit in rows.index]
    rows["level"] = OWN
    rows["group"] = [level_name(level, lang) for level in own_groups.reindex(rows.index)]
    for node in axes:
        ranks = would_rank[node].reindex(rows.index)
        rows[f"{flat(node)}_rank"] = [
            MISSING if pd.isna(rank) else would.format(rank=number(rank, lang, 0)) for rank in ranks
        ]
        rows[f"{flat(node)}_text"] = [number(score, lang, 3) for score in scores[node]]
    return rows


def _marks(
    table: pd.DataFrame,
    groups: Groups,
    titles: Mapping[str, str],
    place: Place,
    colours: Palette,
    lang: str,
) -> alt.Chart:
    """Both in one layer, so that one legend tells them apart; own units come last and lie on top."""
    _ = translator(lang)
    levels = [*groups.levels, OWN]
    marks = {**level_marks(groups.levels, colours), OWN: (colours.accent, _STAR)}
    legend = alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        symbolSize=colours.area(150),
        symbolOpacity=1,
        symbolStrokeWidth=0,
        columns=alt.ExprRef("width < 440 ? 1 : 0"),
        labelExpr=legend_texts(levels, lang, table["level"].value_counts(), {OWN: _("Your units")}),
    )
    isolate = isolated_level()
    mine = f"datum.level === '{OWN}'"
    tips = [alt.Tooltip("name:N", title=" "), alt.Tooltip("group:N", title=_("Group"))]
    for node, title in titles.items():
        tips.append(alt.Tooltip(f"{flat(node)}_text:N", title=title))
        tips.append(alt.Tooltip(f"{flat(node)}_rank:N", title=_("{axis}: rank").format(axis=title)))
    scales = [alt.Scale(domain=levels, range=[marks[level][part] for level in levels]) for part in (0, 1)]
    return (
        alt.Chart(table)
        .mark_point(filled=True)
        .encode(
            x=place.x,
            y=place.y,
            color=alt.Color("level:N", scale=scales[0], legend=legend),
            shape=alt.Shape("level:N", scale=scales[1], legend=legend),
            opacity=alt.when(isolate).then(alt.value(0.85)).otherwise(alt.value(0.06)),
            size=alt.when(mine).then(alt.value(colours.area(150))).otherwise(alt.value(colours.area(50))),
            stroke=alt.when(mine).then(alt.value(colours.ink)).otherwise(alt.value(colours.paper)),
            strokeWidth=alt.when(mine).then(alt.value(1)).otherwise(alt.value(0.6)),
            tooltip=tips,
        )
        .add_params(isolate)
    )
