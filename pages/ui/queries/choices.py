"""What may be chosen on the pages that question the index: methods, nodes, series, changes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import dxindex as dx
from dxindex import i18n
from dxindex.classify import FEATURE_SETS
from pages.ui.queries import codes, scores
from pages.ui.queries.memory import remembered

_USUAL_SERIES = "internet_users"


def methods() -> tuple[str, ...]:
    """Ways of grouping that need no figure from the visitor (thresholds do)."""
    return tuple(name for name in dx.GROUPINGS if name != "thresholds")


def method_names(lang: str) -> dict[str, str]:
    """Name the ways of grouping."""
    _ = i18n.translator(lang)
    return {
        "kmeans": _("k-means"),
        "gaussian_mixture": _("Gaussian mixture"),
        "ward": _("Ward's hierarchy"),
        "natural_breaks": _("Natural breaks (Jenks)"),
        "quantiles": _("Groups of equal size"),
    }


def feature_sets() -> tuple[str, ...]:
    """What the groups can be made of."""
    return tuple(FEATURE_SETS)


def nodes(edition: str) -> tuple[str, ...]:
    """Axes and pillars, or whatever stands between the index and its indicators."""
    return scores.framework(edition).nodes


@remembered()
def series(edition: str) -> tuple[str, ...]:
    """Series with a history: more than one year of observations."""
    table = codes.indicators(edition)
    return tuple(table.index[table["first_year"].notna() & (table["last_year"] > table["first_year"])])


def highlighted(edition: str, usual: Sequence[str]) -> tuple[str, ...]:
    """Who is highlighted unless somebody chooses: the usual ones where they are there, else the first units."""
    units = codes.panel_codes(edition)
    return tuple(code for code in usual if code in units) or units[: len(usual)]


def clubs(edition: str) -> tuple[str, ...]:
    """What countries may be members of; units of another kind are of none."""
    return codes.CLUBS if codes.of_economies(edition) else ()


def comparators(edition: str) -> tuple[str, ...]:
    """The sets that a country may be compared with."""
    of_countries = ("region", "income") if codes.of_economies(edition) else ()
    return ("group", *of_countries, "panel", *clubs(edition))


def usual_comparator(edition: str) -> str:
    """What a country is compared with unless somebody chooses: its region, where units have one."""
    return "region" if codes.of_economies(edition) else "panel"


def first_series(edition: str) -> str:
    """The series whose history is drawn unless somebody chooses; empty where none has a history."""
    known = series(edition)
    return _USUAL_SERIES if _USUAL_SERIES in known else next(iter(known), "")


def map_colours(edition: str) -> tuple[str, ...]:
    """What can colour the map: the groups, or the score on an axis or pillar."""
    return ("group", *nodes(edition))


def goals() -> tuple[str, ...]:
    """What to reach in the simulator: the next group, or the highest."""
    return ("next", "top")


def read_change(edition: str, text: str) -> str | None:
    """Take a change of one indicator's value, ``indicator:value``.

    >>> read_change("2014", "mean_years_schooling:9.50"), read_change("2014", "mean_years_schooling:x"), read_change("2014", "x:1")
    ('mean_years_schooling:9.5', None, None)
    """
    found = re.fullmatch(r"([a-z0-9_]{1,60}):(-?[0-9]{1,7}(?:\.[0-9]{1,6})?)", text.strip())
    if not found or found[1] not in _levers(edition):
        return None
    value = float(found[2])
    low, high = _levers(edition)[found[1]]
    return f"{found[1]}:{value:g}" if low <= value <= high and math.isfinite(value) else None


@remembered()
def _levers(edition: str) -> dict[str, tuple[float, float]]:
    """Series with the bounds that the catalogue allows their values; which of them an index uses, it says itself."""
    table = codes.indicators(edition)
    return {
        str(name): (float(low), float(high))
        for name, low, high in zip(table.index, table["min"], table["max"], strict=True)
    }
