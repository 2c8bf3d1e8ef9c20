"""Findings in words that the dashboard and the published site both tell."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dxindex.framework import Framework
from dxindex.i18n import translator


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
