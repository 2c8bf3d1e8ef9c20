"""What may be chosen on the pages that question the index: methods, nodes, series, changes."""

from __future__ import annotations

import math
import re
from functools import cache

import dxindex as dx
from dxindex import i18n
from dxindex.classify import FEATURE_SETS
from pages.ui.queries import codes, scores


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


@cache
def nodes() -> tuple[str, ...]:
    """Axes and pillars; the frameworks of all editions share them."""
    return scores.framework(codes.default_edition()).nodes


@cache
def series() -> tuple[str, ...]:
    """Series with a history: more than one year of observations."""
    table = codes.indicators()
    return tuple(table.index[table["first_year"].notna() & (table["last_year"] > table["first_year"])])


def map_colours() -> tuple[str, ...]:
    """What can colour the map: the groups, or the score on an axis or pillar."""
    return ("group", *nodes())


def goals() -> tuple[str, ...]:
    """What to reach in the simulator: the next group, or the highest."""
    return ("next", "top")


def read_change(text: str) -> str | None:
    """Take a change of one indicator's value, ``indicator:value``.

    >>> read_change("mean_years_schooling:9.50"), read_change("mean_years_schooling:x"), read_change("x:1")
    ('mean_years_schooling:9.5', None, None)
    """
    found = re.fullmatch(r"([a-z0-9_]{1,60}):(-?[0-9]{1,7}(?:\.[0-9]{1,6})?)", text.strip())
    if not found or found[1] not in _levers():
        return None
    value = float(found[2])
    low, high = _levers()[found[1]]
    return f"{found[1]}:{value:g}" if low <= value <= high and math.isfinite(value) else None


@cache
def _levers() -> dict[str, tuple[float, float]]:
    """Indicators of any edition's index with the bounds that the catalogue allows their values."""
    table = codes.indicators()
    used = dict.fromkeys(
        indicator for edition in codes.edition_codes() for indicator in scores.framework(edition).indicators
    )
    return {name: (float(table.at[name, "min"]), float(table.at[name, "max"])) for name in used}
