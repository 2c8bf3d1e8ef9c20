"""The two-axis chart: every country by digital adoption and enabling factors, in its group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dxindex.charts import scatter_layers
from dxindex.charts.levels import level_name
from dxindex.charts.ranks import rank_texts
from dxindex.charts.scatter_layers import flat, named_axes, score_domain, score_place
from dxindex.charts.scatter_names import name_layers
from dxindex.charts.scatter_points import points
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.i18n import number, percent, translator
from dxindex.reach import rank_reach

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult

HEIGHT = 680
LABELS = ("auto", "highlighted", "none")
_SIZE_LEGEND = 90
_SOURCE_LINE = 60  # letters in a line of an axis title: what the height of the plot holds


def two_axis(
    result: IndexResult,
    groups: Groups,
    *,
    highlight: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    shown: Collection[str] | None = None,
    labels: str = "auto",
    size: pd.Series | None = None,
    size_title: str = "",
    earlier: pd.DataFrame | None = None,
    intervals: Mapping[str, pd.DataFrame] | None = None,
    unranked: pd.DataFrame | None = None,
    period: str = "",
    sources: Mapping[str, Sequence[str]] | None = None,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw units on the two axes of an index, coloured and shaped by group.

    Scores, ranks and groups are drawn as they are: hiding units never recomputes anything, and
    the axes keep the extent of all units, so that a filtered chart can be compared with the whole.

    Parameters
    ----------
    result : IndexResult
        Scores and ranks; its framework names the two axes.
    groups : Groups
        Labels per unit, lowest level first in ``groups.levels``, and centroids.
    highlight : iterable of str
        Ids drawn larger, outlined and always labelled. Unknown ids are passed over.
    names : mapping of str to str, optional
        Display name per id; the id itself where there is none.
    shown : collection of str, optional
        Ids to draw; all when None. Highlighted ids are drawn in any case.
    labels : str
        ``"auto"`` names highlighted units and others where there is room, ``"highlighted"`` those alone,
        ``"none"`` nobody.
    size : Series, optional
        A positive number per id, drawn as the area of the mark; ids without one get the smallest.
    size_title : str
        Title of the legend of sizes.
    earlier : DataFrame, optional
        Scores of an earlier edition (id x nodes): a line runs from there to each highlighted unit.
    intervals : mapping of str to DataFrame, optional
        Rank interval by axis (id x ``low``, ``high``): a whisker runs through each highlighted unit, to the
        scores that stand at these ranks.
    unranked : DataFrame, optional
        Scores of units outside the panel, drawn as small hollow marks without rank or group.
    period : str
        The edition, for the title.
    sources : mapping of str to sequence of str, optional
        The databases an axis is from, by node: named below its title.
    lang, colours
        Language of the texts and colours of the surface.

    Returns
    -------
    LayerChart
        Width follows its container. A point selection named ``"country"`` carries the id of a
        clicked unit (field ``iso3``). Units with a missing coordinate are not drawn.

    Raises
    ------
    ValueError
        When the framework names no two axes, for an unknown choice of labels, and for a language without a catalogue.

    Examples
    --------
    >>> from dxindex import classify, fit_index, load_framework
    >>> framework = load_framework("wdr2016")
    >>> panel = pd.DataFrame(dict.fromkeys(framework.indicators, [0.2, 0.5, 0.8]), index=["P", "Q", "R"])
    >>> result = fit_index(panel, framework).result(panel)
    >>> two_axis(result, classify(result), labels="none", period="2014").title.text
    'Digital adoption and enabling factors'
    """
    _ = translator(lang)
    if labels not in LABELS:
        raise ValueError(f"labels is {labels!r}; choose one of {', '.join(map(repr, LABELS))}")
    x, y = named_axes(result)
    wanted = [unit for unit in dict.fromkeys(highlight) if unit in result.scores.index]
    table = _table(result, groups, x, y, names or {}, wanted, shown, lang)
    if size is not None:
        table["size"] = size.reindex(table["iso3"]).to_numpy()
    domains = {node: score_domain(_columns(result.scores, earlier, unranked, node=node)) for node in (x, y)}
    titles = {node: result.framework.label(node, lang) for node in (x, y)}
    # Every layer takes the same two encodings: a layer with a scale of its own would widen the shared one.
    place = score_place(
        (flat(x), flat(y)),
        [_axis_title(titles[node], sources, node) for node in (x, y)],
        list(domains.values()),
    )

    layers: list[Any] = [
        *scatter_layers.medians(result.scores[[x, y]].rename(columns=flat), place, colours),
        *scatter_layers.centroids(groups, x, y, place, colours, lang),
    ]
    if unranked is not None and not unranked.empty:
        note = _("Outside the panel: not ranked, no group")
        others = unranked[[x, y]].rename(columns=flat)
        by_field = {flat(node): title for node, title in titles.items()}
        layers.append(scatter_layers.outsiders(others, place, names or {}, colours, note, by_field))
    if earlier is not None:
        start = earlier[[x, y]].rename(columns=flat).round(4)
        layers.append(scatter_layers.trails(table[table["highlighted"]], start, place, colours))
    if intervals is not None:
        reach = {node: rank_reach(result.scores[node], intervals[node]) for node in (x, y)}
        layers.extend(
            scatter_layers.whiskers(table[table["highlighted"]], reach, titles, place, colours, lang)
        )
    layers.append(
        points(table, result, groups, place, colours, lang, sized=size is not None, size_title=size_title)
    )
    if labels != "none":
        layers.extend(name_layers(table, domains, place, colours, height=HEIGHT, everybody=labels == "auto"))

    subtitle = [
        _("{period}. Each mark is a country. Score 0–1, higher is better.").format(period=period),
        _("Dashed lines: medians. Large outlines: group centres."),
    ]
    # What is drawn on demand is explained only when it is drawn.
    if intervals is not None:
        subtitle.append(_("Whiskers: 90% of ranks as the method varies."))
    if earlier is not None:
        subtitle.append(_("Arrows: from the earlier edition. Relative positions."))
    if unranked is not None and not unranked.empty:
        subtitle.append(_("Hollow: outside the panel, not ranked."))
    chart = alt.layer(*layers).properties(
        width="container",
        height=HEIGHT + (_SIZE_LEGEND if size is not None else 0),
        title=alt.TitleParams(
            text=_("{axis_x} and {axis_y}").format(axis_x=titles[x], axis_y=titles[y].lower()),
            subtitle=subtitle,
        ),
    )
    return configure(chart, colours, lang)


def _axis_title(title: str, sources: Mapping[str, Sequence[str]] | None, node: str) -> list[str]:
    """The axis' name, then its databases in lines that fit; a name is never broken."""
    lines: list[str] = []
    for database in (sources or {}).get(node, ()):
        longer = f"{lines[-1]}; {database}" if lines else database
        if lines and len(longer) <= _SOURCE_LINE:
            lines[-1] = longer
        else:
            lines.append(database)
    return [f"{title}  →", *lines]


def _columns(*frames: pd.DataFrame | None, node: str) -> pd.Series:
    return pd.concat([frame[node] for frame in frames if frame is not None])


def _table(
    result: IndexResult,
    groups: Groups,
    x: str,
    y: str,
    names: Mapping[str, str],
    highlight: list[str],
    shown: Collection[str] | None,
    lang: str,
) -> pd.DataFrame:
    scores = result.scores.dropna(subset=[x, y])
    visible = scores.index if shown is None else [u for u in scores.index if u in set(shown) | set(highlight)]
    table = scores.loc[visible].rename(columns=flat).round(4)
    table.insert(0, "iso3", table.index.astype(str))
    table["name"] = [names.get(unit, unit) for unit in table.index]
    table["level"] = groups.labels.reindex(table.index).to_numpy()
    table["group"] = [level_name(level, lang) for level in table["level"]]
    for node in (x, y):
        table[f"{flat(node)}_rank"] = rank_texts(result.ranks[node], table.index)
    for node in result.framework.nodes:
        # Written out here: a missing score would read "null" in a tooltip.
        table[f"{flat(node)}_text"] = [
            number(score, lang, 3) for score in result.scores.loc[table.index, node]
        ]
    table["coverage"] = [
        percent(share, lang) for share in result.coverage.loc[table.index, [x, y]].min(axis=1)
    ]
    table["highlighted"] = table.index.isin(highlight)
    return table.sort_values("highlighted", kind="stable")  # highlighted marks are drawn last, on top
