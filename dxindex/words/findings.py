"""What an edition shows as a whole: groups, axes, pillars and regions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dxindex.charts import level_name
from dxindex.classify import Groups
from dxindex.framework import Framework
from dxindex.i18n import joined, number, translator


def group_counts(groups: Groups, lang: str) -> str:
    """Count the units of each group, from the lowest level to the highest."""
    _ = translator(lang)
    sizes = groups.labels.value_counts()
    return joined(
        [
            _("{n} {group}").format(n=int(sizes.get(level, 0)), group=level_name(level, lang).lower())
            for level in groups.levels
        ],
        lang,
    )


def two_axis_finding(groups: Groups, correlation: float, period: str, lang: str) -> str:
    """Say what the two-axis chart shows, for those who cannot see it."""
    _ = translator(lang)
    return _(
        "Scatter plot of countries by digital adoption and enabling factors, {edition}: the two rise together "
        "(correlation {r}). {groups}."
    ).format(edition=period, r=number(correlation, lang), groups=group_counts(groups, lang))


def level_texts(groups: Groups, lang: str) -> list[str]:
    """Say what each group level means, in the words of the three steps of digital transformation."""
    _ = translator(lang)
    meanings = {
        "emerging": _("digitising information: things move from paper to files; the first processes follow."),
        "transitioning": _(
            "information is largely digital, and processes are being digitised: the same way of working, faster and better."
        ),
        "transforming": _(
            "processes are digital, and the way of working itself is being remade, in government, economy and society."
        ),
    }
    sizes = groups.labels.value_counts()
    return [
        f"**{level_name(level, lang)}** ({int(sizes.get(level, 0))}): {meanings[level]}"
        for level in groups.levels
        if level in meanings
    ]


def groups_told_straight(correlation: float, separation: Mapping[int, float], lang: str) -> str:
    """Say how far the groups are real: bands along one gradient, three by convention.

    Parameters
    ----------
    correlation : float
        Pearson correlation of the two axes.
    separation : mapping
        Silhouette by number of groups; of two and of three at least.
    """
    _ = translator(lang)
    return _(
        "Told straight: this is our classification, in the report's vocabulary; no public text gives the report's thresholds. "
        "The axes correlate at {r}, and two groups separate better than three (silhouette {two} against {three}): "
        "the groups are bands along one gradient, three by convention. Countries near a border could as well be in the next group."
    ).format(r=number(correlation, lang), two=number(separation[2], lang), three=number(separation[3], lang))


def best_and_weakest_pillar(framework: Framework, ranks: Mapping[str, int | None], lang: str) -> str:
    """Say on which pillar a unit stands highest and on which lowest, by rank.

    Parameters
    ----------
    framework
        The index.
    ranks
        Rank by node, 1 is best; None where there is none. Axes are no pillars and are passed over.

    Returns
    -------
    str
        A sentence; empty where fewer than two pillars are ranked.
    """
    _ = translator(lang)
    known = sorted(
        (rank, node) for node, rank in ranks.items() if rank is not None and node not in framework.axis_ids
    )
    if len(known) < 2:
        return ""
    best, worst = (
        _("{axis}, {pillar} (rank {rank})").format(
            axis=framework.label(framework.parent(node) or node, lang).lower(),
            pillar=framework.label(node, lang).lower(),
            rank=rank,
        )
        for rank, node in (known[0], known[-1])
    )
    return _("Its best pillar by rank is {best}; its weakest is {worst}.").format(best=best, worst=worst)


def leading_regions(
    labels: pd.Series[str], levels: tuple[str, str], regions: pd.Series[str]
) -> tuple[tuple[str, str, int, int], ...]:
    r"""Find, for the highest and the lowest group, the region with the largest share of its units in it.

    .. math:: r^* = \arg\max_r n_{rg} / n_r

    Parameters
    ----------
    labels
        Group by unit; a missing one counts as in no group.
    levels
        The highest group and the lowest.
    regions
        Region by unit; units without one are passed over.

    Returns
    -------
    tuple
        Per group: the group, the region, how many of its units are in the group, how many it has.

    Examples
    --------
    >>> labels = pd.Series(["low", "high", "high"], index=["A", "B", "C"])
    >>> leading_regions(labels, ("high", "low"), pd.Series(["N", "N", "S"], index=["A", "B", "C"]))
    (('high', 'S', 1, 1), ('low', 'N', 1, 2))
    """
    of_units = regions.reindex(labels.index)
    found = []
    for level in levels:
        inside = (labels == level).groupby(of_units)
        members, all_of_it = inside.sum().astype(int), inside.count().astype(int)
        top = str((members / all_of_it).idxmax())
        found.append((level, top, int(members[top]), int(all_of_it[top])))
    return tuple(found)


def regions_sentence(
    leading: tuple[tuple[str, str, int, int], ...],
    names: Mapping[str, str],
    titles: Mapping[str, str],
    period: str,
    lang: str,
) -> str:
    """Say what :func:`leading_regions` found; ``names`` are of groups, ``titles`` of regions."""
    _ = translator(lang)
    parts = [
        _("{group}: most in {region}, {n} of {total} countries").format(
            group=names[level], region=titles[region], n=n, total=total
        )
        for level, region, n, total in leading
    ]
    return _(
        "Map of the groups, {edition}. {parts} (by share of a region's countries; our classification)."
    ).format(edition=period, parts="; ".join(parts))


def map_finding(
    groups: Groups, regions: pd.Series[str], titles: Mapping[str, str], period: str, lang: str
) -> str:
    """Say which region has the largest share of its units in the highest group, and which in the lowest.

    ``regions`` are codes by unit, ``titles`` their names.
    """
    ends = (groups.levels[-1], groups.levels[0])
    names = {level: level_name(level, lang) for level in ends}
    return regions_sentence(leading_regions(groups.labels, ends, regions), names, titles, period, lang)
