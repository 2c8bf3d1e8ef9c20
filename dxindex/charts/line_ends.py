"""Names at the ends of lines: spread along the edge so that none lies on another."""

from __future__ import annotations

from collections.abc import Mapping


def spread_ends(ends: Mapping[str, float], *, apart: float) -> dict[str, float]:
    """Move places on a line apart, in their order and as little as is needed.

    Places that would touch form a cluster around their mean; clusters that then touch become one.

    Parameters
    ----------
    ends : mapping of str to float
        Wanted place of each id, in [0, 1].
    apart : float
        Smallest distance between two neighbours. Where more ids stand than fit, they share the line evenly.

    Returns
    -------
    dict of str to float
        A place in [0, 1] for each id; ids at the same wanted place keep the order given.

    Examples
    --------
    >>> {unit: round(at, 2) for unit, at in spread_ends({"A": 0.5, "B": 0.5, "C": 0.9}, apart=0.1).items()}
    {'A': 0.45, 'B': 0.55, 'C': 0.9}
    """
    if not ends:
        return {}
    apart = min(apart, 1 / max(1, len(ends) - 1))
    clusters: list[tuple[list[str], float]] = []  # ids in order, and the mean of their wanted places
    for unit in sorted(ends, key=lambda unit: ends[unit]):
        clusters.append(([unit], ends[unit]))
        while len(clusters) > 1 and _start(clusters[-1], apart) < _end(clusters[-2], apart) + apart:
            later, earlier = clusters.pop(), clusters.pop()
            units = earlier[0] + later[0]
            clusters.append((units, sum(ends[unit] for unit in units) / len(units)))
    return {
        unit: _start(cluster, apart) + i * apart for cluster in clusters for i, unit in enumerate(cluster[0])
    }


def _start(cluster: tuple[list[str], float], apart: float) -> float:
    """Where a cluster begins, kept on the line."""
    length = (len(cluster[0]) - 1) * apart
    return min(max(cluster[1] - length / 2, 0.0), 1.0 - length)


def _end(cluster: tuple[list[str], float], apart: float) -> float:
    return _start(cluster, apart) + (len(cluster[0]) - 1) * apart
